"""Names of the records, and what their four numbers are: in the order of therapy.memory.record_kinds."""

TEXTS = (
    ("none", ""),
    ("reserve", "given millions, given ones, steps reserved beyond them, steps given of the open bolus"),
    ("granted", "bolus kind, steps, over_s, hour of the pump time (24: not known)"),
    ("bolus-ended", "bolus kind, steps given, 1 if it was cut"),
    (
        "denied",
        "bolus kind, reason (therapy.denials), hour, and 32 times that of those only counted before, how many",
    ),
    ("started", ""),
    ("stopped", "why (BY_COMMAND and the others below)"),
    ("prescribed", "first four bytes of the digest as two halves, dose a step in pg and in thousandths of a pg"),
    ("alarm-on", "alarm (therapy.alarms.alarm_table)"),
    ("alarm-ended", "alarm"),
    ("alarm-acknowledged", "alarm"),
    ("not-given", "steps that came due in a stall and will never be made up"),
    (
        "reset",
        "machine.reset_cause(), failed items of the self-test (bit by bit, self_test.ITEMS), what was found"
        " (storage.recovery.FOUND), why it was commanded (drivers.reset_marker.REASONS)",
    ),
    ("counted", "steps that were reserved before a reset and count as given, how many of them of the open bolus"),
    ("filled", "nL now in the reservoir, nL withdrawn, nL filled, 1 if with another mixture"),
    ("drug", "mark of the primary drug (therapy.prescribing.drugs)"),
    ("time-set", "days since Monday 2001-01-01, second of the day"),
    ("time-lost", ""),
    ("soft-limits", "limits that the clinician chose to pass, bit by bit (therapy.prescribing.soft_limits)"),
    ("reported", "what follows counts for the next report"),
    ("tube-changed", ""),
    ("served", "microsteps that service is about to make"),
    ("unserved", "microsteps of those that were not made"),
    (
        "settled",
        "given millions, given ones, 1 if the dose a step counts as changes here, steps given of the open bolus",
    ),
    (
        "service",
        "1 when it begins, 0 when it ends; then the failed items of the self-test (self_test.ITEMS)",
    ),
    ("new-history", "ug given in the last 24 h as the clinician says, and pg beyond them"),
    ("found", "what by weight (therapy.detection.verdicts), nL missing or too much by then"),
    ("fill-weighed", "nL that the weight rose by, withdrawn volume added back, nL filled as entered"),
    ("released", "nL that left the line at once when it opened, as estimated"),
    ("stalled", "1 when the rotor stops following, 0 when it does again; then steps lost, as estimated"),
    ("calibrated", "fL a step before, fL a step from now on"),
    ("load-cell-set", "counts at zero, counts a gram"),
    ("audio-paused", ""),
    ("rejected", "kind of what the link turned away (link.rejections), how many since the record before"),
    ("paired", "role that got a new key, its place in link.frames.ROLES"),
)
NAMES = tuple(row[0] for row in TEXTS)
