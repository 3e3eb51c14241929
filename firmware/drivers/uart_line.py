"""A UART as a stream of bytes that never waits: the cable between the pump and its hand-held."""

RX_BYTES = 256  # of its receive buffer: two lines to the pump; what does not fit is lost, and its line is sent again
TX_BYTES = 64  # of its transmit buffer: what a turn of the link writes


class UartLine:
    """uart: a machine.UART with these buffers and no timeout. pollable: what wakes the loop.

    It waits for bytes that are not there, and for room that it has not: so neither is asked of it.
    """

    def __init__(self, uart):
        self._uart = uart
        self.pollable = uart

    def has_bytes(self):
        return self._uart.any() > 0

    def read(self, most):
        """The bytes that are there, at most so many; b"" without any."""
        there = min(self._uart.any(), most)
        return (self._uart.read(there) or b"") if there else b""

    def write(self, content):
        """How many of these bytes it took: none while it still sends the ones before."""
        if not content or not self._uart.txdone():
            return 0
        return self._uart.write(content[:TX_BYTES]) or 0
