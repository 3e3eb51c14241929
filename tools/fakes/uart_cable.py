"""A cable between two UARTs, crossed, each way by itself: what one sends comes to the other, in virtual time.

assumed: what is sent in one piece arrives in one, when its last bit does; a reset of the sender in between loses it.
"""

from fakes.boot import Boot
from fakes.stops import NotModelled
from fakes.virtual_clock import VirtualClock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Trouble(Protocol):
        """[(how much later in us, bytes), ...] of a piece. way: 0 from the first end, 1 from the other."""

        def passed(self, way: int, content: bytes) -> "list[tuple[int, bytes]]": ...


POLL = 3  # source: MicroPython's stream protocol, MP_STREAM_POLL
READABLE, WRITABLE = 1, 4
BITS_OF_A_BYTE = 10
US_PER_S = 1_000_000
FIFO_BYTES = 32  # source: RP2040 datasheet, UART: two FIFOs of 32
TICK_US = (
    1_000  # source: MicroPython, UART.read of the RP2 port: counts its timeout in ms, and waits until it is passed
)


class UartCable:
    """clock: the world's; a board at one of its ends may go by its own. ends: its two plugs.

    is_pulled: out of one of them; what arrives meanwhile is lost. trouble: what becomes of bytes on their way; None:
    nothing. tap: called with (way, bytes) of all that is sent, pulled or not.
    """

    def __init__(self, clock: VirtualClock, baudrate: int = 115_200) -> None:
        self.clock = clock
        self.baudrate = baudrate
        self.byte_us = -(-BITS_OF_A_BYTE * US_PER_S // baudrate)
        self.is_pulled = False
        self.trouble: "Trouble | None" = None
        self.tap: "Callable[[int, bytes], None] | None" = None
        self.ends = one, other = UartEnd(self), UartEnd(self)
        one.far, other.far = other, one

    def carry(self, content: bytes, to: "UartEnd") -> None:
        """They have been sent just now."""
        way = 1 if to is self.ends[0] else 0
        if self.tap is not None:
            self.tap(way, content)
        if self.is_pulled:
            return
        if self.trouble is None:
            to.arrive(content)
            return
        for later_us, part in self.trouble.passed(way, content):
            if later_us:
                self.clock.after(later_us, self._arrival(part, to))
            else:
                to.arrive(part)

    def _arrival(self, content: bytes, to: "UartEnd") -> "Callable[[], None]":
        def arrive() -> None:
            if not self.is_pulled:
                to.arrive(content)

        return arrive


class UartEnd:
    """One plug: for FakeBoard.attach_uart, or held by a test, which sends and looks at what it received.

    heard: called when something has arrived.
    """

    far: "UartEnd"

    def __init__(self, cable: UartCable) -> None:
        self.cable = cable
        self.duplex: "FullDuplex | None" = None
        self.heard: "Callable[[], None] | None" = None
        self._received = b""

    def send(self, content: bytes) -> None:
        """By a test. It is all there when it has been sent at the cable's rate."""
        cable = self.cable
        cable.clock.after(len(content) * cable.byte_us, lambda: cable.carry(content, self.far))

    def received(self) -> bytes:
        """What a test has got since it looked last."""
        content, self._received = self._received, b""
        return content

    def arrive(self, content: bytes) -> None:
        """From the cable."""
        if self.duplex is None:
            self._received += content
        else:
            self.duplex.arrive(content)
        if self.heard is not None:
            self.heard()


class FullDuplex:
    """The UART of one boot on a plug. clock: the board's. txbuf, rxbuf: bytes of its buffers; timeout_us: of a read.

    source: MicroPython, UART of the RP2 port: a write waits only for what does not fit its buffer and the FIFO; what is
    received beside a full buffer is lost.
    """

    def __init__(
        self, end: UartEnd, clock: VirtualClock, boot: Boot, baudrate: int, txbuf: int, rxbuf: int, timeout_us: int
    ) -> None:
        if baudrate != end.cable.baudrate:
            raise NotModelled("a UART of {} baud on a cable of {}".format(baudrate, end.cable.baudrate))
        end.duplex = self
        self._end = end
        self._clock = clock
        self._boot = boot
        self._tx_bytes, self._rx_bytes = txbuf + FIFO_BYTES, rxbuf + FIFO_BYTES
        self._timeout_us = timeout_us
        self._received = b""
        self._sent_us = 0

    def arrive(self, content: bytes) -> None:
        if self._boot.ended is None:
            self._received = (self._received + content)[: self._rx_bytes]

    def write(self, data: bytes) -> int:
        clock, cable, content = self._clock, self._end.cable, bytes(data)
        beyond = self._waiting() + len(content) - self._tx_bytes
        begins_us = max(clock.now_us(), self._sent_us)
        self._sent_us = begins_us + len(content) * cable.byte_us
        cable.clock.at(max(self._sent_us, cable.clock.now_us()), lambda: self._has_sent(content))
        if beyond > 0:
            clock.advance(beyond * cable.byte_us)
        return len(content)

    def _has_sent(self, content: bytes) -> None:
        if self._boot.ended is None:
            self._end.cable.carry(content, self._end.far)

    def _waiting(self) -> int:
        """Bytes that are not out yet."""
        return max(0, -(-(self._sent_us - self._clock.now_us()) // self._end.cable.byte_us))

    def flush(self) -> None:
        self._clock.advance(max(0, self._sent_us - self._clock.now_us()))

    def txdone(self) -> bool:
        return self._waiting() == 0

    def any(self) -> int:
        return len(self._received)

    def readinto(self, buffer: bytearray) -> "int | None":
        if len(self._received) < len(buffer):
            self._clock.advance(self._timeout_us + TICK_US)
        length = min(len(buffer), len(self._received))
        buffer[:length] = self._received[:length]
        self._received = self._received[length:]
        return length or None

    def poll(self) -> int:
        """What select would be told."""
        return (READABLE if self._received else 0) | (WRITABLE if self._waiting() < self._tx_bytes else 0)
