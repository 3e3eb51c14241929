"""SparkFun Pro Micro RP2040: its pins and flash. Pins are GPIO numbers, not header positions.

The I2C wires are on the Qwiic socket only.
"""

from default_rig import *

NAME = "SPARKFUN_PROMICRO"
PINS = {
    "step": 2,  # source: this rig's wiring
    "enable": 3,  # source: this rig's wiring
    "i2c_sda": 16,  # source: pico-sdk boards/sparkfun_promicro.h, PICO_DEFAULT_I2C_SDA_PIN
    "i2c_scl": 17,  # source: pico-sdk boards/sparkfun_promicro.h, PICO_DEFAULT_I2C_SCL_PIN
    "hx711_clock": 4,  # source: this rig's wiring
    "hx711_data": 5,  # source: this rig's wiring
    "button": 6,  # source: this rig's wiring
    "led_red": 8,  # source: this rig's wiring
    "led_yellow": 9,  # source: this rig's wiring
    "silence": 7,  # source: this rig's wiring
    "buzzer": 28,  # source: this rig's wiring; PWM slice 6, which no other output here uses
    "driver_tx": 0,  # source: RP2040 datasheet, GPIO functions, UART0 TX
    "driver_rx": 1,  # source: RP2040 datasheet, GPIO functions, UART0 RX
    "handheld_tx": 20,  # source: RP2040 datasheet, GPIO functions, UART1 TX
    "handheld_rx": 21,  # source: RP2040 datasheet, GPIO functions, UART1 RX
    "led_board": None,  # source: pico-sdk boards/sparkfun_promicro.h; its LED is a NeoPixel
    "supply_sense": 26,  # source: RP2040 datasheet, GPIO26 is ADC0; free for a divider on the board's supply
    "motor_sense": 27,  # source: RP2040 datasheet, GPIO27 is ADC1; free for a divider on the motor supply
}
I2C_BLOCK = 0  # source: RP2040 datasheet, GPIO functions: the block of these two pins
FLASH = {
    "filesystem_start": 0x100000,  # source: MicroPython RP2, flash size less the file system's
    "filesystem_bytes": 15 * 1024 * 1024,  # source: MicroPython, mpconfigboard.cmake of this board
    "total_bytes": 16 * 1024 * 1024,  # source: pico-sdk boards/sparkfun_promicro.h, PICO_FLASH_SIZE_BYTES
    "block_bytes": 4096,  # source: littlefs of MicroPython RP2, one erase of the flash chip
}
