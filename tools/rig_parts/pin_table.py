"""Which pad goes where, as lines of text: the picture for whoever has none at hand."""

from __future__ import annotations

from rig_parts.catalogue import Board, Driver
from rig_parts.pin_check import UART

GOES_TO = {
    "step": "{step} of the {name}",
    "enable": "stop switch, and through it {enable} of the {name}, which the pull-up holds",
    "i2c_sda": "SDA of clock chip, display and rotor encoder, those that there are",
    "i2c_scl": "SCL of clock chip, display and rotor encoder, those that there are",
    "hx711_clock": "PD_SCK of the HX711",
    "hx711_data": "DOUT of the HX711",
    "button": "patient button, to ground",
    "silence": "silence button, to ground",
    "led_red": "red lamp over its resistor, to ground",
    "led_yellow": "yellow lamp over its resistor, to ground",
    "buzzer": "buzzer over its transistor",
    "driver_tx": "{uart} of the {name} over 1 kohm, if it is set up by UART",
    "driver_rx": "{uart} of the {name}, if it is set up by UART",
    "handheld_tx": "RX of the hand-held, if there is one",
    "handheld_rx": "TX of the hand-held, if there is one",
    "led_board": "the board's own LED",
    "supply_sense": "divider from the board's 5 V, if the supply is sensed",
    "motor_sense": "divider from {supply} of the {name}, if the motor supply is sensed",
}
HANDHELD_GOES_TO = {
    "link_tx": "handheld_rx of the pump",
    "link_rx": "handheld_tx of the pump",
    "i2c_sda": "SDA of the display",
    "i2c_scl": "SCL of the display",
    "ask": "button ASK, to ground",
    "next": "button NEXT, to ground",
    "buzzer": "buzzer over its transistor",
    "supply_sense": "divider from its 5 V, if the supply is sensed",
}


def handheld_rows(board: Board) -> list[tuple[str, str, str]]:
    """As `rows`, of a hand-held; its third wire to the pump is ground."""
    return [
        (
            function,
            "-" if gpio is None else board.pads[gpio],
            "not wired" if gpio is None else HANDHELD_GOES_TO[function],
        )
        for function, gpio in board.pins.items()
    ]


def rows(board: Board, driver: Driver) -> list[tuple[str, str, str]]:
    """(function, pad, what it goes to), in the order of the board's PINS; a pad of "-" is not wired."""
    words = {"name": driver.name, "uart": "UART", **driver.terminals}
    table: list[tuple[str, str, str]] = []
    for function, gpio in board.pins.items():
        pad = "-" if gpio is None else board.pads.get(gpio, f"GPIO {gpio}, no pad")
        goes_to = "no pin: not wired" if gpio is None else GOES_TO[function].format(**words)
        if function in UART and gpio is not None and "uart" not in driver.terminals:
            goes_to = f"nothing: the {driver.name} has no UART"
        table.append((function, pad, goes_to))
    return table
