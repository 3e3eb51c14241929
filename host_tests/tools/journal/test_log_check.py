"""The event log's verification: each kind of harm is named with its file, its record and its byte, and nothing else."""

import pytest
from journal_pumps import HEAD, RECORD, Files, findings, forged, harmed, long_log, read, record_at, twin_files

from support import proves

LOG = "log/00001"


def flip(offset: int):
    def harm(content: bytearray) -> None:
        content[offset] ^= 1

    return harm


def of_log(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("log/")]


@proves("P4", "P5")
def test_what_a_pump_wrote_is_clean_through_power_cuts():
    journal = read(twin_files())
    assert journal.findings == ()
    assert journal.first_kept == 0
    assert [line.entry.sequence for line in journal.lines] == list(range(len(journal.lines)))
    assert {"granted", "denied", "reset", "counted", "stopped"} <= {line.kind for line in journal.lines}


@proves("P4")
@pytest.mark.parametrize("byte", [0, 1, 4, 8, 12, 27, 28, 35, 36, 39])
def test_a_flipped_bit_anywhere_in_a_record_is_damage_and_the_record_is_not_shown(byte: int):
    journal = read(harmed(twin_files(), LOG, flip(record_at(5) + byte)))
    assert [str(line) for line in journal.findings if line.file == LOG] == [
        f"{LOG}, record 5, byte {record_at(5)}: damaged: its CRC does not fit"
    ]
    assert 5 not in [line.entry.sequence for line in journal.lines]
    assert len(journal.lines) == len(read(twin_files()).lines) - 1


@proves("P5")
def test_a_record_taken_out_is_a_gap():
    def remove(content: bytearray) -> None:
        del content[record_at(5) : record_at(7)]

    lines = of_log(findings(harmed(twin_files(), LOG, remove)))
    assert lines == [f"{LOG}, record 7, byte {record_at(5)}: gap of 2 records before it: 5 to 6 are missing"]


@proves("P5")
def test_an_altered_record_with_a_new_checksum_breaks_the_chain():
    files = harmed(twin_files(), LOG, lambda content: forged(content, record_at(3), a=1))
    journal = read(files)
    assert f"{LOG}, record 4, byte {record_at(4)}: chain broken: " in str(journal.findings[0])
    assert [line.entry.sequence for line in journal.lines if line.entry.is_doubtful] == [4]


@proves("P5")
def test_a_record_put_in_twice_goes_back():
    def repeat(content: bytearray) -> None:
        content[record_at(6) : record_at(6)] = content[record_at(5) : record_at(6)]

    lines = of_log(findings(harmed(twin_files(), LOG, repeat)))
    assert lines == [
        f"{LOG}, record 5, byte {record_at(6)}: its number goes back: 6 was due",
    ]


@proves("P5")
def test_an_end_that_is_missing_is_told_by_the_ledger():
    files = twin_files()
    assert findings(harmed(files, LOG, lambda content: content.__delitem__(slice(record_at(3), None))))
    lines = findings(harmed(files, LOG, lambda content: content.__delitem__(slice(record_at(0), None))))
    assert any(line.startswith("log: it ends at record -1, and the ledger knows of records up to") for line in lines)


@proves("P4")
def test_lost_bytes_lose_only_the_record_they_were_in():
    def cut(content: bytearray) -> None:
        del content[record_at(5) + 3 : record_at(5) + 10]

    journal = read(harmed(twin_files(), LOG, cut))
    own = [str(finding) for finding in journal.findings if finding.file == LOG]
    assert own == [
        f"{LOG}, record 5, byte {record_at(5)}: 33 bytes from here on are no whole records: "
        "bytes are damaged, missing or added"
    ]
    assert {4, 6, 7} <= {line.entry.sequence for line in journal.lines}


@proves("P4")
def test_a_file_that_ends_within_a_record_says_so():
    files = long_log(128)
    lines = of_log(findings({**files, LOG: files[LOG][:-13]}))
    assert lines == [f"{LOG}, record 127, byte {record_at(127)}: the file ends within a record, after 27 of 40 bytes"]


@proves("P4")
def test_a_damaged_head_is_one_finding_and_its_records_are_read():
    journal = read(harmed(twin_files(), LOG, flip(9)))
    assert [str(finding) for finding in journal.findings] == [f"{LOG}, byte 0: head damaged"]
    assert len(journal.lines) == len(read(twin_files()).lines)


@proves("P5")
def test_rotation_is_no_finding_and_the_first_record_kept_is_told():
    files = long_log(64 * 110)
    assert "log/00001" not in files and len(files) == 12
    journal = read(files)
    assert of_log([str(finding) for finding in journal.findings]) == []
    assert journal.first_kept == journal.lines[0].entry.sequence > 0
    assert len(journal.lines) > 5_000


@proves("P5")
@pytest.mark.parametrize(
    ("gone", "line"),
    [
        (("log/00002",), "log/00002: missing, and not the oldest: only the oldest may go"),
        (("log/00001",), "log/00001: missing: the pump drops none before it has 12"),
        (("log/00001", "log/00002"), "log/00001 to log/00002: missing: the pump drops none before it has 12"),
    ],
)
def test_a_file_that_rotation_does_not_explain_is_missing(gone: tuple[str, ...], line: str):
    files = {name: content for name, content in long_log(64 * 40).items() if name not in gone}
    assert of_log(findings(files)) == [line]


@proves("P5")
def test_files_that_do_not_continue_each_other_are_found():
    """The end of a file that is not the last is cut off, or altered with a checksum that fits."""
    files = long_log(64 * 20)
    cut: Files = {**files, LOG: files[LOG][:-RECORD]}
    assert of_log(findings(cut)) == ["log/00002, record 512, byte 0: gap of 1 record before it: 511 is missing"]
    last = HEAD + 511 * RECORD
    altered = harmed(files, LOG, lambda content: forged(content, last, a=3))
    assert of_log(findings(altered)) == [
        "log/00002, record 512, byte 0: "
        "chain broken: the end of the file before it was altered, or something was removed"
    ]


def test_a_file_that_is_none_of_the_log_is_a_note():
    journal = read({**twin_files(), "log/1": b"x", "log/\u0661\u0661\u0661\u0661\u0661": b"", "log/00000": b""})
    assert journal.findings == ()
    assert sum("no file of the log" in note for note in journal.notes) == 3
