"""A stream of bytes as the link wants one, with its far end open: what USB serial, or a socket, is to the firmware."""

POLL = 3  # source: MicroPython's stream protocol, MP_STREAM_POLL
READABLE = 1


class FakeLine:
    """incoming: bytes that the firmware has not read yet. outgoing: bytes that it wrote.

    room: how many bytes the far end still takes; None for any number. reads: how often it was asked.
    """

    def __init__(self) -> None:
        self.incoming = b""
        self.outgoing = b""
        self.room: "int | None" = None
        self.reads = 0
        self.pollable = self

    def ioctl(self, request: int, _argument: int) -> int:
        return READABLE if request == POLL and self.incoming else 0

    def send(self, content: bytes) -> None:
        """From the far end."""
        self.incoming += content

    def received(self) -> bytes:
        """What the far end has got since it looked last."""
        content, self.outgoing = self.outgoing, b""
        return content

    def has_bytes(self) -> bool:
        return bool(self.incoming)

    def read(self, most: int) -> bytes:
        self.reads += 1
        content, self.incoming = self.incoming[:most], self.incoming[most:]
        return content

    def write(self, content: bytes) -> int:
        taken = len(content) if self.room is None else min(len(content), self.room)
        if self.room is not None:
            self.room -= taken
        self.outgoing += content[:taken]
        return taken
