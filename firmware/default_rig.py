"""The default rig, apart from its board: data only. A board's description takes all of it over and may override it.

Motor driver and pump head are named here and described in boards/drivers and boards/heads.
"""

MOTOR_DRIVER = "A4988"
PUMP_HEAD = "ROLLER"
MICROSTEPS_PER_REV = 3200  # source: 200 full steps of 16 microsteps: boards/drivers/a4988.py
STEP_VOLUME_FL = 18_750_000  # source: boards/heads/roller.py, 60 uL a revolution over 3200; calibration replaces it
TUBE_LIFE_REVOLUTIONS = 50_000  # source: assumed, a tenth of what makers of small heads give soft tubing at 100 rpm
SERVICE_LIFE_DAYS = 2_555  # source: seven years, the pump class's own end of service; at most 6,000 by the arithmetic
WATCHDOG_MS = 3000  # source: ours, within 2 to 3 s (S2): one file close may erase seven sectors at 400 ms each
STATE_MACHINES = {
    "stepper": 0,  # source: ours, 0 to 3 are on PIO block 0
    "hx711": 4,  # source: ours, 4 to 7 are on PIO block 1: each program has a block's 32 instructions to itself
}
BUTTON = {
    "pressed": 0,  # source: this rig's wiring, switch to ground with the chip's pull-up
    "debounce_ms": 30,  # source: assumed; contacts of a small push button settle within 10 ms
}
LED_LIT = 1  # source: this rig's wiring, LED from pin over a resistor to ground
HX711 = {
    "samples_per_s": 10,  # source: HX711 datasheet, output data rate with RATE = 0
    "settling_ms": 400,  # source: HX711 datasheet, output settling time at 10 samples a second
    "clock_high_min_ns": 200,  # source: HX711 datasheet, timing table, T3
    "clock_low_min_ns": 200,  # source: HX711 datasheet, timing table, T4
    "clock_high_max_us": 50,  # source: HX711 datasheet, timing table, T3
    "power_down_us": 60,  # source: HX711 datasheet, clock high for longer powers it down
    "gain": 128,  # source: HX711 datasheet, 25 pulses select channel A at gain 128
}
LOADCELL = {
    "rated_g": 100,  # source: assumed, the smallest usual bar cell that carries a 40 mL reservoir in its bottle
    "rated_uv_per_v": 500,  # source: the cell of the default rig, Seeed Studio wiki, load cell 0-500 g, 0.5 mV/V
    "counts_per_g": 10_737,  # source: 2**24 * 128 * 0.0005 / 100, full scale being AVDD / 128; calibration replaces it
    "noise_counts": 33,  # source: HX711 datasheet, 50 nV rms at 10 samples a second; 1.5 nV a count at 3.3 V
}
# What the second witness believes of this rig's noise; limits and derivation: firmware/therapy/detection/README.md.
WITNESS = {
    "white_sd_ug": 1_400,  # source: 50 nV a conversion is 3.03 mg, the middle four of eight 1.2 mg; and a fifth
    "walk_ug_per_sqrt_hour": 450,  # source: assumed; 2.0 mg/sqrt(day) = 408 ug/sqrt(h), and a tenth
    "ripple_span_ug": 2_300,  # source: assumed; three rollers, 30 % ripple: 2 x (0.286 + 0.859) uL crest to trough
    "ripple_left_ug": 500,  # source: ours, what is not learned of it; two harmonics of a ripple that has more
    "daily_swing_ug": 15_000,  # source: Seeed Studio wiki, 0.05 % in 10 K for zero and span; 1.5 K, and a third
    "irregular_sd_ug": 1_000,  # source: assumed; 0.13 K of weather that no timetable explains
    "irregular_min": 240,  # source: assumed; a change of weather
    "evaporation_ug_per_day": 1_000,  # source: Fick, a vent of 1 mm2 by 20 mm in a room half dry
    "evaporation_doubt_ug_per_day": 1_500,  # source: assumed; vent and dryness are hardly known
    "jump_ug": 100_000,  # source: ours, 100 mg a minute is 144 mL/day, six times the largest flow
    "steps_per_revolution": 3_200,  # source: MICROSTEPS_PER_REV
    "rollers": 3,  # source: default head
}
TEMPERATURE_ADC = 4  # source: RP2040 datasheet, ADC input 4 is the chip's own temperature sensor
LINE_STORES_NL = 30_000  # source: thick-walled silicone, 0.3 uL/kPa to the 100 kPa at which the rollers slip
# With a clock chip: {"i2c": I2C_BLOCK, "address": 0x68, "hz": 100_000}, on PINS["i2c_sda"] and PINS["i2c_scl"].
# i2c: the block of these pins, which the board names. address, hz: DS3231 datasheet, up to 400 kHz.
CLOCK_CHIP = None  # source: this rig's wiring, optional; None is a pump without one
# With a divider of a third from the supply to PINS["supply_sense"]: {"full_scale_mv": 9_900, "least_mv": 4_200}.
# full_scale_mv: the converter's 3.3 V times three. least_mv: ours; a 5 V supply that sinks below it is going away.
SUPPLY_SENSE = None  # source: this rig's wiring, optional; with None a power cut costs a reservation at most (P1)
# With a display: {"i2c": I2C_BLOCK, "address": 0x3C, "hz": 400_000}, an SSD1306 of 128 x 64 dots on the same bus.
# address, hz: SSD1306 datasheet, with SA0 low. What shares the bus runs at the lowest hz that is declared.
DISPLAY = None  # source: this rig's wiring, optional
# With a rotor encoder: {"i2c": I2C_BLOCK, "address": 0x36, "hz": 100_000, "direction": 1}, an AS5600 on the same bus.
# address: AS5600 datasheet, up to 1 MHz. direction: -1 where the angle falls while the pump delivers.
ENCODER = None  # source: this rig's wiring, optional; with None a stall is found by weight alone (A7)
# With a divider of a fifth from the motor supply to PINS["motor_sense"]: {"full_scale_mv": 16_500, "least_mv": 7_000}.
# full_scale_mv: the converter's 3.3 V times five. least_mv: ours; the A4988 needs 8 V, and noise must not stop it.
MOTOR_SUPPLY_SENSE = None  # source: this rig's wiring, optional; with None its loss is found by weight alone (A11)
# With the UART of a TMC2209: {"baud": 115_200, "address": 3, "run": 15, "hold": 7}, on its driver_tx and driver_rx.
# baud, address: TMC2209 datasheet, 9.6 to 500 kBaud; MS1 = MS2 = high. run, hold: 32nds of 0.98 A rms, less one.
DRIVER_UART = None  # source: this rig's wiring, optional; with None the driver's pins and potentiometer set it
# With a hand-held: {"baud": 115_200}, its UART crossed to handheld_tx and handheld_rx: the patient's own way to ask.
# baud: ours; a status is there in 40 ms.
HANDHELD = None  # source: this rig's wiring, optional
USB_LINK = True  # source: ours, USB serial is the link's; False leaves it to MicroPython's own prompt
