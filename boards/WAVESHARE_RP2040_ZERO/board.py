"""Waveshare RP2040-Zero: its pins and flash. Pins are GPIO numbers, not header positions.

Only the pads of its two long edges are used: those at the end and beneath take no header.
"""

from default_rig import *

NAME = "WAVESHARE_RP2040_ZERO"
PINS = {
    "step": 2,  # source: this rig's wiring
    "enable": 3,  # source: this rig's wiring
    "i2c_sda": 4,  # source: RP2040 datasheet, GPIO functions, I2C0 SDA
    "i2c_scl": 5,  # source: RP2040 datasheet, GPIO functions, I2C0 SCL
    "hx711_clock": 6,  # source: this rig's wiring
    "hx711_data": 7,  # source: this rig's wiring
    "button": 8,  # source: this rig's wiring
    "led_red": 0,  # source: this rig's wiring
    "led_yellow": 1,  # source: this rig's wiring
    "silence": 14,  # source: this rig's wiring
    "buzzer": 15,  # source: this rig's wiring; PWM slice 7, which no other output here uses
    "driver_tx": 28,  # source: RP2040 datasheet, GPIO functions, UART0 TX
    "driver_rx": 29,  # source: RP2040 datasheet, GPIO functions, UART0 RX
    "handheld_tx": None,  # source: this rig's wiring; no pin is left for it
    "handheld_rx": None,  # source: this rig's wiring; no pin is left for it
    "led_board": None,  # source: pico-sdk boards/waveshare_rp2040_zero.h; its LED is a NeoPixel
    "supply_sense": 26,  # source: RP2040 datasheet, GPIO26 is ADC0; free for a divider on the board's supply
    "motor_sense": 27,  # source: RP2040 datasheet, GPIO27 is ADC1; free for a divider on the motor supply
}
I2C_BLOCK = 0  # source: RP2040 datasheet, GPIO functions: the block of these two pins
FLASH = {
    "filesystem_start": 0xA0000,  # source: MicroPython RP2, flash size less the file system's
    "filesystem_bytes": 1408 * 1024,  # source: MicroPython, mpconfigboard.cmake of this board
    "total_bytes": 2 * 1024 * 1024,  # source: pico-sdk boards/waveshare_rp2040_zero.h, PICO_FLASH_SIZE_BYTES
    "block_bytes": 4096,  # source: littlefs of MicroPython RP2, one erase of the flash chip
}
