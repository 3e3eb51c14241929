"""The alarms: one name, priority, cause and action each. A closed list; an alarm is kept as its place in it."""

LOW = 1
MEDIUM = 2
HIGH = 3
PRIORITIES = ("none", "low", "medium", "high")

# name, priority, stays until acknowledged, cause, what to do
ALARMS = (
    ("self-test-failed", HIGH, True, "a part did not pass the test at power-on", "read which part, mend it, restart"),
    ("history-unknown", HIGH, True, "the dose history cannot be read", "find out what was given, then program anew"),
    ("therapy-unknown", HIGH, True, "the stored therapy cannot be read", "program the therapy again"),
    ("calibration-unknown", HIGH, True, "the volume of a microstep is not known", "calibrate the head"),
    ("memory-error", HIGH, True, "a record could not be written", "stop using the pump, replace the board"),
    ("step-engine-fault", HIGH, True, "steps made do not agree with steps commanded", "check the board, restart"),
    ("dose-limit", HIGH, True, "the dose of 24 h would exceed its limit", "review the therapy and what was given"),
    (
        "dose-missed",
        MEDIUM,
        True,
        "the control loop was late; that dose is lost",
        "note it; report it if it repeats",
    ),
    ("reservoir-empty", HIGH, False, "the usable volume is gone", "refill"),
    ("reservoir-low", LOW, False, "the low-reservoir volume is reached", "plan a refill"),
    ("load-cell-lost", MEDIUM, False, "the load cell does not answer", "check its cable; dosing goes on by steps"),
    ("load-cell-saturated", MEDIUM, False, "the load cell is beyond its range", "check the load and the wiring"),
    ("load-cell-stuck", MEDIUM, False, "the load cell repeats one value", "check the load cell"),
    ("load-cell-desynchronised", MEDIUM, False, "words of the load cell are out of step", "restart; check its wires"),
    ("restarted", LOW, True, "power was lost or the pump was reset while delivering", "check the therapy and the time"),
    ("watchdog-reset", MEDIUM, True, "the firmware hung and was restarted", "note it; report it if it repeats"),
    ("stopped", LOW, False, "delivery has been stopped for 15 minutes", "start it, or leave it stopped knowingly"),
    ("stopped-too-long", HIGH, False, "delivery has been stopped for 48 h", "start it or replace the pump"),
    ("clock-lost", MEDIUM, False, "the pump time is not known, so the therapy's policy rules", "set the pump time"),
    (
        "refill-discrepancy",
        MEDIUM,
        True,
        "what was withdrawn differs from what was expected",
        "find out what was really given; check tube and calibration",
    ),
    ("therapy-needed", MEDIUM, False, "another mixture was filled", "program the therapy for it"),
    ("bridge-cut", MEDIUM, True, "a bridge ended before the catheter held the new mixture", "order the bridge again"),
    ("tube-worn", LOW, False, "the tube has made its revolutions", "change the tube in service mode"),
    ("replacement-due", LOW, False, "the service life is nearly over", "plan to replace the pump"),
    ("end-of-service", HIGH, False, "the service life is over; delivery has stopped", "replace the pump"),
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
) = range(len(ALARMS))
