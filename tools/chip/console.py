"""The chip's USB console: everything it prints, and the raw REPL to run code on it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rp2040py.usb.cdc import USBCDC

INTERRUPT, RAW_REPL, EXECUTE = b"\x03", b"\x01", b"\x04"
RAW_PROMPT = b"raw REPL; CTRL-B to exit\r\n>"
FIFO_BYTES = 256  # half of the emulator's, which drops what does not fit


class Console:
    """printed: all output so far. `pump` must be called now and then, to hand on waiting input."""

    def __init__(self, cdc: USBCDC) -> None:
        self.printed = bytearray()
        self.is_connected = False
        self._cdc = cdc
        self._waiting: deque[int] = deque()
        cdc.on_serial_data = self.printed.extend
        cdc.on_device_connected = self._connected

    def _connected(self) -> None:
        self.is_connected = True

    def reset(self) -> None:
        """The chip was reset: what was under way to it is lost."""
        self.is_connected = False
        self._waiting.clear()

    def send(self, data: bytes) -> None:
        self._waiting.extend(data)
        self.pump()

    def pump(self) -> None:
        while self._waiting and self._cdc.tx_fifo.item_count < FIFO_BYTES:
            self._cdc.send_serial_byte(self._waiting.popleft())


class RawReplRun:
    """One piece of code on the raw REPL. Interrupts what runs; done when the chip has answered in full."""

    def __init__(self, console: Console, code: str) -> None:
        self._console = console
        self._code = code.encode()
        self._start = len(console.printed)
        self._sent_at = -1
        console.send(b"\r" + INTERRUPT + INTERRUPT + RAW_REPL)

    def has_begun(self) -> bool:
        """The prompt has come, and the code is on its way."""
        if self._sent_at < 0:
            prompt = self._console.printed.find(RAW_PROMPT, self._start)
            if prompt >= 0:
                self._sent_at = prompt + len(RAW_PROMPT)
                self._console.send(self._code + EXECUTE)
        return self._sent_at >= 0

    def is_done(self) -> bool:
        return self.has_begun() and bytes(self._console.printed[self._sent_at :]).count(EXECUTE) >= 2

    def result(self) -> tuple[str, str]:
        """What the code printed, and its traceback or an empty text."""
        answer = bytes(self._console.printed[self._sent_at :])
        out, error, _prompt = answer.removeprefix(b"OK").split(EXECUTE, 2)
        return out.decode().replace("\r\n", "\n"), error.decode().replace("\r\n", "\n")
