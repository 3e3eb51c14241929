"""The firmware's FlashFiles on the real littlefs: as on the board, and old or new after a cut at any operation."""

import random

import pytest

from bench_of_heart import HeartBench
from example_orders import therapy
from fakes.stops import PowerCut
from memory_files import MemoryFiles
from storage.folders import OF_THE_JOURNAL as SUBFOLDERS
from storage.held import FILES
from storage.ledger import SEGMENTS
from support import proves
from twin.flash_chip import BLOCKS, FlashChip
from twin.littlefs_files import GEOMETRY, Disk, LittlefsFiles

OLD, NEW = b"old" * 400, b"new" * 500


def test_the_geometry_is_that_of_micropython():
    assert BLOCKS * GEOMETRY["block_size"] == 1408 * 1024
    assert [GEOMETRY[name] for name in ("read_size", "prog_size", "cache_size", "lookahead_size", "block_cycles")] == [
        32,
        256,
        1024,
        32,
        100,
    ]


def test_files_are_there_again_after_a_boot():
    chip = FlashChip()
    files = LittlefsFiles(chip)
    assert files.disk.reformatted
    files.replace("a", OLD)
    files.append("b", b"1")
    files.append("b", memoryview(bytearray(b"23")))
    again = LittlefsFiles(chip)
    assert not again.disk.reformatted
    assert sorted(again.names()) == ["a", "b"]
    assert (again.read("a"), again.read("b"), again.read("c")) == (OLD, b"123", None)
    again.remove("a")
    assert LittlefsFiles(chip).names() == ["b"]


def test_what_goes_wrong_is_an_oserror_with_its_number():
    files = LittlefsFiles(FlashChip())
    with pytest.raises(OSError) as missing:
        files.remove("nothing")
    assert missing.value.errno == 2
    with pytest.raises(OSError) as full:
        files.replace("a", bytes(2_000_000))
    assert full.value.errno == 28
    files.disk.chip.refuses = True
    with pytest.raises(OSError) as refused:
        files.append("b", b"1")
    assert refused.value.errno == 5


def test_a_worn_block_is_noticed_and_left_alone():
    chip = FlashChip()
    files = LittlefsFiles(chip)
    chip.worn = set(range(4, 40))
    for place in range(20):
        files.replace(f"{place}", OLD + bytes([place]))
    again = LittlefsFiles(chip)
    assert all(again.read(f"{place}") == OLD + bytes([place]) for place in range(20))


def test_a_new_pump_writes_the_same_files_as_in_memory():
    memory, files = MemoryFiles(), LittlefsFiles(FlashChip())
    files.replace("identity", memory.stored["identity"])
    for kept in (memory, files):
        bench = HeartBench(therapy(), files=kept)
        bench.start()
        bench.run_for(60)
    written = {name: files.read(name) for name in files.names()}
    for folder in SUBFOLDERS:
        written |= {f"{folder}/{name}": files.read(f"{folder}/{name}") for name in files.names(folder)}
    assert written == memory.stored
    assert sorted(written) == sorted([*FILES, "identity", "calibration", "therapy", *SEGMENTS, "log/00001"])


def test_a_folder_keeps_its_files_apart_and_parts_of_them_can_be_read():
    files = LittlefsFiles(FlashChip())
    files.append("log/00001", OLD)
    files.replace("a", NEW)
    assert (files.names(), files.names("log")) == (["a"], ["00001"])
    assert files.size("log/00001") == len(OLD)
    assert files.read_part("log/00001", len(OLD) - 2, 40) == OLD[-2:]
    assert files.read_part("log/00002", 0, 40) is None
    files.remove("log/00001")
    assert (files.names(), files.names("log")) == (["a"], [])


def after_cuts(write: str, name: str, old: bytes, given: bytes, torn: bool, again: str) -> list[bytes | None]:
    """What a file holds after a cut at each operation of a write; the file system takes `old` by `again` after it."""
    files = LittlefsFiles(FlashChip())
    files.replace(name, old)
    image = files.disk.chip.image()
    found: list[bytes | None] = []
    for number in range(200):
        chip = FlashChip.holding(image)
        files = LittlefsFiles(chip)
        chip.cut_power_at(number, random.Random(number) if torn else None)
        try:
            getattr(files, write)(name, given)
        except PowerCut:
            chip.revive()
            mounted = LittlefsFiles(chip)
            assert not mounted.disk.reformatted
            found.append(mounted.read(name))
            getattr(mounted, again)(name, old)
            assert LittlefsFiles(chip).read(name) == old
        else:
            return found
    raise AssertionError("the write never came to its end")


@proves("P1", "P3")
@pytest.mark.parametrize("torn", [False, True])
@pytest.mark.parametrize("write", ["append", "overwrite"])
def test_what_is_appended_or_overwritten_is_old_or_new_after_a_cut_at_any_operation(write, torn):
    old, more = b"old!" * 10, b"new!" * 10
    new = old + more if write == "append" else more
    found = after_cuts(write, "held-a/reserve", old, more, torn, "overwrite")
    assert found and set(found) <= {old, new}


@proves("P3")
@pytest.mark.parametrize("torn", [False, True])
def test_a_replacement_is_old_or_new_after_a_cut_at_any_operation(torn):
    found = after_cuts("replace", "a", OLD, NEW, torn, "replace")
    assert set(found) == ({OLD, NEW} if torn else {OLD})
    assert len(found) >= 8


def test_after_a_cut_every_call_stops():
    chip = FlashChip()
    files = LittlefsFiles(chip)
    chip.cut_power_at(chip.operations)
    with pytest.raises(PowerCut):
        files.append("a", b"1")
    for call in (files.names, lambda: files.read("a"), lambda: files.append("a", b"1"), lambda: Disk(chip).mkdir("/x")):
        with pytest.raises(PowerCut):
            call()
