"""The Raspberry Pi Pico W as it is sold: names, LED and pads. Nothing of it goes on the board."""

MICROPYTHON = {
    "board": "RPI_PICO_W",  # source: MicroPython ports/rp2/boards
    "reported": "Raspberry Pi Pico W with RP2040",  # source: its mpconfigboard, MICROPY_HW_BOARD_NAME
    "download": "RPI_PICO_W",  # source: micropython.org, the page and the first part of the image's name
}
LEDS = (
    {"kind": "plain", "gpio": (), "lit": 1, "power_gpio": None},  # source: pico-sdk, on the wireless chip
)
PADS = {  # source: Pico W datasheet, pinout figure
    0: "GP0, pin 1",
    1: "GP1, pin 2",
    2: "GP2, pin 4",
    3: "GP3, pin 5",
    4: "GP4, pin 6",
    5: "GP5, pin 7",
    6: "GP6, pin 9",
    7: "GP7, pin 10",
    8: "GP8, pin 11",
    9: "GP9, pin 12",
    10: "GP10, pin 14",
    11: "GP11, pin 15",
    12: "GP12, pin 16",
    13: "GP13, pin 17",
    14: "GP14, pin 19",
    15: "GP15, pin 20",
    16: "GP16, pin 21",
    17: "GP17, pin 22",
    18: "GP18, pin 24",
    19: "GP19, pin 25",
    20: "GP20, pin 26",
    21: "GP21, pin 27",
    22: "GP22, pin 29",
    26: "GP26, pin 31",
    27: "GP27, pin 32",
    28: "GP28, pin 34",
}
POWER = {  # source: Pico W datasheet, pinout figure
    "3V3": "3V3, pin 36",
    "GND": "GND, pin 38",
    "5V": "VBUS, pin 40",
}
FIRMWARE = "frozen"  # source: ours, host_tests/tools/boards/test_flash_fit.py
