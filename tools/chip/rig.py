"""The emulated bench rig: a board with the firmware on its flash and every device on the pins of its description."""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from chip import flash, image
from chip.devices import NS_PER_S, Button, Hx711Device, PinProbe, StepperProbe, WordProbe
from chip.emulator import Board
from chip.i2c_devices import I2cBus, Model
from storage.settings import new_pump

ON_CHIP = Path(__file__).resolve().parent / "on_chip"
NOISE_COUNTS = 40


def noisy_weight(seed: int = 1, raw: int = 400_000) -> Callable[[int], int]:
    """A load cell at rest: `raw` counts with the amplifier's own noise."""
    noise = random.Random(seed)
    return lambda _n: raw + round(noise.gauss(0, NOISE_COUNTS))


def drill_files(board: str = "RPI_PICO", extra: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """The firmware without its main.py, so that the REPL has the chip, and with the drill that stands in for it."""
    files = flash.firmware_files(board)
    del files["main.py"]
    files["drill.mpy"] = flash.compiled(ON_CHIP / "drill.py", "drill.py")
    files |= {f"pump/{name}": content for name, content in new_pump().items()}
    return files | dict(extra or {})


def other_watchdog(timeout_ms: int) -> dict[str, bytes]:
    """Files that give the board's description another watchdog timeout and leave its USB to the REPL, and no more."""
    return described(WATCHDOG_MS=timeout_ms, USB_LINK=False)


def described(**changes: object) -> dict[str, bytes]:
    """Files that give the board's description these values, and change nothing else of it."""
    described = flash.compiled(flash.ROOT / "boards" / "RPI_PICO" / "board.py", "board_as_it_is.py")
    lines = [f"{name} = {value!r}\n" for name, value in changes.items()]
    changed = "from board_as_it_is import *\n" + "".join(lines)
    return {"board_as_it_is.mpy": described, "board.mpy": flash.compiled_text(changed, "board.py")}


class Rig:
    """words, motor, load_cell, button, red, yellow, buzzer: on the pins that boards/<board>/board.py names.

    on_bus: models of what hangs on the board's I2C, by address.
    """

    def __init__(
        self,
        content: bytes,
        board: str = "RPI_PICO",
        weight: Callable[[int], int] | None = None,
        on_bus: Mapping[int, Model] | None = None,
    ) -> None:
        self.description: Any = importlib.import_module(f"boards.{board}.board")
        pins: dict[str, int] = self.description.PINS
        self.motor = StepperProbe(pins["step"], pins["enable"])
        self.words = WordProbe(self.description.STATE_MACHINES["stepper"])
        self.load_cell = Hx711Device(pins["hx711_clock"], pins["hx711_data"], weight or noisy_weight())
        self.button = Button(pins["button"])
        self.red, self.yellow = PinProbe(pins["led_red"]), PinProbe(pins["led_yellow"])
        self.buzzer = PinProbe(pins["buzzer"])
        self.bus = I2cBus(0, pins["i2c_sda"], pins["i2c_scl"], on_bus or {})
        lamps = (self.red, self.yellow, self.buzzer)
        bus = (self.bus,) if on_bus else ()
        devices = (self.motor, self.words, self.load_cell, self.button, *lamps, *bus)
        self.board = Board(image.find(board), image.layout(board), content, devices)

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Do that after so much pump time, whatever runs then."""
        self.board.clock.create_alarm(action).schedule(seconds * NS_PER_S)

    def power_cycled(self) -> Rig:
        """Cut the power here and now; the rig as it is when the power comes back."""
        return Rig(self.board.cut_power())
