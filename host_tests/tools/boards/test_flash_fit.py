"""The firmware and the fullest journal, in a littlefs of each board's own size."""

import functools

import pytest
from littlefs import LittleFSError
from rp2040py.boards import FlashLayout

from chip import flash
from rig_parts import catalogue
from rig_parts.choice import choose
from storage import event_log, held, ledger, records
from support import proves
from units.refused import Refused

NAMES = catalogue.board_names()
BLOCK_BYTES = 4096
# Others that the firmware writes, none longer than a block; and a checkpoint, which precedes the ledger's records.
SMALL_FILES = ("identity", "calibration", "therapy", "load-cell", "head", "keys", *held.FILES)
FREE_BLOCKS = 16  # to write a file anew beside the old one, and to move folders
OF_MICROPYTHON_BYTES = 640 * 1024  # what the smallest of these boards leaves for the image


@functools.cache
def firmware() -> dict[str, bytes]:
    """Every file; the board's own differs by some bytes from board to board."""
    return flash.firmware_files("RPI_PICO")


def fullest_journal() -> dict[str, bytes]:
    """The files that the firmware itself writes, each as long as it gets; of the log one more than it keeps."""
    segment = bytes(BLOCK_BYTES + records.LENGTH * ledger.MOST_RECORDS)
    log = bytes(event_log.HEAD_LENGTH + records.LENGTH * event_log.MOST_RECORDS)
    files = {f"pump/{name}": segment for name in ledger.SEGMENTS}
    files |= {f"pump/{event_log.FOLDER}/{number:05}": log for number in range(1, event_log.MOST_FILES + 2)}
    files |= {f"pump/{name}": bytes(BLOCK_BYTES) for name in SMALL_FILES}
    return files


def is_held(name: str, files: dict[str, bytes]) -> bool:
    """Whether that board's file system takes all of them, with blocks to spare."""
    data = catalogue.board(name).flash
    blocks = data["filesystem_bytes"] // data["block_bytes"] - FREE_BLOCKS
    layout = FlashLayout(data["filesystem_start"], blocks, data["block_bytes"])
    try:
        return flash.read(layout, flash.build(layout, files)) == files
    except LittleFSError:
        return False


@proves("P5")
@pytest.mark.parametrize("name", NAMES)
def test_every_board_holds_the_fullest_journal_and_says_rightly_whether_the_firmwares_files_fit_beside_it(name: str):
    as_files = catalogue.board(name).firmware == "files"
    assert is_held(name, {**firmware(), **fullest_journal()}) == as_files
    assert is_held(name, fullest_journal())


def test_who_copies_files_is_refused_on_a_board_that_has_no_room_for_them():
    with pytest.raises(Refused) as refused:
        choose("RPI_PICO_W").refuse_files()
    assert str(refused.value) == (
        "board: RPI_PICO_W, 848 KB for files: firmware and a full journal need more; "
        "build MicroPython with boards/RPI_PICO_W/manifest.py"
    )
    choose("RPI_PICO").refuse_files()


@pytest.mark.parametrize("name", NAMES)
def test_the_file_system_ends_where_the_flash_does_and_leaves_room_for_micropython(name: str):
    data = catalogue.board(name).flash
    assert data["filesystem_start"] + data["filesystem_bytes"] == data["total_bytes"]
    assert data["filesystem_bytes"] % data["block_bytes"] == 0
    assert data["filesystem_start"] >= OF_MICROPYTHON_BYTES
