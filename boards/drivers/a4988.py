"""The A4988 on the usual carrier, with a 1.8 degree motor: the driver of the default rig."""

NAME = "A4988"
NOT_DRIVEN = ""
DRIVER = {
    "step_high_min_ns": 1000,  # source: A4988 datasheet, timing figure, tA
    "step_low_min_ns": 1000,  # source: A4988 datasheet, timing figure, tB
    "dir_setup_min_ns": 200,  # source: A4988 datasheet, timing figure, tC; MSx and DIR, both hard-wired here
    "dir_hold_min_ns": 200,  # source: A4988 datasheet, timing figure, tD; MSx and DIR, both hard-wired here
    "enable_active": 0,  # source: A4988 datasheet, ENABLE high turns the outputs off
    "enable_to_step_min_us": 2000,  # source: assumed; twice the A4988's 1 ms wake-up, for the coil current
    "microsteps": 16,  # source: A4988 datasheet, step table, MS1 = MS2 = MS3 = high
    "motor_supply_min_mv": 8_000,  # source: A4988 datasheet, load supply voltage
    "motor_supply_max_mv": 35_000,  # source: A4988 datasheet, load supply voltage
    "logic_supply_min_mv": 3_000,  # source: A4988 datasheet, logic supply voltage
}
MOTOR = {
    "full_steps_per_rev": 200,  # source: a 1.8 degree stepper of the default rig
    "gear": (1, 1),  # source: the default rig, the head sits on the motor's shaft
}
TERMINALS = {  # source: Pololu, A4988 carrier, pinout
    "step": "STEP",
    "enable": "ENABLE",
    "logic": ("VDD",),
    "high": ("MS1", "MS2", "MS3", "RESET + SLEEP"),
    "low": (),
    "dir": "DIR",
    "supply": "VMOT",
    "motor": ("1A", "1B", "2A", "2B"),
}
