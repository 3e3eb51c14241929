"""What the pump records: a closed list; a kind is kept as its place in it.

Each row: name, whether it belongs to the dose ledger (else to the event log), and what its four numbers are.
Dose kinds change the History when they are recorded and again, the same way, when they are replayed.
"""

KINDS = (
    ("none", False, ""),
    ("reserve", True, "given millions, given ones, steps reserved beyond them, steps given of the open bolus"),
    ("granted", True, "bolus kind, steps, over_s"),
    ("bolus-ended", True, "bolus kind, steps given, 1 if it was cut"),
    (
        "denied",
        False,
        "bolus kind, reason (therapy.denials), seconds left of a lockout, denials only counted before",
    ),
    ("started", True, ""),
    ("stopped", True, "1 if by a fault"),
    ("prescribed", True, "first four bytes of the digest as two halves, dose a step in pg and in thousandths of a pg"),
    ("alarm-on", False, "alarm (therapy.alarms.alarm_table)"),
    ("alarm-ended", False, "alarm"),
    ("alarm-acknowledged", False, "alarm"),
    ("not-given", True, "steps that came due in a stall and will never be made up"),
    ("reset", False, "machine.reset_cause(), failed items of the self-test (bit by bit, self_test.ITEMS)"),
    ("counted", True, "steps that were reserved before a reset and count as given, how many of them of the open bolus"),
    ("filled", True, "nL in the reservoir"),
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
) = range(len(KINDS))
