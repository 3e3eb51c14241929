"""Each part of the rig with its wires to the board: drawn from the top down, every signal a straight line.

A block draws itself below `y` and gives the pads it needs, as (function, y), and where the next may begin.
"""

from __future__ import annotations

from collections.abc import Callable

from boards import wiring
from rig_parts import symbols
from rig_parts.catalogue import Board, Driver
from rig_parts.svg import INK, Sheet

Pads = list[tuple[str, float]]
Drawn = tuple[Pads, float]

BOARD_RIGHT = 300
PART_LEFT, PART_RIGHT = 640, 830
STUB_RIGHT = 866
FAR_LEFT, FAR_RIGHT = 1010, 1190
PITCH = 26
GAP = 34
COLOURS = {
    "enable": "#b0145c", "step": "#1f5fa8", "hx711_clock": "#2e7d32", "hx711_data": "#00838f", "i2c_sda": "#6a3d9a",
    "i2c_scl": "#8d6e00", "button": "#1f5fa8", "silence": "#2e7d32", "led_red": "#c62828", "led_yellow": "#b58900",
    "buzzer": "#00695c", "driver_tx": "#00695c", "driver_rx": "#6a3d9a", "handheld_tx": "#00695c",
    "handheld_rx": "#6a3d9a", "link_tx": "#00695c", "link_rx": "#6a3d9a",
    "ask": "#1f5fa8", "next": "#2e7d32", "supply_sense": "#6a3d9a", "motor_sense": "#b0145c",
}  # fmt: skip
RAIL = "3.3 V"
GROUND = "ground"


def volts(millivolts: int) -> str:
    return f"{millivolts / 1000:g} V"


def driver_block(sheet: Sheet, y: float, board: Board, driver: Driver) -> Drawn:
    """Stop switch and pull-up in the enable line; what is hard-wired; supply; motor; the UART if it has one."""
    terminals = driver.terminals
    tied = [(name, RAIL) for name in (*terminals["logic"], *terminals["high"])]
    tied += [(name, GROUND) for name in terminals["low"]]
    tied.append((terminals["dir"], "3.3 V or ground: the one that pumps forward"))
    supply_y = y + 90 + len(tied) * PITCH
    motor_y = supply_y + 106
    bottom = motor_y + 4 * PITCH
    part(sheet, y, bottom - 8, driver.name + " carrier")
    for number, (name, net) in enumerate(tied):
        stub(sheet, y + 50 + number * PITCH, name, net)
    _motor_supply(sheet, supply_y, driver)
    _motor(sheet, motor_y, driver)
    enable_y, step_y = y + 94, y + 94 + 2 * PITCH
    _enable_line(sheet, enable_y, terminals["enable"])
    signal(sheet, "step", step_y, terminals["step"])
    pads: Pads = [("enable", enable_y), ("step", step_y)]
    if board.pins["driver_tx"] is not None and "uart" in terminals:
        pads += _uart(sheet, step_y + 3 * PITCH, terminals["uart"])
    return pads, bottom + GAP


def _uart(sheet: Sheet, y: float, terminal: str) -> Pads:
    """One wire for both ways."""
    sheet.wire([(BOARD_RIGHT, y), (410, y)], COLOURS["driver_tx"])
    end = symbols.resistor(sheet, 410, y, wiring.UART_OHM)
    below = y + PITCH
    sheet.wire([(end, y), (520, y), (520, below)], COLOURS["driver_tx"])
    sheet.dot(520, below, COLOURS["driver_rx"])
    signal(sheet, "driver_rx", below, terminal)
    sheet.text(530, y + 5, "optional UART")
    return [("driver_tx", y), ("driver_rx", below)]


def _enable_line(sheet: Sheet, y: float, terminal: str) -> None:
    colour = COLOURS["enable"]
    sheet.wire([(BOARD_RIGHT, y), (410, y)], colour)
    end = symbols.contact(sheet, 410, y, closed=True)
    sheet.text(430, y + 22, "stop switch, normally closed", "middle")
    sheet.wire([(end, y), (PART_LEFT, y)], colour)
    symbols.pull_up(sheet, 600, y, wiring.ENABLE_PULL_UP_OHM, RAIL, colour)
    sheet.text(PART_LEFT + 10, y + 5, terminal)


def _motor_supply(sheet: Sheet, y: float, driver: Driver) -> None:
    least, most = driver.figures["motor_supply_min_mv"], driver.figures["motor_supply_max_mv"]
    minus_y = y + 38
    for at, name in ((y, driver.terminals["supply"]), (minus_y, "GND")):
        sheet.text(PART_RIGHT - 10, at + 5, name, "end")
        sheet.wire([(PART_RIGHT, at), (FAR_LEFT, at)], COLOURS["enable"] if at == y else INK)
    symbols.hanging_capacitor(sheet, 890, y, f"{wiring.MOTOR_SUPPLY_UF} uF")
    sheet.dot(890, minus_y)
    symbols.ground(sheet, 850, minus_y)
    sheet.dot(850, minus_y)
    sheet.box(FAR_LEFT, y - 38, FAR_RIGHT - FAR_LEFT, 94)
    sheet.text(FAR_LEFT + 10, y - 18, "motor supply", bold=True)
    sheet.text(FAR_LEFT + 10, y + 5, "+ " + volts(least) + " to " + volts(most))
    sheet.text(FAR_LEFT + 10, minus_y + 5, "-")


