"""The command line of `pump wiring`."""

from typing import Annotated

import typer
from rich.console import Console

from pump.errors import UserError, refusal


def add_wiring_command(app: typer.Typer) -> None:
    """Make `pump wiring` known to the command."""
    app.command()(wiring)


def wiring(
    board: Annotated[
        str | None, typer.Argument(metavar="BOARD", help="A folder of boards/, such as RPI_PICO; all with --write.")
    ] = None,
    driver: Annotated[str | None, typer.Option(metavar="NAME", help="The motor driver; else the A4988.")] = None,
    head: Annotated[str | None, typer.Option(metavar="NAME", help="The pump head; else the roller.")] = None,
    device: Annotated[str, typer.Option("--as", metavar="DEVICE", help="pump, or handheld: the patient's.")] = "pump",
    write: Annotated[bool, typer.Option("--write", help="Draw the pictures in boards/ anew, one a driver.")] = False,
) -> None:
    """What goes to which pad, and the parts to have; or, with --write, the pictures of it."""
    from deploy.devices import DEVICES, HANDHELD
    from pump.wiring import chosen, show_handheld, show_wiring, write_pictures

    if device not in DEVICES:
        raise refusal("--as", device, f"one of {', '.join(DEVICES)}", "choose one of them")
    if write:
        if driver is not None or head is not None:
            raise UserError("--write: draws every driver; leave --driver and --head out")
        for path in write_pictures(board):
            print(path)
        return
    if board is None:
        raise UserError("BOARD: missing: a board is needed, such as RPI_PICO; boards/README.md has a table")
    if device == HANDHELD.name:
        if driver is not None or head is not None:
            raise UserError("--as: handheld: it drives no motor; leave --driver and --head out")
        show_handheld(board, Console())
        return
    show_wiring(chosen(board, driver, head), Console())
