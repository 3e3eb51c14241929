"""Cause of each alarm, and what to do: in the order of therapy.alarms.alarm_table."""

TEXTS = (
    # self-test-failed
    ("a part did not pass the test at power-on", "read which part, mend it, restart"),
    # history-unknown
    ("the dose history cannot be read", "find out what was given, then program anew"),
    # therapy-unknown
    ("the stored therapy cannot be read", "program the therapy again"),
    # calibration-unknown
    ("the volume of a microstep is not known", "calibrate the head"),
    # memory-error
    ("a record could not be written", "stop using the pump, replace the board"),
    # step-engine-fault
    ("steps made do not agree with steps commanded", "check the board, restart"),
    # dose-limit
    ("the dose of 24 h would exceed its limit", "review the therapy and what was given"),
    # dose-missed
    ("the control loop was late; that dose is lost", "note it; report it if it repeats"),
    # reservoir-empty
    ("the usable volume is gone", "refill"),
    # reservoir-low
    ("the low-reservoir volume is reached", "plan a refill"),
    # load-cell-lost
    ("the load cell does not answer", "check its cable; dosing goes on by steps"),
    # load-cell-saturated
    ("the load cell is beyond its range", "check the load and the wiring"),
    # load-cell-stuck
    ("the load cell repeats one value", "check the load cell"),
    # load-cell-desynchronised
    ("words of the load cell are out of step", "restart; check its wires"),
    # restarted
    ("power was lost or the pump was reset while delivering", "check the therapy and the time"),
    # watchdog-reset
    ("the firmware hung and was restarted", "note it; report it if it repeats"),
    # stopped
    ("delivery has been stopped for 15 minutes", "start it, or leave it stopped knowingly"),
    # stopped-too-long
    ("delivery has been stopped for 48 h", "start it or replace the pump"),
    # clock-lost
    ("the pump time is not known, so the therapy's policy rules", "set the pump time"),
    # refill-discrepancy
    ("what was withdrawn differs from what was expected", "find out what was really given; check tube and calibration"),
    # therapy-needed
    ("another mixture was filled", "program the therapy for it"),
    # bridge-cut
    ("a bridge ended before the catheter held the new mixture", "order the bridge again"),
    # tube-worn
    ("the tube has made its revolutions", "change the tube in service mode"),
    # replacement-due
    ("the service life is nearly over", "plan to replace the pump"),
    # end-of-service
    ("the service life is over; delivery has stopped", "replace the pump"),
    # clock-chip-failed
    ("the clock chip does not answer or did not take the time", "check it and its wires, then set the pump time"),
    # log-damaged
    ("a file of the event log was damaged; doses are not affected", "read the log: it says what is missing"),
    # integrity-failed
    ("what is stored is no longer what was written; delivery has stopped", "read the log, deploy and program again"),
    # supply-low
    ("the supply is too low to hold through a write; delivery has stopped", "check the supply, then start again"),
    # no-delivery
    (
        "no weight leaves: closed line, stalled head, motor without supply, or dry tube; delivery has stopped",
        "find which, mend it, then start again",
    ),
    # under-delivery
    ("less than nine tenths of what is commanded leaves by weight", "check line, head and tube; recalibrate"),
    # over-delivery
    ("more leaves by weight than is commanded; delivery has stopped", "close the line; check head and tube"),
    # leak
    ("weight is lost while nothing is delivered", "close the line; look for a leak"),
    # load-moved
    ("weight came or went at once, and no refill was entered", "put the load back, or enter the refill"),
    # misplaced-fill
    ("the weight did not rise by what was filled", "find out at once where the filling went"),
    # witnesses-disagree
    ("steps and weight disagree about what is in the reservoir", "check load cell and tube; enter a refill"),
    # load-cell-noisy
    ("the load cell is too noisy to weigh with", "keep draughts and knocks away; check its wires"),
    # motor-stalled
    ("the rotor does not follow the steps; delivery has stopped", "free the head, check the motor, then start again"),
    # motor-supply-lost
    ("the motor has no supply; delivery has stopped", "bring its supply back, then start again"),
    # encoder-lost
    ("the rotor encoder does not answer or sees no magnet", "check its wires and its magnet"),
    # calibration-drift
    ("the head's volume a step drifted over the last refills", "accept the offered calibration or change the tube"),
    # display-lost
    ("the display does not answer", "check its wires"),
    # load-cell-unknown
    ("the load cell's calibration cannot be used; dosing goes on by steps", "calibrate the load cell again"),
)
