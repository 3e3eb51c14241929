"""The wiring of a board as the hand-held as a picture, from the same data that its firmware runs on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rig_parts import catalogue, symbols
from rig_parts.catalogue import Board
from rig_parts.svg import FAINT, Sheet
from rig_parts.wiring_blocks import BOARD_RIGHT, COLOURS, FAR_LEFT, GAP, GROUND, PITCH, RAIL, Drawn, part, signal, stub
from rig_parts.wiring_picture import BOARD_LEFT, TOP, WARNING, WIDTH, board_box
from rig_parts.wiring_small import ROW, SYMBOL_LEFT, buzzer_block, supply_sense_block, to_ground

NOTES = (
    "Three wires to the pump: ground to ground, and each one's TX to the other's RX. Each board has its own supply:",
    "join the grounds alone. No other wire: nothing that the hand-held does can reach the motor.",
)


def picture_path(board: str) -> Path:
    return catalogue.BOARDS / board / "wiring_handheld.svg"


def picture(board: Board) -> str:
    """The SVG file's text."""
    return drawn(board).written(f"Wiring of {board.name} as the hand-held")


def drawn(board: Board) -> Sheet:
    """Everything placed; `Sheet.written` makes the file of it."""
    sheet = Sheet(WIDTH)
    sheet.text(BOARD_LEFT, 36, f"{board.name} as the hand-held", size=22, bold=True)
    sheet.text(BOARD_LEFT, 62, WARNING, fill="#b00020")
    sheet.text(BOARD_LEFT, 84, "What carries the same name (3.3 V, ground, 5 V) is one wire.", fill=FAINT)
    y: float = TOP + PITCH  # below the heads of the columns
    pads: list[tuple[str, float]] = []
    for function, block in BLOCKS:
        if board.pins[function] is not None:
            placed, y = block(sheet, y, board)
            pads += placed
    bottom = board_box(sheet, board, pads, y, "PINS of handheld.py")
    for number, note in enumerate(NOTES):
        sheet.text(BOARD_LEFT, bottom + 40 + number * 20, note)
    sheet.height = round(bottom + 60 + len(NOTES) * 20)
    return sheet


def _cable(sheet: Sheet, y: float, _board: Board) -> Drawn:
    """The pump's plug."""
    bottom = y + 46 + 2 * PITCH
    part(sheet, y, bottom - 4, "the pump's board")
    stub(sheet, y + 50, "GND", GROUND)
    sheet.text(FAR_LEFT, y + 30, "its pads: handheld_rx,")
    sheet.text(FAR_LEFT, y + 30 + PITCH, "handheld_tx, in its picture")
    signal(sheet, "link_tx", y + 50, "RX")
    signal(sheet, "link_rx", y + 50 + PITCH, "TX")
    return [("link_tx", y + 50), ("link_rx", y + 50 + PITCH)], bottom + GAP


def _display(sheet: Sheet, y: float, _board: Board) -> Drawn:
    bottom = y + 46 + 2 * PITCH
    part(sheet, y, bottom - 4, "display SSD1306")
    for number, (name, net) in enumerate((("VCC", RAIL), ("GND", GROUND))):
        stub(sheet, y + 50 + number * PITCH, name, net)
    sheet.text(FAR_LEFT, y + 30, "128 x 64 dots, address 0x3C")
    signal(sheet, "i2c_sda", y + 50, "SDA")
    signal(sheet, "i2c_scl", y + 50 + PITCH, "SCL")
    return [("i2c_sda", y + 50), ("i2c_scl", y + 50 + PITCH)], bottom + GAP


def _buttons(sheet: Sheet, y: float, _board: Board) -> Drawn:
    """To ground; the chip pulls them up."""
    rows = (("ask", "ASK: asks for the dose"), ("next", "NEXT: other screens, silence, cancel"))
    for number, (function, name) in enumerate(rows):
        at = y + 24 + number * ROW
        sheet.wire([(BOARD_RIGHT, at), (SYMBOL_LEFT, at)], COLOURS[function])
        to_ground(sheet, symbols.contact(sheet, SYMBOL_LEFT, at, closed=False), at, name)
    return [(function, y + 24 + number * ROW) for number, (function, _name) in enumerate(rows)], y + 2 * ROW + 10


def _buzzer(sheet: Sheet, y: float, board: Board) -> Drawn:
    return buzzer_block(sheet, y, board, None)


def _supply_sense(sheet: Sheet, y: float, board: Board) -> Drawn:
    return supply_sense_block(sheet, y, board, None)


Block = Callable[[Sheet, float, Board], Drawn]
BLOCKS: tuple[tuple[str, Block], ...] = (
    ("link_tx", _cable),
    ("i2c_sda", _display),
    ("ask", _buttons),
    ("buzzer", _buzzer),
    ("supply_sense", _supply_sense),
)
