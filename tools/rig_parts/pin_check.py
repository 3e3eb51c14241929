"""What is wrong with a board's pins, one line a fault; none for a board that can be wired as it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rig_parts.catalogue import Board
from rig_parts.rp2040 import ADC_INPUTS, i2c_block, is_i2c_pair, is_uart_pair, pwm_slice, uart_block

UART = ("driver_tx", "driver_rx")
HANDHELD = ("handheld_tx", "handheld_rx")
OUTPUTS = (
    *("step", "enable", "hx711_clock", "led_red", "led_yellow", "i2c_sda", "i2c_scl", "led_board"),
    *(UART[0], HANDHELD[0]),
)
INPUTS = ("hx711_data", "button", "silence")
NEEDED = ("step", "enable", "hx711_clock", "led_red", "led_yellow", "buzzer", *INPUTS)
SENSES = ("supply_sense", "motor_sense")
OPTIONAL = ("i2c_sda", "i2c_scl", *UART, *HANDHELD, "led_board", *SENSES)
LINK = ("link_tx", "link_rx")


@dataclass(frozen=True)
class Functions:
    """What the pins of a device are called. needed: each has a pin. optional: None where it is not wired."""

    device: str
    needed: tuple[str, ...]
    optional: tuple[str, ...]
    outputs: tuple[str, ...]
    uarts: tuple[tuple[str, str], ...]


OF_PUMP = Functions("the pump", NEEDED, OPTIONAL, OUTPUTS, (UART, HANDHELD))
OF_HANDHELD = Functions(
    "the hand-held",
    (*LINK, "i2c_sda", "i2c_scl", "ask", "next", "buzzer"),
    ("supply_sense",),
    ("i2c_sda", "i2c_scl", LINK[0]),
    (LINK,),
)


def faults(board: Board, functions: Functions = OF_PUMP) -> list[str]:
    """Pins that are missing, used twice, not there, or cannot do what is asked of them."""
    return [f"{board.name}: {fault}" for check in _CHECKS for fault in check(board, functions)]


def not_wired(board: Board) -> list[str]:
    """The optional functions for which the board has no pin."""
    return [function for function in OPTIONAL if board.pins.get(function) is None]


def _missing(board: Board, functions: Functions) -> Iterator[str]:
    for function in functions.needed:
        if board.pins.get(function) is None:
            yield f"{function}: no pin: {functions.device} needs one; name it in PINS"
    for function in sorted(set(board.pins) ^ {*functions.needed, *functions.optional}):
        yield f"{function}: not a function of the rig, or not said: name it in PINS, None where it is not wired"


def _clashes(board: Board, _functions: Functions) -> Iterator[str]:
    used: dict[int, str] = {}
    for function, gpio in board.pins.items():
        if gpio in used:
            yield f"{function}: GPIO {gpio}: is {used[gpio]} already; choose another pin"
        elif gpio is not None:
            used[gpio] = function


def _absent(board: Board, _functions: Functions) -> Iterator[str]:
    for function, gpio in board.pins.items():
        if gpio is not None and function != "led_board" and gpio not in board.pads:
            yield f"{function}: GPIO {gpio}: no pad of the board has it; choose one of its pads"
    own = board.pins.get("led_board")
    if own is not None and not any(led.kind == "plain" and led.gpio == (own,) for led in board.leds):
        yield f"led_board: GPIO {own}: is no plain LED of the board; None if it has none"


def _pwm(board: Board, functions: Functions) -> Iterator[str]:
    buzzer = board.pins.get("buzzer")
    for function in functions.outputs:
        gpio = board.pins.get(function)
        if buzzer is not None and gpio is not None and gpio != buzzer and pwm_slice(gpio) == pwm_slice(buzzer):
            yield f"buzzer: GPIO {buzzer}: shares PWM slice {pwm_slice(buzzer)} with {function}; choose another pin"


def _i2c(board: Board, _functions: Functions) -> Iterator[str]:
    sda, scl = board.pins.get("i2c_sda"), board.pins.get("i2c_scl")
    if (sda is None) != (scl is None):
        yield "i2c_sda, i2c_scl: one of them alone is no bus; name both or none"
    elif sda is not None and scl is not None:
        if not is_i2c_pair(sda, scl):
            yield f"i2c_sda, i2c_scl: GPIO {sda}, {scl}: no I2C pair; an even pin and the one above it are one"
        elif board.i2c_block != i2c_block(sda):
            yield f"I2C_BLOCK: {board.i2c_block}: GPIO {sda} belongs to block {i2c_block(sda)}; say that"


def _adc(board: Board, _functions: Functions) -> Iterator[str]:
    for function in SENSES:
        gpio = board.pins.get(function)
        if gpio is not None and gpio not in ADC_INPUTS:
            yield f"{function}: GPIO {gpio}: no input of the converter; choose one of GPIO 26 to 29"


def _uart(board: Board, functions: Functions) -> Iterator[str]:
    for pair in functions.uarts:
        tx, rx = (board.pins.get(function) for function in pair)
        if (tx is None) != (rx is None):
            yield f"{', '.join(pair)}: one of them alone is no UART; name both or none"
        elif tx is not None and rx is not None and not is_uart_pair(tx, rx):
            yield f"{', '.join(pair)}: GPIO {tx}, {rx}: no UART; a multiple of 4 and the pin above it are one"
    driver, handheld = (board.pins.get(pair[0]) for pair in (UART, HANDHELD))
    if driver is not None and handheld is not None and uart_block(driver) == uart_block(handheld):
        block = uart_block(handheld)
        yield f"handheld_tx: GPIO {handheld}: UART {block} is the driver's already; choose pins of the other one"


_CHECKS = (_missing, _clashes, _absent, _pwm, _i2c, _adc, _uart)
