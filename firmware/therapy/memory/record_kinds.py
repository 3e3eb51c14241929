"""What the pump records: a closed list; a kind is kept as its place in it.

Each row: name, whether it belongs to the dose ledger (else to the event log), and what its four numbers are.
Dose kinds change the History when they are recorded and again, the same way, when they are replayed.
"""

KINDS = (
    ("none", False, ""),
    ("reserve", True, "given millions, given ones, steps reserved beyond them, steps given of the open bolus"),
    ("granted", True, "bolus kind, steps, over_s, hour of the pump time (24: not known)"),
    ("bolus-ended", True, "bolus kind, steps given, 1 if it was cut"),
    ("denied", False, "bolus kind, reason (therapy.denials), hour of the pump time, denials only counted before"),
    ("started", True, ""),
    ("stopped", True, "why (BY_COMMAND and the others below)"),
    ("prescribed", True, "first four bytes of the digest as two halves, dose a step in pg and in thousandths of a pg"),
    ("alarm-on", False, "alarm (therapy.alarms.alarm_table)"),
    ("alarm-ended", False, "alarm"),
    ("alarm-acknowledged", False, "alarm"),
    ("not-given", True, "steps that came due in a stall and will never be made up"),
    ("reset", False, "machine.reset_cause(), failed items of the self-test (bit by bit, self_test.ITEMS)"),
    ("counted", True, "steps that were reserved before a reset and count as given, how many of them of the open bolus"),
    ("filled", True, "nL now in the reservoir, nL withdrawn, nL filled, 1 if with another mixture"),
    ("drug", True, "mark of the primary drug (therapy.prescribing.drugs)"),
    ("time-set", False, "days since Monday 2001-01-01, second of the day"),
    ("time-lost", False, ""),
    ("soft-limits", False, "limits that the clinician chose to pass, bit by bit (therapy.prescribing.soft_limits)"),
    ("reported", True, "what follows counts for the next report"),
    ("tube-changed", True, ""),
    ("served", True, "microsteps that service is about to make"),
    ("unserved", True, "microsteps of those that were not made"),
)
NAMES = tuple(row[0] for row in KINDS)
OF_DOSE = bytes(1 if row[1] else 0 for row in KINDS)
(
    NONE,
    RESERVE,
    GRANTED,
    BOLUS_ENDED,
    DENIED,
    STARTED,
    STOPPED,
    PRESCRIBED,
    ALARM_ON,
    ALARM_ENDED,
    ALARM_ACKNOWLEDGED,
    NOT_GIVEN,
    RESET,
    COUNTED,
    FILLED,
    DRUG,
    TIME_SET,
    TIME_LOST,
    SOFT_LIMITS,
    REPORTED,
    TUBE_CHANGED,
    SERVED,
    UNSERVED,
) = range(len(KINDS))
BY_COMMAND, BY_FAULT, UNTIL_PROGRAMMED, BY_CLOCK = range(4)  # why it stopped
