"""`pump refill`, `recalibrate`, `begin-history` and `time`: what a clinician does at a visit besides programming."""

from datetime import datetime
from typing import Annotated

import typer

from pump.link_options import Port, PumpId
from pump.quantities import DOSE, VOLUME, whole_units

DAY_S = 86_400
NEAR_S = 2  # host and pump count as the same: the pump tells whole seconds
FIRST_DAY = datetime(2001, 1, 1)  # day 0 of the pump's time, a Monday


def add_clinic_commands(app: typer.Typer) -> None:
    """Register them."""
    for command in (refill, recalibrate, begin_history):
        app.command()(command)
    app.command("time")(pump_time)


def refill(
    withdrawn: Annotated[str, typer.Option(metavar="VOLUME", help="What was taken out, such as 3.2 mL, or 0 mL.")],
    filled: Annotated[str, typer.Option(metavar="VOLUME", help="What was filled in, such as 20 mL.")],
    other_mixture: Annotated[
        bool, typer.Option("--other-mixture", help="Another drug or concentration: held until it is programmed.")
    ] = False,
    port: Port = None,
    pump: PumpId = None,
) -> None:
    """Enter a refill, and see what the pump had expected to be withdrawn."""
    from pump.pump_access import pump_at
    from pump.status_words import mL

    withdrawn_nl = whole_units(withdrawn, "--withdrawn", VOLUME, zero=True)
    filled_nl = whole_units(filled, "--filled", VOLUME, zero=True)
    with pump_at(port, pump) as opened:
        expected_nl = opened.refill(withdrawn_nl, filled_nl, other_mixture)
    print(f"refilled: {mL(filled_nl)} in; {mL(withdrawn_nl)} withdrawn, {mL(expected_nl)} expected")
    if other_mixture:
        print("another mixture: nothing is delivered until its therapy is programmed: pump program THERAPY.toml")


def recalibrate(
    yes: Annotated[bool, typer.Option("--yes", help="Take it over without asking.")] = False,
    port: Port = None,
    pump: PumpId = None,
) -> None:
    """Show the volume of a microstep that the last refill found, and take it over if that is confirmed."""
    from pump.asking import is_confirmed, refuse_unless_asked_or_told
    from pump.pump_access import pump_at

    refuse_unless_asked_or_told(yes, "pump recalibrate")
    with pump_at(port, pump) as opened:
        offer = opened.recalibration()
        if offer is None:
            print("the pump offers none: a refill whose weight and steps differ offers one")
            return
        print(f"a microstep moves {offer.step_volume_fl / 1e6:.6f} nL, known to {offer.doubt_fl / 1e6:.6f} nL")
        if not is_confirmed("take it over?", yes):
            print("left as it is")
            raise typer.Exit(1)
        opened.recalibrate(offer.step_volume_fl)
    print("being put in force")


def begin_history(
    given: Annotated[str, typer.Option(metavar="DOSE", help="Given in the last 24 h, from any source, such as 2 mg.")],
    yes: Annotated[bool, typer.Option("--yes", help="Begin it without asking.")] = False,
    port: Port = None,
    pump: PumpId = None,
) -> None:
    """Where a pump is locked because its dose history is unknown: begin another. Its therapy goes with the old one."""
    from pump.asking import is_confirmed, refuse_unless_asked_or_told
    from pump.pump_access import pump_at

    given_pg = whole_units(given, "--given", DOSE, zero=True)
    refuse_unless_asked_or_told(yes, "pump begin-history")
    with pump_at(port, pump) as opened:
        print(f"{given} of the primary drug will count as given now; the old history is put aside, the pump restarts")
        if not is_confirmed("begin a new history?", yes):
            print("left as it is")
            raise typer.Exit(1)
        opened.begin_history(given_pg)
    print("the pump restarts: program its therapy, then start it")


def pump_time(
    set_it: Annotated[bool, typer.Option("--set", help="Set it from this computer's clock, local time.")] = False,
    port: Port = None,
    pump: PumpId = None,
) -> None:
    """Show the pump's time and how far it is from this computer's; --set sets it."""
    from pump.pump_access import pump_at
    from pump.status_words import time_in_words

    with pump_at(port, pump) as opened:
        if set_it:
            opened.set_time(*counted_from(datetime.now()))
        time = opened.status().time
        here = datetime.now().replace(microsecond=0)
    print(f"pump: {time_in_words(time)}")
    print(f"this computer: {here:%Y-%m-%d %H:%M:%S}")
    if time is None:
        print("set it with pump time --set")
        return
    print(difference_in_words(time.day * DAY_S + time.second, here))


def counted_from(moment: datetime) -> tuple[int, int, int]:
    """(whole days since Monday 2001-01-01, second of the day, microsecond), as the pump counts a local time."""
    since = moment - FIRST_DAY
    return since.days, since.seconds, since.microseconds


def difference_in_words(pump_s: int, here: datetime) -> str:
    """pump_s: the pump's time, in seconds since the beginning of 2001."""
    from pump_link.words import duration

    day, second, _ = counted_from(here)
    ahead_s = pump_s - (day * DAY_S + second)
    if abs(ahead_s) <= NEAR_S:
        return "the same"
    return f"the pump is {duration(abs(ahead_s))} {'ahead' if ahead_s > 0 else 'behind'}; pump time --set sets it"
