"""What is wired around board and driver, the same on every board: for wiring pictures and parts list."""

ENABLE_PULL_UP_OHM = 4_700  # source: ours; 0.7 mA from 3.3 V, and far below the 50 to 80 kohm of the chip's pull-down
LAMP_OHM = 330  # source: ours; some 4 mA through a red LED of 1.9 V from 3.3 V, of the 12 mA that a pin may give
BUZZER_BASE_OHM = 1_000  # source: ours; 2.6 mA into the base, which carries the 30 mA of a small buzzer
UART_OHM = 1_000  # source: TMC2209 datasheet, one-wire UART, the sender's series resistor
MOTOR_SUPPLY_UF = 100  # source: Pololu, A4988 and DRV8825 carriers, at least 47 uF close to the board
SUPPLY_DIVIDER_OHM = (20_000, 10_000)  # source: a third, as SUPPLY_SENSE in firmware/default_rig.py says
MOTOR_DIVIDER_OHM = (47_000, 12_000)  # source: about a fifth, as MOTOR_SUPPLY_SENSE in firmware/default_rig.py says
MOTOR_SENSE_NF = 100  # source: ours; with the divider's 9.6 kohm it takes 1 ms, below the quarter of a second
MOTOR_DIVIDER_MOST_MV = 16_000  # source: 3.3 V at the pin are 16.2 V; above it the divider must be another
