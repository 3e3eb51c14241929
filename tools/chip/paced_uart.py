"""A UART of an emulated chip that takes the time of a byte for each byte, and whose far end is open.

The emulator's own sends everything at the very instant that it is written, so nothing would ever be under way when a
cable is pulled, and a transmit buffer would never fill.
source: RP2040 datasheet, UART: FIFOs of 32, 16 clocks of its divided clock a bit; pico-sdk, hardware_uart: the transmit
interrupt comes when four bytes are left; MicroPython, RP2 port: that clock is the USB's 48 MHz (the emulator takes the
processor's).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from rp2040py.peripherals.uart import RPUART, RXFE, RXFF, TXFE, UARTDR, UARTTXINTR

from chip.emulator import NS_PER_S, Board

FIFO_BYTES = 32
FEW_BYTES = 4
BITS_OF_A_BYTE = 10
PERIPHERAL_HZ = 48_000_000
CLOCKS_OF_A_BIT = 16
TXFF = 1 << 5
BUSY = 1 << 3


class PacedTransmitter(RPUART):
    """Takes the place of the emulator's class. sent: called with each byte as its last bit is out."""

    sent: Callable[[int], None]
    leaves: Callable[[], None]
    queue: deque[int]

    @property
    def flags(self) -> int:
        flags = (RXFF if self.rx_fifo.full else 0) | (RXFE if self.rx_fifo.empty else 0)
        if not self.queue:
            return flags | TXFE
        return flags | BUSY | (TXFF if len(self.queue) >= FIFO_BYTES else 0)

    def write_uint32(self, offset: int, value: int) -> None:
        if offset != UARTDR:
            super().write_uint32(offset, value)
        elif len(self.queue) < FIFO_BYTES:
            self.queue.append(value & 0xFF)
            if len(self.queue) == 1:
                self.leaves()

    def reset(self) -> None:
        self.queue.clear()
        super().reset()

    def has_few(self) -> None:
        """There is room again: the interrupt that asks for more."""
        self._interrupt_status |= UARTTXINTR
        self.check_interrupts()


class UartPlug:
    """The plug at one UART of a board. block: 0 or 1. gives: called with (time in ns, byte) of each that is out."""

    def __init__(self, board: Board, block: int, gives: Callable[[float, int], None]) -> None:
        self.board = board
        self._gives = gives
        self._uart = uart = board.chip.uart[block]
        uart.__class__ = PacedTransmitter
        self._sender = sender = _paced(uart)
        sender.queue, sender.leaves = deque(), self._leaves
        self._leaving = board.clock.create_alarm(self._has_left)
        self._coming: deque[tuple[float, int]] = deque()
        self._arriving = board.clock.create_alarm(self._arrive)

    def send(self, content: bytes) -> None:
        """By a test, at the rate that the chip has set, from now on."""
        begins_ns = self._coming[-1][0] if self._coming else self.board.clock.nanos
        for place, byte in enumerate(content, 1):
            self.take(begins_ns + place * self._byte_ns(), byte)

    def take(self, at_ns: float, byte: int) -> None:
        """It comes in at that time of this board, or at once if it is past."""
        self._coming.append((at_ns, byte))
        if len(self._coming) == 1:
            self._await()

    def _byte_ns(self) -> float:
        clocks = BITS_OF_A_BYTE * CLOCKS_OF_A_BIT * self._uart.baud_divider
        return clocks * NS_PER_S / PERIPHERAL_HZ

    def _leaves(self) -> None:
        self._leaving.schedule(self._byte_ns())

    def _has_left(self) -> None:
        queue = self._sender.queue
        if not queue:
            return  # the chip was reset meanwhile
        self._gives(self.board.clock.nanos, queue.popleft())
        if queue:
            self._leaves()
        if len(queue) == FEW_BYTES or not queue:
            self._sender.has_few()

    def _await(self) -> None:
        self._arriving.schedule(max(0.0, self._coming[0][0] - self.board.clock.nanos))

    def _arrive(self) -> None:
        _, byte = self._coming.popleft()
        if self._uart.enabled:
            self._uart.feed_byte(byte)
        if self._coming:
            self._await()


def _paced(uart: RPUART) -> PacedTransmitter:
    assert isinstance(uart, PacedTransmitter)
    return uart
