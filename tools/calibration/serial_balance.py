"""A balance on a serial port: the next reading at rest."""

import contextlib
import time
from typing import Protocol, cast

import serial

from calibration.balance_lines import NoReading, Shown, read_line

# What makes it send one reading: nothing where it sends by itself.
REQUESTS = {"none": b"", "sics": b"S\r\n", "and": b"Q\r\n", "sartorius": b"\x1bP\r\n"}
LONGEST_LINE = 80
AT_REST_S = 60.0


class _Port(Protocol):
    """What is used of pyserial, which carries no types."""

    timeout: float

    def reset_input_buffer(self) -> None: ...
    def read_until(self, expected: bytes, size: int) -> bytes: ...
    def write(self, content: bytes) -> int: ...
    def close(self) -> None: ...


class SerialBalance:
    """device: its port. request: of REQUESTS. Raises NoReading if it cannot be opened."""

    def __init__(self, device: str, baud: int = 9_600, request: str = "none") -> None:
        try:
            opened = serial.Serial(device, baud, timeout=1.0, write_timeout=5.0, exclusive=True)
        except (OSError, ValueError) as error:
            why = (str(error) or type(error).__name__).splitlines()[0][:80]
            raise NoReading(f"--balance: {device}: cannot be opened ({why}); check the port and its cable") from error
        self._port = cast("_Port", opened)
        self._request = REQUESTS[request]

    def read(self) -> Shown:
        """The first reading at rest from now on. Raises NoReading after a minute without one."""
        until_s = time.monotonic() + AT_REST_S
        last: Shown | None = None
        try:
            self._port.reset_input_buffer()
            is_whole = bool(self._request)  # of one that sends by itself the first line may be half
            while time.monotonic() < until_s:
                if self._request:
                    self._port.write(self._request)
                line = self._port.read_until(b"\n", LONGEST_LINE)
                shown = read_line(line.decode("ascii", "replace")) if is_whole and line.endswith(b"\n") else None
                is_whole = is_whole or line.endswith(b"\n")
                last = shown or last
                if shown is not None and shown.is_at_rest:
                    return shown
        except OSError as error:
            raise NoReading(f"--balance: the wire was cut ({error}); look at the cable and begin anew") from error
        what = "it says nothing" if last is None else "it does not come to rest"
        raise NoReading(f"--balance: {what} in {AT_REST_S:g} s; check its output, its speed, and the draught")

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._port.close()
