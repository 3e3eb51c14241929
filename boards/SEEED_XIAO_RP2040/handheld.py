"""Seeed Studio XIAO RP2040 as the hand-held: its pins. Pins are GPIO numbers, not header positions."""

from default_handheld import *

NAME = "SEEED_XIAO_RP2040"
PINS = {
    "link_tx": 0,  # source: RP2040 datasheet, GPIO functions, UART0 TX
    "link_rx": 1,  # source: RP2040 datasheet, GPIO functions, UART0 RX
    "i2c_sda": 6,  # source: pico-sdk boards/seeed_xiao_rp2040.h, PICO_DEFAULT_I2C_SDA_PIN
    "i2c_scl": 7,  # source: pico-sdk boards/seeed_xiao_rp2040.h, PICO_DEFAULT_I2C_SCL_PIN
    "ask": 26,  # source: this device's wiring
    "next": 27,  # source: this device's wiring
    "buzzer": 4,  # source: this device's wiring; PWM slice 2
    "supply_sense": 28,  # source: RP2040 datasheet, GPIO28 is ADC2; free for a divider on the supply
}
LINK_UART = 0  # source: RP2040 datasheet, GPIO functions: the block of these two pins
I2C_BLOCK = 1  # source: RP2040 datasheet, GPIO functions: the block of these two pins
