"""`pump programmer`: the physician's pages for one pump, in a browser of this computer."""

from typing import Annotated

import typer

from pump.errors import UserError, refusal
from pump.link_options import Port, PumpId
from pump.quantities import DURATION, whole_units

LARGEST_PORT = 65_535


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
) -> None:
    """Serve the physician's pages on this computer: status, therapy, boluses, refill, log, report.

    Nobody else gets in: they are on loopback, and their address holds a token that is made anew at each start.
    """
    from programmer.all_pages import PAGES
    from programmer.connection import Connection
    from programmer.server import serve
    from programmer.wire import Wire
    from pump_link.discovery import the_only_pump
    from pump_link.transport import NoWire, open_transport

    served_at = _read_port(at)
    for_s = None if duration is None else whole_units(duration, "--for", DURATION)
    try:
        place = the_only_pump(pump) if port is None else port
        open_transport(place).close()
    except NoWire as error:
        raise UserError(str(error)) from None
    connection = Connection(Wire(lambda: open_transport(place), pump))
    try:
        serve(PAGES, connection, served_at, for_s, opens_browser=not no_open)
    except OSError as error:
        raise UserError(f"--at: {at}: cannot be listened at ({error}); choose another, 0 takes any free one") from None


def _read_port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and int(text) <= LARGEST_PORT):
        raise refusal("--at", text, f"a port, 0 to {LARGEST_PORT}", "choose one; 0 takes any that is free")
    return int(text)
