"""The Adafruit Feather RP2040 as it is sold: names, LEDs and pads. Nothing of it goes on the board."""

MICROPYTHON = {
    "board": "ADAFRUIT_FEATHER_RP2040",  # source: MicroPython ports/rp2/boards
    "reported": "Adafruit Feather RP2040 with RP2040",  # source: its mpconfigboard, MICROPY_HW_BOARD_NAME
    "download": "ADAFRUIT_FEATHER_RP2040",  # source: micropython.org, the page and the first part of the image's name
}
LEDS = (
    {"kind": "plain", "gpio": (13,), "lit": 1, "power_gpio": None},  # source: MicroPython's mpconfigboard.h
    {"kind": "NeoPixel", "gpio": (16,), "lit": None, "power_gpio": None},  # source: MicroPython's mpconfigboard.h
)
PADS = {  # source: Adafruit learning system, Feather RP2040, pinouts; CircuitPython's names of the board
    0: "TX",
    1: "RX",
    2: "SDA",
    3: "SCL",
    6: "D4",
    7: "D5",
    8: "D6",
    9: "D9",
    10: "D10",
    11: "D11",
    12: "D12",
    13: "D13",
    18: "SCK",
    19: "MO",
    20: "MI",
    24: "D24",
    25: "D25",
    26: "A0",
    27: "A1",
    28: "A2",
    29: "A3",
}
POWER = {  # source: Adafruit learning system, Feather RP2040, pinouts
    "3V3": "3.3V",
    "GND": "GND",
    "5V": "USB",
}
FIRMWARE = "files"  # source: ours, host_tests/tools/boards/test_flash_fit.py
