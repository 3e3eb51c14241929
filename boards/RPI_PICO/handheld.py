"""Raspberry Pi Pico as the hand-held: its pins. Pins are GPIO numbers, not header positions."""

from default_handheld import *

NAME = "RPI_PICO"
PINS = {
    "link_tx": 0,  # source: RP2040 datasheet, GPIO functions, UART0 TX
    "link_rx": 1,  # source: RP2040 datasheet, GPIO functions, UART0 RX
    "i2c_sda": 4,  # source: pico-sdk boards/pico.h, PICO_DEFAULT_I2C_SDA_PIN
    "i2c_scl": 5,  # source: pico-sdk boards/pico.h, PICO_DEFAULT_I2C_SCL_PIN
    "ask": 10,  # source: this device's wiring
    "next": 13,  # source: this device's wiring
    "buzzer": 15,  # source: this device's wiring; PWM slice 7
    "supply_sense": 26,  # source: RP2040 datasheet, GPIO26 is ADC0; free for a divider on the supply
}
LINK_UART = 0  # source: RP2040 datasheet, GPIO functions: the block of these two pins
I2C_BLOCK = 0  # source: RP2040 datasheet, GPIO functions: the block of these two pins
