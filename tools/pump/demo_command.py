"""`pump demo`: the programmer's pages and the bench page on a twin; with --day a day of it in the terminal."""

from pathlib import Path
from typing import Annotated

import typer

from pump.errors import UserError, refusal
from pump.programmer_command import PATIENT_ON_NETWORK, read_phone_port, read_port
from pump.quantities import DURATION, whole_units
from pump.serve import read_speed

PICTURE = Path(".build/demo.png")


def add_demo_command(app: typer.Typer) -> None:
    """Register it."""
    app.command()(demo)


def demo(
    duration: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="TIME", help="End by itself after that: 10 min. Without a display 60 s, else never."
        ),
    ] = None,
    at: Annotated[str, typer.Option(metavar="PORT", help="Where the pages are served on loopback; 0: any free.")] = "0",
    speed: Annotated[str, typer.Option(metavar="N", help="Pump time over wall time at the start: 0.1 to 10000.")] = "1",
    no_open: Annotated[bool, typer.Option("--no-open", help="Print the addresses, open no browser.")] = False,
    patient_on_network: Annotated[str | None, PATIENT_ON_NETWORK] = None,
    day: Annotated[bool, typer.Option("--day", help="Instead, a day in ten seconds in this terminal.")] = False,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="With --day: where the picture goes: .png, .svg or .pdf.")
    ] = None,
) -> None:
    """A pump on its twin, to be looked at and tried: the physician's, the patient's and the bench's pages.

    With --day the example therapy runs for a day, live, and is drawn as pump plot does.
    """
    for_s = None if duration is None else whole_units(duration, "--for", DURATION)
    if day:
        from pump.demo_day import run_demo

        if duration is not None:
            raise refusal("--for", duration, "goes with the pages; --day ends by itself", "leave one of them out")
        run_demo(picture or PICTURE)
        return
    if picture is not None:
        raise refusal("--picture", str(picture), "goes with --day", "add --day or leave it out")
    from bench.demo import LiveDemo

    live = LiveDemo(read_port(at), read_phone_port(patient_on_network), read_speed(speed), for_s, opens=not no_open)
    try:
        live.run()
    except OSError as error:
        raise UserError(f"--at: {at}: cannot be listened at ({error}); choose another, 0 takes any free one") from None
