"""Mocked hardware in virtual time: one set, for the twin and for the tests, on CPython and on MicroPython."""
