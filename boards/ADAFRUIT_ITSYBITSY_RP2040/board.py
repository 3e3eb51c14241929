"""Adafruit ItsyBitsy RP2040: its pins and flash. Pins are GPIO numbers, not header positions.

Its pad D5 (GPIO 14) is lifted to 5 V or more and can only be an output: nothing of this rig is wired to it.
"""

from default_rig import *

NAME = "ADAFRUIT_ITSYBITSY_RP2040"
PINS = {
    "step": 7,  # source: this rig's wiring
    "enable": 8,  # source: this rig's wiring
    "i2c_sda": 2,  # source: pico-sdk boards/adafruit_itsybitsy_rp2040.h, PICO_DEFAULT_I2C_SDA_PIN
    "i2c_scl": 3,  # source: pico-sdk boards/adafruit_itsybitsy_rp2040.h, PICO_DEFAULT_I2C_SCL_PIN
    "hx711_clock": 9,  # source: this rig's wiring
    "hx711_data": 10,  # source: this rig's wiring
    "button": 24,  # source: this rig's wiring
    "led_red": 18,  # source: this rig's wiring
    "led_yellow": 19,  # source: this rig's wiring
    "silence": 25,  # source: this rig's wiring
    "buzzer": 0,  # source: this rig's wiring; PWM slice 0, which no other output here uses
    "driver_tx": 28,  # source: RP2040 datasheet, GPIO functions, UART0 TX
    "driver_rx": 29,  # source: RP2040 datasheet, GPIO functions, UART0 RX
    "handheld_tx": 4,  # source: RP2040 datasheet, GPIO functions, UART1 TX
    "handheld_rx": 5,  # source: RP2040 datasheet, GPIO functions, UART1 RX
    "led_board": 11,  # source: pico-sdk boards/adafruit_itsybitsy_rp2040.h, PICO_DEFAULT_LED_PIN
    "supply_sense": 26,  # source: RP2040 datasheet, GPIO26 is ADC0; free for a divider on the board's supply
    "motor_sense": 27,  # source: RP2040 datasheet, GPIO27 is ADC1; free for a divider on the motor supply
}
I2C_BLOCK = 1  # source: RP2040 datasheet, GPIO functions: the block of these two pins
FLASH = {
    "filesystem_start": 0x100000,  # source: MicroPython RP2, flash size less the file system's
    "filesystem_bytes": 7 * 1024 * 1024,  # source: MicroPython, mpconfigboard.cmake of this board
    "total_bytes": 8 * 1024 * 1024,  # source: pico-sdk boards/adafruit_itsybitsy_rp2040.h, PICO_FLASH_SIZE_BYTES
    "block_bytes": 4096,  # source: littlefs of MicroPython RP2, one erase of the flash chip
}
