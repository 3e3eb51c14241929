"""`pump log`: the command, for a copy of the files, for a pump over its link, and for a board that may stop."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pump.errors import UserError, one_line
from pump.link_options import PUMP

if TYPE_CHECKING:
    from journal.verified import Journal


def log(
    source: Annotated[
        Path | None, typer.Argument(metavar="SOURCE", help="A folder of the pump's files, or a dump of its flash.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout instead of a table.")] = False,
    csv: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write the records to a new file.")] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Say only what was found, without the records.")] = False,
    last: Annotated[str | None, typer.Option(metavar="N", help="Only the last N records.")] = None,
    kind: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this kind; may be repeated.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="N|TIME", help="From that record on, or of so long before the last: 24h.")
    ] = None,
    port: Annotated[
        str | None, typer.Option(metavar="PORT", help="A running pump's: it is asked over its link and delivers on.")
    ] = None,
    pump: Annotated[str | None, PUMP] = None,
    stop_the_pump: Annotated[
        bool, typer.Option("--stop-the-pump", help="With --port: read all its files instead; delivery stops.")
    ] = False,
) -> None:
    """Read a pump's journal, verify it, and print it. Leaves with 0 if it is clean, 1 if anything was found.

    SOURCE: a folder from "mpremote cp -r :/pump ." or "pump sim --flash", or a flash dump of 1408 KB or 2 MB.
    Without it the running pump is asked over its link: its events, held to their chain; not its dose ledger.
    """
    from pump import journal_report
    from pump.log import chosen, known_kinds, read_last, read_since

    if json and csv is not None:
        raise UserError(f"--csv: {csv}: --json is given too; leave one of them out")
    kinds, count, begin = known_kinds(kind or []), read_last(last), read_since(since)
    if source is None and not stop_the_pump:
        journal, notes = _over_the_link(port, pump, begin.number)
    else:
        journal, notes = _of_files(source, port, stop_the_pump)
    lines = chosen(journal, kinds, count, begin)
    if csv is not None:
        journal_report.write_csv(lines, csv)
    if json:
        name = source if source is not None else port
        print(journal_report.as_json(journal, [] if verify else lines, str(name or journal.pump_id)))
    else:
        console = journal_report.console_for_records()
        if csv is None and not verify:
            journal_report.show_records(lines, console)
        journal_report.show_verdict(journal, console)
    for note in notes:
        print("note: " + one_line(note), file=sys.stderr)
    raise typer.Exit(1 if journal.findings else 0)


def _over_the_link(port: str | None, pump: str | None, since: int) -> tuple["Journal", list[str]]:
    from pump.link_log import journal_of
    from pump.pump_access import pump_at
    from pump_link.discovery import NONE_FOUND, find_pumps

    if port is None and not find_pumps():
        raise UserError(f"SOURCE: missing: a folder, a flash dump or a pump is needed; {NONE_FOUND}")
    with pump_at(port, pump) as opened:
        return journal_of(opened.log(since), opened.pump_id), []


def _of_files(source: Path | None, port: str | None, may_stop: bool) -> tuple["Journal", list[str]]:
    from pump.log import choose_source, read_from

    return read_from(choose_source(source, port, may_stop))
