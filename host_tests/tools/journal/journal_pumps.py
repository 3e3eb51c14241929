"""Pumps whose journals the tests read: one that the twin ran, one whose log went round, and ways to harm them."""

from collections.abc import Callable
from functools import cache
from typing import Any

from journal.contents import Contents
from journal.verified import Journal, read_journal
from memory_files import MemoryFiles
from session_runs import HOUR, MINUTE, S, cut_runs, order, patient_bolus, session
from storage import records
from storage.event_log import EventLog
from therapy.memory import record_kinds
from twin.people import People

Files = dict[str, bytes]
HEAD = 24
RECORD = 40


@cache
def _twin_files() -> Files:
    made: Any = session(order("5", bolus=patient_bolus()), seed=3)
    people = People(made)
    for press in range(1, 9):
        made.at(press * 17 * MINUTE, lambda press=press: people.press_button(f"press {press}"))
    cut_runs(made, [(50 * MINUTE + 777, 5 * S), (90 * MINUTE + 1_234_567, 5 * S)])
    for second, act in ((50, people.stop), (52, people.start), (57, people.stop)):
        made.at(HOUR * 2 + 9 * MINUTE + second * S, lambda act=act: act("the end"))
    made.run(HOUR * 2 + 10 * MINUTE)
    return dict(made.bench.hardware.files.contents)


def twin_files() -> Files:
    """Two hours with boluses, denials and two power cuts; stopped just before the end."""
    return dict(_twin_files())


@cache
def _long_log(events: int) -> Files:
    files: Any = MemoryFiles()
    log: Any = EventLog(files)
    log.open()
    batch = bytearray(64 * RECORD)
    for first in range(0, events, 64):
        for place in range(64):
            alarm = record_kinds.ALARM_ON if place % 2 else record_kinds.ALARM_ENDED
            records.pack_into(batch, place * RECORD, records.NO_LINK, alarm, 0, 0, first + place, 16, 0, 0, 0)
        if log.needs_file():
            log.begin_file()
        if log.has_too_many():
            log.drop_oldest()
        log.take_over(batch, 64, False)
    return {name: content for name, content in files.stored.items() if name.startswith("log/")}


def long_log(events: int) -> Files:
    """The log alone, of so many events (a multiple of 64), by the firmware's own EventLog."""
    return dict(_long_log(events))


def read(files: Files) -> Journal:
    return read_journal(Contents(files))


def findings(files: Files) -> list[str]:
    return [str(finding) for finding in read(files).findings]


def harmed(files: Files, name: str, harm: Callable[[bytearray], None]) -> Files:
    content = bytearray(files[name])
    harm(content)
    return {**files, name: bytes(content)}


def record_at(place: int) -> int:
    """The byte at which a log file's record of this place, from 0, begins."""
    return HEAD + place * RECORD


def forged(content: bytearray, offset: int, **changes: int) -> None:
    """Alter a record of a file and give it the checksum and the link that fit what is before it."""
    kind, mark, sequence, t_s, a, b, c, d = records.unpack(content, offset)  # pyright: ignore[reportGeneralTypeIssues]
    fields = {"kind": kind, "mark": mark, "sequence": sequence, "t_s": t_s, "a": a, "b": b, "c": c, "d": d, **changes}
    before = records.link_of(content, offset - RECORD)
    records.pack_into(content, offset, before, *fields.values())
