"""One emulated pump board: an image, a flash, devices on its pins, power that can be cut."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, cast

from rp2040py.boards import BoardSpec, FlashLayout
from rp2040py.device.base_device import BaseDevice
from rp2040py.execute_batch import execute_batch

from chip import emulator_repairs
from chip.console import Console, RawReplRun
from chip.pio_on_clock import PioOnClock

NS_PER_S = 1_000_000_000
LOOK_NS = 500_000  # in pump time, not wall time, so that a run repeats to the nanosecond
WALL_S = 900.0


class ChipFailed(Exception):
    """The chip did not do what it was asked: code raised, it stopped at a breakpoint, or it was too slow."""


class Device(Protocol):
    """Something soldered to the board's pins."""

    def attach(self, board: Board) -> None:
        """Once, before power."""

    def after_reset(self) -> None:
        """The chip has let go of its pins without telling anybody."""


class Board:
    """Time is pump time, from power-on. Nothing runs between calls.

    flash: the file system's bytes, as chip.flash builds them, or None for an erased one. resets_s: when the
    watchdog, or the firmware through it, reset the chip. look_ns: how often a run looks whether it is over.
    """

    def __init__(self, image: Path, layout: FlashLayout, flash: bytes | None = None, devices: Sequence[Device] = ()):
        emulator_repairs.require_version()
        emulator_repairs.put_pio_on_clock()
        emulator_repairs.quieten_uart()
        self.layout = layout
        self._device = BaseDevice(board=BoardSpec(image=image, layout=layout))
        self.chip = self._device.mcu
        self.clock = self._device.simulator.clock
        self.pio = cast(list[PioOnClock], self.chip.pio)
        self._simulator = self._device.simulator
        self._is_powered = True
        self._devices = devices
        self._broke: str | None = None
        self._ended = False
        self.resets_s: list[float] = []
        self.look_ns = LOOK_NS
        self.console = Console(self._device.cdc)
        emulator_repairs.hold_empty_reads(self.chip, self._device.cdc)
        self._pads = emulator_repairs.PadsReadBack(self.chip)
        self.chip.on_break = self._on_break
        self._reset_by_watchdog = self.chip.watchdog.on_watchdog_trigger
        self.chip.watchdog.on_watchdog_trigger = self._on_watchdog
        if flash is not None:
            self._set_flash(flash)
        for device in devices:
            device.attach(self)
        self.chip.leave_reset()

    @property
    def now_s(self) -> float:
        """Pump time since power-on."""
        return self.clock.nanos / NS_PER_S

    @property
    def printed(self) -> str:
        return self.console.printed.decode(errors="replace").replace("\r\n", "\n")

    def _flash_span(self) -> slice:
        start = self.layout.fs_start
        return slice(start, start + self.layout.fs_blocksize * self.layout.fs_blockcount)

    def _set_flash(self, content: bytes) -> None:
        span = self._flash_span()
        if len(content) != span.stop - span.start:
            raise ValueError(f"flash: {len(content)} bytes, the image's file system has {span.stop - span.start}")
        self.chip.flash[span] = content

    def _on_break(self, code: int) -> None:
        self._broke = f"the chip stopped at breakpoint {code}, pc 0x{self.chip.core.pc:x}"
        self._pause()

    def _on_watchdog(self) -> None:
        self.resets_s.append(self.now_s)
        self._reset_by_watchdog()
        self.console.reset()
        self._pads.after_reset()
        for device in self._devices:
            device.after_reset()

    def _pause(self) -> None:
        self._simulator.stopped = True

    def end_run(self) -> None:
        """End the run under way after this very instruction. For devices and alarms."""
        self._ended = True
        self._pause()

    def drive(self, pin: int, level: bool | None) -> None:
        """A device puts a level on a pin, or lets go of it (None)."""
        for pio in self.pio:
            pio.catch_up()
        if level is None:
            self.chip.gpio[pin].release_input()
        else:
            self.chip.gpio[pin].set_input_value(level)

    def run(self, pump_s: float, until: Callable[[], bool] | None = None, wall_s: float = WALL_S) -> bool:
        """Run for `pump_s`, or until `until` turns true or a device ends it; returns what `until` then says.

        Raises ChipFailed after `wall_s`.
        """
        if not self._is_powered:
            raise ChipFailed("the power is cut: make a new Board with the flash that cut_power gave")
        deadline = time.monotonic() + wall_s
        look = self.clock.create_alarm(self._pause)
        self._ended = False
        end_ns = self.clock.nanos + pump_s * NS_PER_S
        while self.clock.nanos < end_ns and not self._ended:
            if until is not None and until():
                return True
            look.schedule(min(self.look_ns, end_ns - self.clock.nanos))
            self._simulator.stopped = False
            while not self._simulator.stopped:
                execute_batch(self._simulator, 1)
                if time.monotonic() > deadline:
                    raise ChipFailed(f"{wall_s:.0f} s of wall time passed at {self.now_s:.3f} s of pump time")
            look.cancel()
            self.console.pump()
            if self._broke:
                raise ChipFailed(self._broke)
        return until is not None and until()

    def exec(self, code: str, pump_s: float = 5.0, wall_s: float = WALL_S) -> str:
        """Run code at the REPL, ending what runs there; returns what it printed.

        Raises ChipFailed with the traceback, and if there is no answer.
        """
        if not self.run(1.0, lambda: self.console.is_connected, wall_s):
            raise ChipFailed("no console within 1 s of pump time")
        job = RawReplRun(self.console, code)
        if not self.run(pump_s, job.is_done, wall_s):
            why = "a device ended the run" if self._ended else f"no answer within {pump_s} s of pump time"
            raise ChipFailed(f"{why}; printed so far: {self.printed[-500:]!r}")
        out, error = job.result()
        if error:
            raise ChipFailed(f"the chip raised: {error}\nafter printing: {out}")
        return out

    def flash(self) -> bytes:
        """The file system as it is on the flash now."""
        return bytes(self.chip.flash[self._flash_span()])

    def cut_power(self) -> bytes:
        """End this board between two instructions; returns the flash, for the Board that comes after."""
        content = self.flash()
        self._is_powered = False
        return content
