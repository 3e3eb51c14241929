"""The command line of `pump trumpet`."""

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_PICTURES = (Path(".build/trumpet.png"), Path(".build/trumpet.pdf"))


def add_trumpet_command(app: typer.Typer) -> None:
    """Make `pump trumpet` known to the command."""
    app.command()(trumpet)


def trumpet(
    therapy: Annotated[
        Path | None, typer.Argument(metavar="THERAPY.toml", help="A steady therapy, run on the twin.")
    ] = None,
    duration: Annotated[
        str | None, typer.Option("--for", metavar="TIME", help="How long to run it: 2h or more.")
    ] = None,
    scenario: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="On which rig.")] = None,
    seed: Annotated[str | None, typer.Option(metavar="N", help="Of the rig's noise; else 0.")] = None,
    by: Annotated[
        str | None, typer.Option(metavar="WHAT", help="outlet: what left it, exactly; load-cell: what the cell says.")
    ] = None,
    log: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="A scale's log instead: time_s,mass_g and its kind.")
    ] = None,
    rate: Annotated[str | None, typer.Option(metavar="RATE", help="Of the log: the flow that was set: 1mL/h.")] = None,
    counts_per_g: Annotated[
        str | None, typer.Option(metavar="N", help="Of a log in counts: the load cell's calibration.")
    ] = None,
    temperature: Annotated[
        str | None, typer.Option(metavar="DEGC", help="Of the log's water, 0 to 40; else 20.")
    ] = None,
    evaporation: Annotated[
        str | None, typer.Option(metavar="RATE", help="Of the log's vessel: 2mg/h; else none.")
    ] = None,
    noise: Annotated[
        str | None, typer.Option(metavar="MASS", help="rms of one reading: 0.5mg; else the rig's, or the log's own.")
    ] = None,
    windows: Annotated[
        str | None, typer.Option(metavar="NAME", help="bench: 2 to 31 min; therapy: 15 to 930 min; else by the flow.")
    ] = None,
    bolus: Annotated[
        str | None, typer.Option(metavar="DOSE", help="25 boluses instead: a dose on the twin, a volume of a log.")
    ] = None,
    over: Annotated[str | None, typer.Option(metavar="TIME", help="With --bolus: how long each takes.")] = None,
    every: Annotated[str | None, typer.Option(metavar="TIME", help="With --bolus: from one to the next.")] = None,
    picture: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Where it is drawn: .png, .pdf or .svg; may come twice.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout instead of tables.")] = False,
) -> None:
    """Start-up and trumpet curves after IEC 60601-2-24, overall errors, or the accuracy of 25 boluses.

    From a run on the twin, or from the log of a scale. Windows whose errors are within the sensor's noise are greyed.
    """
    from pump.trumpet import Wanted, report

    report(
        Wanted(
            therapy, duration, scenario, seed, by, log, rate, counts_per_g, temperature, evaporation, noise, windows,
            bolus, over, every, tuple(picture or DEFAULT_PICTURES), json,
        )
    )  # fmt: skip
