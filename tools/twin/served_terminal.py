"""The link's stream of a served twin behind a pseudo-terminal: to a client it is a serial device. Not on Windows."""

import os
import tty

from twin.served_stream import LARGEST_WAITING, ServedStream


class ServedTerminal(ServedStream):
    """address: the path of the device. Raises OSError if the system has no more of them.

    The twin holds the client's end open too, so that a client that leaves does not end it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ours, self._theirs = os.openpty()
        tty.setraw(self._theirs)
        os.set_blocking(self._ours, False)
        self.address = os.ttyname(self._theirs)

    def look(self) -> None:
        """Take in what came since."""
        if len(self._incoming) >= LARGEST_WAITING:
            return
        try:
            self._incoming += os.read(self._ours, LARGEST_WAITING)
        except BlockingIOError:
            return

    def close(self) -> None:
        os.close(self._theirs)
        os.close(self._ours)

    def _send(self, content: bytes) -> int:
        """What a client does not read fills the device, and then waits as on a full serial line."""
        try:
            return os.write(self._ours, content)
        except BlockingIOError:
            return 0
