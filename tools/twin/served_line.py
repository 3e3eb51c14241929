"""The link's stream of a served twin: bytes between the firmware and one socket at a time, on loopback alone."""

import contextlib
import socket
from collections.abc import Callable

LOOPBACK = "127.0.0.1"
POLL = 3  # source: MicroPython's stream protocol, MP_STREAM_POLL
READABLE = 1
LARGEST_WAITING = 4096  # bytes: what a sender sends beyond it waits in the socket


class ServedLine:
    """The firmware's end: has_bytes, read, write, pollable (link.link). The host's: `look`, often, and `close`.

    port: where it listens. tap: takes what the pump says instead of the socket; None lets it out.
    Whoever connects last has the line; the one before is cut off, as a cable that is pulled.
    """

    def __init__(self, port: int = 0) -> None:
        self._server = socket.create_server((LOOPBACK, port))
        self._server.setblocking(False)
        self.port: int = self._server.getsockname()[1]
        self._peer: socket.socket | None = None
        self._incoming = b""
        self.pollable = self
        self.tap: Callable[[bytes], None] | None = None

    def look(self) -> None:
        """Take in what came since."""
        with contextlib.suppress(BlockingIOError):
            peer, _ = self._server.accept()
            peer.setblocking(False)
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._hang_up()
            self._peer = peer
        if self._peer is None or len(self._incoming) >= LARGEST_WAITING:
            return
        try:
            content = self._peer.recv(LARGEST_WAITING)
        except BlockingIOError:
            return
        except OSError:
            content = b""
        if content:
            self._incoming += content
        else:
            self._hang_up()

    def put(self, content: bytes) -> None:
        """As if it came from a socket."""
        self._incoming += content

    def close(self) -> None:
        self._hang_up()
        self._server.close()

    def _hang_up(self) -> None:
        if self._peer is not None:
            self._peer.close()
            self._peer = None

    # The firmware's end

    def ioctl(self, request: int, _argument: int) -> int:
        return READABLE if request == POLL and self._incoming else 0

    def has_bytes(self) -> bool:
        return bool(self._incoming)

    def read(self, most: int) -> bytes:
        content, self._incoming = self._incoming[:most], self._incoming[most:]
        return content

    def write(self, content: bytes) -> int:
        """What nobody listens to is gone, as on a serial line."""
        if self.tap is not None:
            self.tap(content)
        if self.tap is not None or self._peer is None:
            return len(content)
        try:
            return self._peer.send(content)
        except BlockingIOError:
            return 0
        except OSError:
            self._hang_up()
            return len(content)
