"""Waveshare RP2040-Zero as the hand-held: its pins. Pins are GPIO numbers, not header positions."""

from default_handheld import *

NAME = "WAVESHARE_RP2040_ZERO"
PINS = {
    "link_tx": 0,  # source: RP2040 datasheet, GPIO functions, UART0 TX
    "link_rx": 1,  # source: RP2040 datasheet, GPIO functions, UART0 RX
    "i2c_sda": 4,  # source: RP2040 datasheet, GPIO functions, I2C0 SDA
    "i2c_scl": 5,  # source: RP2040 datasheet, GPIO functions, I2C0 SCL
    "ask": 8,  # source: this device's wiring
    "next": 14,  # source: this device's wiring
    "buzzer": 15,  # source: this device's wiring; PWM slice 7
    "supply_sense": 26,  # source: RP2040 datasheet, GPIO26 is ADC0; free for a divider on the supply
}
LINK_UART = 0  # source: RP2040 datasheet, GPIO functions: the block of these two pins
I2C_BLOCK = 0  # source: RP2040 datasheet, GPIO functions: the block of these two pins
