"""The alarms: name, priority, and whether one stays until it is acknowledged. A closed list, kept by place.

Cause and action of each are in therapy.alarms.alarm_texts, so that they take memory only where they are shown.
"""

LOW = 1
MEDIUM = 2
HIGH = 3
PRIORITIES = ("none", "low", "medium", "high")

# name, priority, stays until acknowledged
ALARMS = (
    ("self-test-failed", HIGH, True),
    ("history-unknown", HIGH, True),
    ("therapy-unknown", HIGH, True),
    ("calibration-unknown", HIGH, True),
    ("memory-error", HIGH, True),
    ("step-engine-fault", HIGH, True),
    ("dose-limit", HIGH, True),
    ("dose-missed", MEDIUM, True),
    ("reservoir-empty", HIGH, False),
    ("reservoir-low", LOW, False),
    ("load-cell-lost", MEDIUM, False),
    ("load-cell-saturated", MEDIUM, False),
    ("load-cell-stuck", MEDIUM, False),
    ("load-cell-desynchronised", MEDIUM, False),
    ("restarted", LOW, True),
    ("watchdog-reset", MEDIUM, True),
    ("stopped", LOW, False),
    ("stopped-too-long", HIGH, False),
    ("clock-lost", MEDIUM, False),
    ("refill-discrepancy", MEDIUM, True),
    ("therapy-needed", MEDIUM, False),
    ("bridge-cut", MEDIUM, True),
    ("tube-worn", LOW, False),
    ("replacement-due", LOW, False),
    ("end-of-service", HIGH, False),
    ("clock-chip-failed", LOW, False),
    ("log-damaged", MEDIUM, True),
    ("integrity-failed", HIGH, True),
    ("supply-low", HIGH, True),
)
NAMES = tuple(row[0] for row in ALARMS)
PRIORITY = bytes(row[1] for row in ALARMS)
LATCHES = bytes(1 if row[2] else 0 for row in ALARMS)
(
    SELF_TEST_FAILED,
    HISTORY_UNKNOWN,
    THERAPY_UNKNOWN,
    CALIBRATION_UNKNOWN,
    MEMORY_ERROR,
    STEP_ENGINE_FAULT,
    DOSE_LIMIT,
    DOSE_MISSED,
    RESERVOIR_EMPTY,
    RESERVOIR_LOW,
    LOAD_CELL_LOST,
    LOAD_CELL_SATURATED,
    LOAD_CELL_STUCK,
    LOAD_CELL_DESYNCHRONISED,
    RESTARTED,
    WATCHDOG_RESET,
    STOPPED,
    STOPPED_TOO_LONG,
    CLOCK_LOST,
    REFILL_DISCREPANCY,
    THERAPY_NEEDED,
    BRIDGE_CUT,
    TUBE_WORN,
    REPLACEMENT_DUE,
    END_OF_SERVICE,
    CLOCK_CHIP_FAILED,
    LOG_DAMAGED,
    INTEGRITY_FAILED,
    SUPPLY_LOW,
) = range(len(ALARMS))
