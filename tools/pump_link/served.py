"""Served twins of this user: each keeps a small file while it runs, so that it is found without its address."""

import contextlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any


@dataclass(frozen=True, slots=True)
class ServedTwin:
    """pid: of the process that runs it. pump_id: the twin's own."""

    pid: int
    address: str
    pump_id: str


def folder() -> Path:
    """The user's own: $XDG_RUNTIME_DIR/pump, else $XDG_STATE_HOME/pump, else ~/.local/state/pump."""
    base = os.environ.get("XDG_RUNTIME_DIR") or os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "pump" / "served"


class Announcement:
    """The file of one twin: it is held as long as the process lives, whatever ends it."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._path = folder() / f"{os.getpid()}-{id(self):x}.json"
        self._held: IO[str] | None = None

    def make(self, pump_id: str) -> None:
        """Raises OSError if the folder cannot be written."""
        self.end()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.parent.chmod(0o700)
        aside = self._path.with_suffix(".new")
        aside.unlink(missing_ok=True)
        file = open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")  # noqa: SIM115 (held)
        _hold(file)
        json.dump({"pid": os.getpid(), "address": self._address, "pump_id": pump_id}, file)
        file.flush()
        self._held = file
        aside.replace(self._path)

    def end(self) -> None:
        if self._held is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
            self._held.close()
            self._held = None


def served_twins() -> list[ServedTwin]:
    """Those that run now, by address; what a process that is gone left behind is removed."""
    found: list[ServedTwin] = []
    for path in sorted(folder().glob("*.json")):
        with contextlib.suppress(OSError):
            twin = _look_at(path)
            if twin is not None:
                found.append(twin)
    return sorted(found, key=lambda twin: twin.address)


def _look_at(path: Path) -> ServedTwin | None:
    with path.open() as file:
        if _is_left_behind(file):
            path.unlink(missing_ok=True)
            return None
        try:
            said: dict[str, Any] = json.load(file)
            return ServedTwin(int(said["pid"]), str(said["address"]), str(said["pump_id"]))
        except (ValueError, KeyError, TypeError):
            return None


def _hold(file: IO[str]) -> None:
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_left_behind(file: IO[str]) -> bool:
    """Nobody holds it: the lock of a process goes with it, whatever its number is used for afterwards.

    On Windows that is never found out: its files are removed by whoever made them alone.
    """
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
