"""Puts the firmware on a board: what belongs there, compiled, and how it gets there."""
