"""The options that every command over the link takes."""

from typing import Annotated

import typer

PORT = typer.Option(
    "--port",
    metavar="PORT",
    help="A serial device, or HOST:PORT of a twin that is served; may be left out where one pump is found.",
)
PUMP = typer.Option("--pump", metavar="ID", help="Which one, where this user has paired with several.")
Port = Annotated[str | None, PORT]
PumpId = Annotated[str | None, PUMP]
