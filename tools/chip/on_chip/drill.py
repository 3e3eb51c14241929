"""Runs on the emulated chip: the firmware's own root, with the host in the place of a programmer."""

import gc

gc.threshold(4096)  # as main.py does

import os
import select
import time

import board
import machine
import rp2

import assembly
from storage.flash_files import FlashFiles
from unload import unload


def assembled():
    """The pump as main.py makes it, not yet booted."""
    return assembly.Pump(machine, rp2, time, select, FlashFiles(os, open, "/pump"), board)


def _settle(pump):
    """Give back what only power-on needs, and collect memory in long waits, as main.py does once the pump is up."""
    pump.forget_boot(unload)
    gc.collect()
    gc.threshold(24_576)
    pump.waiting.tidy_with(gc.collect)


def program(pump, order):
    """Calibrate a new pump to the board's own head; stage the order, confirm it, and turn until it is in force."""
    _settle(pump)
    programming = pump.programming
    if programming.step_volume_fl is None:
        programming.calibrate(board.STEP_VOLUME_FL)
    shown = programming.stage(order)
    programming.confirm(shown, [question.name for question in programming.questions()])
    while programming.is_committing():
        pump.turn()
    _settle(pump)


def start(pump):
    """Begin to deliver; returns when the record of it is on flash."""
    pump.desk.start()
    while pump.heart.is_beginning():
        pump.turn()


def turn_for(pump, ms, disturb=None):
    """Turn the loop for at least `ms`, calling `disturb` (if there is one) after every turn."""
    start_ms = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), start_ms) < ms:
        pump.turn()
        if disturb is not None:
            disturb()


def turn_until(pump, done, ms, disturb=None):
    """The same until `done()`, at most `ms`; returns whether it came true."""
    start_ms = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), start_ms) < ms:
        if done():
            return True
        pump.turn()
        if disturb is not None:
            disturb()
    return False


def write_and_collect():
    """A file written and the heap collected, without asking whether it suits the pump."""
    with open("/disturbance", "wb") as file:
        file.write(bytes(300))
    gc.collect()


class ClockedFiles:
    """FlashFiles that remember how long each write took. took: [(method, file, bytes, us)]."""

    def __init__(self, files):
        self._files = files
        self.took = []
        self.names, self.size, self.read, self.read_part = files.names, files.size, files.read, files.read_part

    def _timed(self, method, name, content):
        began_us = time.ticks_us()
        getattr(self._files, method)(name, content)
        self.took.append((method, name, len(content), time.ticks_diff(time.ticks_us(), began_us)))

    def append(self, name, content):
        self._timed("append", name, content)

    def overwrite(self, name, content):
        self._timed("overwrite", name, content)

    def replace(self, name, content):
        self._timed("replace", name, content)

    def remove(self, name):
        self._files.remove(name)


def assembled_over(files):
    """The pump over other FlashFiles, not yet booted."""
    return assembly.Pump(machine, rp2, time, select, files, board)


def clocked():
    """ClockedFiles over the board's own."""
    return ClockedFiles(FlashFiles(os, open, "/pump"))


def booted_in_us(pump):
    """Boot; how long the replay and the opening of the log took in it."""
    recover, took = pump.recovery.recover, []

    def timed(unique_id):
        began_us = time.ticks_us()
        recover(unique_id)
        took.append(time.ticks_diff(time.ticks_us(), began_us))

    pump.recovery.recover = timed
    pump.boot()
    return took[0]
