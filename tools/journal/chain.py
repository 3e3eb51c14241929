"""Records one after another in a file, held to their checksums, their numbers and their chain of links."""

from collections.abc import Iterator
from dataclasses import dataclass

from journal.findings import Finding
from journal.firmware_face import KIND_NAMES, RECORD_BYTES, Fields, follows, link_of, unpack

BROKEN = "chain broken: it or the one before was altered, or something was removed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record whose checksum fits. numbers: the four of its kind. is_doubtful: the chain is broken at it."""

    sequence: int
    t_s: int
    kind: int
    mark: int
    numbers: tuple[int, int, int, int]
    file: str
    byte: int
    is_doubtful: bool = False

    @property
    def said(self) -> tuple[int, int, tuple[int, int, int, int]]:
        """What it says, wherever it is written."""
        return self.kind, self.t_s, self.numbers


def pieces(content: bytes, start: int) -> Iterator[tuple[int, int, Fields | None]]:
    """(offset, length, record) of all there is from `start` on; a stretch that is no record has None.

    Where a record is damaged the next whole one is looked for at every byte, so that one lost byte loses one record.
    """
    offset = start
    while offset < len(content):
        record = unpack(content, offset)
        if record is not None:
            yield offset, RECORD_BYTES, record
            offset += RECORD_BYTES
            continue
        end = offset + 1
        while end < len(content) and unpack(content, end) is None:
            end += 1
        yield offset, end - offset, None
        offset = end


class Chain:
    """Follows records through one file or more. due: number of the next one; link: of the last one; None: not known."""

    def __init__(self) -> None:
        self.due: int | None = None
        self.link: bytes | None = None
        self.entries: list[Entry] = []
        self.findings: list[Finding] = []

    def find(self, file: str, what: str, record: int | None = None, byte: int | None = None) -> None:
        self.findings.append(Finding(file, what, record, byte))

    def follow(self, file: str, content: bytes, start: int) -> None:
        """Take in all records of a file from byte `start` on."""
        for offset, length, record in pieces(content, start):
            if record is None:
                self._skip(file, offset, length, offset + length == len(content))
            else:
                self._take(file, content, offset, record)

    def _skip(self, file: str, offset: int, length: int, is_last: bool) -> None:
        lost, rest = divmod(length, RECORD_BYTES)
        if lost == 1 and rest == 0:
            what = "damaged: its CRC does not fit"
        elif rest == 0:
            what = f"{lost} records from here on are damaged: their CRCs do not fit"
        elif is_last and not lost:
            what = f"the file ends within a record, after {rest} of {RECORD_BYTES} bytes"
        else:
            what = f"{length} bytes from here on are no whole records: bytes are damaged, missing or added"
        self.find(file, what, self.due, offset)
        self.link = None
        self.due = self.due + lost if self.due is not None and rest == 0 else None

    def _take(self, file: str, content: bytes, offset: int, record: Fields) -> None:
        kind, mark, sequence, t_s, a, b, c, d = record
        is_broken = self._hold(file, content, offset, sequence)
        if kind >= len(KIND_NAMES):
            self.find(file, f"kind {kind} is not known here: written by a newer firmware?", sequence, offset)
        self.entries.append(Entry(sequence, t_s, kind, mark, (a, b, c, d), file, offset, is_broken))
        self.due, self.link = sequence + 1, link_of(content, offset)

    def _hold(self, file: str, content: bytes, offset: int, sequence: int) -> bool:
        """True if number and link of a record do not continue what was before it."""
        if self.due is not None and sequence != self.due:
            self.find(file, gap(self.due, sequence), sequence, offset)
            return True
        if self.link is not None and not follows(content, offset, self.link):
            self.find(
                file, "chain broken: it or the one before was altered, or something was removed", sequence, offset
            )
            return True
        return False


def gap(due: int, found: int) -> str:
    """The words for a number that is not the one due."""
    if found < due:
        return f"its number goes back: {due} was due"
    missing = found - due
    if missing == 1:
        return f"gap of 1 record before it: {due} is missing"
    return f"gap of {missing} records before it: {due} to {found - 1} are missing"
