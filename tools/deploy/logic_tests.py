"""The logic tests on the board itself, one file at a time in its memory, by micropython-lib's unittest.

Only files that need no mocked pins and fit into the heap. Their text goes to the prompt and leaves with the soft reset
before the next; nothing of it is written to flash. unittest is no part of this project: where /lib has none, mpremote's
mip fetches it, which takes a network.
"""

from pathlib import Path
from typing import Protocol

from deploy.item import FAILED, PASSED, Item
from deploy.troubles import BoardRaised, NotFetched

TESTS = Path(__file__).resolve().parents[2] / "host_tests"
RUN = (Path(__file__).parent / "on_board" / "logic_run.py").read_text()
# (file, helpers that it imports besides)
FILES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("firmware/units/test_flow.py", ()),
    ("firmware/units/test_two_words.py", ()),
    ("firmware/units/test_dose_per_step.py", ()),
    ("firmware/units/test_phase.py", ("chance",)),
    ("firmware/units/test_show.py", ()),
    ("firmware/therapy/delivery/test_changes_of_flow.py", ()),
    ("firmware/therapy/test_dose_window.py", ()),
    ("firmware/therapy/test_lockout.py", ()),
    ("firmware/therapy/test_wear.py", ()),
    ("firmware/link/test_mac.py", ()),
    ("firmware/link/test_line_reader.py", ()),
)
PACKAGE = "unittest"
HAS_UNITTEST = """
try:
    import unittest
    print("there", hasattr(unittest, "TestResult"))
except ImportError:
    print("missing")
"""
LIMIT = "every test passes"


class LogicBoard(Protocol):
    """deploy.repl_board.ReplBoard."""

    def enter(self, may_stop: bool) -> None: ...

    def run(self, code: str) -> str: ...

    def install(self, package: str) -> None: ...


def run_logic_tests(board: LogicBoard, may_stop: bool) -> list[Item]:
    """An item a file. Without unittest one that says so; a file that raises, or finds no memory, fails by itself."""
    board.enter(may_stop)
    try:
        if "there" not in board.run(HAS_UNITTEST):
            board.install(PACKAGE)
    except NotFetched as reason:
        return [Item("logic", FAILED, f"no {PACKAGE} in /lib, and it was not fetched: {reason}", "a network, once")]
    return [_one_file(board, may_stop, name, helpers) for name, helpers in FILES]


def _one_file(board: LogicBoard, may_stop: bool, name: str, helpers: tuple[str, ...]) -> Item:
    what = "logic " + Path(name).stem.removeprefix("test_")
    board.enter(may_stop)
    try:
        for helper in ("support", *helpers):
            board.run(f"{(TESTS / f'{helper}.py').read_text()}\n{_known_as(helper)}")
        board.run(f"__name__ = 'logic'\n{(TESTS / name).read_text()}")
        said = board.run(f"{RUN}\nimport gc, unittest\nrun_logic(unittest, gc, globals())").splitlines()
    except BoardRaised as raised:
        return Item(what, FAILED, str(raised), LIMIT)
    return _judged(what, said)


def _known_as(helper: str) -> str:
    """What the prompt's own module holds now is what a test imports under that name."""
    return f"import sys\nsys.modules[{helper!r}] = __import__('__main__')"


def _judged(what: str, said: list[str]) -> Item:
    counts = [line.split("|") for line in said if line.startswith("logic|")]
    if len(counts) != 1 or len(counts[0]) != 5:
        return Item(what, FAILED, "it did not say how it ended", LIMIT)
    run, failed, skipped, free = (int(count) for count in counts[0][1:])
    named = ", ".join(line.partition("|")[2] for line in said if line.startswith("failed|"))
    measured = f"{run} tests, {failed} failed, {skipped} skipped, {free // 1024} kB of heap left"
    is_sound = run > skipped and failed == 0
    return Item(what, PASSED if is_sound else FAILED, f"{measured}: {named}" if named else measured, LIMIT)
