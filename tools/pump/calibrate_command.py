"""`pump calibrate`: the load cell with two known masses, the head with weighed water."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pump.errors import UserError
from pump.link_options import Port, PumpId

HELP = "Calibrate the load cell with two masses, or the head with weighed water; asked before it is put in force."
LEFT = 1
MOST_SETTLE_S = 3_600
ReportFile = Annotated[Path | None, typer.Option(metavar="FILE", help="Also write the result to a new file.")]


def add_calibrate_commands(app: typer.Typer) -> None:
    """Register them."""
    calibrate = typer.Typer(help=HELP, no_args_is_help=True)
    calibrate.command("load-cell")(load_cell)
    calibrate.command("head")(head)
    app.add_typer(calibrate, name="calibrate")


def load_cell(
    first: Annotated[str, typer.Option(metavar="MASS", help="What is on it first; the empty bottle is 0 g.")] = "0 g",
    first_doubt: Annotated[
        str | None, typer.Option(metavar="MASS", help="One standard deviation of it; default: 2 mg.")
    ] = None,
    first_tolerance: Annotated[str | None, typer.Option(metavar="MASS", help="Or the most that it is off.")] = None,
    second: Annotated[str, typer.Option(metavar="MASS", help="What is on it then, all together.")] = "50 g",
    second_doubt: Annotated[
        str | None, typer.Option(metavar="MASS", help="One standard deviation of it; default: 10 mg.")
    ] = None,
    second_tolerance: Annotated[
        str | None, typer.Option(metavar="MASS", help="Or the most that it is off: the weight's class.")
    ] = None,
    settle: Annotated[
        str, typer.Option(metavar="TIME", help="From a mass to its weighing: the cell creeps; 1 s to 1 h.")
    ] = "10 min",
    another_cell: Annotated[
        bool, typer.Option("--another-cell", help="It was changed, so its span may be another by more than 20 %.")
    ] = False,
    report: ReportFile = None,
    port: Port = None,
    pump: PumpId = None,
) -> None:
    """Calibrate the load cell with two known masses, guided; old against new, asked before it is put in force.

    Leaves with 1 if it was not accepted; then the calibration of before stays.
    """
    from pump.calibrate_cell import calibrate_load_cell, known_mass
    from pump.calibration_report import refuse_existing
    from pump.head_options import seconds_of

    settle_s = seconds_of(settle, "--settle", MOST_SETTLE_S)
    known = (
        known_mass("--first", first, first_doubt, first_tolerance, "2 mg"),
        known_mass("--second", second, second_doubt, second_tolerance, "10 mg"),
    )
    refuse_existing(report)
    if not sys.stdin.isatty():
        raise UserError("terminal: missing: a person puts the masses on, and is asked to; run it at a terminal")
    raise typer.Exit(0 if calibrate_load_cell(known, settle_s, another_cell, report, port, pump) else LEFT)


def head(
    balance: Annotated[
        str, typer.Option(metavar="own|typed|PORT", help="What weighs: the pump's cell, a person, a serial balance.")
    ] = "own",
    balance_doubt: Annotated[
        str, typer.Option(metavar="MASS", help="Of a difference of two of its readings, one standard deviation.")
    ] = "1 mg",
    balance_asks: Annotated[
        str,
        typer.Option(
            metavar="none|sics|and|sartorius", help="How a serial balance is asked; none: it sends by itself."
        ),
    ] = "none",
    baud: Annotated[str, typer.Option(metavar="N", help="Of a serial balance.")] = "9600",
    runs: Annotated[str, typer.Option(metavar="N", help="3 to 30.")] = "5",
    turns: Annotated[str, typer.Option(metavar="N", help="Of the head, each run: 60 uL each with the default.")] = "32",
    rate: Annotated[str, typer.Option(metavar="RATE", help="At most 5 mL/min.")] = "1 mL/min",
    rest: Annotated[str, typer.Option(metavar="TIME", help="Before and after each run, at most 8 min.")] = "1 min",
    temperature: Annotated[str, typer.Option(metavar="DEGC", help="Of the water, 0 to 40.")] = "20",
    temperature_doubt: Annotated[str, typer.Option(metavar="K", help="One standard deviation of it.")] = "1",
    air: Annotated[str, typer.Option(metavar="MG/ML", help="Density of the air; 0: a twin, which has none.")] = "1.2",
    limit: Annotated[str, typer.Option(metavar="PERCENT", help="The most uncertainty that is taken, 95 %.")] = "1",
    wait: Annotated[str, typer.Option(metavar="TIME", help="For the button to be held, at most 1 h.")] = "5 min",
    yes: Annotated[bool, typer.Option("--yes", help="Deliver the water and take the result over unasked.")] = False,
    report: ReportFile = None,
    port: Port = None,
    pump: PumpId = None,
) -> None:
    """Calibrate the head with WATER: microsteps counted in service mode and weighed; asked before it is put in force.

    Leaves with 1 if it was not taken over; then the volume of before stays.
    """
    from pump.asking import refuse_unless_asked_or_told
    from pump.calibrate_head import calibrate_head
    from pump.calibration_report import refuse_existing
    from pump.head_options import HeadTold, checked

    refuse_unless_asked_or_told(yes, "pump calibrate head")
    wish = checked(
        HeadTold(
            balance, balance_doubt, balance_asks, baud, runs, turns, rate, rest, temperature, temperature_doubt, air,
            limit, wait,
        )
    )  # fmt: skip
    refuse_existing(report)
    raise typer.Exit(0 if calibrate_head(wish, yes, report, port, pump) else LEFT)
