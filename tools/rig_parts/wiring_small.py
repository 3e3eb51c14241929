"""The small parts of the rig with their wires to the board: buttons, lamps, buzzer and the two dividers."""

from __future__ import annotations

from boards import wiring
from rig_parts import symbols
from rig_parts.catalogue import Board, Driver
from rig_parts.svg import INK, Sheet
from rig_parts.wiring_blocks import BOARD_RIGHT, COLOURS, FAR_LEFT, PART_LEFT, PART_RIGHT, RAIL, Block, Drawn, volts

SYMBOL_LEFT = 400
NAME_LEFT = 660
ROW = 44


def buttons_block(sheet: Sheet, y: float, _board: Board, _driver: Driver) -> Drawn:
    """To ground; the chip pulls them up."""
    rows = (("button", "patient button"), ("silence", "silence button"))
    for number, (function, name) in enumerate(rows):
        at = y + 24 + number * ROW
        sheet.wire([(BOARD_RIGHT, at), (SYMBOL_LEFT, at)], COLOURS[function])
        end = symbols.contact(sheet, SYMBOL_LEFT, at, closed=False)
        to_ground(sheet, end, at, name)
    return [(function, y + 24 + number * ROW) for number, (function, _name) in enumerate(rows)], y + 2 * ROW + 10


def lamps_block(sheet: Sheet, y: float, _board: Board, _driver: Driver) -> Drawn:
    """Each over its resistor to ground."""
    rows = (("led_red", "red lamp"), ("led_yellow", "yellow lamp"))
    for number, (function, name) in enumerate(rows):
        at, colour = y + 24 + number * ROW, COLOURS[function]
        sheet.wire([(BOARD_RIGHT, at), (SYMBOL_LEFT, at)], colour)
        end = symbols.resistor(sheet, SYMBOL_LEFT, at, wiring.LAMP_OHM)
        sheet.wire([(end, at), (500, at)], colour)
        to_ground(sheet, symbols.led(sheet, 500, at, colour), at, name)
    return [(function, y + 24 + number * ROW) for number, (function, _name) in enumerate(rows)], y + 2 * ROW + 10


def buzzer_block(sheet: Sheet, y: float, _board: Board, _driver: Driver | None) -> Drawn:
    """Over a transistor: a pin cannot carry it."""
    at, colour = y + 60, COLOURS["buzzer"]
    sheet.wire([(BOARD_RIGHT, at), (SYMBOL_LEFT, at)], colour)
    end = symbols.resistor(sheet, SYMBOL_LEFT, at, wiring.BUZZER_BASE_OHM)
    sheet.wire([(end, at), (520, at)], colour)
    x, collector_y, emitter_y = symbols.npn(sheet, 520, at)
    sheet.wire([(x, collector_y), (x, at - 36), (PART_LEFT, at - 36)])
    sheet.wire([(x, emitter_y), (x, at + 26)])
    symbols.ground(sheet, x, at + 26)
    sheet.text(x + 22, at + 5, "NPN, such as a 2N3904")
    sheet.box(PART_LEFT, at - 54, PART_RIGHT - PART_LEFT, 34)
    sheet.text(PART_LEFT + 10, at - 31, "- passive buzzer +", bold=True)
    sheet.wire([(PART_RIGHT, at - 36), (PART_RIGHT + 36, at - 36)])
    sheet.text(PART_RIGHT + 44, at - 31, RAIL)
    sheet.text(FAR_LEFT, at - 31, "a magnetic one: a diode")
    sheet.text(FAR_LEFT, at - 13, "across it, - to +")
    return [("buzzer", at)], at + 56


def supply_sense_block(sheet: Sheet, y: float, _board: Board, _driver: Driver | None) -> Drawn:
    """A third of the board's 5 V."""
    at = y + 26
    _divider(sheet, at, "supply_sense", wiring.SUPPLY_DIVIDER_OHM, "5 V")
    sheet.text(NAME_LEFT + 60, at + 5, "optional: sense of the board's supply")
    return [("supply_sense", at)], at + 74


def motor_sense_block(sheet: Sheet, y: float, _board: Board, driver: Driver) -> Drawn:
    """A fifth of the motor's supply, smoothed."""
    at = y + 26
    _divider(sheet, at, "motor_sense", wiring.MOTOR_DIVIDER_OHM, driver.terminals["supply"])
    bottom = symbols.hanging_capacitor(sheet, 380, at, f"{wiring.MOTOR_SENSE_NF} nF", COLOURS["motor_sense"])
    symbols.ground(sheet, 380, bottom)
    sheet.text(NAME_LEFT + 60, at + 5, "optional: sense of the motor supply,")
    sheet.text(NAME_LEFT + 60, at + 23, f"of at most {volts(wiring.MOTOR_DIVIDER_MOST_MV)}")
    return [("motor_sense", at)], at + 74


def _divider(sheet: Sheet, y: float, function: str, values: tuple[int, int], source: str) -> None:
    upper, lower = values
    colour = COLOURS[function]
    sheet.wire([(BOARD_RIGHT, y), (560, y)], colour)
    end = symbols.resistor(sheet, 560, y, upper)
    sheet.wire([(end, y), (PART_LEFT, y)], INK)
    sheet.text(PART_LEFT + 8, y + 5, source)
    symbols.ground(sheet, 490, symbols.hanging_resistor(sheet, 490, y, lower, colour))


def to_ground(sheet: Sheet, x: float, y: float, name: str) -> None:
    sheet.wire([(x, y), (620, y)])
    symbols.ground(sheet, 620, y)
    sheet.text(NAME_LEFT, y + 5, name)


SMALL: tuple[tuple[str, Block], ...] = (
    ("button", buttons_block),
    ("led_red", lamps_block),
    ("buzzer", buzzer_block),
    ("supply_sense", supply_sense_block),
    ("motor_sense", motor_sense_block),
)
