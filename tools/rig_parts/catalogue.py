"""Boards, motor drivers and pump heads by name, read from boards/, where they stand as data."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from units.refused import Refused

ROOT = Path(__file__).resolve().parents[2]
BOARDS = ROOT / "boards"


@dataclass(frozen=True)
class Led:
    """kind: plain, NeoPixel or RGB. gpio: none if it hangs on another chip. lit: level, None for a NeoPixel."""

    kind: str
    gpio: tuple[int, ...]
    lit: int | None
    power_gpio: int | None


@dataclass(frozen=True)
class Board:
    """pins: GPIO by function, None where nothing is wired. flash: bytes and addresses. pads: label by GPIO.

    power: the labels of 3V3, GND and 5V. micropython: board, reported (sys.implementation), download.
    firmware: "files", or "frozen" where its flash has no room for them beside a full journal.
    """

    name: str
    pins: Mapping[str, int | None]
    i2c_block: int
    flash: Mapping[str, int]
    leds: Sequence[Led]
    pads: Mapping[int, str]
    power: Mapping[str, str]
    micropython: Mapping[str, str]
    firmware: str

    def pad(self, function: str) -> str | None:
        """The label of the pad that a function is wired to; None where it is not wired."""
        gpio = self.pins[function]
        return None if gpio is None else self.pads[gpio]


@dataclass(frozen=True)
class Driver:
    """not_driven: why the firmware cannot drive it, or nothing. figures: times, levels, millivolts, microsteps.

    gear: turns of the rotor to one of the shaft. terminals: what is printed on the carrier, by use.
    """

    name: str
    not_driven: str
    figures: Mapping[str, int]
    full_steps_per_rev: int
    gear: Fraction
    terminals: Mapping[str, Any]


@dataclass(frozen=True)
class Head:
    """not_driven: why the firmware cannot drive it, or nothing. figures: volumes, lengths, counts."""

    name: str
    not_driven: str
    figures: Mapping[str, int]


def board_names() -> list[str]:
    return sorted(path.parent.name for path in BOARDS.glob("*/board.py"))


def handheld_names() -> list[str]:
    return sorted(path.parent.name for path in BOARDS.glob("*/handheld.py"))


def driver_names() -> list[str]:
    return sorted(path.stem.upper() for path in (BOARDS / "drivers").glob("*.py"))


def head_names() -> list[str]:
    return sorted(path.stem.upper() for path in (BOARDS / "heads").glob("*.py"))


def board(name: str) -> Board:
    """Raises Refused for a name that is no folder of boards/."""
    _known("board", name, board_names())
    wired = importlib.import_module(f"boards.{name}.board")
    sold = importlib.import_module(f"boards.{name}.product")
    leds = [Led(**led) for led in sold.LEDS]
    as_sold = (leds, sold.PADS, sold.POWER, sold.MICROPYTHON, sold.FIRMWARE)
    return Board(name, wired.PINS, wired.I2C_BLOCK, wired.FLASH, *as_sold)


def handheld(name: str) -> Board:
    """The same board as the patient's hand-held. Raises Refused for a name that is not described as one."""
    _known("board", name, handheld_names())
    wired = importlib.import_module(f"boards.{name}.handheld")
    return replace(board(name), pins=wired.PINS, i2c_block=wired.I2C_BLOCK)


def driver(name: str) -> Driver:
    """Raises Refused for a name that is no file of boards/drivers."""
    _known("driver", name, driver_names())
    data = importlib.import_module(f"boards.drivers.{name.lower()}")
    gear = Fraction(*data.MOTOR["gear"])
    return Driver(name, data.NOT_DRIVEN, data.DRIVER, data.MOTOR["full_steps_per_rev"], gear, data.TERMINALS)


def head(name: str) -> Head:
    """Raises Refused for a name that is no file of boards/heads."""
    _known("head", name, head_names())
    data = importlib.import_module(f"boards.heads.{name.lower()}")
    return Head(name, data.NOT_DRIVEN, data.HEAD)


def driven() -> list[Driver]:
    """The drivers that the firmware can drive."""
    return [found for found in map(driver, driver_names()) if not found.not_driven]


def _known(field: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        raise Refused(field, repr(name), "no such part", "choose one of " + ", ".join(names))
