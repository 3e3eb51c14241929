"""Runs on the emulated chip: the firmware's own root, with the host in the place of a programmer."""

import os
import select
import time

import machine
import rp2

import assembly
import board
from storage.flash_files import FlashFiles


def assembled():
    """The pump as main.py makes it, not yet booted."""
    return assembly.build(machine, rp2, time, select, FlashFiles(os, open, "/pump"), board)


def program(pump, order):
    """Calibrate to the board's own head, stage the order, confirm it, and turn the loop until it is in force."""
    desk = pump.desk
    desk.calibrate(board.STEP_VOLUME_FL)
    desk.confirm(desk.stage(order))
    while desk.is_committing():
        pump.turn()


def turn_for(pump, ms):
    """Turn the loop for at least `ms`."""
    start = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), start) < ms:
        pump.turn()


def turn_while(pump, busy, ms):
    """Turn the loop while `busy()`, at most `ms`; returns the time it took."""
    start = time.ticks_ms()
    while busy() and time.ticks_diff(time.ticks_ms(), start) < ms:
        pump.turn()
    return time.ticks_diff(time.ticks_ms(), start)
