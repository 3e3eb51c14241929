"""The DRV8825 on the usual carrier, with a 1.8 degree motor."""

NAME = "DRV8825"
NOT_DRIVEN = ""
DRIVER = {
    "step_high_min_ns": 1900,  # source: DRV8825 datasheet, timing requirements, tWH(STEP)
    "step_low_min_ns": 1900,  # source: DRV8825 datasheet, timing requirements, tWL(STEP)
    "dir_setup_min_ns": 650,  # source: DRV8825 datasheet, timing requirements, tSU(STEP); hard-wired here
    "dir_hold_min_ns": 650,  # source: DRV8825 datasheet, timing requirements, tH(STEP); hard-wired here
    "enable_active": 0,  # source: DRV8825 datasheet, nENBL high turns the outputs off
    "enable_to_step_min_us": 2000,  # source: assumed; the datasheet's tWAKE is 1.7 ms, and the coil current
    "microsteps": 16,  # source: DRV8825 datasheet, step table, MODE2 = high, MODE1 = MODE0 = low
    "motor_supply_min_mv": 8_200,  # source: DRV8825 datasheet, motor power supply voltage
    "motor_supply_max_mv": 45_000,  # source: DRV8825 datasheet, motor power supply voltage
    "logic_supply_min_mv": 0,  # source: DRV8825 datasheet, it makes its own; high is 2.2 V, so 3.3 V will do
}
MOTOR = {
    "full_steps_per_rev": 200,  # source: a 1.8 degree stepper of the default rig
    "gear": (1, 1),  # source: the default rig, the head sits on the motor's shaft
}
TERMINALS = {  # source: Pololu, DRV8825 carrier, pinout; its FAULT, where the A4988 has VDD, stays open
    "step": "STEP",
    "enable": "ENBL",
    "logic": (),
    "high": ("M2", "RESET + SLEEP"),
    "low": ("M0", "M1"),
    "dir": "DIR",
    "supply": "VMOT",
    "motor": ("A1", "A2", "B1", "B2"),
}
