"""What the emulator must be told before it behaves like the chip, pinned to the one version it was proved with.

Each repair says what goes wrong without it. Whoever changes EMULATOR_VERSION runs the chip tests again.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from rp2040py.gpio_pin import GPIOPinState
from rp2040py.peripherals import uart
from rp2040py.peripherals.pio import RPPIO

from chip.pio_on_clock import PioOnClock

if TYPE_CHECKING:
    from rp2040py.rp2040 import RP2040
    from rp2040py.usb.cdc import USBCDC

EMULATOR_VERSION = "0.3.6"
SAME_PACKET_NS = 20_000


class WrongEmulator(Exception):
    """The installed emulator is not the one these repairs were written for."""


def require_version() -> None:
    """Raises WrongEmulator unless the installed emulator is EMULATOR_VERSION."""
    found = version("rp2040py")
    if found != EMULATOR_VERSION:
        raise WrongEmulator(
            f"rp2040py: {found} is installed, the repairs in tools/chip are proved with {EMULATOR_VERSION}: "
            f"install that one, or prove them again and change EMULATOR_VERSION"
        )


def put_pio_on_clock() -> None:
    """Before a chip is made. Without it step intervals come out too long whenever the processor is busy or asleep."""
    for name, module in list(sys.modules.items()):
        if name.startswith("rp2040py") and getattr(module, "RPPIO", None) is RPPIO:
            module.RPPIO = PioOnClock  # type: ignore[attr-defined]


def quieten_uart() -> None:
    """Before a chip is made. Without it the transmit interrupt comes again at every check and UART() never returns."""

    def check_interrupts(self: Any) -> None:
        self.rp2040.set_interrupt(self.irq, bool(self._interrupt_status & self._interrupt_mask))

    def write_uint32(self: Any, offset: int, value: int, write: Any = uart.RPUART.write_uint32) -> None:
        write(self, offset, value)
        if offset == uart.UARTDR:
            self._interrupt_status |= uart.UARTTXINTR
            self.check_interrupts()

    if uart.RPUART.check_interrupts.__qualname__.startswith("RPUART."):
        uart.RPUART.check_interrupts = check_interrupts
        uart.RPUART.write_uint32 = write_uint32


def hold_empty_reads(chip: RP2040, console: USBCDC) -> None:
    """Answer the guest's wish for console input only once there is some, as a USB host does.

    Without it every wish is answered at once with nothing, the guest asks again, and two thirds of its
    time goes to USB interrupts.
    """
    usb = chip.usb_ctrl
    held: list[tuple[int, int]] = []
    read, reset, send = usb.on_endpoint_read, usb.on_reset, console.send_serial_byte
    assert read is not None and reset is not None, "the console is made first"

    def answer() -> None:
        if held and not console.tx_fifo.empty:
            read(*held.pop())

    alarm = chip.clock.create_alarm(answer)

    def on_read(endpoint: int, size: int) -> None:
        if endpoint != 0 and console.tx_fifo.empty:
            held[:] = [(endpoint, size)]
        else:
            read(endpoint, size)

    def on_reset() -> None:
        held.clear()
        alarm.cancel()
        reset()

    def send_byte(data: int) -> None:
        send(data)
        if held:
            alarm.schedule(SAME_PACKET_NS)

    usb.on_endpoint_read, usb.on_reset, console.send_serial_byte = on_read, on_reset, send_byte


class PadsReadBack:
    """Let the chip read the level that it drives, as a pad does. Without it `Pin.value()` of an output is always 0."""

    def __init__(self, chip: RP2040) -> None:
        self._chip = chip
        self._driving = [False] * len(chip.gpio)
        for number, pin in enumerate(chip.gpio):
            pin.add_listener(lambda new, _old, number=number: self._follow(number, new))

    def _follow(self, number: int, state: GPIOPinState) -> None:
        pin = self._chip.gpio[number]
        if state in (GPIOPinState.HIGH, GPIOPinState.LOW):
            self._driving[number] = True
            pin.set_input_value(state == GPIOPinState.HIGH)
        elif self._driving[number]:
            self._driving[number] = False
            pin.release_input()

    def after_reset(self) -> None:
        """A reset lets go of every pad, but tells no listener."""
        for number, pin in enumerate(self._chip.gpio):
            self._follow(number, pin.value)
