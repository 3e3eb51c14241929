"""Rung 3: the firmware on MicroPython's RP2 image in an emulated RP2040, with emulated devices on its pins."""
