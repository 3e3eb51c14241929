"""A journal as it was found: records, what the pump believes, findings. Nothing that its files hold makes this fail."""

from dataclasses import dataclass

from journal.agreement import compare
from journal.belief import belief_of
from journal.chain import Entry
from journal.contents import Contents
from journal.findings import Finding
from journal.firmware_face import make_settings
from journal.ledger_check import NONSENSE, read_ledger
from journal.log_check import read_log
from journal.pump_time import pump_times
from journal.settings_check import check_settings, identity_of
from journal.words import kind_name, words_of


@dataclass(frozen=True, slots=True)
class Line:
    """A record of the log for a person: kind and numbers in words; time: the pump time, where it is known."""

    entry: Entry
    time: str | None
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Journal:
    """belief: as belief_of gives it, None where the ledger cannot be trusted. notes: worth knowing, and nothing wrong.

    first_kept: number of the oldest record kept; the ones before it were dropped with the oldest files, as intended.
    has_ledger: the dose ledger was there to be read; over the link it is not.
    """

    lines: tuple[Line, ...]
    first_kept: int | None
    belief: dict[str, object] | None
    pump_id: str | None
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    has_ledger: bool = True


def read_journal(contents: Contents) -> Journal:
    """Reads and verifies all of it."""
    findings = [Finding(name, f"cannot be read: {why}") for name, why in sorted(contents.unreadable.items())]
    ledger, log = read_ledger(contents), read_log(contents)
    disagreements, notes = compare(ledger, log)
    belief = None
    if ledger.history is not None:
        try:
            belief = belief_of(ledger.history)
        except NONSENSE:
            findings.append(Finding("ledger", "its checksums fit and what it says of the pump makes no sense"))
    was_weighed = any(kind_name(entry.kind) == "load-cell-set" for entry in log.entries)
    settings_findings, settings_notes = check_settings(contents, ledger.history, was_weighed)
    findings += settings_findings + ledger.findings + log.findings + disagreements
    if ledger.is_new and not log.files and make_settings(contents).is_new():
        findings = [finding for finding in findings if not finding.is_missing]
        notes.append("a new pump that went off while it made its first files: it has no history yet")
    notes += [f"{name} is of an earlier history: not read" for name in contents.aside()]
    lines = [
        Line(entry, time, kind_name(entry.kind), words_of(entry))
        for entry, time in zip(log.entries, pump_times(log.entries), strict=True)
    ]
    notes = [*ledger.notes, *log.notes, *notes, *settings_notes]
    return Journal(tuple(lines), log.first_kept, belief, identity_of(contents), tuple(findings), tuple(notes))
