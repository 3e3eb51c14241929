"""Seeed Studio XIAO RP2040: its pins and flash. Pins are GPIO numbers, not header positions.

Eleven pins: neither supply is sensed. MicroPython names pins 6 and 7 the default of I2C0: they are of block 1.
"""

from default_rig import *

NAME = "SEEED_XIAO_RP2040"
PINS = {
    "step": 2,  # source: this rig's wiring
    "enable": 3,  # source: this rig's wiring
    "i2c_sda": 6,  # source: pico-sdk boards/seeed_xiao_rp2040.h, PICO_DEFAULT_I2C_SDA_PIN
    "i2c_scl": 7,  # source: pico-sdk boards/seeed_xiao_rp2040.h, PICO_DEFAULT_I2C_SCL_PIN
    "hx711_clock": 28,  # source: this rig's wiring
    "hx711_data": 29,  # source: this rig's wiring
    "button": 26,  # source: this rig's wiring
    "led_red": 0,  # source: this rig's wiring
    "led_yellow": 1,  # source: this rig's wiring
    "silence": 27,  # source: this rig's wiring
    "buzzer": 4,  # source: this rig's wiring; PWM slice 2, which no other output here uses
    "driver_tx": None,  # source: this rig's wiring; no pin is left for it
    "driver_rx": None,  # source: this rig's wiring; no pin is left for it
    "handheld_tx": None,  # source: this rig's wiring; no pin is left for it
    "handheld_rx": None,  # source: this rig's wiring; no pin is left for it
    "led_board": None,  # source: pico-sdk boards/seeed_xiao_rp2040.h; its LEDs are an RGB one and a NeoPixel
    "supply_sense": None,  # source: this rig's wiring; no pin is left for it
    "motor_sense": None,  # source: this rig's wiring; no pin is left for it
}
I2C_BLOCK = 1  # source: RP2040 datasheet, GPIO functions: the block of these two pins
FLASH = {
    "filesystem_start": 0xA0000,  # source: MicroPython RP2, flash size less the file system's
    "filesystem_bytes": 1408 * 1024,  # source: MicroPython, mpconfigboard.cmake of this board
    "total_bytes": 2 * 1024 * 1024,  # source: pico-sdk boards/seeed_xiao_rp2040.h, PICO_FLASH_SIZE_BYTES
    "block_bytes": 4096,  # source: littlefs of MicroPython RP2, one erase of the flash chip
}
