"""All fakes over one clock: what the twin and the tests hold."""

from fakes.boot import Boot
from fakes.flash_files import FlashFiles
from fakes.i2c_like import I2cWiring
from fakes.machine_like import PWRON_RESET, FakeMachine, FakeMemory
from fakes.pins import Wire, Wires
from fakes.rp2_like import FakeRp2
from fakes.select_like import FakeSelect
from fakes.stops import PowerCut, Stop, WatchdogReset
from fakes.time_like import FakeTime
from fakes.virtual_clock import Event, VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fakes.hx711_port import Hx711Port
    from fakes.i2c_like import Device
    from fakes.machine_like import Level
    from fakes.uart_cable import UartEnd
    from fakes.uart_like import UartDevice


class FakeBoard:
    """machine, rp2, time, select: fresh for each boot. clock, wires, files and what is attached outlive it.

    start_ticks_us: what ticks_us says at the boot, so that a test can stand just before a wrap.
    """

    def __init__(
        self,
        clock: "VirtualClock | None" = None,
        files: "FlashFiles | None" = None,
        names: "dict[str, int] | None" = None,
        cpu_hz: int = 125_000_000,
        start_ticks_us: int = 0,
        cause: int = PWRON_RESET,
    ) -> None:
        self.clock = clock or VirtualClock()
        self.files = files or FlashFiles(self.clock)
        self.wires = Wires(self.clock, names)
        self.i2c_wiring = I2cWiring()
        self.mem32 = FakeMemory()
        self.adc_levels: "dict[object, Level]" = {}
        self.uart_devices: "dict[tuple[object, object], UartDevice | UartEnd]" = {}
        self._cpu_hz = cpu_hz
        self.boot = Boot()
        self._start(cause, start_ticks_us)

    def reboot(self, cause: int = PWRON_RESET, start_ticks_us: int = 0) -> None:
        """A new boot; the old one's hardware stays ended. cause: machine.PWRON_RESET (power was lost) or WDT_RESET."""
        if self.boot.ended is None:
            try:
                self.boot.end(PowerCut() if cause == PWRON_RESET else WatchdogReset())
            except Stop:
                pass
        if cause == PWRON_RESET:
            self.i2c_wiring.supply_lost()
            self.mem32.words.clear()
        self.i2c_wiring.supply_back()
        self.boot = Boot()
        self._start(cause, start_ticks_us)

    def _start(self, cause: int, start_ticks_us: int) -> None:
        boot = self.boot
        self.files.boot = boot
        self.machine = FakeMachine(
            self.clock,
            boot,
            self.wires,
            cause,
            self._cpu_hz,
            i2c_wiring=self.i2c_wiring,
            mem32=self.mem32,
            levels=self.adc_levels,
            uart_devices=self.uart_devices,
        )
        self.rp2 = FakeRp2(self.clock, boot, self._cpu_hz)
        self.time = FakeTime(self.clock, boot, start_ticks_us)
        self.select = FakeSelect(self.clock, boot)
        boot.at_end.append(self.wires.release_all)  # after rp2 has stopped its state machines
        boot.at_end.append(self._supply)

    def _supply(self) -> None:
        if isinstance(self.boot.ended, PowerCut):
            self.i2c_wiring.supply_lost()

    def wire(self, name: object) -> Wire:
        return self.wires.wire(name)

    def attach_hx711(self, data_pin: object, port: "Hx711Port") -> None:
        """Its clock wire is the one that the firmware's state machine drives."""
        self.wires.wire(data_pin).device = port

    def attach_uart(self, tx_pin: object, rx_pin: object, device: "UartDevice | UartEnd") -> None:
        """A device on one wire, where what the chip sends comes back to it; or an end of a UartCable."""
        self.uart_devices[tx_pin, rx_pin] = device

    def attach_i2c(self, sda_pin: object, scl_pin: object, address: int, device: "Device") -> None:
        """It answers on an I2C that is made with these two pins, in this boot and all later ones."""
        self.i2c_wiring.attach(self.wire(sda_pin), self.wire(scl_pin), address, device)

    def end_at(self, absolute_us: int, stop: "Stop | None" = None) -> Event:
        """End the boot (by default PowerCut) at an exact microsecond, in whatever call the firmware then is.

        Nothing, if this boot has ended by then: who drives the next one is not to be stopped.
        """
        boot = self.boot
        the_stop = stop or PowerCut()

        def end() -> None:
            if boot.ended is None:
                boot.end(the_stop)

        return self.clock.at(absolute_us, end)

    def cut_power_at(self, absolute_us: int) -> Event:
        return self.end_at(absolute_us)
