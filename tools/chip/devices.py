"""What is soldered to the emulated board: motor driver, load cell amplifier, button, lamps."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rp2040py.gpio_pin import GPIOPinState

if TYPE_CHECKING:
    from collections.abc import Callable

    from chip.emulator import Board

NS_PER_US = 1_000
NS_PER_S = 1_000_000_000


class PinProbe:
    """changes: (ns since power-on, level); the level is True, False, or None while the chip does not drive the pin."""

    def __init__(self, pin: int) -> None:
        self.pin = pin
        self.changes: list[tuple[float, bool | None]] = []
        self._board: Board | None = None

    @property
    def level(self) -> bool | None:
        return self.changes[-1][1] if self.changes else None

    @property
    def was_on(self) -> bool:
        return any(level for _ns, level in self.changes)

    def attach(self, board: Board) -> None:
        self._board = board
        board.chip.gpio[self.pin].add_listener(lambda new, _old: self._note(new))

    def after_reset(self) -> None:
        assert self._board is not None
        self._note(self._board.chip.gpio[self.pin].value)

    def _note(self, state: GPIOPinState) -> None:
        assert self._board is not None
        level = {GPIOPinState.HIGH: True, GPIOPinState.LOW: False}.get(state)
        if level is not self.level:
            self.changes.append((self._board.clock.nanos, level))
            self.changed(level)

    def changed(self, level: bool | None) -> None:
        """For those that act on a change."""


class StepperProbe:
    """A step/dir/enable driver. Enable is active low, and a pin that the chip does not drive is held inactive.

    That last is the rig's 4.7 kohm pull-up, which outweighs the chip's own reset pull-down (50 to 80 kohm,
    RP2040 datasheet, pin specifications). on_step: called at each rising edge with the number so far.
    """

    def __init__(self, step_pin: int, enable_pin: int) -> None:
        self._step = PinProbe(step_pin)
        self.enable = PinProbe(enable_pin)
        self.step_ns: list[float] = []
        self.high_ns: list[float] = []
        self.disabled_step_ns: list[float] = []
        self.on_step: Callable[[int], None] | None = None
        self._step.changed = self._step_changed  # type: ignore[method-assign]

    def attach(self, board: Board) -> None:
        self._step.attach(board)
        self.enable.attach(board)

    def after_reset(self) -> None:
        self._step.after_reset()
        self.enable.after_reset()

    @property
    def is_enabled(self) -> bool:
        return self.enable.level is False

    @property
    def was_ever_enabled(self) -> bool:
        return any(level is False for _ns, level in self.enable.changes)

    @property
    def steps(self) -> int:
        """Edges that moved the motor."""
        return len(self.step_ns)

    def _step_changed(self, level: bool | None) -> None:
        ns = self._step.changes[-1][0]
        before = self._step.changes[-2][1] if len(self._step.changes) > 1 else None
        if level is not True:
            if before is True:
                self.high_ns.append(ns - self._step.changes[-2][0])
            return
        if not self.is_enabled:
            self.disabled_step_ns.append(ns)
            return
        self.step_ns.append(ns)
        if self.on_step is not None:
            self.on_step(len(self.step_ns))

    def intervals_us(self, start: int = 0) -> list[float]:
        """Rising edge to rising edge, from edge `start` on."""
        edges = self.step_ns[start:]
        return [(later - earlier) / NS_PER_US for earlier, later in pairwise(edges)]


class WordProbe:
    """words: (ns, word, whether it found the machine waiting, its queue empty) of all that one machine was handed."""

    def __init__(self, state_machine: int) -> None:
        self._block, self._machine = divmod(state_machine, 4)
        self.words: list[tuple[float, int, bool]] = []

    def attach(self, board: Board) -> None:
        self._board = board
        board.pio[self._block].on_put = self._put

    def after_reset(self) -> None:
        """The words stay on record."""

    def _put(self, machine: int, word: int, was_waiting: bool) -> None:
        if machine == self._machine:
            self.words.append((self._board.clock.nanos, word, was_waiting))


class Hx711Device:
    """The load cell amplifier: 24 bits, most significant first, on the clock's rising edges; ready is data low.

    reading: the value of the n-th conversion, -2**23 to 2**23 - 1. pulses: clock pulses of each read-out so far,
    25 for channel A at gain 128. Times are the HX711 datasheet's: 10 conversions a second; the clock held high
    for 60 us powers it down, and it settles for 400 ms after that.
    """

    POWER_DOWN_NS = 60_000
    SETTLING_NS = 400_000_000
    PERIOD_NS = NS_PER_S // 10
    BITS = 24

    def __init__(self, clock_pin: int, data_pin: int, reading: Callable[[int], int]) -> None:
        self._clock_probe = PinProbe(clock_pin)
        self._clock_probe.changed = self._clocked  # type: ignore[method-assign]
        self._data_pin = data_pin
        self._reading = reading
        self._word = 0
        self._pulse = 0
        self._is_down = False
        self.pulses: list[int] = []
        self.conversions = 0
        self.power_downs = 0
        self.is_present = True

    def attach(self, board: Board) -> None:
        self._board = board
        self._clock_probe.attach(board)
        self._conversion = board.clock.create_alarm(self._converted)
        self._power_down = board.clock.create_alarm(self._went_down)
        board.drive(self._data_pin, True)
        self._conversion.schedule(self.SETTLING_NS)

    def after_reset(self) -> None:
        self._clock_probe.after_reset()

    def unplug(self) -> None:
        """The data line floats to the chip's pull, or reads low without one."""
        self.is_present = False
        self._conversion.cancel()
        self._board.drive(self._data_pin, None)

    def plug_in(self) -> None:
        """Powered anew, it settles first."""
        self.is_present = True
        self._pulse = 0
        self._board.drive(self._data_pin, True)
        self._conversion.schedule(self.SETTLING_NS)

    def _converted(self) -> None:
        self._word = self._reading(self.conversions) & ((1 << self.BITS) - 1)
        self.conversions += 1
        if self._pulse:
            self.pulses.append(self._pulse)
        self._pulse = 0
        self._board.drive(self._data_pin, False)
        self._conversion.schedule(self.PERIOD_NS)

    def _clocked(self, level: bool | None) -> None:
        if not self.is_present:
            return
        if level is not True:
            self._power_down.cancel()
            if self._is_down:
                self._is_down = False
                self._conversion.schedule(self.SETTLING_NS)
            return
        self._power_down.schedule(self.POWER_DOWN_NS)
        self._pulse += 1
        bit = self.BITS - self._pulse
        self._board.drive(self._data_pin, bool(self._word >> bit & 1) if bit >= 0 else True)

    def _went_down(self) -> None:
        self._is_down = True
        self._pulse = 0
        self.power_downs += 1
        self._conversion.cancel()
        self._board.drive(self._data_pin, True)


class Button:
    """A switch to ground."""

    def __init__(self, pin: int) -> None:
        self._pin = pin

    def attach(self, board: Board) -> None:
        self._board = board
        self._release = board.clock.create_alarm(self.release)

    def after_reset(self) -> None:
        """A finger does not notice."""

    def press(self, hold_s: float | None = None) -> None:
        """Now, and let go by itself after `hold_s` of pump time."""
        self._board.drive(self._pin, False)
        if hold_s is not None:
            self._release.schedule(hold_s * NS_PER_S)

    def release(self) -> None:
        self._board.drive(self._pin, None)
