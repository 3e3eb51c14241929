"""The Seeed Studio XIAO RP2040 as it is sold: names, LEDs and pads. Nothing of it goes on the board."""

MICROPYTHON = {
    "board": "SEEED_XIAO_RP2040",  # source: MicroPython ports/rp2/boards
    "reported": "Seeed Studio XIAO RP2040 with RP2040",  # source: its mpconfigboard, MICROPY_HW_BOARD_NAME
    "download": "SEEED_XIAO_RP2040",  # source: micropython.org, the page and the first part of the image's name
}
LEDS = (
    {"kind": "RGB", "gpio": (17, 16, 25), "lit": 0, "power_gpio": None},  # source: MicroPython's pins.csv; inverted
    {"kind": "NeoPixel", "gpio": (12,), "lit": None, "power_gpio": 11},  # source: MicroPython's pins.csv
)
PADS = {  # source: MicroPython's pins.csv of the board
    0: "D6",
    1: "D7",
    2: "D8",
    3: "D10",
    4: "D9",
    6: "D4",
    7: "D5",
    26: "D0",
    27: "D1",
    28: "D2",
    29: "D3",
}
POWER = {  # source: Seeed Studio wiki, XIAO RP2040, pinout
    "3V3": "3V3",
    "GND": "GND",
    "5V": "5V",
}
FIRMWARE = "files"  # source: ours, host_tests/tools/boards/test_flash_fit.py
