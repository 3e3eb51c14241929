"""The emulated hand-held: a board with its firmware on flash, its display, two buttons and its buzzer."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from chip import flash, image
from chip.devices import Button, PinProbe
from chip.emulator import Board
from chip.i2c_devices import I2cBus
from deploy.devices import HANDHELD
from fakes.ssd1306_chip import Ssd1306Chip
from storage.sealed import seal  # pyright: ignore[reportUnknownVariableType]


def kept(key: bytes, pump_id: str, asked: list[int | None] | None = None) -> dict[str, bytes]:
    """What a hand-held that is paired keeps on its flash. asked: as firmware/handheld/keeping.py has it."""
    return {"kept/handheld": seal({"key": key.hex(), "pump": pump_id, "asked": asked})}


class HandheldRig:
    """board: powered when it is made. ask, next, buzzer, screen: on the pins of boards/BOARD/handheld.py.

    extra: files beside its firmware, or without it.
    """

    def __init__(self, extra: Mapping[str, bytes], board: str = "RPI_PICO", has_firmware: bool = True) -> None:
        self.description: Any = importlib.import_module(f"boards.{board}.handheld")
        pins: dict[str, int] = self.description.PINS
        self.ask, self.next = Button(pins["ask"]), Button(pins["next"])
        self.buzzer = PinProbe(pins["buzzer"])
        self.screen = Ssd1306Chip()
        address = self.description.DISPLAY["address"]
        bus = I2cBus(self.description.I2C_BLOCK, pins["i2c_sda"], pins["i2c_scl"], {address: self.screen})
        firmware = flash.firmware_files(board, device=HANDHELD) if has_firmware else {}
        files = firmware | dict(extra)
        devices = (self.ask, self.next, self.buzzer, bus)
        self.board = Board(image.find(board), image.layout(board), flash.build(image.layout(board), files), devices)
