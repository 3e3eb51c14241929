"""`pump log`: options to a source, and a verified journal to the page, the object or the file that was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from journal.contents import NoJournal
from journal.firmware_face import KIND_NAMES
from journal.live_board import BoardSource
from journal.sources import Source, source_at
from journal.verified import Journal, Line, read_journal
from pump.errors import UserError, refusal
from pump.quantities import DURATION, parse


@dataclass(frozen=True, slots=True)
class Since:
    """number: of the first record; for_s: of running time before the last record, None: all of it."""

    number: int
    for_s: Fraction | None


ASK_AGAIN = "--stop-the-pump"
LARGEST_COUNT = 1_000_000


def choose_source(path: Path | None, port: str | None, may_stop: bool) -> Source:
    """SOURCE, or the board at --port that may be stopped: one of them. UserError in one line for anything else."""
    if path is not None and port is not None:
        raise UserError(f"--port: {port}: SOURCE is given too, {path}; leave one of them out")
    if port is not None:
        check_port(port)
        return BoardSource(port)
    if path is None or may_stop:
        raise UserError(f"{ASK_AGAIN}: only a live pump is stopped; give it with --port, or leave it out")
    if "\0" in str(path) or not path.exists():
        raise UserError(f"SOURCE: {path}: no such file or folder; check the path")
    return source_at(path)


def check_port(port: str) -> None:
    """--port: the form only; whether there is one is for mpremote to say."""
    if not port or port.startswith("-"):
        raise refusal("--port", port, "the name of a serial port is needed, such as /dev/ttyACM0", "name one")


def read_last(text: str | None) -> int | None:
    """--last: how many."""
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 7 and 1 <= int(text) <= LARGEST_COUNT):
        raise refusal("--last", text, f"a whole number from 1 to {LARGEST_COUNT}", "choose one of them")
    return int(text)


def read_since(text: str | None) -> Since:
    """--since: the number of a record, or a time before the last."""
    if text is None:
        return Since(0, None)
    if text.isascii() and text.isdecimal():
        if len(text) > 9:
            raise refusal("--since", text, "the number of a record, or a time such as 24h", "correct it")
        return Since(int(text), None)
    return Since(0, parse(text, "--since", DURATION))


def known_kinds(kinds: Sequence[str]) -> frozenset[str]:
    for kind in kinds:
        if kind not in KIND_NAMES[1:]:
            raise refusal("--kind", kind, "one of " + ", ".join(KIND_NAMES[1:]), "choose one of them")
    return frozenset(kinds)


def read_from(source: Source) -> tuple[Journal, list[str]]:
    """The verified journal, and what a person must know about the reading itself."""
    try:
        journal = read_journal(source.read())
    except NoJournal as error:
        raise UserError(str(error)) from None
    finally:
        notes = source.notes if isinstance(source, BoardSource) else []
    return journal, notes


def chosen(journal: Journal, kinds: frozenset[str], last: int | None, since: Since) -> tuple[Line, ...]:
    """Of these kinds, or of all, from there on; the last of them, or all."""
    newest_s = max((line.entry.t_s for line in journal.lines), default=0)
    first_s = 0 if since.for_s is None else newest_s - since.for_s
    lines = tuple(
        line
        for line in journal.lines
        if (not kinds or line.kind in kinds) and line.entry.sequence >= since.number and line.entry.t_s >= first_s
    )
    return lines if last is None else lines[-last:]
