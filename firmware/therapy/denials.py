"""Why a bolus is denied: a closed list; a reason is kept as its place in it."""

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
    "therapy-changing",
    "cannot-be-met",
)
(
    ALLOWED,
    LOCKED,
    STOPPED,
    HIGH_ALARM,
    BUSY,
    NOT_PRESCRIBED,
    LOCKOUT,
    DAILY_COUNT,
    DAILY_DOSE,
    RESERVOIR,
    SELF_TEST,
    THERAPY_CHANGING,
    CANNOT_BE_MET,
) = range(len(REASONS))
