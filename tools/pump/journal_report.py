"""`pump log`: a verified journal as a table, as one JSON object, or as a CSV file."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from rich.table import Table
from rich.text import Text

from journal.pump_time import running
from journal.verified import Journal, Line
from pump.errors import UserError, one_line

NARROWEST = 120  # for a file or a pipe: there is no screen to fit
COLUMNS = ("sequence", "running_s", "running_time", "pump_time", "kind", "a", "b", "c", "d", "words", "file", "byte")


def as_json(journal: Journal, lines: Sequence[Line], source: str) -> str:
    """One object; `lines` are the records that were asked for."""
    return json.dumps(
        {
            "source": source,
            "pump": journal.pump_id,
            "first_sequence_kept": journal.first_kept,
            "records": [_record(line) for line in lines],
            "ledger": journal.belief,
            "notes": list(journal.notes),
            "findings": [
                {"file": finding.file, "record": finding.record, "byte": finding.byte, "what": finding.what}
                for finding in journal.findings
            ],
        },
        indent=2,
        allow_nan=False,
    )


def _record(line: Line) -> dict[str, object]:
    entry = line.entry
    return {
        "sequence": entry.sequence,
        "running_s": entry.t_s,
        "pump_time": line.time,
        "kind": line.kind,
        "numbers": list(entry.numbers),
        "words": line.words,
        "file": entry.file,
        "byte": entry.byte,
        "chain_broken_here": entry.is_doubtful,
    }


def write_csv(lines: Sequence[Line], path: Path) -> None:
    """A new file; one that is there is never overwritten."""
    try:
        with path.open("x", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for line in lines:
                entry = line.entry
                times = (entry.t_s, running(entry.t_s), line.time or "")
                words = (line.words, entry.file, entry.byte)
                writer.writerow((entry.sequence, *times, line.kind, *entry.numbers, *words))
    except FileExistsError:
        raise UserError(f"--csv: {path}: is there already, and nothing is overwritten; choose another name") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UserError(f"--csv: {path}: cannot be written: {reason}; choose another place") from None


def console_for_records() -> Console:
    """A pipe or file gets whole lines."""
    console = Console()
    return console if console.is_terminal else Console(width=max(NARROWEST, console.width))


def show_records(lines: Sequence[Line], console: Console) -> None:
    """A line a record; "!" before the kind where it does not continue the record before it."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("sequence", justify="right", header_style="bold", no_wrap=True)
    table.add_column("running", justify="right", header_style="bold", no_wrap=True)
    for heading in ("pump time", "kind"):
        table.add_column(heading, header_style="bold", no_wrap=True)
    table.add_column("what it says", header_style="bold")
    for line in lines:
        entry = line.entry
        kind = Text("! " + line.kind, style="bold red") if entry.is_doubtful else Text(line.kind)
        table.add_row(str(entry.sequence), running(entry.t_s), line.time or "-", kind, Text(line.words))
    console.print(table)


def show_verdict(journal: Journal, console: Console) -> None:
    """What the pump believes, notes, and the findings, a line each."""
    for line in _belief(journal.belief) if journal.has_ledger else []:
        console.print(Text(line), soft_wrap=True)
    kept = journal.first_kept
    if kept is not None:
        older = " (older ones were dropped with the oldest files, as intended)" if kept else ""
        console.print(Text(f"first record kept: {kept}{older}"), soft_wrap=True)
    for note in journal.notes:
        console.print(Text("note: " + one_line(note)), soft_wrap=True)
    for finding in journal.findings:
        console.print(Text("finding: " + one_line(str(finding)), style="bold red"), soft_wrap=True)
    count = len(journal.findings)
    verdict = {0: "no finding", 1: "1 finding"}.get(count, f"{count} findings")
    console.print(Text(f"{len(journal.lines)} records read and verified: {verdict}"), soft_wrap=True)


def _belief(belief: dict[str, object] | None) -> list[str]:
    if belief is None:
        return ["the pump believes: nothing: its ledger cannot be trusted, so it would not deliver"]
    by_kind = cast("dict[str, int]", belief["given_steps_by_kind"])
    given = ", ".join(f"{name} {steps}" for name, steps in by_kind.items() if steps or name == "basal")
    grants = cast("list[int]", belief["last_grants_s"])
    alarms = cast("list[str]", belief["latched_alarms"])
    bolus = cast("dict[str, Any] | None", belief["open_bolus"])
    open_bolus = f"{bolus['kind']}, {bolus['given_steps']} of {bolus['steps']} microsteps" if bolus else "none"
    window = cast("int", belief["window_24h_pg"]) / 1e6
    state = "running" if belief["running"] else "not running"
    return [
        f"the pump believes, at running time {running(cast('int', belief['running_time_s']))}: {state}",
        f"  given microsteps: {belief['given_steps']} ({given}); reserved beyond: {belief['reserved_steps']}",
        f"  in the last 24 h: {window:.6f} ug; open bolus: {open_bolus}",
        "  last patient boluses granted at: " + (", ".join(running(t_s) for t_s in grants[:4]) or "never"),
        "  latched alarms: " + (", ".join(alarms) or "none"),
    ]
