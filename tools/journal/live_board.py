"""A board's files, read through its REPL by mpremote. NOT VERIFIED ON A BOARD: tested against a fake mpremote only.

The REPL interrupts the firmware: the motor goes off and delivery stops until the board was reset, which is done after
reading, also after a failure. The watchdog goes on counting behind the REPL and would reset the board within seconds,
so its enable bit is cleared first (RP2040 datasheet 4.7.6, CTRL bit 30); the reset arms it again. Before the reset the
firmware's own marker is left, so that the pump logs a commanded reset and no watchdog's.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from journal.contents import Contents, NoJournal
from journal.sources import FOLDER_ON_BOARD, FolderSource

Runner = Callable[[Sequence[str]], tuple[int, str]]

CALM_THE_WATCHDOG = "import machine; machine.mem32[0x40058000] = machine.mem32[0x40058000] & ~(1 << 30)"
LEAVE_THE_MARKER = (
    "import machine; from drivers.reset_marker import ResetMarker, SERVICE; ResetMarker(machine.mem32).leave(SERVICE)"
)
LONGEST_S = 180
STOPS_DELIVERY = "reading a live pump interrupts its firmware, so delivery stops"


def run_mpremote(arguments: Sequence[str]) -> tuple[int, str]:
    """(exit status, the last line it said)."""
    command = [sys.executable, "-m", "mpremote", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        return 1, f"no answer within {LONGEST_S} s"
    lines = (done.stdout + done.stderr).strip().splitlines()
    return done.returncode, lines[-1] if lines else ""


class BoardSource:
    """A live pump. notes: what a person must know after reading, such as that the board was not reset."""

    def __init__(self, port: str, run: Runner = run_mpremote) -> None:
        self._port = port
        self._run = run
        self.notes: list[str] = []

    def read(self) -> Contents:
        with tempfile.TemporaryDirectory() as folder:
            try:
                failure = self._copy(folder)
            finally:
                is_reset = self._reset()
            if failure:
                after = (
                    "the board was reset"
                    if is_reset
                    else "the board was not reset: see that it delivers, power it anew"
                )
                raise NoJournal(f"--port: {self._port}: cannot be read: {failure}; {after}")
            if not is_reset:
                self.notes.append(f"--port: {self._port}: the board was not reset and does not deliver: power it anew")
            try:
                return FolderSource(Path(folder)).read()
            except NoJournal:
                wanted = f"the board has no pump's files in /{FOLDER_ON_BOARD}; check that it is a pump"
                raise NoJournal(f"--port: {self._port}: {wanted}") from None

    def _connected(self, *arguments: str) -> tuple[int, str]:
        return self._run(["connect", self._port, *arguments])

    def _copy(self, folder: str) -> str:
        """Why it could not be copied; empty if it could."""
        copy = ("fs", "cp", "-r", f":/{FOLDER_ON_BOARD}", folder)
        status, said = self._connected("exec", CALM_THE_WATCHDOG, "+", *copy)
        return (said or f"mpremote ended with {status}") if status else ""

    def _reset(self) -> bool:
        status, _ = self._connected("exec", LEAVE_THE_MARKER, "+", "reset")
        if status:
            status, _ = self._connected("reset")
        return status == 0
