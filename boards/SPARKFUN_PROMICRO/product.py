"""The SparkFun Pro Micro RP2040 as it is sold: names, LEDs and pads. Nothing of it goes on the board."""

MICROPYTHON = {
    "board": "SPARKFUN_PROMICRO",  # source: MicroPython ports/rp2/boards
    "reported": "SparkFun Pro Micro RP2040 with RP2040",  # source: its mpconfigboard, MICROPY_HW_BOARD_NAME
    "download": "SPARKFUN_PROMICRO",  # source: micropython.org, the page and the first part of the image's name
}
LEDS = (
    {"kind": "NeoPixel", "gpio": (25,), "lit": None, "power_gpio": None},  # source: MicroPython's mpconfigboard.h
)
PADS = {  # source: SparkFun hookup guide, Pro Micro RP2040; CircuitPython's names of the board
    0: "TX0",
    1: "RX1",
    2: "2",
    3: "3",
    4: "4",
    5: "5",
    6: "6",
    7: "7",
    8: "8",
    9: "9",
    16: "Qwiic SDA",
    17: "Qwiic SCL",
    20: "20",
    21: "21",
    22: "22",
    23: "23",
    26: "26",
    27: "27",
    28: "28",
    29: "29",
}
POWER = {  # source: SparkFun hookup guide, Pro Micro RP2040
    "3V3": "3V3",
    "GND": "GND",
    "5V": "RAW",
}
FIRMWARE = "files"  # source: ours, host_tests/tools/boards/test_flash_fit.py
