"""A board's files, read through its REPL by mpremote. NOT VERIFIED ON A BOARD: tested against a fake mpremote only."""

import tempfile
from pathlib import Path

from journal.contents import Contents, NoJournal
from journal.interrupted_board import CALM_THE_WATCHDOG, InterruptedBoard, Runner, run_mpremote
from journal.sources import FOLDER_ON_BOARD, FolderSource


class BoardSource:
    """A live pump. notes: what a person must know after reading, such as that the board was not reset."""

    def __init__(self, port: str, run: Runner = run_mpremote) -> None:
        self._port = port
        self._board = InterruptedBoard(port, run)
        self.notes: list[str] = []

    def read(self) -> Contents:
        with tempfile.TemporaryDirectory() as folder:
            try:
                failure = self._copy(folder)
            finally:
                is_reset = self._board.reset()
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

    def _copy(self, folder: str) -> str:
        """Why it could not be copied; empty if it could."""
        copy = ("fs", "cp", "-r", f":/{FOLDER_ON_BOARD}", folder)
        status, said = self._board.run("exec", CALM_THE_WATCHDOG, "+", *copy)
        return (said or f"mpremote ended with {status}") if status else ""
