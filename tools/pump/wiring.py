"""`pump wiring`: what goes where on a board, and the pictures that are made from the same data."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pump.errors import Failure, UserError
from rig_parts import catalogue, parts_list, pin_table, wiring_handheld
from rig_parts.choice import Choice, choose
from rig_parts.wiring_picture import picture, picture_path
from units.refused import Refused


def chosen(board: str, driver: str | None, head: str | None) -> Choice:
    """Raises UserError for parts that are unknown, do not fit, or that the firmware cannot drive."""
    wanted = {name: given.upper() for name, given in (("driver", driver), ("head", head)) if given is not None}
    try:
        return choose(board.upper(), **wanted)
    except Refused as refusal:
        raise UserError(str(refusal)) from None


def show_wiring(choice: Choice, console: Console) -> None:
    """Pads, parts, and where the picture is."""
    board, driver, head = choice.board, choice.driver, choice.head
    table = Table(title=f"{board.name} with {driver.name} and {head.name}")
    for heading in ("function", "pad", "goes to"):
        table.add_column(heading)
    for row in pin_table.rows(board, driver):
        table.add_row(*row)
    console.print(table)
    volume = f"{choice.step_volume_fl / 1_000_000:g} nL a microstep before calibration"
    console.print(f"{choice.microsteps_per_rev} microsteps a revolution, {volume}")
    for title, rows in (
        ("parts", parts_list.parts(board, driver, head)),
        ("optional", parts_list.optional_parts(board, driver)),
    ):
        for count, what in rows:
            console.print(f"{title}: {count} x {what}", highlight=False)
    console.print(f"picture: {picture_path(board.name, driver.name)}", highlight=False, soft_wrap=True)
    console.print("Bench and demonstration only, with water. Not verified on hardware.")


def write_pictures(board: str | None) -> list[Path]:
    """One a board and driver that the firmware drives, and one as the hand-held.

    Raises UserError, and Failure where it cannot be written.
    """
    names = catalogue.board_names() if board is None else [chosen(board, None, None).board.name]
    written: list[Path] = []
    for name in names:
        for path, text in pictures(name):
            try:
                path.write_text(text, encoding="utf-8")
            except OSError as error:
                raise Failure(f"{path}: {error.strerror}; check the place and its free space") from None
            written.append(path)
    return written


def pictures(name: str) -> Iterator[tuple[Path, str]]:
    """(file, text) of every picture of a board."""
    for driver in catalogue.driven():
        yield picture_path(name, driver.name), picture(catalogue.board(name), driver)
    if name in catalogue.handheld_names():
        yield wiring_handheld.picture_path(name), wiring_handheld.picture(catalogue.handheld(name))


def show_handheld(name: str, console: Console) -> None:
    """What goes to which pad of a hand-held, its parts, and where its picture is. Raises UserError."""
    try:
        board = catalogue.handheld(name.upper())
    except Refused as refusal:
        raise UserError(str(refusal)) from None
    table = Table(title=f"{board.name} as the hand-held")
    for heading in ("function", "pad", "goes to"):
        table.add_column(heading)
    for row in pin_table.handheld_rows(board):
        table.add_row(*row)
    console.print(table)
    for count, what in parts_list.handheld_parts(board):
        console.print(f"parts: {count} x {what}", highlight=False)
    console.print(f"picture: {wiring_handheld.picture_path(board.name)}", highlight=False, soft_wrap=True)
    console.print("Bench and demonstration only, with water. Not verified on hardware.")
