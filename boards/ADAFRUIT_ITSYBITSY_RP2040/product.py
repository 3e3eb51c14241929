"""The Adafruit ItsyBitsy RP2040 as it is sold: names, LEDs and pads. Nothing of it goes on the board."""

MICROPYTHON = {
    "board": "ADAFRUIT_ITSYBITSY_RP2040",  # source: MicroPython ports/rp2/boards
    "reported": "Adafruit ItsyBitsy RP2040 with RP2040",  # source: its mpconfigboard, MICROPY_HW_BOARD_NAME
    "download": "ADAFRUIT_ITSYBITSY_RP2040",  # source: micropython.org, the page and the first part of the image's name
}
LEDS = (
    {"kind": "plain", "gpio": (11,), "lit": 1, "power_gpio": None},  # source: MicroPython's mpconfigboard.h
    {"kind": "NeoPixel", "gpio": (17,), "lit": None, "power_gpio": 16},  # source: MicroPython's mpconfigboard.h
)
PADS = {  # source: Adafruit learning system, ItsyBitsy RP2040, pinouts, without D5, a 5 V output; CircuitPython's names
    0: "TX",
    1: "RX",
    2: "SDA",
    3: "SCL",
    4: "D4",
    5: "D3",
    6: "D7",
    7: "D9",
    8: "D10",
    9: "D11",
    10: "D12",
    11: "D13",
    12: "D2",
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
POWER = {  # source: Adafruit learning system, ItsyBitsy RP2040, pinouts
    "3V3": "3.3V",
    "GND": "G",
    "5V": "USB",
}
FIRMWARE = "files"  # source: ours, host_tests/tools/boards/test_flash_fit.py
