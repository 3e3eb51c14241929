"""`pump report`: what a pump gave and was asked for since the last report; as tables, CSV or PDF."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pump.errors import UserError
from pump.link_options import Port, PumpId

NARROWEST = 100


def report(
    csv: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write it to a new file.")] = None,
    pdf: Annotated[Path | None, typer.Option(metavar="FILE.pdf", help="Write it to a new file.")] = None,
    close: Annotated[bool, typer.Option("--close", help="Then begin the next report at the pump.")] = False,
    port: Port = None,
    pump: PumpId = None,
) -> None:
    """What was given and asked for since the last report, what is left, and each drug since the first therapy."""
    from pump.pump_access import pump_at
    from pump.report_file import as_csv, as_pdf, parts_of, read_whole

    for option, path in (("--csv", csv), ("--pdf", pdf)):
        if path is not None:
            _check_place(option, path)
    if csv is not None and csv == pdf:
        raise UserError(f"--pdf: {pdf}: --csv names it too; choose another name")
    with pump_at(port, pump) as opened:
        whole = read_whole(opened, datetime.now())
        if csv is not None:
            _write("--csv", csv, as_csv(whole).encode())
        if pdf is not None:
            _write("--pdf", pdf, as_pdf(whole))
        if close:
            opened.close_report()
    console = Console()
    if not console.is_terminal:
        console = Console(width=max(NARROWEST, console.width))
    for heading, rows in parts_of(whole):
        table = Table(title=heading, title_justify="left", show_header=False, width=NARROWEST)
        for row in rows:
            table.add_row(Text(row.what), Text(f"{row.value} {row.unit}".strip()))
        console.print(table)
    if close:
        print("closed: what follows counts for the next report")


def _check_place(option: str, path: Path) -> None:
    """Before the pump is asked: nothing is overwritten, and its folder is there."""
    if "\0" in str(path) or path.exists():
        raise UserError(f"{option}: {path}: is there already, and nothing is overwritten; choose another name")
    if not path.parent.is_dir():
        raise UserError(f"{option}: {path}: no such folder; choose another place")


def _write(option: str, path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise UserError(f"{option}: {path}: cannot be written: {error.strerror}; choose another place") from None
