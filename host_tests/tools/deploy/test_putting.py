"""A deploy cut off anywhere leaves the old firmware or the new, whole, and the pump's own files as they were."""

import pytest
from fake_board import FakeBoard, Flash, PowerCut, started

from deploy.plan import LIST, hex_digest, plan_of
from deploy.putting import NotVerified, put, survey
from deploy.troubles import BoardRaised, Cut, FlashFull
from support import proves

PUMP_FILES = {"pump/identity": b"me", "pump/log/00001": b"records", "pump/keys": b"secret"}
OLD = {
    "main.py": b"old, with its switch",
    "switch_over.mpy": b"old switch",
    "board.mpy": b"old pins",
    "assembly.mpy": b"A" * 5000,
    "gone.mpy": b"not needed",
    "old/one.mpy": b"old room",
    "rooms/kept.mpy": b"the same",
    "rooms/deep/part.mpy": b"old part",
}
NEW = {
    "main.py": b"new, with its switch",
    "switch_over.mpy": b"new switch",
    "board.mpy": b"new pins, on the default_rig",
    "default_rig.mpy": b"new rig",
    "assembly.mpy": bytes(range(256)) * 40,
    "rooms/kept.mpy": b"the same",
    "rooms/deep/part.mpy": b"new part",
    "new/room/empty.mpy": b"",
}
UNTOUCHED = {"notes.txt": b"a person's own", "lib/tool.py": b"too"}


def nothing(_what: str, _done: int, _of: int) -> None:
    pass


def deploy(board: FakeBoard, wanted: dict[str, bytes] = NEW):
    return put(board, survey(board), wanted, nothing)


def pump_files(flash: Flash) -> dict[str, bytes]:
    return {name: content for name, content in flash.files.items() if name.startswith("pump/")}


def firmware(flash: Flash) -> dict[str, bytes]:
    return {name: content for name, content in flash.files.items() if not name.startswith(("pump/", "next/"))}


def test_a_deploy_brings_the_board_to_exactly_the_firmware_and_keeps_what_is_not_its_own():
    flash = Flash(OLD | PUMP_FILES | UNTOUCHED)
    plan = deploy(FakeBoard(flash))
    assert flash.files == NEW | PUMP_FILES | UNTOUCHED
    assert set(plan.removed) == {"gone.mpy", "old/one.mpy"}
    assert plan.kept == 1
    assert "next" not in flash.folders
    assert "old" not in flash.folders, "an empty folder would hide a module of its name"


def test_a_second_deploy_copies_nothing_and_a_changed_file_alone():
    flash = Flash(NEW | PUMP_FILES)
    changes = flash.changes
    assert deploy(FakeBoard(flash)).is_empty
    assert flash.changes == changes
    assert list(deploy(FakeBoard(flash), NEW | {"board.mpy": b"other pins"}).copied) == ["board.mpy"]


def changes_of_a_whole_deploy(old: dict[str, bytes]) -> int:
    flash = Flash(old)
    deploy(FakeBoard(flash))
    return flash.changes


@proves("P3")
@pytest.mark.parametrize("old", [OLD | PUMP_FILES, {**PUMP_FILES}, {}], ids=["a pump", "a pump's files alone", "bare"])
def test_the_power_may_go_at_any_change_of_the_flash_and_again_in_the_start_after_it(old: dict[str, bytes]):
    whole = changes_of_a_whole_deploy(old)
    assert whole > 15
    outcomes: set[str] = set()
    for first in range(whole + 1):
        left = Flash(old)
        left.cut_after = first
        cut_in_the_deploy(left)
        for second in (*range(25), None):
            flash = left.copied()
            flash.cut_after = second
            started_after_cuts(flash, outcomes, old)
            assert pump_files(flash) == {name: old[name] for name in old if name.startswith("pump/")}
    assert outcomes == ({"old", "new"} if "main.py" in old else {"nothing", "new"})


def cut_in_the_deploy(flash: Flash) -> None:
    try:
        deploy(FakeBoard(flash))
    except PowerCut:
        return


def started_after_cuts(flash: Flash, outcomes: set[str], old: dict[str, bytes]) -> None:
    """The set that runs at the end is one of the two, never some of each."""
    try:
        ran = started(flash)
    except PowerCut:
        flash.cut_after = None
        ran = started(flash)
    if ran is None:
        assert "main.py" not in old
        outcomes.add("nothing")
        return
    known = {"old": {name: OLD[name] for name in OLD}, "new": NEW}
    names = [name for name, files in known.items() if files == ran]
    assert names, sorted(ran)
    outcomes.add(names[0])


