"""Tests a board part by part over its prompt: the self-test's items with what was measured, and what is stored."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.board import PATIENT, Patience
from deploy.identity import identity_of
from deploy.item import FAILED, PASSED, WARNED, Item
from deploy.logic_tests import run_logic_tests
from deploy.repl_board import ReplBoard
from deploy.restart import Started, restart
from deploy.troubles import BoardRaised
from journal.contents import Contents
from journal.interrupted_board import CALM_THE_WATCHDOG
from journal.verified import read_journal

ITEMS = (Path(__file__).parent / "on_board" / "bench_items.py").read_text()
MEASURE = """
import gc
gc.threshold(4096)
import board, machine, os, rp2, time
from storage.flash_files import FlashFiles
measure(machine, rp2, time, FlashFiles(os, open, "/pump"), board)
"""
MOVE_STEPS, MOVE_US = 64, 20_000  # four full steps, 1.2 uL with the default head, in 1.3 s
MOVE = f"""
import gc
gc.threshold(4096)
import board, machine, os, rp2, select, time
import assembly
from storage.flash_files import FlashFiles
pump = assembly.Pump(machine, rp2, time, select, FlashFiles(os, open, "/pump"), board)
try:
    move(pump, {MOVE_STEPS}, {MOVE_US}, ("stopped", "locked"))
finally:
    pump.motor.off()
    {CALM_THE_WATCHDOG.replace("import machine; ", "")}
"""
LIST_PUMP = """
import os
def walk(folder):
    for entry in os.ilistdir(folder):
        path = folder + "/" + entry[0]
        if entry[1] == 0x4000:
            walk(path)
        else:
            print(path[1:])
if "pump" in os.listdir("/"):
    walk("/pump")
"""


@dataclass(frozen=True, slots=True)
class Results:
    """board: what it is. started: how it came up afterwards."""

    board: str
    items: tuple[Item, ...]
    started: Started

    @property
    def passed(self) -> bool:
        return (
            all(item.outcome != FAILED for item in self.items) and not self.started.failed and bool(self.started.state)
        )


def run(
    port: str,
    may_stop: bool,
    may_move: bool,
    confirm: Callable[[str], bool] | None = None,
    patience: Patience = PATIENT,
    *,
    logic: bool = False,
) -> Results:
    """confirm: asks a person, None where there is none. logic: the logic tests too.

    The board is restarted at the end. Raises Trouble.
    """
    board = ReplBoard(port, patience)
    try:
        board.enter(may_stop)
        identity = identity_of(board)
        items = [stored(board), *measured(board, MEASURE)]
        items.append(shown(confirm))
        if logic:
            items += run_logic_tests(board, may_stop)
        if may_move and all(item.outcome != FAILED for item in items):
            board.enter(may_stop)
            items += measured(board, MOVE)
        elif may_move:
            items.append(Item("move", FAILED, "not begun", "everything else must have passed"))
        started = restart(board, port, patience)
    finally:
        board.close()
    return Results(f"{identity.build} ({identity.machine}), MicroPython {identity.version}", tuple(items), started)


def measured(board: ReplBoard, code: str) -> list[Item]:
    """What the items on the board said; an item that raised is one that failed."""
    try:
        lines = board.run(ITEMS + code).splitlines()
    except BoardRaised as raised:
        return [Item("self-test", FAILED, str(raised), "it runs to its end")]
    return [item_of(line) for line in lines if line.count("|") == 3]


def item_of(line: str) -> Item:
    name, outcome, what, limit = line.split("|")
    return Item(name, outcome, what, limit)


def stored(board: ReplBoard) -> Item:
    """The pump's files, verified on the host as `pump log` does, without a write."""
    names = board.run(LIST_PUMP).split()
    return judged({name.removeprefix("pump/"): board.read(name) for name in names})


def judged(files: dict[str, bytes]) -> Item:
    """Stored data as an item. files: {name in /pump: content}."""
    contents = Contents(files)
    if not contents.is_a_pump():
        return Item("stored-data", FAILED, "no pump's files", "a /pump; pump deploy --new-pump makes one")
    journal = read_journal(contents)
    found: Sequence[str] = [str(finding) for finding in journal.findings]
    records = f"{len(journal.lines)} records, {len(files)} files, {len(found)} findings"
    return Item("stored-data", FAILED if found else PASSED, "; ".join([records, *found[:2]]), "no findings of pump log")


def shown(confirm: Callable[[str], bool] | None) -> Item:
    """Lamps and buzzer were on while the board tested itself: only a person can say so."""
    limit = "a person saw and heard them"
    if confirm is None:
        return Item("lamps-and-buzzer", WARNED, "nobody was asked", limit)
    said = confirm("Were the red and the yellow lamp lit, and did the buzzer sound, just now?")
    return Item("lamps-and-buzzer", PASSED if said else FAILED, "confirmed" if said else "not confirmed", limit)
