"""`pump program`: a therapy entered, read back old against new, asked about, and confirmed by its digest (U1, U4)."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pump.asking import is_confirmed, refuse_unless_asked_or_told
from pump.errors import UserError, one_line
from pump.link_options import Port, PumpId
from pump.therapy_words import in_words, name_of, rate_in_words
from pump_link.entry import Question, Review
from pump_link.pump import Pump
from pump_link.readings import StagedRate

NOT_CONFIRMED = 1
NARROWEST = 100


def program(
    therapy: Annotated[Path, typer.Argument(metavar="THERAPY.toml", help="The therapy file.")],
    yes: Annotated[bool, typer.Option("--yes", help="Confirm without asking, for scripts.")] = False,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Pass this soft limit knowingly; may be repeated.")
    ] = None,
    port: Port = None,
    pump: PumpId = None,
) -> None:
    """Change the therapy: shows old against new and the rates that will run, asks, and confirms what was shown.

    Leaves with 1 if it was not confirmed; then the therapy in force goes on.
    """
    from pump.pump_access import pump_at
    from pump.therapy_file import read_therapy

    refuse_unless_asked_or_told(yes, "pump program")
    order = read_therapy(therapy)
    with pump_at(port, pump) as opened:
        shown = opened.review(order)
        _show(shown, opened.staged_rates())
        try:
            accepted = _accepted(shown.questions, accept or [], yes)
            if accepted is None or not is_confirmed("put it in force?", yes):
                print("not confirmed: the therapy in force goes on")
                raise typer.Exit(NOT_CONFIRMED)
        except (typer.Exit, typer.Abort, UserError, KeyboardInterrupt):
            opened.begin_anew()
            opened.discard()
            raise
        _confirm(opened, shown, accepted)
    print("confirmed: being put in force")


def _confirm(pump: Pump, shown: Review, accepted: list[str]) -> None:
    """In a session of its own: the one before may have ended while the person read."""
    pump.begin_anew()
    pump.confirm(shown, accepted)


def _accepted(questions: list[Question], told: list[str], yes: bool) -> list[str] | None:
    """The soft limits that are passed knowingly; None: one of them is not."""
    names = {question.name for question in questions}
    for name in told:
        if name not in names:
            asked = ", ".join(sorted(names)) or "none"
            raise UserError(
                f"--accept: {name!r}: this therapy passes no such soft limit (it passes: {asked}); remove it"
            )
    for question in questions:
        if question.name in told:
            continue
        if yes:
            wanted = f"--accept {question.name}"
            raise UserError(f"{question.field}: {question.value}: {question.limit}; add {wanted} to pass it knowingly")
        if not is_confirmed(f"pass {question.name} knowingly?", is_told=False):
            return None
    return sorted(names)


def _show(shown: Review, rates: tuple[StagedRate, ...]) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=max(NARROWEST, console.width))
    table = Table("setting", "old", "new", title="old against new")
    changed = {row[0] for row in shown.changed()}
    for setting, old, new in shown.rows:
        style = "bold" if setting in changed else "dim"
        name = ("* " if setting in changed else "  ") + name_of(setting)
        table.add_row(*(Text(one, style) for one in (name, in_words(setting, old), in_words(setting, new))))
    console.print(table)
    if not changed:
        console.print("nothing changes")
    for rate in rates:
        console.print(f"would run at {rate_in_words(rate)}", highlight=False)
    for question in shown.questions:
        line = f"passes a soft limit, {question.name}: {question.field}: {question.value}: {question.limit}"
        console.print(Text(one_line(line), "bold yellow"), soft_wrap=True)
    console.print(f"digest: {shown.digest}", highlight=False, soft_wrap=True)
