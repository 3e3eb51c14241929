"""Adafruit Feather RP2040 as the hand-held: its pins. Pins are GPIO numbers, not header positions."""

from default_handheld import *

NAME = "ADAFRUIT_FEATHER_RP2040"
PINS = {
    "link_tx": 0,  # source: RP2040 datasheet, GPIO functions, UART0 TX
    "link_rx": 1,  # source: RP2040 datasheet, GPIO functions, UART0 RX
    "i2c_sda": 2,  # source: pico-sdk boards/adafruit_feather_rp2040.h, PICO_DEFAULT_I2C_SDA_PIN
    "i2c_scl": 3,  # source: pico-sdk boards/adafruit_feather_rp2040.h, PICO_DEFAULT_I2C_SCL_PIN
    "ask": 10,  # source: this device's wiring
    "next": 11,  # source: this device's wiring
    "buzzer": 24,  # source: this device's wiring; PWM slice 4
    "supply_sense": 26,  # source: RP2040 datasheet, GPIO26 is ADC0; free for a divider on the supply
}
LINK_UART = 0  # source: RP2040 datasheet, GPIO functions: the block of these two pins
I2C_BLOCK = 1  # source: RP2040 datasheet, GPIO functions: the block of these two pins
