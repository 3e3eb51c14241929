"""The Waveshare RP2040-Zero as it is sold: names, LEDs and pads. Nothing of it goes on the board."""

MICROPYTHON = {
    "board": "WAVESHARE_RP2040_ZERO",  # source: MicroPython ports/rp2/boards
    "reported": "Waveshare RP2040-Zero with RP2040",  # source: its mpconfigboard, MICROPY_HW_BOARD_NAME
    "download": "WAVESHARE_RP2040_ZERO",  # source: micropython.org, the page and the first part of the image's name
}
LEDS = (
    {"kind": "NeoPixel", "gpio": (16,), "lit": None, "power_gpio": None},  # source: MicroPython's pins.csv
)
PADS = {  # source: Waveshare wiki, RP2040-Zero, pinout: the two long edges
    0: "GP0",
    1: "GP1",
    2: "GP2",
    3: "GP3",
    4: "GP4",
    5: "GP5",
    6: "GP6",
    7: "GP7",
    8: "GP8",
    14: "GP14",
    15: "GP15",
    26: "GP26",
    27: "GP27",
    28: "GP28",
    29: "GP29",
}
POWER = {  # source: Waveshare wiki, RP2040-Zero, pinout
    "3V3": "3V3",
    "GND": "GND",
    "5V": "5V",
}
FIRMWARE = "files"  # source: ours, host_tests/tools/boards/test_flash_fit.py