def _motor(sheet: Sheet, y: float, driver: Driver) -> None:
    for number, name in enumerate(driver.terminals["motor"]):
        at = y + number * PITCH
        sheet.text(PART_RIGHT - 10, at + 5, name, "end")
        sheet.wire([(PART_RIGHT, at), (FAR_LEFT, at)], "#1f5fa8" if number < 2 else "#2e7d32")
    sheet.box(FAR_LEFT, y - 16, FAR_RIGHT - FAR_LEFT, 4 * PITCH + 6)
    sheet.text(FAR_LEFT + 10, y + 5, "stepper motor", bold=True)
    sheet.text(FAR_LEFT + 10, y + 5 + PITCH, f"{driver.full_steps_per_rev} steps a turn")
    sheet.text(FAR_LEFT + 10, y + 5 + 2 * PITCH, "a coil on two wires")


def load_cell_block(sheet: Sheet, y: float, _board: Board, _driver: Driver) -> Drawn:
    """The converter and its bridge."""
    bottom = y + 46 + 6 * PITCH
    part(sheet, y, bottom - 4, "HX711, RATE low")
    for number, (name, net) in enumerate((("VCC", RAIL), ("GND", GROUND))):
        stub(sheet, y + 50 + number * PITCH, name, net)
    bridge_y = y + 50 + 2 * PITCH
    for number, name in enumerate(("E+", "E-", "A-", "A+")):
        at = bridge_y + number * PITCH
        sheet.text(PART_RIGHT - 10, at + 5, name, "end")
        sheet.wire([(PART_RIGHT, at), (FAR_LEFT, at)])
    sheet.box(FAR_LEFT, bridge_y - 16, FAR_RIGHT - FAR_LEFT, 4 * PITCH + 6)
    sheet.text(FAR_LEFT + 10, bridge_y + 5, "load cell", bold=True)
    sheet.text(FAR_LEFT + 10, bridge_y + 5 + PITCH, "under the reservoir")
    signal(sheet, "hx711_clock", y + 50, "PD_SCK")
    signal(sheet, "hx711_data", y + 50 + PITCH, "DOUT")
    return [("hx711_clock", y + 50), ("hx711_data", y + 50 + PITCH)], bottom + GAP


def bus_block(sheet: Sheet, y: float, _board: Board, _driver: Driver) -> Drawn:
    """What may hang on the I2C wires."""
    bottom = y + 46 + 2 * PITCH
    part(sheet, y, bottom - 4, "optional modules", dashed=True)
    for number, (name, net) in enumerate((("VCC", RAIL), ("GND", GROUND))):
        stub(sheet, y + 50 + number * PITCH, name, net)
    for number, name in enumerate(("clock chip DS3231", "display SSD1306", "rotor encoder AS5600")):
        sheet.text(FAR_LEFT, y + 30 + number * PITCH, name)
    signal(sheet, "i2c_sda", y + 50, "SDA")
    signal(sheet, "i2c_scl", y + 50 + PITCH, "SCL")
    return [("i2c_sda", y + 50), ("i2c_scl", y + 50 + PITCH)], bottom + GAP


def handheld_block(sheet: Sheet, y: float, _board: Board, _driver: Driver) -> Drawn:
    """Its plug: three wires, the two signals crossed."""
    bottom = y + 46 + 2 * PITCH
    part(sheet, y, bottom - 4, "optional hand-held", dashed=True)
    stub(sheet, y + 50, "GND", GROUND)
    for number, said in enumerate(("a board of its own", "with its own supply:", "join grounds alone")):
        sheet.text(FAR_LEFT, y + 30 + number * PITCH, said)
    signal(sheet, "handheld_tx", y + 50, "RX")
    signal(sheet, "handheld_rx", y + 50 + PITCH, "TX")
    return [("handheld_tx", y + 50), ("handheld_rx", y + 50 + PITCH)], bottom + GAP


def part(sheet: Sheet, top: float, bottom: float, title: str, dashed: bool = False) -> None:
    sheet.box(PART_LEFT, top, PART_RIGHT - PART_LEFT, bottom - top, dashed)
    sheet.text(PART_LEFT + 10, top + 20, title, bold=True)


def stub(sheet: Sheet, y: float, name: str, net: str) -> None:
    sheet.text(PART_RIGHT - 10, y + 5, name, "end")
    sheet.wire([(PART_RIGHT, y), (STUB_RIGHT, y)])
    sheet.text(STUB_RIGHT + 8, y + 5, net)


def signal(sheet: Sheet, function: str, y: float, terminal: str) -> None:
    sheet.wire([(BOARD_RIGHT, y), (PART_LEFT, y)], COLOURS[function])
    sheet.text(PART_LEFT + 10, y + 5, terminal)


Block = Callable[[Sheet, float, Board, Driver], Drawn]
