"""The ULN2003 with the geared 28BYJ-48: described, and not driven."""

NAME = "ULN2003"
NOT_DRIVEN = "the firmware makes STEP pulses, and a ULN2003 wants four phases and has no enable input"
DRIVER = {
    "microsteps": 2,  # source: 28BYJ-48 datasheet, eight half steps a cycle of four full ones
    "motor_supply_min_mv": 5_000,  # source: 28BYJ-48 datasheet, rated voltage
    "motor_supply_max_mv": 5_000,  # source: 28BYJ-48 datasheet, rated voltage
}
MOTOR = {
    "full_steps_per_rev": 32,  # source: 28BYJ-48 datasheet, 11.25 degrees a full step at the rotor
    "gear": (25_792, 405),  # source: counted teeth, 32 x 22 x 26 x 31 over 9 x 11 x 9 x 10; 63.68395, not 64
}
TERMINALS = {  # source: ULN2003 driver board, silk screen
    "phases": ("IN1", "IN2", "IN3", "IN4"),
    "supply": "+",
}
