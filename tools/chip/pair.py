"""Two emulated boards whose UARTs are joined by a cable, run in turn a slice of time each.

What the first sends reaches the second at its very time; what the second sends, up to a slice late.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from chip.console import RawReplRun
from chip.emulator import NS_PER_S, WALL_S, Board, ChipFailed
from chip.paced_uart import UartPlug

SLICE_S = 0.001
CONSOLE_S = 1.0


class Pair:
    """boards: two of them, each with a supply of its own. blocks: which UART of each is at the cable.

    now_s: since they were joined. is_pulled: the cable is out; what is under way is lost. carried: bytes, both ways.
    """

    def __init__(self, boards: tuple[Board, Board], blocks: tuple[int, int] = (0, 0), slice_s: float = SLICE_S) -> None:
        self.now_s = 0.0
        self.is_pulled = False
        self.carried = 0
        self._blocks = blocks
        self._slice_s = slice_s
        self.boards: list[Board | None] = [None, None]
        self._plugs: list[UartPlug | None] = [None, None]
        self._joined_s = [0.0, 0.0]
        for place, board in enumerate(boards):
            self.put(place, board)

    def put(self, place: int, board: Board) -> None:
        """A board that has its power from now on. place: 0 or 1."""
        self.boards[place] = board
        self._joined_s[place] = board.now_s - self.now_s
        self._plugs[place] = UartPlug(board, self._blocks[place], lambda ns, byte: self._carry(place, ns, byte))

    def cut_power(self, place: int) -> bytes:
        """Of one board; the other one goes on. Returns its flash."""
        board = self.boards[place]
        if board is None:
            raise ChipFailed(f"pair: board {place} has no power; put one there first")
        self.boards[place] = self._plugs[place] = None
        return board.cut_power()

    def run(self, pump_s: float, until: Callable[[], bool] | None = None, wall_s: float = WALL_S) -> bool:
        """Both for `pump_s`, or until `until` turns true; returns what `until` then says. Raises ChipFailed."""
        deadline, end_s = time.monotonic() + wall_s, self.now_s + pump_s
        while self.now_s < end_s:
            if until is not None and until():
                return True
            if time.monotonic() > deadline:
                raise ChipFailed(f"{wall_s:.0f} s of wall time passed at {self.now_s:.3f} s of the pair's time")
            self._slice(min(self.now_s + self._slice_s, end_s))
        return until is not None and until()

    def begin(self, place: int, code: str) -> RawReplRun:
        """Code at the REPL of one board, ending what runs there, while both go on."""
        board = self.boards[place]
        if board is None or not self.run(CONSOLE_S, lambda: board.console.is_connected):
            raise ChipFailed(f"pair: board {place} has no console within {CONSOLE_S} s")
        job = RawReplRun(board.console, code)
        if not self.run(CONSOLE_S, job.has_begun):
            raise ChipFailed(f"pair: board {place} gives no prompt within {CONSOLE_S} s")
        return job

    def end(self, job: RawReplRun, pump_s: float = 5.0) -> str:
        """What the code printed, once it has. Raises ChipFailed with its traceback, and if it does not end."""
        if not self.run(pump_s, job.is_done):
            raise ChipFailed(f"pair: no answer within {pump_s} s")
        out, error = job.result()
        if error:
            raise ChipFailed(f"the chip raised: {error}\nafter printing: {out}")
        return out

    def exec(self, place: int, code: str, pump_s: float = 5.0) -> str:
        """`begin` and `end` of it."""
        return self.end(self.begin(place, code), pump_s)

    def _slice(self, until_s: float) -> None:
        for board, joined_s in zip(self.boards, self._joined_s, strict=True):
            if board is not None and (left_s := joined_s + until_s - board.now_s) > 0:
                board.run(left_s)
        self.now_s = until_s

    def _carry(self, place: int, sent_ns: float, byte: int) -> None:
        far = self._plugs[1 - place]
        if self.is_pulled or far is None:
            return
        self.carried += 1
        far.take(sent_ns + (self._joined_s[1 - place] - self._joined_s[place]) * NS_PER_S, byte)
