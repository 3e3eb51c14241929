"""Raspberry Pi Pico W: its pins and flash. Pins are GPIO numbers, not header positions.

GPIO 23, 24, 25 and 29 drive the wireless chip (pico-sdk boards/pico_w.h) and are no one else's.
"""

from default_rig import *

NAME = "RPI_PICO_W"
PINS = {
    "step": 2,  # source: this rig's wiring
    "enable": 3,  # source: this rig's wiring
    "i2c_sda": 4,  # source: pico-sdk boards/pico_w.h, PICO_DEFAULT_I2C_SDA_PIN
    "i2c_scl": 5,  # source: pico-sdk boards/pico_w.h, PICO_DEFAULT_I2C_SCL_PIN
    "hx711_clock": 6,  # source: this rig's wiring
    "hx711_data": 7,  # source: this rig's wiring
    "button": 10,  # source: this rig's wiring
    "led_red": 11,  # source: this rig's wiring
    "led_yellow": 12,  # source: this rig's wiring
    "silence": 13,  # source: this rig's wiring
    "buzzer": 15,  # source: this rig's wiring; PWM slice 7, which no other output here uses
    "driver_tx": 8,  # source: RP2040 datasheet, GPIO functions, UART1 TX
    "driver_rx": 9,  # source: RP2040 datasheet, GPIO functions, UART1 RX
    "handheld_tx": 0,  # source: RP2040 datasheet, GPIO functions, UART0 TX
    "handheld_rx": 1,  # source: RP2040 datasheet, GPIO functions, UART0 RX
    "led_board": None,  # source: pico-sdk boards/pico_w.h, the LED hangs on the wireless chip (WL_GPIO0)
    "supply_sense": 26,  # source: RP2040 datasheet, GPIO26 is ADC0; free for a divider on the board's supply
    "motor_sense": 27,  # source: RP2040 datasheet, GPIO27 is ADC1; free for a divider on the motor supply
}
I2C_BLOCK = 0  # source: RP2040 datasheet, GPIO functions: the block of these two pins
FLASH = {
    "filesystem_start": 0x12C000,  # source: MicroPython RP2, flash size less the file system's
    "filesystem_bytes": 848 * 1024,  # source: MicroPython, mpconfigboard.cmake of this board
    "total_bytes": 2 * 1024 * 1024,  # source: pico-sdk boards/pico_w.h, PICO_FLASH_SIZE_BYTES
    "block_bytes": 4096,  # source: littlefs of MicroPython RP2, one erase of the flash chip
}
