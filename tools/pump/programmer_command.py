"""`pump programmer`: the physician's pages for one pump, in a browser of this computer."""

from typing import TYPE_CHECKING, Annotated

import typer

from pump.errors import UserError, refusal
from pump.link_options import Port, PumpId
from pump.quantities import DURATION, whole_units

if TYPE_CHECKING:
    from programmer.connection import Connection
    from programmer.server import Door

LARGEST_PORT = 65_535
PATIENT_ON_NETWORK = typer.Option(
    metavar="PORT", help="Open the patient's page, and nothing else, to the local network at this port; 0: any free."
)


def add_programmer_command(app: typer.Typer) -> None:
    """Register it."""
    app.command()(programmer)


def programmer(
    port: Port = None,
    pump: PumpId = None,
    at: Annotated[str, typer.Option(metavar="PORT", help="Where the pages are served on loopback; 0: any free.")] = "0",
    duration: Annotated[
        str | None, typer.Option("--for", metavar="TIME", help="End by itself after that, with its unit: 30 min.")
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Print the address, open no browser.")] = False,
    patient_on_network: Annotated[str | None, PATIENT_ON_NETWORK] = None,
) -> None:
    """Serve the physician's pages on this computer: status, therapy, boluses, refill, log, report.

    Nobody else gets in: they are on loopback, and their address holds a token that is made anew at each start.
    """
    from programmer.all_pages import PAGES
    from programmer.connection import Connection
    from programmer.patient_app import PATH, on_loopback
    from programmer.server import Shown, serve
    from programmer.wire import Wire
    from pump_link.discovery import the_only_pump
    from pump_link.transport import NoWire, open_transport

    served_at, phone_at = read_port(at), read_phone_port(patient_on_network)
    for_s = None if duration is None else whole_units(duration, "--for", DURATION)
    try:
        place = the_only_pump(pump) if port is None else port
        open_transport(place).close()
    except NoWire as error:
        raise UserError(str(error)) from None
    connection = Connection(Wire(lambda: open_transport(place), pump))
    try:
        named = {"programmer": "", "patient": f"{PATH[1:]}/"}
        shown = Shown(named, opens=None if no_open else "", more=phone_doors(connection, phone_at))
        serve(PAGES, connection, served_at, for_s, shown, {PATH: on_loopback(connection)})
    except OSError as error:
        raise UserError(f"--at: {at}: cannot be listened at ({error}); choose another, 0 takes any free one") from None


def phone_doors(connection: "Connection", port: int | None) -> list["Door"]:
    """What --patient-on-network opens: nothing without it. UserError if the port is taken."""
    from programmer.patient_door import patient_door

    if port is None:
        return []
    try:
        return [patient_door(connection, port)]
    except OSError as error:
        raise refusal("--patient-on-network", port, f"a free port ({error})", "choose another; 0 takes any") from None


def read_phone_port(text: str | None) -> int | None:
    """--patient-on-network: 0 to 65535."""
    return None if text is None else read_port(text, "--patient-on-network")


def read_port(text: str, option: str = "--at") -> int:
    """0 to 65535."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and int(text) <= LARGEST_PORT):
        raise refusal(option, text, f"a port, 0 to {LARGEST_PORT}", "choose one; 0 takes any that is free")
    return int(text)
