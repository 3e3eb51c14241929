"""What firmware sees as the `machine` module."""

from fakes.boot import Boot
from fakes.i2c_like import FakeI2C, I2cWiring
from fakes.pin_like import FakePin, FakePwm
from fakes.pins import Wires
from fakes.stops import Reset
from fakes.uart_like import FakeUart
from fakes.virtual_clock import VirtualClock
from fakes.watchdog_like import FakeWatchdog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from fakes.uart_cable import UartEnd
    from fakes.uart_like import UartDevice

    Level = int | Callable[[], int]

PWRON_RESET = 1
WDT_RESET = 3


class FakeAdc:
    """machine.ADC: reads what the board's wire says. levels: pin to a reading of read_u16, or to what gives the reading
    of the moment; full scale without one.
    """

    levels: "dict[object, Level]"

    def __init__(self, pin: object) -> None:
        self._pin = pin

    def read_u16(self) -> int:
        level = self.levels.get(self._pin, 65_535)
        return level() if callable(level) else level


class FakeMemory:
    """machine.mem32, of the few registers that somebody writes; they outlive every reset but the loss of power."""

    def __init__(self) -> None:
        self.words: "dict[int, int]" = {}

    def __getitem__(self, address: int) -> int:
        return self.words.get(address, 0)

    def __setitem__(self, address: int, value: int) -> None:
        self.words[address] = value & 0xFFFFFFFF


class FakeMachine:
    """cause: what reset_cause() says. The classes are this boot's own, as their hardware is."""

    PWRON_RESET = PWRON_RESET
    WDT_RESET = WDT_RESET
    PWM = FakePwm

    def __init__(
        self,
        clock: VirtualClock,
        boot: Boot,
        wires: Wires,
        cause: int = PWRON_RESET,
        cpu_hz: int = 125_000_000,
        serial: bytes = b"\xe6\x60\x00\x00\x00\x00\x00\x01",
        i2c_wiring: "I2cWiring | None" = None,
        mem32: "FakeMemory | None" = None,
        levels: "dict[object, Level] | None" = None,
        uart_devices: "dict[tuple[object, object], UartDevice | UartEnd] | None" = None,
    ) -> None:
        all_wires = wires
        this_boot = boot
        this_clock = clock
        all_devices = i2c_wiring or I2cWiring()

        class Pin(FakePin):
            wires = all_wires
            boot = this_boot

        class I2C(FakeI2C):
            clock = this_clock
            boot = this_boot
            wires = all_wires
            wiring = all_devices

        all_on_uarts: "dict[tuple[object, object], UartDevice | UartEnd]" = {} if uart_devices is None else uart_devices

        class UART(FakeUart):
            clock = this_clock
            boot = this_boot
            devices = all_on_uarts

        self.mem32 = mem32 or FakeMemory()
        all_levels: "dict[object, Level]" = {} if levels is None else levels

        class ADC(FakeAdc):
            levels = all_levels

        self.ADC = ADC
        self.Pin = Pin
        self.I2C = I2C
        self.UART = UART
        self._clock = clock
        self._boot = boot
        self._cause = cause
        self._hz = cpu_hz
        self._serial = serial
        self.watchdog: "FakeWatchdog | None" = None

    def WDT(self, id: int = 0, timeout: int = 5000) -> FakeWatchdog:
        """timeout: ms. A second call is the same watchdog started anew, as on the chip."""
        self._boot.check()
        if self.watchdog is not None:
            self.watchdog.retire()
        self.watchdog = FakeWatchdog(self._clock, self._boot, timeout)
        return self.watchdog

    def reset(self) -> None:
        self._boot.end(Reset())

    def reset_cause(self) -> int:
        return self._cause

    def freq(self) -> int:
        return self._hz

    def unique_id(self) -> bytes:
        return self._serial

    def idle(self) -> None:
        """Sleep to the next interrupt: here, to the next event, at most the 1 ms of the port's system tick."""
        self._boot.check()
        self._clock.wait(1000)

    def disable_irq(self) -> int:
        self._boot.hold_interrupts()
        return 1

    def enable_irq(self, state: int) -> None:
        self._boot.let_interrupts_in()
