"""The TMC2209 on a StepStick carrier, with a 1.8 degree motor, set up by its pins, or its current over its UART.

The UART: DRIVER_UART in a board's description, firmware/drivers/tmc2209.py. Both ways it makes 16 microsteps.
"""

NAME = "TMC2209"
NOT_DRIVEN = ""
DRIVER = {
    "step_high_min_ns": 100,  # source: TMC2209 datasheet, STEP and DIR timing, tSH
    "step_low_min_ns": 100,  # source: TMC2209 datasheet, STEP and DIR timing, tSL
    "dir_setup_min_ns": 20,  # source: TMC2209 datasheet, STEP and DIR timing, tDSU; hard-wired here
    "dir_hold_min_ns": 20,  # source: TMC2209 datasheet, STEP and DIR timing, tDSH; hard-wired here
    "enable_active": 0,  # source: TMC2209 datasheet, ENN high turns the outputs off
    "enable_to_step_min_us": 2000,  # source: assumed, as of the A4988, for the coil current
    "microsteps": 16,  # source: TMC2209 datasheet, stand-alone settings, MS1 = MS2 = high; drawn out to 256 inside
    "motor_supply_min_mv": 4_750,  # source: TMC2209 datasheet, supply voltage
    "motor_supply_max_mv": 29_000,  # source: TMC2209 datasheet, supply voltage
    "logic_supply_min_mv": 3_000,  # source: TMC2209 datasheet, IO supply voltage
}
MOTOR = {
    "full_steps_per_rev": 200,  # source: a 1.8 degree stepper of the default rig
    "gear": (1, 1),  # source: the default rig, the head sits on the motor's shaft
}
TERMINALS = {  # source: TMC2209 SilentStepStick, pinout; without UART its PDN_UART stays open
    "step": "STEP",
    "enable": "EN",
    "logic": ("VIO",),
    "high": ("MS1", "MS2"),
    "low": (),
    "dir": "DIR",
    "supply": "VM",
    "motor": ("A1", "A2", "B1", "B2"),
    "uart": "PDN_UART",
}
UART = {
    "baud_min": 9_600,  # source: TMC2209 datasheet, UART interface
    "baud_max": 500_000,  # source: TMC2209 datasheet, UART interface
    "address": 3,  # source: TMC2209 datasheet, UART slave address, MS1 = MS2 = high
}
