"""The wiring of a board and a driver as a picture, from the same data that the firmware runs on."""

from __future__ import annotations

from pathlib import Path

from rig_parts import catalogue
from rig_parts.catalogue import Board, Driver
from rig_parts.pin_check import HANDHELD, SENSES, UART, not_wired
from rig_parts.svg import FAINT, INK, Sheet
from rig_parts.wiring_blocks import BOARD_RIGHT, Block, bus_block, driver_block, handheld_block, load_cell_block
from rig_parts.wiring_small import SMALL

WIDTH = 1230
BOARD_LEFT = 30
TOP = 120
WARNING = "Bench and demonstration only, with water. Never for a human or an animal. Not verified on hardware."
RAILS = (("3V3", "3.3 V"), ("GND", "ground"), ("5V", "5 V, from USB"))
BLOCKS: tuple[tuple[str, Block], ...] = (
    ("step", driver_block),
    ("hx711_clock", load_cell_block),
    ("i2c_sda", bus_block),
    ("handheld_tx", handheld_block),
    *SMALL,
)


def picture_path(board: str, driver: str) -> Path:
    return catalogue.BOARDS / board / f"wiring_{driver.lower()}.svg"


def drawn(board: Board, driver: Driver) -> Sheet:
    """Everything placed; `Sheet.written` makes the file of it."""
    sheet = Sheet(WIDTH)
    sheet.text(BOARD_LEFT, 36, f"{board.name} with {driver.name}", size=22, bold=True)
    sheet.text(BOARD_LEFT, 62, WARNING, fill="#b00020")
    sheet.text(BOARD_LEFT, 84, "What carries the same name (3.3 V, ground, 5 V) is one wire.", fill=FAINT)
    y: float = TOP
    pads: list[tuple[str, float]] = []
    for function, block in BLOCKS:
        if board.pins[function] is not None:
            placed, y = block(sheet, y, board, driver)
            pads += placed
    bottom = board_box(sheet, board, pads, y, "PINS of board.py")
    sheet.height = round(_notes(sheet, board, driver, bottom + 40) + 20)
    return sheet


def picture(board: Board, driver: Driver) -> str:
    """The SVG file's text."""
    return drawn(board, driver).written(f"Wiring of {board.name} with {driver.name}")


def board_box(sheet: Sheet, board: Board, pads: list[tuple[str, float]], y: float, title: str) -> float:
    """The board with these pads, down to `y`, and its supply below; returns where it ends."""
    bottom = y + len(RAILS) * 26 + 10
    sheet.box(BOARD_LEFT, TOP, BOARD_RIGHT - BOARD_LEFT, bottom - TOP)
    sheet.text(BOARD_LEFT + 10, TOP + 22, board.micropython["reported"].removesuffix(" with RP2040"), bold=True)
    sheet.text(BOARD_LEFT + 10, TOP + 44, title, fill=FAINT)
    sheet.text(BOARD_RIGHT - 10, TOP + 44, "pad", "end", fill=FAINT)
    for function, at in pads:
        sheet.text(BOARD_LEFT + 10, at + 5, function, fill=FAINT)
        sheet.text(BOARD_RIGHT - 10, at + 5, str(board.pad(function)), "end")
    for number, (rail, net) in enumerate(RAILS):
        at = y + 10 + number * 26
        sheet.text(BOARD_RIGHT - 10, at + 5, board.power[rail], "end")
        sheet.wire([(BOARD_RIGHT, at), (BOARD_RIGHT + 36, at)])
        sheet.text(BOARD_RIGHT + 44, at + 5, net)
    return bottom


def _notes(sheet: Sheet, board: Board, driver: Driver, y: float) -> float:
    wanted = SENSES + HANDHELD + (UART if "uart" in driver.terminals else ())
    absent = [function for function in not_wired(board) if function in wanted]
    microsteps = driver.figures["microsteps"]
    notes = [
        f"{driver.name}: {microsteps} microsteps by its pins. Set its current limit before the first run.",
        "DIR is wired to the level that pumps forward: no pin of the chip can turn the pump backwards.",
        "The pull-up sits at the driver, the stop switch on the chip's side of it: open, or before the firmware runs,",
        "the motor is off. A broken wire does the same.",
    ]
    if absent:
        notes.append("Not wired on this board, which has no pin left: " + ", ".join(absent) + ".")
    for number, note in enumerate(notes):
        sheet.text(BOARD_LEFT, y + number * 20, note, fill=INK)
    return y + len(notes) * 20
