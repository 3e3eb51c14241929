"""The `pump` commands that talk to a pump over its link: the short ones, each one request, and where the rest is."""

import json as json_text
from typing import Annotated

import typer

from pump.errors import UserError
from pump.link_options import Port, PumpId
from pump.quantities import DOSE, DURATION, whole_units

HOLD_S = 8.0


def add_link_commands(app: typer.Typer) -> None:
    """Register them."""
    from pump.clinic_commands import add_clinic_commands
    from pump.program_command import program
    from pump.watching_commands import add_watching_commands

    for command in (find, pair, status, bolus, prime, bridge, stop, start, program):
        app.command()(command)
    add_clinic_commands(app)
    add_watching_commands(app)


def find() -> None:
    """List the pumps there are: boards on USB, and twins that are served. Leaves with 1 without any."""
    from pump_link.discovery import NONE_FOUND, find_pumps

    found = find_pumps()
    for pump in found:
        print(pump.in_words())
    if not found:
        print(NONE_FOUND)
        raise typer.Exit(1)


def pair(
    role: Annotated[str, typer.Argument(metavar="ROLE", help="clinician or patient.")],
    port: Port = None,
) -> None:
    """Get a key from a stopped pump while its button is held: press it, run this, let go when it says so."""
    from pump.pump_access import check_role, opened_wire
    from pump_link import keys
    from pump_link.pairing import NotPaired, pair_while_held
    from pump_link.transport import NoWire

    check_role(role)
    wire = opened_wire(port)
    try:
        key, pump_id = pair_while_held(wire, role, HOLD_S)
    except (NotPaired, NoWire) as error:
        raise UserError(str(error)) from None
    finally:
        wire.close()
    print(f"paired as {role} with pump {pump_id}: let go; the key is in {keys.save(pump_id, role, key)}")


def status(
    port: Port = None,
    pump: PumpId = None,
    role: Annotated[str, typer.Option(metavar="ROLE", help="clinician or patient.")] = "clinician",
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """What a pump is doing, as it says itself."""
    from dataclasses import asdict

    from pump.pump_access import check_role, pump_at
    from pump.status_words import status_lines

    check_role(role)
    with pump_at(port, pump, role) as opened:
        said = opened.status()
    print(json_text.dumps(asdict(said)) if json else "\n".join(status_lines(said)))


def bolus(
    dose: Annotated[
        str | None, typer.Option(metavar="DOSE", help="A clinician's bolus of it: 0.1 mg; with --over.")
    ] = None,
    over: Annotated[str | None, typer.Option(metavar="TIME", help="How long it takes: 5 min.")] = None,
    end: Annotated[bool, typer.Option("--end", help="End the bolus under way; the therapy goes on.")] = False,
    port: Port = None,
    pump: PumpId = None,
) -> None:
    """Ask for the patient's prescribed bolus; with --dose and --over give a clinician's. Leaves with 1 if denied."""
    from pump.pump_access import pump_at

    if end:
        if dose is not None or over is not None:
            raise UserError("--end: --dose or --over is given too; leave it out")
        with pump_at(port, pump) as opened:
            opened.stop_bolus()
        print("ending")
        return
    if dose is None and over is None:
        with pump_at(port, pump, "patient") as opened:
            opened.patient_bolus()
    elif dose is None or over is None:
        missing = "--dose" if dose is None else "--over"
        raise UserError(f"{missing}: missing: a clinician's bolus has both; leave both out for the patient's")
    else:
        dose_pg, over_s = whole_units(dose, "--dose", DOSE), whole_units(over, "--over", DURATION)
        with pump_at(port, pump) as opened:
            opened.clinician_bolus(dose_pg, over_s)
    print("granted")


def prime(port: Port = None, pump: PumpId = None) -> None:
    """Fill the catheter: its volume, as fast as the therapy's limit allows. Leaves with 1 if it is denied."""
    from pump.pump_access import pump_at

    with pump_at(port, pump) as opened:
        opened.prime()
    print("granted")


def bridge(port: Port = None, pump: PumpId = None) -> None:
    """Give the old mixture in the catheter at its own rate until the new one is there. Leaves with 1 if denied."""
    from pump.pump_access import pump_at

    with pump_at(port, pump) as opened:
        opened.bridge()
    print("granted")


def stop(port: Port = None, pump: PumpId = None) -> None:
    """End delivery; a bolus under way is cut."""
    from pump.pump_access import pump_at

    with pump_at(port, pump) as opened:
        opened.stop()
    print("stopping")


def start(port: Port = None, pump: PumpId = None) -> None:
    """Deliver again."""
    from pump.pump_access import pump_at

    with pump_at(port, pump) as opened:
        opened.start()
    print("starting")
