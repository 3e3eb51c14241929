"""Ledger against log: the log takes over each record of the ledger that does more than settle, and marks it so."""

from collections.abc import Sequence

from journal.chain import Entry
from journal.findings import Finding
from journal.firmware_face import (
    IN_LEDGER,
    MOST_AT_ONCE,
    NEW_HISTORY,
    RESET,
    SETTLED,
    mark_of,
)
from journal.ledger_check import LedgerReading, Segment
from journal.log_check import LogReading
from journal.words import kind_name

_MARKS = 0x8000
_HALF = _MARKS // 2


def compare(ledger: LedgerReading, log: LogReading) -> tuple[list[Finding], list[str]]:
    """(findings, notes)."""
    last = ledger.last()
    if last is None:
        return [], []
    newest = ledger.segments[-1]
    if not log.files:
        began = newest.head > 1 or last > 1 + MOST_AT_ONCE
        return (
            [Finding("log", "missing: no file of it is there, and the ledger goes on", is_missing=True)]
            if began
            else []
        ), []
    findings, taken = _taken_over(log.entries, last, newest)
    due = [entry for segment in ledger.segments for entry in segment.entries if entry.kind != SETTLED]
    for entry in due:
        copy = taken.get(entry.sequence)
        if copy is not None and copy.said != entry.said:
            what = f"differs from {entry.file}, record {entry.sequence}, byte {entry.byte}, which it was copied from"
            findings.append(Finding(copy.file, what, copy.sequence, copy.byte))
    findings += _lost_end(ledger, log)
    lacking, notes = _lacking([entry for entry in due if entry.sequence not in taken], taken, ledger)
    return findings + lacking, notes


def _lost_end(ledger: LedgerReading, log: LogReading) -> list[Finding]:
    """A checkpoint of the ledger knows how many events the log had by then."""
    logged = 0 if ledger.history is None else int(ledger.history.logged)
    last = max((entry.sequence for entry in log.entries), default=-1)
    if last + 1 >= logged:
        return []
    return [Finding("log", f"it ends at record {last}, and the ledger knows of records up to {logged - 1}")]


def _taken_over(entries: Sequence[Entry], last: int, newest: Segment) -> tuple[list[Finding], dict[int, Entry]]:
    """The log's copies by their number in the ledger, of this history alone; the newest are looked at first."""
    findings: list[Finding] = []
    taken: dict[int, Entry] = {}
    number = last
    for entry in reversed(entries):
        if is_new_history(entry) and not entry.mark:
            break
        if entry.mark & IN_LEDGER:
            behind = (mark_of(number) - entry.mark) % _MARKS
            if not taken and behind >= _HALF:
                ahead = number + _MARKS - behind
                what = f"older than the log: it ends at {last}, and {entry.file} has its record {ahead}"
                findings.append(Finding(newest.file, what, last))
                behind -= _MARKS
            if (taken and behind == 0) or number - behind < 0:
                break
            number -= behind
            taken[number] = entry
            if is_new_history(entry):
                break
    return findings, taken


def is_new_history(entry: Entry) -> bool:
    """A history of its own begins with it: what the log has from before is of another one."""
    if entry.kind == RESET:
        return entry.numbers[3] == NEW_HISTORY
    return kind_name(entry.kind) == "new-history"


def _lacking(missing: list[Entry], taken: dict[int, Entry], ledger: LedgerReading) -> tuple[list[Finding], list[str]]:
    """What the ledger has and the log has not."""
    newest, end = ledger.segments[-1], max(taken, default=-1)
    tail = [entry for entry in missing if entry.sequence > end and entry.file == newest.file]
    if not _may_be_a_cut(tail, ledger):
        tail = []
    findings = [
        Finding(entry.file, f"the log lacks it ({kind_name(entry.kind)})", entry.sequence, entry.byte)
        for entry in missing
        if entry not in tail
    ]
    if not tail:
        return findings, []
    count = "1 record" if len(tail) == 1 else f"{len(tail)} records"
    return findings, [f"{newest.file} has {count} that the log takes over at the next power-on: it went off in between"]


def _may_be_a_cut(tail: list[Entry], ledger: LedgerReading) -> bool:
    """Only one write of the ledger can be ahead of the log, and at rest the log has it before anything is reserved."""
    if len(tail) > MOST_AT_ONCE:
        return False
    return not tail or ledger.rested_at is None or ledger.rested_at <= tail[0].sequence
