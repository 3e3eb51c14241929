"""The wires at the chip's pads: who drives each, what it reads, and who listens."""

from fakes.boot import Boot
from fakes.stops import NotModelled
from fakes.virtual_clock import VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class PadDriver(Protocol):
        """A peripheral that has taken over the pad."""

        def pad_level(self, wire: "Wire") -> int: ...

    class Device(Protocol):
        """A chip of the rig that drives the wire by itself."""

        def pad_level(self) -> "int | None": ...


class Wire:
    """One pad and what hangs on it. It outlives a reset; levels are 0, 1, or None for not driven.

    rig_out, rig_pull: what the rig drives, and its resistor, which is stronger than the chip's own pull.
    on_rising(us): called for each rising edge, a PIO's included, with its lap time.
    listeners(level, us): called for each change that is not a peripheral's.
    device: a chip of the rig whose output it is, such as an Hx711Port.
    """

    def __init__(self, name: object, clock: VirtualClock) -> None:
        self.name = name
        self._clock = clock
        self.on_rising: "Callable[[int], None] | None" = None
        self.listeners: "list[Callable[[int, int], None]]" = []
        self.device: "Device | None" = None
        self.rig_out: "int | None" = None
        self.rig_pull: "int | None" = None
        self.peripheral: "PadDriver | None" = None
        self.chip_out: "int | None" = None
        self.chip_latch = 0
        self.chip_pull: "int | None" = 0
        self.floating_level = 0
        self.handler: "Callable[[object], None] | None" = None
        self.handler_pin: object = None
        self.trigger = 0
        self.boot: "Boot | None" = None
        self.pwm_hz = 0
        self.pwm_duty_u16 = 0
        self.on_pwm: "Callable[[int, int, int], None] | None" = None
        self._level = 0

    def level(self) -> int:
        """0 or 1, at this instant."""
        if self.peripheral is not None:
            return self.peripheral.pad_level(self)
        if self.device is not None:
            level = self.device.pad_level()
            if level is not None:
                return level
        return self._level

    def is_driven(self) -> bool:
        """Whether the chip drives it."""
        return self.chip_out is not None or self.peripheral is not None

    def release(self) -> None:
        """As after a chip reset: input, pull-down, no interrupt."""
        self.peripheral = None
        self.chip_out = None
        self.chip_latch = 0
        self.chip_pull = 0
        self.handler = None
        self.handler_pin = None
        self.pwm_hz = 0
        self.set_pwm(0, 0)
        self.settle()

    def drive(self, level: "int | None") -> None:
        """The rig drives it, or lets go with None."""
        self.rig_out = level
        self.settle()

    def pull(self, level: "int | None") -> None:
        """The rig's resistor."""
        self.rig_pull = level
        self.settle()

    def set_pwm(self, hz: int, duty_u16: int) -> None:
        changed = hz != self.pwm_hz or duty_u16 != self.pwm_duty_u16
        self.pwm_hz = hz
        self.pwm_duty_u16 = duty_u16
        if changed and self.on_pwm is not None:
            self.on_pwm(hz, duty_u16, self._clock.us)

    def settle(self) -> None:
        """Work out the level anew; tell listeners and the interrupt of a change."""
        level = self.chip_out
        if level is None:
            level = self.rig_out
        elif self.rig_out is not None and self.rig_out != level:
            raise NotModelled("pin {}: the chip drives {} against the rig's {}".format(self.name, level, self.rig_out))
        if level is None:
            level = self.rig_pull
        if level is None:
            level = self.chip_pull
        if level is None:
            level = self.floating_level
        if level == self._level:
            return
        self._level = level
        if self.peripheral is None:
            self._tell(level)

    def _tell(self, level: int) -> None:
        if level and self.on_rising is not None:
            self.on_rising(self._clock.us)
        for listener in self.listeners:
            listener(level, self._clock.us)
        if self.handler is not None and self.boot is not None and self.trigger & (8 if level else 4):
            self.boot.interrupt(self.handler, self.handler_pin)


class Wires:
    """All pads, made as they are asked for. names: board names such as {"LED": 25}."""

    def __init__(self, clock: VirtualClock, names: "dict[str, int] | None" = None) -> None:
        self._clock = clock
        self._names = names or {}
        self._wires: "dict[object, Wire]" = {}

    def wire(self, name: object) -> Wire:
        """The wire of a GPIO number, "GP7" or board name; another name is a wireless chip's pin: a wire of its own."""
        key = name
        if isinstance(key, str):
            if key in self._names:
                key = self._names[key]
            elif key.startswith("GP"):
                key = int(key[2:])
        if isinstance(key, int) and not 0 <= key < 30:
            raise ValueError("pin {}: the chip has 0 to 29".format(key))
        if key not in self._wires:
            self._wires[key] = Wire(key, self._clock)
        return self._wires[key]

    def release_all(self) -> None:
        for wire in self._wires.values():
            wire.release()
