"""The dose ledger and the reservation: two segments that continue each other, two files that agree with them."""

import struct
from dataclasses import dataclass, field
from typing import Any

from journal.chain import Chain, Entry, gap
from journal.contents import Contents
from journal.findings import Finding
from journal.firmware_face import (
    HELD_FILES,
    KIND,
    KNOWN,
    RECORD_BYTES,
    RESERVE,
    SEGMENTS,
    SEQUENCE,
    STEPS,
    UNKNOWN,
    link_after,
    make_held,
    make_history,
    make_ledger,
    unpack,
    unpack_checkpoint,
)

# What the firmware's replay may raise on content that nobody's firmware wrote, though its checksums fit.
NONSENSE = (ValueError, IndexError, KeyError, TypeError, OverflowError, AttributeError, struct.error)


@dataclass(frozen=True, slots=True)
class Segment:
    """head: number of its checkpoint. due, link: after its last record. No chain beyond damage: then None."""

    file: str
    head: int
    due: int | None
    link: bytes | None
    head_content: bytes
    link_after_head: bytes
    entries: tuple[Entry, ...]


@dataclass
class LedgerReading:
    """segments: those with a whole head, older first. history: what the pump would believe; None: nothing.

    is_new: nothing was ever given or recorded by it, as far as its files say.
    rested_at: number of the ledger's record that was to come when nothing was reserved any more; None: it delivers.
    """

    segments: list[Segment] = field(default_factory=list[Segment])
    findings: list[Finding] = field(default_factory=list[Finding])
    notes: list[str] = field(default_factory=list[str])
    history: Any = None
    rested_at: int | None = None
    is_new: bool = False

    def last(self) -> int | None:
        """The highest number that can be read in it, a checkpoint's included."""
        numbers = [segment.head for segment in self.segments]
        numbers += [entry.sequence for segment in self.segments for entry in segment.entries]
        return max(numbers, default=None)


def read_ledger(contents: Contents) -> LedgerReading:
    """Reads what can be read, whatever the files hold."""
    reading = LedgerReading()
    for name in SEGMENTS:
        _read_segment(contents, name, reading)
    reading.segments.sort(key=lambda segment: segment.head)
    if len(reading.segments) == len(SEGMENTS):
        _hold_together(reading)
    _hold_reservation(contents, reading)
    _believe(contents, reading)
    return reading


def _read_segment(contents: Contents, name: str, reading: LedgerReading) -> None:
    content = contents.read(name)
    if content is None:
        reading.findings.append(Finding(name, "missing", is_missing=True))
        return
    try:
        head = unpack_checkpoint(content, make_history())
    except NONSENSE:
        head = None
    if head is None:
        reading.findings.append(Finding(name, "head damaged: the checkpoint's CRC or form is wrong", byte=0))
        return
    sequence, link, _, length = head
    chain = Chain()
    chain.due, chain.link = sequence + 1, link
    chain.follow(name, content, length)
    reading.findings += chain.findings
    reading.segments.append(
        Segment(name, sequence, chain.due, chain.link, content[:length], link, tuple(chain.entries))
    )


def _hold_together(reading: LedgerReading) -> None:
    """The newer segment begins where the older one ended."""
    older, newer = reading.segments
    if older.due is None:
        return
    if newer.head != older.due:
        what = gap(older.due, newer.head) if newer.head > older.due else _older_goes_on(older)
        reading.findings.append(Finding(newer.file, what, newer.head, 0))
    elif older.link is not None and link_after(older.link, newer.head_content) != newer.link_after_head:
        what = f"chain broken: {older.file} was altered, or this segment is of another history"
        reading.findings.append(Finding(newer.file, what, newer.head, 0))


def _older_goes_on(older: Segment) -> str:
    return f"{older.file} goes on beyond its number: one of the two is of another history or time"


def _hold_reservation(contents: Contents, reading: LedgerReading) -> None:
    """The two files themselves; whether they fit the ledger is the firmware's own question, in `_believe`."""
    is_damaged = False
    for name in HELD_FILES:
        content = contents.read(name)
        if content is None:
            reading.findings.append(Finding(name, "missing", is_missing=True))
            continue
        record = unpack(content, 0)
        if record is None or len(content) != RECORD_BYTES:
            reading.findings.append(Finding(name, "damaged: its CRC or length does not fit", byte=0))
            is_damaged = True
        elif record[KIND] != RESERVE:
            what = f"holds a record of kind {record[KIND]}, no reservation"
            reading.findings.append(Finding(name, what, record[SEQUENCE], 0))
    held = make_held(contents)
    is_whole = held.load()
    if not is_whole and not is_damaged:
        file, _, what = held.why.partition(" is ")
        reading.findings.append(Finding(file, what, byte=0))
    if is_whole and held.record is not None:
        reading.rested_at = None if held.record[STEPS] else held.record[SEQUENCE]
    if held.is_half:
        reading.notes.append(f"{HELD_FILES[1]} waits for its write: {HELD_FILES[0]} holds the reservation to come")


def _believe(contents: Contents, reading: LedgerReading) -> None:
    """The firmware's own reading decides what the pump would believe."""
    history, ledger = make_history(), make_ledger(contents, 1)
    try:
        found = ledger.load(history)
    except NONSENSE as error:
        what = f"its checksums fit and its content makes no sense: {type(error).__name__}"
        reading.findings.append(Finding("ledger", what))
        return
    if found == UNKNOWN:
        reading.findings.append(Finding("ledger", f"the pump would not deliver from this: {ledger.why}"))
    elif found == KNOWN:
        reading.history = history
    reading.is_new = found != UNKNOWN and history.given.value() == 0 and ledger.sequence <= len(SEGMENTS)
