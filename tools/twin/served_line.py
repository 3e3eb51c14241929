"""The link's stream of a served twin: bytes between the firmware and one socket at a time, on loopback alone."""

import contextlib
import socket

from twin.served_stream import LARGEST_WAITING, ServedStream

LOOPBACK = "127.0.0.1"


class ServedLine(ServedStream):
    """port: where it listens.

    Whoever connects last has the line; the one before is cut off, as a cable that is pulled.
    """

    def __init__(self, port: int = 0) -> None:
        super().__init__()
        self._server = socket.create_server((LOOPBACK, port))
        self._server.setblocking(False)
        self.port: int = self._server.getsockname()[1]
        self.address = f"{LOOPBACK}:{self.port}"
        self._peer: socket.socket | None = None

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

    def close(self) -> None:
        self._hang_up()
        self._server.close()

    def _hang_up(self) -> None:
        if self._peer is not None:
            self._peer.close()
            self._peer = None

    def _send(self, content: bytes) -> int:
        if self._peer is None:
            return len(content)
        try:
            return self._peer.send(content)
        except BlockingIOError:
            return 0
        except OSError:
            self._hang_up()
            return len(content)
