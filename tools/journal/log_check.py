"""The event log: all its files in order, each head, each record, and what lies between the files."""

from dataclasses import dataclass, field

from journal.chain import Chain, Entry, gap
from journal.contents import Contents
from journal.findings import Finding
from journal.firmware_face import LOG_FOLDER, LOG_HEAD_BYTES, MOST_LOG_FILES, NO_LINK, unpack_log_head


@dataclass
class LogReading:
    """entries: whole records, oldest first. first_kept: number of the oldest record that is kept; None: not known."""

    entries: list[Entry] = field(default_factory=list[Entry])
    findings: list[Finding] = field(default_factory=list[Finding])
    notes: list[str] = field(default_factory=list[str])
    files: int = 0
    first_kept: int | None = None


def read_log(contents: Contents) -> LogReading:
    """Reads what can be read, whatever the files hold."""
    numbers, others = _numbers(contents)
    reading, chain = LogReading(files=len(numbers)), Chain()
    reading.notes += [f"{LOG_FOLDER}/{name} is no file of the log: not read" for name in others]
    before: int | None = None
    for number in numbers:
        file = name_of(number)
        is_missing_before = before is not None and number != before + 1
        if before is not None and is_missing_before:
            chain.find(_range(before + 1, number - 1), "missing, and not the oldest: only the oldest may go")
        content = contents.read(file) or b""
        _hold_head(reading, chain, file, content, is_missing_before)
        chain.follow(file, content, LOG_HEAD_BYTES)
        before = number
    if numbers and numbers[0] > 1 and numbers[-1] - numbers[0] + 1 < MOST_LOG_FILES:
        chain.findings.insert(
            0, Finding(_range(1, numbers[0] - 1), f"missing: the pump drops none before it has {MOST_LOG_FILES}")
        )
    reading.entries, reading.findings = chain.entries, chain.findings
    if reading.first_kept is None and chain.entries:
        reading.first_kept = chain.entries[0].sequence
    return reading


def name_of(number: int) -> str:
    return f"{LOG_FOLDER}/{number:05d}"


def _range(first: int, last: int) -> str:
    return name_of(first) if first == last else f"{name_of(first)} to {name_of(last)}"


def _numbers(contents: Contents) -> tuple[list[int], list[str]]:
    """(numbers of the log's files, names that are none of them)."""
    names = contents.names(LOG_FOLDER)
    ours = [name for name in names if name.isascii() and name.isdigit() and f"{int(name):05d}" == name and int(name)]
    return sorted(int(name) for name in ours), [name for name in names if name not in ours]


def _hold_head(reading: LogReading, chain: Chain, file: str, content: bytes, is_missing_before: bool) -> None:
    """A head must go on where the file before it ended."""
    head = unpack_log_head(content)
    if is_missing_before:
        chain.due = chain.link = None
    if head is None:
        what = "it is empty: the power went as it was begun, or it was cut short" if not content else "head damaged"
        chain.find(file, what, byte=0)
        return
    sequence, link = head
    if reading.first_kept is None and not chain.entries and chain.due is None:
        reading.first_kept = sequence
        if sequence == 0 and link != NO_LINK:
            chain.find(file, "chain broken: record 0 has none before it, and its link says otherwise", sequence, 0)
    elif chain.due is not None and sequence != chain.due:
        chain.find(file, gap(chain.due, sequence), sequence, 0)
    elif chain.link is not None and link != chain.link:
        chain.find(file, _broken(link), sequence, 0)
    elif link == NO_LINK and sequence > 0:
        reading.notes.append(f"{file}: the chain begins anew: the pump had found the file before it damaged")
    chain.due, chain.link = sequence, link


def _broken(link: bytes) -> str:
    if link == NO_LINK:
        return "chain broken: it begins anew here, as after damage, and the file before shows none"
    return "chain broken: the end of the file before it was altered, or something was removed"