@proves("P3")
def test_what_the_first_main_reads_fits_it_while_the_switch_is_cut_on_a_board_that_knows_no_switch():
    """A pump whose main.py is older than the switch starts its whole old set until its main.py is replaced."""
    old = OLD | {"main.py": b"an older one"}
    del old["switch_over.mpy"]
    ahead = ("switch_over.mpy", "default_rig.mpy")  # which nothing of the old set reads
    for cut in range(changes_of_a_whole_deploy(old) + 1):
        flash = Flash(old)
        flash.cut_after = cut
        cut_in_the_deploy(flash)
        flash.cut_after = None
        ran = started(flash)
        assert ran is not None
        assert ran == NEW or {name: ran[name] for name in ran if name not in ahead} == old, cut


@proves("P3")
def test_the_cable_may_be_pulled_at_any_exchange_and_the_next_deploy_ends_well():
    whole = FakeBoard(Flash(OLD | PUMP_FILES))
    deploy(whole)
    for cut in range(len(whole.ran)):
        flash = Flash(OLD | PUMP_FILES)
        with pytest.raises(Cut):
            deploy(FakeBoard(flash, cut))
        was_listed = LIST in flash.files
        again = FakeBoard(flash)
        deploy(again)
        assert flash.files == NEW | PUMP_FILES, cut
        assert any("finish(os, open)" in code for code in again.ran) or firmware(flash) == NEW or was_listed


def test_what_went_over_before_the_cut_is_not_sent_again():
    flash = Flash(OLD)
    count = sum(1 for code in _sent(FakeBoard(flash)))
    flash = Flash(OLD)
    board = FakeBoard(flash, _first_write(OLD) + 2)
    with pytest.raises(Cut):
        deploy(board)
    assert len(_sent(FakeBoard(flash))) == count - 2


def _sent(board: FakeBoard) -> list[str]:
    deploy(board)
    return [code for code in board.ran if code.startswith("write(open, 'next/") and "list.new" not in code]


def _first_write(old: dict[str, bytes]) -> int:
    board = FakeBoard(Flash(old))
    deploy(board)
    return next(number for number, code in enumerate(board.ran) if code.startswith("write("))


def test_a_byte_that_changed_on_the_way_is_found_before_the_list_is_written():
    class Bad(FakeBoard):
        def run(self, code: str) -> str:
            said = super().run(code)
            if "'next/assembly.mpy'" in code and code.startswith("write("):
                content = self.flash.files["next/assembly.mpy"]
                self.flash.files["next/assembly.mpy"] = content[:-1] + b"?"
            return said

    flash = Flash(OLD)
    with pytest.raises(NotVerified, match=r"next/assembly\.mpy: its SHA-256"):
        deploy(Bad(flash))
    assert firmware(flash) == OLD
    assert LIST not in flash.files


@proves("P3")
def test_a_flash_without_room_is_said_before_anything_is_copied_and_the_old_firmware_stays():
    flash = Flash(OLD, blocks=20)
    with pytest.raises(FlashFull, match=r"flash: \d+ kB are free, \d+ kB are needed .* nothing was changed"):
        deploy(FakeBoard(flash))
    assert firmware(flash) == OLD


@proves("P3")
def test_a_flash_that_fills_up_on_the_way_leaves_the_old_firmware():
    class Filling(FakeBoard):
        def run(self, code: str) -> str:
            if code.startswith("write("):
                self.flash.blocks = 0
            return super().run(code)

    flash = Flash(OLD)
    with pytest.raises(FlashFull, match="the old firmware is whole"):
        deploy(Filling(flash))
    assert started(flash) == OLD


def test_an_error_on_the_board_is_one_line():
    flash = Flash(OLD)
    with pytest.raises(BoardRaised, match="the board says"):
        FakeBoard(flash).run("import os\nos.rmdir('/rooms')")


def test_the_order_of_the_switch_is_its_own_code_then_main_then_the_rest():
    found = {name: hex_digest(content) for name, content in OLD.items()}
    assert list(plan_of(found, NEW).copied)[:3] == ["switch_over.mpy", "default_rig.mpy", "main.py"]
    assert list(plan_of({}, NEW).copied)[:4] == ["switch_over.mpy", "default_rig.mpy", "board.mpy", "main.py"]


def test_python_files_that_are_not_the_firmwares_go_since_a_source_hides_a_compiled_file():
    names = ("assembly.py", "boot.py", "lib/x.mpy", "pump/x.py", "next/y.mpy", "notes.txt")
    found: dict[str, str] = dict.fromkeys(names, "?")
    assert plan_of(found, NEW).removed == ("assembly.py", "boot.py")
