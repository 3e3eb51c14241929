"""What to have on the bench before wiring: the parts list, from the data of the pictures."""

from __future__ import annotations

from boards import wiring
from rig_parts.catalogue import Board, Driver, Head
from rig_parts.symbols import ohms

Row = tuple[str, str]


def parts(board: Board, driver: Driver, head: Head) -> list[Row]:
    """(how many, what), without what is optional."""
    figures = driver.figures
    supply = f"{figures['motor_supply_min_mv'] / 1000:g} to {figures['motor_supply_max_mv'] / 1000:g} V"
    motor = f"stepper motor, {driver.full_steps_per_rev} steps a turn, two coils"
    microlitres = head.figures["volume_per_revolution_nl"] / 1000
    return [
        ("1", f"board {board.micropython['reported'].removesuffix(' with RP2040')}, and its USB cable"),
        ("1", f"{driver.name} carrier"),
        ("1", motor),
        ("1", f"roller head on its shaft, {head.figures['rollers']} rollers, {microlitres:g} uL a turn, and its tube"),
        ("1", f"motor supply, {supply}"),
        ("1", f"electrolytic capacitor, {wiring.MOTOR_SUPPLY_UF} uF, for more than the motor supply"),
        ("1", "switch, normally closed: the stop switch"),
        ("1", f"resistor {ohms(wiring.ENABLE_PULL_UP_OHM)}: the pull-up of the enable line"),
        ("1", "HX711 module, 10 samples a second"),
        ("1", "load cell of 100 g, under the reservoir"),
        ("2", "push button, open at rest: patient, silence"),
        ("1", "red LED"),
        ("1", "yellow LED"),
        ("2", f"resistor {ohms(wiring.LAMP_OHM)}: one a lamp"),
        ("1", "passive buzzer"),
        ("1", f"NPN transistor, such as a 2N3904, and a resistor {ohms(wiring.BUZZER_BASE_OHM)}"),
    ]


def optional_parts(board: Board, driver: Driver) -> list[Row]:
    """(how many, what) of what the board has pins for."""
    rows: list[Row] = []
    if board.pins["driver_tx"] is not None and "uart" in driver.terminals:
        rows.append(("1", f"UART of the {driver.name}: resistor {ohms(wiring.UART_OHM)}"))
    if board.pins["i2c_sda"] is not None:
        rows += [("1", "clock chip DS3231"), ("1", "display SSD1306, 128 x 64"), ("1", "rotor encoder AS5600, magnet")]
    if board.pins["handheld_tx"] is not None:
        rows.append(("1", "hand-held: a board of its own with its supply, and a cable of three wires"))
    if board.pins["supply_sense"] is not None:
        rows.append(("2", "supply sense: resistors " + " and ".join(map(ohms, wiring.SUPPLY_DIVIDER_OHM))))
    if board.pins["motor_sense"] is not None:
        divider = " and ".join(map(ohms, wiring.MOTOR_DIVIDER_OHM))
        rows.append(("3", f"motor supply sense: resistors {divider}, capacitor {wiring.MOTOR_SENSE_NF} nF"))
    return rows


def handheld_parts(board: Board) -> list[Row]:
    """(how many, what) of the patient's hand-held."""
    rows: list[Row] = [
        ("1", f"board {board.micropython['reported'].removesuffix(' with RP2040')}, and its own supply over USB"),
        ("1", "display SSD1306, 128 x 64, I2C"),
        ("2", "push button, open at rest: ASK, NEXT"),
        ("1", "passive buzzer"),
        ("1", f"NPN transistor, such as a 2N3904, and a resistor {ohms(wiring.BUZZER_BASE_OHM)}"),
        ("1", "cable of three wires to the pump: ground, and one for each direction"),
    ]
    if board.pins["supply_sense"] is not None:
        rows.append(("2", "optional, supply sense: resistors " + " and ".join(map(ohms, wiring.SUPPLY_DIVIDER_OHM))))
    return rows
