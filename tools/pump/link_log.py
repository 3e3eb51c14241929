"""The event log that came over the link, as the journal that `pump log` shows. The dose ledger is not part of it."""

from journal.chain import Entry
from journal.findings import Finding
from journal.pump_time import pump_times
from journal.verified import Journal, Line
from journal.words import kind_name, words_of
from pump_link.readings import LogPart

SOURCE = "link"
NO_LEDGER = "read over the link: its events alone; the dose ledger is verified from the pump's files"


def journal_of(part: LogPart, pump_id: str) -> Journal:
    """Findings: numbers that could not be read, and where the chain of links does not hold."""
    broken = set(part.broken)
    entries = [
        Entry(
            record.sequence,
            record.t_s,
            record.kind,
            record.mark,
            record.numbers,
            SOURCE,
            0,
            is_doubtful=record.sequence in broken,
        )
        for record in part.records
    ]
    lines = [
        Line(entry, time, kind_name(entry.kind), words_of(entry))
        for entry, time in zip(entries, pump_times(entries), strict=True)
    ]
    findings = [Finding(SOURCE, "could not be read: damaged, or it never was written", one) for one in part.missing]
    findings += [Finding(SOURCE, "chain broken: one of the records from here was altered", one) for one in part.broken]
    notes = [NO_LEDGER, f"{part.linked} of {len(part.records)} records were held to the chain of links and follow it"]
    return Journal(tuple(lines), part.oldest, None, pump_id, tuple(findings), tuple(notes), has_ledger=False)
