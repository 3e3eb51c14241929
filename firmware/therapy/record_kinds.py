"""What the pump records: one kind a happening, each with up to four small integers.

RESERVE       given millions, given ones, reserved steps beyond them, steps given of the open bolus
GRANTED       bolus kind, steps, over_s
BOLUS_ENDED   bolus kind, steps given, 1 if it was cut
DENIED        bolus kind, reason (therapy.denials), seconds left of a lockout
STARTED, STOPPED            stopped: 1 if by a fault
PRESCRIBED    first four bytes of the digest, as two 16-bit halves
FILLED        the reservoir was filled, to so many nL
ALARM_ON, ALARM_ENDED, ALARM_ACKNOWLEDGED   alarm (place in therapy.alarm_table)
NOT_GIVEN     steps that came due during a stall and will never be made up
RESET         cause (therapy.reset_reasons)
COUNTED       steps that were reserved before the reset and count as given
"""

RESERVE = 1
GRANTED = 2
BOLUS_ENDED = 3
DENIED = 4
STARTED = 5
STOPPED = 6
PRESCRIBED = 7
ALARM_ON = 8
ALARM_ENDED = 9
ALARM_ACKNOWLEDGED = 10
NOT_GIVEN = 11
RESET = 12
COUNTED = 13
FILLED = 14

NAMES = (
    "",
    "reserve",
    "granted",
    "bolus-ended",
    "denied",
    "started",
    "stopped",
    "prescribed",
    "alarm-on",
    "alarm-ended",
    "alarm-acknowledged",
    "not-given",
    "reset",
    "counted",
    "filled",
)
