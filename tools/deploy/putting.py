"""The steps of a deploy on a board whose firmware is interrupted. A cut between any two leaves the old set or the new.

Files are written beside the old ones and checked there by their digests. Then the list of what changes places is
written, which is the instant at which the new firmware takes over: until then the old one is whole and starts, from
then on a start first finishes the list (firmware/switch_over.py).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.board import Board
from deploy.devices import Device
from deploy.packing import packed_parts
from deploy.plan import BLOCKS_LEFT, KEPT, LIST, STAGED, Plan, hex_digest, plan_of, staged_name
from deploy.troubles import FlashFull, Trouble

ON_BOARD = (Path(__file__).parent / "on_board" / "flash_desk.py").read_text()
SWITCH_OVER = (Path(__file__).resolve().parents[2] / "firmware" / "switch_over.py").read_text()
Step = Callable[[str, int, int], None]  # what is done, bytes of it, of how many


class NotVerified(Trouble):
    """What lies on the board is not what was sent."""


@dataclass(frozen=True, slots=True)
class Found:
    """digests: {path: SHA-256} of all files but those in `keeps`, the devices' own folders that are there."""

    digests: Mapping[str, str]
    keeps: frozenset[str] = frozenset()

    def was(self, device: Device) -> bool:
        """The board has been this device."""
        return device.keeps in self.keeps


def survey(board: Board) -> Found:
    """What is on the board. A switch-over that a cut has ended is finished first."""
    found = _survey(board)
    if LIST in found.digests:
        switch_over(board)
        found = _survey(board)
    return found


def _survey(board: Board, start: str = "") -> Found:
    own = tuple(folder[:-1] for folder in KEPT)
    asked = f"import os, hashlib\nsurvey(os, open, hashlib.sha256, {own!r}, {start!r})"
    lines = board.run(f"{ON_BOARD}\n{asked}").splitlines()
    entries = [line.split(" ", 1) for line in lines if " " in line]
    files = {path: digest for digest, path in entries if digest != "-"}
    return Found(files, frozenset(path[:-1] for digest, path in entries if digest == "-"))


def put(board: Board, found: Found, wanted: Mapping[str, bytes], step: Step) -> Plan:
    """Bring the board to exactly these files; returns what that took. Does nothing where nothing differs.

    Raises Trouble; whatever was done by then, the old firmware or the new is whole. FlashFull: the old one is.
    """
    plan = plan_of(found.digests, wanted)
    if plan.is_empty:
        return plan
    _make_folder(board, found, plan)
    _refuse_without_room(board, plan)
    _stage(board, found, plan, step)
    _write_list(board, plan)
    step("switching over", 0, 0)
    switch_over(board)
    _verify(board, wanted)
    return plan


def _make_folder(board: Board, found: Found, plan: Plan) -> None:
    """Empty but for files that an interrupted deploy of the same set has put there whole."""
    right = {staged_name(path): hex_digest(content) for path, content in plan.copied.items()}
    wrong = [path for path, digest in found.digests.items() if path.startswith(STAGED) and right.get(path) != digest]
    board.run(
        "import os\n"
        f"for path in {wrong!r}: os.remove('/' + path)\n"
        f"if {STAGED[:-1]!r} not in os.listdir('/'): os.mkdir('/{STAGED[:-1]}')"
    )


def _staged_already(found: Found, plan: Plan) -> set[str]:
    return {
        path for path, content in plan.copied.items() if found.digests.get(staged_name(path)) == hex_digest(content)
    }


def _refuse_without_room(board: Board, plan: Plan) -> None:
    bytes_a_block, free = (int(word) for word in board.run(f"{ON_BOARD}\nimport os\nroom(os)").split())
    needed = plan.blocks(bytes_a_block) + BLOCKS_LEFT
    if free < needed:
        kb = bytes_a_block / 1024
        raise FlashFull(
            f"flash: {free * kb:.0f} kB are free, {needed * kb:.0f} kB are needed to lay the new firmware beside the "
            "old: nothing was changed; take files off that are no part of the pump, and run this again"
        )


def _stage(board: Board, found: Found, plan: Plan, step: Step) -> None:
    there = _staged_already(found, plan)
    size = sum(len(content) for path, content in plan.copied.items() if path not in there)
    done = 0
    board.run(ON_BOARD)
    try:
        for path, content in plan.copied.items():
            if path in there:
                continue
            for part in packed_parts(content):
                board.run(f"write(open, {staged_name(path)!r}, {part.mode!r}, {part.packed!r})")
                done += part.size
                step(path, done, size)
    except FlashFull as full:
        raise FlashFull(f"{full}: the old firmware is whole; take files off that are no part of it") from None


def _write_list(board: Board, plan: Plan) -> None:
    """Once all that is staged is what it shall be: written aside, then renamed, so that it is there whole or not."""
    staged = _survey(board, STAGED).digests
    wanted = {staged_name(path): hex_digest(content) for path, content in plan.copied.items()}
    if staged != wanted:
        wrong = sorted(set(staged.items()) ^ set(wanted.items()))[0][0]
        raise NotVerified(f"{wrong}: its SHA-256 on the board is not that of what was sent; run this again")
    text = "\n".join(plan.steps()) + "\n"
    for part in packed_parts(text.encode()):
        board.run(f"write(open, '{LIST}.new', {part.mode!r}, {part.packed!r})")
    board.run(f"import os\nos.rename('/{LIST}.new', '/{LIST}')")


def switch_over(board: Board) -> None:
    """What main.py does at a start where a list lies ready, by the same code."""
    board.run(f"{SWITCH_OVER}\nimport os\nfinish(os, open)")


def _verify(board: Board, wanted: Mapping[str, bytes]) -> None:
    firmware = {path: content for path, content in wanted.items() if not path.startswith(KEPT)}
    left = plan_of(_survey(board).digests, firmware)
    if not left.is_empty:
        path = next(iter([*left.copied, *left.removed]))
        raise NotVerified(f"{path}: it is not what it must be after the switch; run this again, check the flash")
