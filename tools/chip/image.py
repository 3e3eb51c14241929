"""Finds the MicroPython image that the emulated chip runs, and where its file system lies."""

from __future__ import annotations

import os
from pathlib import Path

from rp2040py.boards import FlashLayout
from rp2040py.utils.firmware_retrieve import MICROPYTHON, flash_layout, retrieve

VARIABLE = "PUMP_UF2"
OLDEST = (1, 28)
TAG = "1.28.0"
EMULATOR_NAMES = {"RPI_PICO": "pico", "RPI_PICO_W": "pico_w"}


class NoImage(Exception):
    """There is no image to run; the text says what is missing."""


def find(board: str = "RPI_PICO") -> Path:
    """The UF2 that PUMP_UF2 names, else the emulator's own cached or downloaded one. Raises NoImage."""
    named = os.environ.get(VARIABLE)
    if named:
        path = Path(named)
        if not path.is_file():
            raise NoImage(f"{VARIABLE}: no file at {named}: name a MicroPython {TAG} or newer UF2 for {board}")
        return path
    try:
        found = retrieve(MICROPYTHON, TAG, EMULATOR_NAMES[board])
    except OSError as error:
        raise NoImage(_missing(board, str(error))) from error
    if found is None:
        raise NoImage(_missing(board, "the download failed"))
    return found


def _missing(board: str, why: str) -> str:
    return f"{VARIABLE} is not set and the emulator has no MicroPython {TAG} for {board} ({why}): set {VARIABLE}=path"


def layout(board: str = "RPI_PICO") -> FlashLayout:
    """Where that board's image keeps its littlefs, as the emulator's tables have it."""
    return FlashLayout(**flash_layout(MICROPYTHON, EMULATOR_NAMES[board]))
