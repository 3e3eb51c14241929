"""Boards, motor drivers and pump heads as data: looked up, checked against each other, drawn and listed."""
