"""What firmware sees as machine.Pin and machine.PWM."""

from fakes.boot import Boot
from fakes.pins import Wires

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

UNCHANGED = -1


class FakePin:
    """A pad under the processor's control. `wires` and `boot` are filled in by the board's own subclass."""

    IN = 0
    OUT = 1
    OPEN_DRAIN = 2
    ALT = 3
    PULL_UP = 1
    PULL_DOWN = 2
    IRQ_FALLING = 4
    IRQ_RISING = 8
    wires: Wires
    boot: Boot

    def __init__(
        self, id: object, mode: int = UNCHANGED, pull: "int | None" = UNCHANGED, *, value: "int | None" = None
    ) -> None:
        self.boot.check()
        self.wire = self.wires.wire(id.wire.name if isinstance(id, FakePin) else id)
        self._mode = UNCHANGED
        if mode != UNCHANGED:
            self.init(mode, pull, value=value)

    def init(self, mode: int = UNCHANGED, pull: "int | None" = UNCHANGED, *, value: "int | None" = None) -> None:
        self.boot.check()
        wire = self.wire
        if mode != UNCHANGED:
            wire.peripheral = None
            wire.set_pwm(0, 0)
        if value is not None:
            wire.chip_latch = 1 if value else 0
        if mode == self.OUT:
            wire.chip_out = wire.chip_latch
        elif mode == self.OPEN_DRAIN:
            wire.chip_out = None if wire.chip_latch else 0
        elif mode == self.IN:
            wire.chip_out = None
        elif mode != UNCHANGED:
            raise ValueError("pin {}: mode {} is not one of the fakes'".format(wire.name, mode))
        if mode != UNCHANGED:
            self._mode = mode
            pull = None if pull == UNCHANGED else pull
        if pull != UNCHANGED:
            wire.chip_pull = None if pull is None else 1 if pull & self.PULL_UP else 0
        wire.settle()

    def value(self, x: "int | None" = None) -> "int | None":
        if x is None:
            return self.wire.level()
        if self.boot.ended is not None:
            raise self.boot.ended
        level = 1 if x else 0
        wire = self.wire
        wire.chip_latch = level
        if wire.chip_out is not None or self._mode == self.OPEN_DRAIN:
            out: "int | None" = level
            if level and self._mode == self.OPEN_DRAIN:
                out = None
            if wire.chip_out != out:
                wire.chip_out = out
                wire.settle()
        return None

    def __call__(self, x: "int | None" = None) -> "int | None":
        return self.value(x)

    def on(self) -> None:
        self.value(1)

    def off(self) -> None:
        self.value(0)

    high = on
    low = off

    def toggle(self) -> None:
        self.value(0 if self.wire.chip_latch else 1)

    def irq(
        self,
        handler: "Callable[[object], None] | None" = None,
        trigger: int = IRQ_FALLING | IRQ_RISING,
        hard: bool = False,
    ) -> None:
        """Handlers run at once, or as soon as interrupts are let in again."""
        self.boot.check()
        wire = self.wire
        wire.handler = handler
        wire.handler_pin = self
        wire.trigger = trigger
        wire.boot = self.boot


class FakePwm:
    """machine.PWM; what it plays is seen at its wire (pwm_hz, pwm_duty_u16, on_pwm). It sounds while both are set."""

    def __init__(self, pin: FakePin, *, freq: int = 0, duty_u16: int = 0) -> None:
        pin.boot.check()
        self._boot = pin.boot
        self._wire = pin.wire
        self._hz = freq
        self._duty_u16 = duty_u16
        self._wire.peripheral = self
        self._show()

    def pad_level(self, wire: object) -> int:
        """A PWM's level at an instant is not modelled: it reads its steady level, or 0."""
        return 1 if self._hz and self._duty_u16 == 65535 else 0

    def _show(self) -> None:
        if self._boot.ended is not None:
            raise self._boot.ended
        if self._hz and self._duty_u16:
            self._wire.set_pwm(self._hz, self._duty_u16)
        else:
            self._wire.set_pwm(0, 0)

    def freq(self, hz: "int | None" = None) -> "int | None":
        """hz: the chip's range at 125 MHz, 8 Hz to 62.5 MHz.

        source: RP2040 datasheet, PWM: divider below 256, wrap of 16 bits.
        """
        if hz is None:
            return self._hz
        if not 8 <= hz <= 62_500_000:
            raise ValueError("PWM freq {} Hz: the chip makes 8 to 62500000".format(hz))
        self._hz = hz
        self._show()
        return None

    def duty_u16(self, duty: "int | None" = None) -> "int | None":
        if duty is None:
            return self._duty_u16
        if not 0 <= duty <= 65535:
            raise ValueError("PWM duty_u16 {}: 0 to 65535".format(duty))
        self._duty_u16 = duty
        self._show()
        return None

    def deinit(self) -> None:
        self._hz = 0
        self._duty_u16 = 0
        self._show()
        if self._wire.peripheral is self:
            self._wire.peripheral = None
