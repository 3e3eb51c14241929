"""Where a journal comes from: folders, dumps, and a board behind a fake mpremote."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from journal_pumps import Files, twin_files

from chip.flash import build
from chip.image import layout as layout_of_board
from journal.contents import NoJournal
from journal.flash_image import CHIP_BYTES, FILES_BYTES, FILES_START
from journal.live_board import BoardSource
from journal.sources import source_at
from journal.verified import read_journal
from support import proves
from twin.flash_chip import FlashChip
from twin.littlefs_files import LittlefsFiles


def write(files: Files, folder: Path) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def dump() -> bytes:
    """The file system of a board with the twin's files, as littlefs lays them out."""
    chip = FlashChip()
    disk = LittlefsFiles(chip)
    for name, content in twin_files().items():
        disk.replace(name, content)
    return b"".join(chip.image())


def test_the_file_system_lies_where_micropython_puts_it_on_an_rpi_pico():
    assert (FILES_START, FILES_BYTES) == (0xA0000, 1408 * 1024)


def test_a_folder_is_read_as_it_is_and_from_around_it(tmp_path: Path):
    write(twin_files(), tmp_path / "pump")
    assert source_at(tmp_path / "pump").read().files == twin_files()
    assert source_at(tmp_path).read().files == twin_files()


@proves("P5")
@pytest.mark.parametrize("before", [b"", b"\xff" * FILES_START])
def test_a_dump_gives_the_same_journal_as_the_folder(tmp_path: Path, dump: bytes, before: bytes):
    path = tmp_path / "flash.bin"
    path.write_bytes(before + dump)
    contents = source_at(path).read()
    assert contents.files == twin_files()
    assert read_journal(contents).findings == ()


def test_what_is_no_journal_is_refused_in_one_line(tmp_path: Path, dump: bytes):
    path, empty = tmp_path / "flash.bin", tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(NoJournal, match="holds no pump's files"):
        source_at(empty).read()
    bare = FlashChip()
    LittlefsFiles(bare)
    for content, words in (
        (b"", "0 bytes: a dump has 1441792 bytes"),
        (dump[:-1], "1441791 bytes: a dump has"),
        (bytes(CHIP_BYTES + 1), "more than 2097152 bytes"),
        (bytes(FILES_BYTES), "holds no littlefs file system"),
        (b"\xff" * CHIP_BYTES, "holds no littlefs file system"),
        (b"".join(bare.image()), "holds no pump's files in /pump"),
    ):
        path.write_bytes(content)
        with pytest.raises(NoJournal, match=words) as caught:
            source_at(path).read()
        assert str(caught.value).isprintable()


@proves("P4")
def test_a_dump_with_a_damaged_block_is_read_as_far_as_it_goes(tmp_path: Path, dump: bytes):
    """The block in which the log lies: its records are damaged, all else is whole."""
    block = dump.index(twin_files()["log/00001"][:200]) // 4096
    path = tmp_path / "flash.bin"
    path.write_bytes(dump[: block * 4096 + 100] + bytes(50) + dump[block * 4096 + 150 :])
    journal = read_journal(source_at(path).read())
    assert journal.findings
    assert journal.belief is not None
    assert all(finding.file.startswith(("log/", "ledger-")) for finding in journal.findings)


@pytest.mark.parametrize("end", [-6, 1, None])
def test_a_dump_that_ends_littlefs_itself_is_refused_in_one_line(
    tmp_path: Path, dump: bytes, monkeypatch: pytest.MonkeyPatch, end: int | None
):
    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        if end is None:
            raise subprocess.TimeoutExpired(command, 60)
        return subprocess.CompletedProcess(command, end, b"", b"Assertion failed")

    monkeypatch.setattr("journal.flash_image.subprocess.run", run)
    path = tmp_path / "flash.bin"
    path.write_bytes(dump)
    with pytest.raises(NoJournal, match="too damaged to be read"):
        source_at(path).read()


def test_a_flash_as_the_emulated_chip_has_it_is_read(tmp_path: Path):
    layout = layout_of_board()
    assert (layout.fs_start, layout.fs_blocksize * layout.fs_blockcount) == (FILES_START, FILES_BYTES)
    path = tmp_path / "flash.bin"
    files = {f"pump/{name}": content for name, content in twin_files().items()}
    path.write_bytes(bytes(FILES_START) + build(layout, files))
    assert source_at(path).read().files == twin_files()


class FakeMpremote:
    """A board with these files. fails: how many of its next calls do. said: what was asked of it."""

    def __init__(self, files: Files, fails: Sequence[bool] = ()) -> None:
        self._files = files
        self._fails = list(fails)
        self.said: list[list[str]] = []

    def __call__(self, arguments: Sequence[str]) -> tuple[int, str]:
        self.said.append(list(arguments))
        if self._fails and self._fails.pop(0):
            return 1, "mpremote: no device found"
        if "cp" in arguments:
            write(self._files, Path(arguments[-1]) / "pump")
        return 0, ""

    def resets(self) -> int:
        return sum(arguments[-1] == "reset" for arguments in self.said)


def test_a_board_is_read_with_its_watchdog_calmed_and_reset_after_that():
    board = FakeMpremote(twin_files())
    source = BoardSource("/dev/ttyACM0", board)
    assert source.read().files == twin_files()
    assert source.notes == []
    assert all(arguments[:2] == ["connect", "/dev/ttyACM0"] for arguments in board.said)
    assert "0x40058000" in board.said[0][3]
    assert board.said[0][4:9] == ["+", "fs", "cp", "-r", ":/pump"]
    assert "ResetMarker" in board.said[1][3] and board.said[1][-1] == "reset"
    assert len(board.said) == 2


def test_a_board_that_fails_while_read_is_reset_all_the_same():
    board = FakeMpremote(twin_files(), [True])
    with pytest.raises(NoJournal, match=r"no device found; the board was reset$"):
        BoardSource("p", board).read()
    assert board.resets() == 1


def test_a_board_that_cannot_be_reset_is_told_about():
    board = FakeMpremote(twin_files(), [False, True, False])
    source = BoardSource("p", board)
    source.read()
    assert (board.resets(), source.notes) == (2, [])
    source = BoardSource("p", FakeMpremote(twin_files(), [False, True, True]))
    source.read()
    assert source.notes == ["--port: p: the board was not reset and does not deliver: power it anew"]
    with pytest.raises(NoJournal, match=r"the board was not reset: see that it delivers, power it anew$"):
        BoardSource("p", FakeMpremote({}, [True, True, True])).read()


def test_a_board_that_is_no_pump_is_refused_after_its_reset():
    board = FakeMpremote({"boot.py": b""})
    with pytest.raises(NoJournal, match="no pump's files in /pump"):
        BoardSource("p", board).read()
    assert board.resets() == 1
