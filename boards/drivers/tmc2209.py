"""The TMC2209 on a StepStick carrier, with a 1.8 degree motor, set up by its pins.

Its UART is described below and not spoken by the firmware: UART_NOT_DRIVEN says so to whoever asks for it.
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
TERMINALS = {  # source: TMC2209 SilentStepStick, pinout; PDN_UART stays open
    "step": "STEP",
    "enable": "EN",
    "logic": ("VIO",),
    "high": ("MS1", "MS2"),
    "low": (),
    "dir": "DIR",
    "supply": "VM",
    "motor": ("A1", "A2", "B1", "B2"),
}
UART_NOT_DRIVEN = "the firmware does not speak the TMC2209's UART; set it by MS1, MS2 and its potentiometer"
UART = {
    "baud_min": 9_600,  # source: TMC2209 datasheet, UART interface
    "baud_max": 500_000,  # source: TMC2209 datasheet, UART interface
    "address": 3,  # source: TMC2209 datasheet, UART slave address, MS1 = MS2 = high
    "sync": 0x05,  # source: TMC2209 datasheet, UART write access, sync nibble and reserved bits
    "crc_polynomial": 0x07,  # source: TMC2209 datasheet, CRC calculation, x8 + x2 + x + 1
    "gconf": 0x00,  # source: TMC2209 datasheet, register map
    "ifcnt": 0x02,  # source: TMC2209 datasheet, register map, counts the writes that were accepted
    "ihold_irun": 0x10,  # source: TMC2209 datasheet, register map
    "chopconf": 0x6C,  # source: TMC2209 datasheet, register map
}
