"""The firmware's end of a served link: what came waits here until it is read, whatever carried it."""

from abc import ABC, abstractmethod
from collections.abc import Callable

POLL = 3  # source: MicroPython's stream protocol, MP_STREAM_POLL
READABLE = 1
LARGEST_WAITING = 4096  # bytes: what a sender sends beyond it waits outside


class ServedStream(ABC):
    """The firmware's end: has_bytes, read, write, pollable (link.link). The host's: `look`, often, and `close`.

    address: what a client is told. tap: takes what the pump says instead of the wire; None lets it out.
    """

    address: str

    def __init__(self) -> None:
        self._incoming = b""
        self.pollable = self
        self.tap: Callable[[bytes], None] | None = None

    @abstractmethod
    def look(self) -> None:
        """Take in what came since."""

    @abstractmethod
    def close(self) -> None:
        """Nobody can connect any more."""

    @abstractmethod
    def _send(self, content: bytes) -> int:
        """How many bytes went; all of them where nobody listens, as on a serial line."""

    def put(self, content: bytes) -> None:
        """As if it came over the wire."""
        self._incoming += content

    # The firmware's end

    def ioctl(self, request: int, _argument: int) -> int:
        return READABLE if request == POLL and self._incoming else 0

    def has_bytes(self) -> bool:
        return bool(self._incoming)

    def read(self, most: int) -> bytes:
        content, self._incoming = self._incoming[:most], self._incoming[most:]
        return content

    def write(self, content: bytes) -> int:
        if self.tap is not None:
            self.tap(content)
            return len(content)
        return self._send(content)
