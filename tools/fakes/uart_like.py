"""machine.UART in virtual time: on one wire with a device, where what is sent comes back, or on a cable (uart_cable).

source: MicroPython, machine.UART of the RP2 port: which pins belong to which block, `timeout` to the first byte and
`timeout_char` between two, a read that times out gives what there is, or None. RP2040 datasheet: ten bits a byte.
"""

from fakes.boot import Boot
from fakes.pin_like import FakePin
from fakes.uart_cable import BITS_OF_A_BYTE, POLL, US_PER_S, FullDuplex, UartEnd
from fakes.virtual_clock import VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class UartDevice(Protocol):
        """Hears every byte on the wire; what it then says."""

        def hear(self, byte: int) -> bytes: ...


class OneWire:
    """A device, or None, and what is heard of it: what was sent too."""

    def __init__(
        self, device: "UartDevice | None", clock: VirtualClock, boot: Boot, baudrate: int, timeout_us: int
    ) -> None:
        self._device = device
        self._clock = clock
        self._boot = boot
        self._byte_us = -(-BITS_OF_A_BYTE * US_PER_S // baudrate)
        self._timeout_us = timeout_us
        self._received = bytearray()

    def write(self, data: bytes) -> int:
        for byte in data:
            self._boot.check()
            self._clock.advance(self._byte_us)
            self._received.append(byte)
            if self._device is not None:
                self._received.extend(self._device.hear(byte))
        return len(data)

    def flush(self) -> None:
        pass

    def txdone(self) -> bool:
        return True

    def any(self) -> int:
        return len(self._received)

    def readinto(self, buffer: bytearray) -> "int | None":
        """What was heard, in the time that it took; after the timeout what there is."""
        length = min(len(buffer), len(self._received))
        self._clock.advance(length * self._byte_us + (0 if length == len(buffer) else self._timeout_us))
        buffer[:length] = self._received[:length]
        self._received = self._received[length:]
        return length or None

    def poll(self) -> int:
        return 1 if self._received else 0


class FakeUart:
    """clock, boot and devices, by (TX, RX), are filled in by the board's own subclass."""

    clock: VirtualClock
    boot: Boot
    devices: "dict[tuple[object, object], UartDevice | UartEnd]"

    def __init__(
        self,
        id: int,
        baudrate: int = 115_200,
        *,
        tx: FakePin,
        rx: FakePin,
        timeout: int = 0,
        timeout_char: int = 0,
        txbuf: int = 256,
        rxbuf: int = 256,
    ) -> None:
        self.boot.check()
        pins = (tx.wire.name, rx.wire.name)
        for pin, rest, refusal in ((pins[0], 0, "bad TX pin"), (pins[1], 1, "bad RX pin")):
            if not isinstance(pin, int) or pin % 4 != rest or pin + 4 >> 3 & 1 != id:
                raise ValueError(refusal)
        device, timeout_us = self.devices.get(pins), max(timeout, timeout_char) * 1_000
        self._wire: "OneWire | FullDuplex"
        if isinstance(device, UartEnd):
            self._wire = FullDuplex(device, self.clock, self.boot, baudrate, txbuf, rxbuf, timeout_us)
        else:
            self._wire = OneWire(device, self.clock, self.boot, baudrate, timeout_us)

    def write(self, data: bytes) -> int:
        self.boot.check()
        return self._wire.write(data)

    def flush(self) -> None:
        self.boot.check()
        self._wire.flush()

    def txdone(self) -> bool:
        self.boot.check()
        return self._wire.txdone()

    def any(self) -> int:
        return self._wire.any()

    def read(self, count: int) -> "bytes | None":
        taken = bytearray(count)
        length = self.readinto(taken)
        return None if length is None else bytes(taken[:length])

    def readinto(self, buffer: bytearray) -> "int | None":
        self.boot.check()
        return self._wire.readinto(buffer)

    def ioctl(self, request: int, argument: int) -> int:
        return self._wire.poll() & argument if request == POLL else 0
