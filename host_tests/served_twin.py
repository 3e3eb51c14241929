"""A twin that another thread serves, for tests of the commands: over a socket, or behind a pseudo-terminal."""

import contextlib
import re
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pump import serve
from pump.sim import Outcome, plan
from pump_link import keys
from pump_link.client import Client, Unanswered
from pump_link.served import served_twins
from pump_link.transport import NoWire, open_transport

DEMO = Path(__file__).parents[1] / "tools" / "pump" / "examples" / "demo.toml"
PUMP_ID = "e660000000000001"
TRIES = 400
TRY_AGAIN_S = 0.05


class Ended(Exception):
    """The test needs the twin no more."""


class Served:
    """place: 0 for a free port, or pty. duration: of pump time, after which it ends. `outcome` after `end`.

    At speed 5 an offered session lasts 2 s of the test's time; a faster twin outruns its clients on a busy machine.
    """

    def __init__(self, duration: str, speed: str, place: str = "0", scenario: Path | None = None) -> None:
        self.outcome: Outcome | None = None
        self._line = serve.open_line(place)
        self.address = self._line.address
        run = plan(DEMO, scenario, duration, "0")

        def run_it() -> None:
            with contextlib.suppress(Ended):
                self.outcome = serve.simulate_served(run, place, speed)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(serve, "open_line", lambda _: self._line)
            self._thread = threading.Thread(target=run_it, daemon=True)
            self._thread.start()
            self._wait_until_announced()

    def _wait_until_announced(self) -> None:
        for _ in range(TRIES):
            if any(twin.address == self.address for twin in served_twins()):
                return
            threading.Event().wait(TRY_AGAIN_S)
        raise AssertionError("the twin was never announced")

    def client(self, role: str = "clinician") -> Client:
        for _ in range(TRIES):
            try:
                client = Client(open_transport(self.address), role, keys.load(PUMP_ID, role), tries=8)
                client.open()
            except (NoWire, keys.KeyTrouble, Unanswered):
                threading.Event().wait(TRY_AGAIN_S)
                continue
            return client
        raise AssertionError("the twin never answered")

    def stop(self) -> None:
        """End it now, without an outcome."""

        def ended() -> None:
            raise Ended

        self._line.look = ended
        self._thread.join(60)

    def end(self) -> Outcome:
        """Wait until its time is over."""
        self._thread.join(60)
        assert self.outcome is not None
        return self.outcome


@contextmanager
def own_folders(place: Path) -> Generator[None]:
    """Keys and announcements go there, and no board that is plugged in by chance is found."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(place / "config"))
        patch.setenv("XDG_RUNTIME_DIR", str(place / "run"))
        patch.setattr("pump_link.discovery._boards", list)
        yield


class Terminal:
    """Standard input with somebody at it."""

    def isatty(self) -> bool:
        return True


def therapy_with(tmp_path: Path, **changes: str) -> str:
    """The demo's therapy with other values of some settings."""
    text = DEMO.read_text()
    for name, value in changes.items():
        text, count = re.subn(rf"^{name} = .*$", f"{name} = {value}", text, count=1, flags=re.MULTILINE)
        assert count == 1
    path = tmp_path / "new.toml"
    path.write_text(text)
    return str(path)
