"""Pimoroni Tiny 2040 as the hand-held: its pins. Pins are GPIO numbers, not header positions."""

from default_handheld import *

NAME = "PIMORONI_TINY2040"
PINS = {
    "link_tx": 0,  # source: RP2040 datasheet, GPIO functions, UART0 TX
    "link_rx": 1,  # source: RP2040 datasheet, GPIO functions, UART0 RX
    "i2c_sda": 2,  # source: pico-sdk boards/pimoroni_tiny2040_2mb.h, PICO_DEFAULT_I2C_SDA_PIN
    "i2c_scl": 3,  # source: pico-sdk boards/pimoroni_tiny2040_2mb.h, PICO_DEFAULT_I2C_SCL_PIN
    "ask": 5,  # source: this device's wiring
    "next": 6,  # source: this device's wiring
    "buzzer": 4,  # source: this device's wiring; PWM slice 2
    "supply_sense": 26,  # source: RP2040 datasheet, GPIO26 is ADC0; free for a divider on the supply
}
LINK_UART = 0  # source: RP2040 datasheet, GPIO functions: the block of these two pins
I2C_BLOCK = 1  # source: RP2040 datasheet, GPIO functions: the block of these two pins
