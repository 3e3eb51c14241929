"""Why a bolus is denied: a closed list; a reason is kept as its place in it."""

ALLOWED = 0
LOCKED = 1
STOPPED = 2
HIGH_ALARM = 3
BUSY = 4
NOT_PRESCRIBED = 5
LOCKOUT = 6
DAILY_COUNT = 7
DAILY_DOSE = 8
RESERVOIR = 9
SELF_TEST = 10

REASONS = (
    "",
    "locked",
    "stopped",
    "high-alarm",
    "bolus-running",
    "not-prescribed",
    "lockout",
    "most-per-day",
    "max-dose-per-day",
    "reservoir",
    "self-test",
)
