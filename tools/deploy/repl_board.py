"""A board behind mpremote's own serial transport: a port, or socket://host:port."""

import contextlib
import io
import struct
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, TypeVar

from mpremote.commands import CommandError  # pyright: ignore[reportMissingTypeStubs]
from mpremote.mip import do_mip  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]
from mpremote.transport import TransportError, TransportExecError  # pyright: ignore[reportMissingTypeStubs]
from mpremote.transport_serial import SerialTransport  # pyright: ignore[reportMissingTypeStubs]
from serial import SerialException

from deploy.board import PATIENT, Patience
from deploy.troubles import BoardRaised, Cut, FlashFull, NotFetched, Refused
from journal.interrupted_board import CALM_THE_WATCHDOG

INTERRUPT, FRIENDLY = b"\r\x03", b"\r\x02"
PROMPT = b">>> "
READ_BYTES = 512
NO_ROOM = ("ENOSPC", "OSError: 28", "Errno 28")
CLOSED = (
    "its firmware keeps its prompt closed while it is not in service mode: stop the pump, hold its button for 10 s, "
    "and run this again"
)
RUNS = (
    "its firmware runs, and may be delivering: this would end it; stop the pump, hold its button for 10 s (service "
    "mode), then add --stop-the-pump"
)
Result = TypeVar("Result")


def opened(port: str, patience: Patience) -> Any:
    """mpremote's transport, which tells no types. Raises TransportError or OSError."""
    return SerialTransport(port, timeout=patience.answer_s)


class ReplBoard:
    """`enter` first, `close` at the end. Raises Trouble, each in one line that names the port."""

    def __init__(self, port: str, patience: Patience = PATIENT) -> None:
        self._port = port
        self._patience = patience
        try:
            self._wire = opened(port, patience)
        except (TransportError, SerialException, OSError) as error:
            why = str(error) or "it cannot be opened"
            raise Refused(f"--port: {port}: {why}; check the name, and that nothing else uses it") from None

    def enter(self, may_stop: bool) -> None:
        """Get a prompt with an empty heap, the motor off and the watchdog at rest. may_stop: what runs may be ended."""
        if not self._is_idle():
            if not may_stop:
                raise Refused(f"--port: {self._port}: {RUNS}")
            self._talk(lambda: self._wire.serial.write(INTERRUPT + INTERRUPT))
            if not self._is_idle():
                raise Refused(f"--port: {self._port}: {CLOSED}")
        self._enter_raw(soft_reset=False)
        self.run(CALM_THE_WATCHDOG)
        self._enter_raw(soft_reset=True)

    def _is_idle(self) -> bool:
        """Nothing runs: the prompt answers."""

        def asked() -> bytes:
            self._wire.serial.write(FRIENDLY)
            return self._wire.read_until(1, PROMPT, timeout=None, timeout_overall=self._patience.prompt_s)

        return self._talk(asked).endswith(PROMPT)

    def _enter_raw(self, soft_reset: bool) -> None:
        self._talk(lambda: self._wire.enter_raw_repl(soft_reset, timeout_overall=self._patience.answer_s))

    def run(self, code: str) -> str:
        """What it printed."""
        out, error = self._talk(lambda: self._wire.exec_raw(code, timeout=self._patience.answer_s))
        if error:
            self._raise(error.decode(errors="replace"))
        return out.decode(errors="replace").replace("\r\n", "\n")

    def read(self, path: str) -> bytes:
        """The content of a file, by mpremote's own function."""
        return bytes(self._talk(lambda: self._wire.fs_readfile("/" + path, READ_BYTES)))

    def install(self, package: str) -> None:
        """Have mpremote's mip put a package of micropython-lib into /lib. Raises NotFetched without a network."""
        state = SimpleNamespace(transport=self._wire, did_action=nothing, ensure_raw_repl=nothing)
        wanted = SimpleNamespace(command=["install"], packages=[package], index=None, target="/lib", mpy=True)

        def fetch() -> None:
            try:
                do_mip(state, wanted)
            except CommandError as error:
                raise NotFetched(str(error)) from None

        self._talk(fetch)

    def _raise(self, error: str) -> None:
        last = (error.strip().splitlines() or ["no reason given"])[-1]
        if any(word in last for word in NO_ROOM):
            raise FlashFull(f"--port: {self._port}: its flash is full: {last}")
        raise BoardRaised(f"--port: {self._port}: the board says: {last}")

    def leave(self, code: str) -> None:
        """Run code that does not come back, such as a reset."""
        self._talk(lambda: self._wire.exec_raw_no_follow(code))
        self.close()

    def close(self) -> None:
        with contextlib.suppress(SerialException, OSError):
            self._wire.close()

    def _talk(self, act: Callable[[], Result]) -> Result:
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # mpremote prints what it did not expect
                return act()
        except TransportExecError:
            raise
        except SerialException:
            raise Cut(self._cut("the connection broke off")) from None
        except OSError as error:
            if error.errno == 28:
                raise FlashFull(f"--port: {self._port}: its flash is full") from None
            raise Cut(self._cut(f"the connection broke off ({error.strerror or error})")) from None
        except (TransportError, struct.error, ValueError, SyntaxError) as error:
            raise Cut(self._cut(f"the board does not answer as it should ({str(error)[:60]})")) from None

    def _cut(self, what: str) -> str:
        return f"--port: {self._port}: {what}; check the cable, power the board anew, and run this again"


def nothing() -> None:
    """The prompt is raw already."""


def lines_after_restart(port: str, patience: Patience = PATIENT) -> Iterator[str]:
    """What the board prints from its restart on, line by line; the port may come and go. Ends when patience does."""
    until = time.monotonic() + patience.boot_s
    while time.monotonic() < until:
        try:
            wire = opened(port, patience)
        except (TransportError, SerialException, OSError):
            time.sleep(0.1)
            continue
        try:
            while time.monotonic() < until:
                line = wire.read_until(1, b"\n", timeout=None, timeout_overall=max(0.0, until - time.monotonic()))
                yield line.decode(errors="replace").strip()
        except (SerialException, OSError):
            time.sleep(0.1)
        finally:
            with contextlib.suppress(SerialException, OSError):
                wire.close()
