"""The wire: bytes to and from a pump, with a limit on every wait."""

import contextlib
import re
import socket
import time
from typing import Protocol


class NoWire(Exception):
    """There is nobody at that address, or the wire was cut. The text is one line for a person."""


class Transport(Protocol):
    """Whatever carries bytes to a pump and back."""

    def send(self, content: bytes) -> None: ...

    def receive(self, timeout_s: float) -> bytes:
        """What has come, b"" after timeout_s without anything. Raises NoWire if the other end is gone."""
        ...

    def close(self) -> None: ...


_SOCKET = re.compile(r"[^/\\\s]+:[0-9]+", re.ASCII)
_DEVICE = re.compile(r"/.+|COM[0-9]+|\\\\\.\\.+", re.ASCII | re.IGNORECASE)


def open_transport(address: str) -> Transport:
    """The wire to HOST:PORT, or to a serial device by its path (/dev/ttyACM0, COM3). Raises NoWire."""
    if _SOCKET.fullmatch(address):
        return SocketTransport(address)
    if _DEVICE.fullmatch(address) and address.isprintable():
        from pump_link.serial_wire import SerialTransport

        return SerialTransport(address)
    shown = repr(address[:60])
    raise NoWire(f"--port: {shown}: a serial device such as /dev/ttyACM0 or COM3, or HOST:PORT such as 127.0.0.1:8765")


class SocketTransport:
    """A twin that `pump sim --serve` has opened. address: HOST:PORT."""

    def __init__(self, address: str, timeout_s: float = 5.0) -> None:
        host, _, port = address.rpartition(":")
        if not host or not port.isdigit() or not 0 < int(port) < 65_536:
            raise NoWire(f"--port: {address[:60]!r}: HOST:PORT with a port of 1 to 65535; such as 127.0.0.1:8765")
        try:
            self._socket = socket.create_connection((host, int(port)), timeout_s)
        except OSError as error:
            raise NoWire(f"--port: {address}: nobody answers there ({error}); start pump sim --serve") from error

    def send(self, content: bytes) -> None:
        try:
            self._socket.sendall(content)
        except OSError as error:
            raise NoWire(f"the wire was cut ({error}); connect again") from error

    def receive(self, timeout_s: float) -> bytes:
        self._socket.settimeout(max(timeout_s, 0.001))
        try:
            content = self._socket.recv(4096)
        except TimeoutError:
            return b""
        except OSError as error:
            raise NoWire(f"the wire was cut ({error}); connect again") from error
        if not content:
            raise NoWire("the pump's end of the wire was closed; connect again")
        return content

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.close()


class Lines:
    """Whole lines out of a Transport; what is no line of text, or too long for one, is left out."""

    def __init__(self, transport: Transport, longest: int) -> None:
        self._transport = transport
        self._longest = longest
        self._pending = b""

    def send(self, line: str) -> None:
        """An empty line first: it ends whatever was cut short on the way."""
        self._transport.send(b"\n" + line.encode("ascii") + b"\n")

    def next(self, until_s: float) -> str | None:
        """The next line, None if time.monotonic() reaches until_s first."""
        while True:
            line, end, rest = self._pending.partition(b"\n")
            if end:
                self._pending = rest
                text = line.strip(b"\r").decode("ascii", "replace")
                if text and text.isascii() and len(text) <= self._longest:
                    return text
                continue
            self._pending = self._pending[-2 * self._longest :]
            left_s = until_s - time.monotonic()
            if left_s <= 0:
                return None
            self._pending += self._transport.receive(left_s)

    def drop_old(self) -> None:
        """Forget what came late to something asked before."""
        self._pending = b""
        while self._transport.receive(0.0):
            pass
