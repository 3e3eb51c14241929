"""The ledger, the reservation and the settings: each harm is named; what is believed follows the firmware."""

import pytest
from journal_pumps import Files, findings, forged, harmed, read, twin_files

from journal.belief import belief_of
from journal.contents import Contents
from journal.firmware_face import KNOWN, RECORD_BYTES, UNKNOWN, make_history, make_ledger
from storage import checkpoint
from support import proves

SEGMENTS = ("ledger-a", "ledger-b")
HELD = ("held-a/reserve", "held-b/reserve")


def newest() -> str:
    files = twin_files()
    return max(SEGMENTS, key=lambda name: checkpoint.sequence_of(files[name]) or 0)


def first_record(files: Files, name: str) -> int:
    return checkpoint.length_of(files[name])


def flip(offset: int):
    def harm(content: bytearray) -> None:
        content[offset] ^= 0x10

    return harm


@proves("P4")
def test_what_the_pump_believes_is_what_the_firmware_replays():
    files = twin_files()
    history = make_history()
    assert make_ledger(Contents(files), 1).load(history) == KNOWN
    journal = read(files)
    assert journal.belief == belief_of(history)
    assert journal.belief is not None
    assert journal.belief["running"] is False
    assert journal.belief["given_steps"] == history.given.value() > 0
    assert journal.pump_id is not None


@proves("P4")
@pytest.mark.parametrize("name", SEGMENTS)
def test_a_damaged_head_of_a_segment_is_found_and_nothing_is_believed(name: str):
    journal = read(harmed(twin_files(), name, flip(100)))
    lines = [str(finding) for finding in journal.findings]
    assert f"{name}, byte 0: head damaged: the checkpoint's CRC or form is wrong" in lines
    assert f"ledger: the pump would not deliver from this: {name} is damaged at its head" in lines
    assert journal.belief is None


@proves("P4", "P5")
def test_a_damaged_record_of_the_newest_segment_is_found():
    files, name = twin_files(), newest()
    offset = first_record(files, name)
    sequence = (checkpoint.sequence_of(files[name]) or 0) + 1
    lines = findings(harmed(files, name, flip(offset + 5)))
    assert lines[0] == f"{name}, record {sequence}, byte {offset}: damaged: its CRC does not fit"
    assert any("the pump would not deliver from this" in line for line in lines)


@proves("P5")
def test_an_altered_record_of_the_ledger_differs_from_the_log_and_breaks_the_chain():
    files, name = twin_files(), newest()
    offset = first_record(files, name)
    assert len(files[name]) >= offset + 3 * RECORD_BYTES
    lines = findings(harmed(files, name, lambda content: forged(content, offset + RECORD_BYTES, t_s=1)))
    assert any(line.startswith("log/00001, record ") and f"differs from {name}" in line for line in lines)
    assert any(line.startswith(f"{name}, record ") and "chain broken" in line for line in lines)


@proves("P5")
def test_the_two_segments_continue_each_other():
    files = twin_files()
    older = next(name for name in SEGMENTS if name != newest())
    cut = {**files, older: files[older][: first_record(files, older)]}
    if cut[older] != files[older]:
        assert any(line.startswith(f"{newest()}, record ") and "gap of " in line for line in findings(cut))
    swapped = {**files, "ledger-a": files["ledger-b"], "ledger-b": files["ledger-a"]}
    assert read(swapped).belief == read(files).belief


@proves("P5")
def test_a_segment_that_is_older_than_the_log_is_found():
    """Both segments and the reservation put back to what they were: consistent in themselves, not with the log."""
    files, name = twin_files(), newest()
    cut = {**files, name: files[name][: first_record(files, name)]}
    lines = findings(cut)
    assert any(line.startswith(f"{name}, record ") and "older than the log" in line for line in lines)


@proves("P4")
@pytest.mark.parametrize("name", (*SEGMENTS, *HELD, "identity", "calibration", "therapy", "log/00001"))
def test_a_missing_file_is_found_by_its_name(name: str):
    files = twin_files()
    del files[name]
    lines = findings(files)
    assert any("missing" in line and (line.startswith((name, "log: missing"))) for line in lines)


@proves("P4")
@pytest.mark.parametrize("name", (*HELD, "identity", "calibration", "therapy"))
def test_a_flipped_bit_in_a_small_file_is_found_by_its_name(name: str):
    lines = findings(harmed(twin_files(), name, flip(20)))
    assert any(line.startswith(f"{name}, byte 0: damaged") for line in lines)


@proves("P4")
def test_a_reservation_put_back_is_older_than_the_other():
    files = twin_files()
    old = harmed(files, HELD[1], lambda content: forged_reservation(content, -2))
    lines = findings(old)
    assert "held-b/reserve, byte 0: older than the other" in lines
    assert read(old).belief is None


@proves("P5")
def test_a_log_without_its_end_lacks_what_the_ledger_has():
    files = twin_files()
    lines = findings({**files, "log/00001": files["log/00001"][:-RECORD_BYTES]})
    assert any("the log lacks it (" in line for line in lines)


def test_the_one_write_that_a_cut_keeps_from_the_log_is_a_note():
    files = twin_files()
    held = harmed(files, HELD[0], lambda content: forged_reservation(content, 0, sequence=0))
    held[HELD[1]] = held[HELD[0]]
    journal = read({**held, "log/00001": files["log/00001"][:-RECORD_BYTES]})
    assert any("that the log takes over at the next power-on" in note for note in journal.notes)


def test_what_was_put_aside_is_a_note():
    journal = read({**twin_files(), "ledger-a.aside": b"old", "held-a/reserve.aside": b"old"})
    assert journal.findings == ()
    assert journal.notes[-1] == "ledger-a.aside is of an earlier history: not read"


@proves("P4")
def test_unknown_is_the_firmwares_word():
    files = twin_files()
    del files[HELD[0]]
    assert make_ledger(Contents(files), 1).load(make_history()) == UNKNOWN
    assert read(files).belief is None


def forged_reservation(content: bytearray, counts: int, sequence: int | None = None) -> None:
    from storage import records

    kind, mark, number, t_s, a, b, c, d = records.unpack(content)  # pyright: ignore[reportGeneralTypeIssues]
    number = number if sequence is None else sequence
    records.pack_into(content, 0, records.NO_LINK, kind, (mark + counts) % 0x10000, number, t_s, a, b, c, d)
