"""The Pimoroni Tiny 2040 as it is sold: names, LEDs and pads. Nothing of it goes on the board."""

MICROPYTHON = {
    "board": "PIMORONI_TINY2040",  # source: MicroPython ports/rp2/boards
    "reported": "Pimoroni Tiny 2040 2MB with RP2040",  # source: its mpconfigboard, MICROPY_HW_BOARD_NAME
    "download": "PIMORONI_TINY2040",  # source: micropython.org, the page and the first part of the image's name
}
LEDS = (
    {"kind": "RGB", "gpio": (18, 19, 20), "lit": 0, "power_gpio": None},  # source: pico-sdk, inverted
)
PADS = {  # source: MicroPython's pins.csv of the board
    0: "GP0",
    1: "GP1",
    2: "GP2",
    3: "GP3",
    4: "GP4",
    5: "GP5",
    6: "GP6",
    7: "GP7",
    26: "GP26",
    27: "GP27",
    28: "GP28",
    29: "GP29",
}
POWER = {  # source: Pimoroni, Tiny 2040, pinout
    "3V3": "3V3",
    "GND": "GND",
    "5V": "5V",
}
FIRMWARE = "files"  # source: ours, host_tests/tools/boards/test_flash_fit.py
