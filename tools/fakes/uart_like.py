"""machine.UART with what is sent coming back: one wire, a device on it, in virtual time.

source: MicroPython, machine.UART of the RP2 port: which pins belong to which block, `timeout` to the first byte and
`timeout_char` between two, a read that times out gives what there is, or None. RP2040 datasheet: ten bits a byte, a
receive FIFO of 32.
"""

from fakes.boot import Boot
from fakes.pin_like import FakePin
from fakes.virtual_clock import VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class UartDevice(Protocol):
        """Hears every byte on the wire; what it then says."""

        def hear(self, byte: int) -> bytes: ...


BITS_OF_A_BYTE = 10
US_PER_S = 1_000_000


class FakeUart:
    """clock, boot and devices, by (TX, RX), are filled in by the board's own subclass."""

    clock: VirtualClock
    boot: Boot
    devices: "dict[tuple[object, object], UartDevice]"

    def __init__(
        self, id: int, baudrate: int = 115_200, *, tx: FakePin, rx: FakePin, timeout: int = 0, timeout_char: int = 0
    ) -> None:
        self.boot.check()
        pins = (tx.wire.name, rx.wire.name)
        for pin, rest, refusal in ((pins[0], 0, "bad TX pin"), (pins[1], 1, "bad RX pin")):
            if not isinstance(pin, int) or pin % 4 != rest or pin + 4 >> 3 & 1 != id:
                raise ValueError(refusal)
        self._device = self.devices.get(pins)
        self._byte_us = -(-BITS_OF_A_BYTE * US_PER_S // baudrate)
        self._timeout_us = max(timeout, timeout_char) * 1_000
        self._received = bytearray()

    def write(self, data: bytes) -> int:
        for byte in data:
            self.boot.check()
            self.clock.advance(self._byte_us)
            self._received.append(byte)
            if self._device is not None:
                self._received.extend(self._device.hear(byte))
        return len(data)

    def flush(self) -> None:
        self.boot.check()

    def any(self) -> int:
        return len(self._received)

    def read(self, count: int) -> "bytes | None":
        taken = bytearray(count)
        length = self.readinto(taken)
        return None if length is None else bytes(taken[:length])

    def readinto(self, buffer: bytearray) -> "int | None":
        """What was heard, in the time that it took; after the timeout what there is."""
        self.boot.check()
        length = min(len(buffer), len(self._received))
        self.clock.advance(length * self._byte_us + (0 if length == len(buffer) else self._timeout_us))
        buffer[:length] = self._received[:length]
        self._received = self._received[length:]
        return length or None
