"""Pimoroni Tiny 2040: its pins and flash. Pins are GPIO numbers, not header positions.

Twelve pins: the board's own supply is not sensed. The flash is that of the 2 MB board; 8 MB take the same image.
"""

from default_rig import *

NAME = "PIMORONI_TINY2040"
PINS = {
    "step": 0,  # source: this rig's wiring
    "enable": 1,  # source: this rig's wiring
    "i2c_sda": 2,  # source: pico-sdk boards/pimoroni_tiny2040_2mb.h, PICO_DEFAULT_I2C_SDA_PIN
    "i2c_scl": 3,  # source: pico-sdk boards/pimoroni_tiny2040_2mb.h, PICO_DEFAULT_I2C_SCL_PIN
    "hx711_clock": 6,  # source: this rig's wiring
    "hx711_data": 7,  # source: this rig's wiring
    "button": 5,  # source: this rig's wiring
    "led_red": 26,  # source: this rig's wiring
    "led_yellow": 27,  # source: this rig's wiring
    "silence": 28,  # source: this rig's wiring
    "buzzer": 4,  # source: this rig's wiring; PWM slice 2, which no other output here uses
    "driver_tx": None,  # source: this rig's wiring; no pin is left for it
    "driver_rx": None,  # source: this rig's wiring; no pin is left for it
    "handheld_tx": None,  # source: this rig's wiring; no pin is left for it
    "handheld_rx": None,  # source: this rig's wiring; no pin is left for it
    "led_board": None,  # source: pico-sdk boards/pimoroni_tiny2040_2mb.h; its LED is an RGB one
    "supply_sense": None,  # source: this rig's wiring; no pin is left for it
    "motor_sense": 29,  # source: RP2040 datasheet, GPIO29 is ADC3; free for a divider on the motor supply
}
I2C_BLOCK = 1  # source: RP2040 datasheet, GPIO functions: the block of these two pins
FLASH = {
    "filesystem_start": 0x100000,  # source: MicroPython RP2, flash size less the file system's
    "filesystem_bytes": 1024 * 1024,  # source: MicroPython, mpconfigvariant.cmake of this board
    "total_bytes": 2 * 1024 * 1024,  # source: pico-sdk boards/pimoroni_tiny2040_2mb.h, PICO_FLASH_SIZE_BYTES
    "block_bytes": 4096,  # source: littlefs of MicroPython RP2, one erase of the flash chip
}
