"""The wire to a board: its USB serial device, or a pseudo-terminal of a served twin."""

import contextlib
import errno
from typing import Protocol, cast

import serial

from pump_link.transport import NoWire

BAUD = 115_200  # of no meaning on USB
SEND_S = 5.0
GROUP = "dialout"  # who owns serial devices on Debian and its kin


class _Port(Protocol):
    """What is used of pyserial, which carries no types."""

    timeout: float
    in_waiting: int

    def read(self, size: int) -> bytes: ...
    def write(self, content: bytes) -> int: ...
    def close(self) -> None: ...


class SerialTransport:
    """device: /dev/ttyACM0, COM3 or the path of a pseudo-terminal. Nobody else may hold it meanwhile."""

    def __init__(self, device: str) -> None:
        try:
            opened = serial.Serial(device, BAUD, timeout=0, write_timeout=SEND_S, exclusive=True)
        except (OSError, ValueError) as error:
            raise NoWire(f"--port: {device}: {_why(error, device)}") from error
        self._port = cast("_Port", opened)

    def send(self, content: bytes) -> None:
        try:
            self._port.write(content)
        except OSError as error:
            raise _cut(error) from error

    def receive(self, timeout_s: float) -> bytes:
        try:
            self._port.timeout = max(timeout_s, 0.0)
            first = self._port.read(1)
            self._port.timeout = 0
            return first + self._port.read(self._port.in_waiting) if first else b""
        except (OSError, TypeError) as error:  # pyserial's TypeError: closed from under it
            raise _cut(error) from error

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._port.close()


def _cut(error: Exception) -> NoWire:
    return NoWire(f"the wire was cut ({_first_line(error)}); look at the cable and connect again")


def _why(error: Exception, device: str) -> str:
    """What is wrong and what to do."""
    number = getattr(error, "errno", None)
    said = _first_line(error)
    if number in (errno.EACCES, errno.EPERM) and "denied" in said.lower() and not device.upper().startswith("COM"):
        return f"permission denied: add yourself to the group {GROUP} and log in anew: sudo usermod -aG {GROUP} $USER"
    if number in (errno.EBUSY, errno.EAGAIN) or "exclusively lock" in said or "PermissionError" in said:
        return "another program holds it: close that one, such as mpremote or another pump command"
    if number in (errno.ENOENT, errno.ENODEV, errno.ENXIO) or "FileNotFoundError" in said:
        return "no such port: plug the pump in, see pump find"
    if number in (errno.ENOTTY, errno.EISDIR) or "Inappropriate ioctl" in said:
        return "is no serial port; see pump find"
    return f"cannot be opened ({said}); see pump find"


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:120]
