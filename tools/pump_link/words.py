"""What a pump says no with, in words for a person."""

from pump_link.client import Denied, RefusedByPump

DENIALS = {
    "locked": "the pump is locked: read its alarms",
    "stopped": "the pump is stopped: start it first",
    "high-alarm": "a high alarm shows: mend its cause and acknowledge it",
    "bolus-running": "another bolus is under way: wait for its end",
    "not-prescribed": "no patient bolus is prescribed",
    "lockout": "the lockout after the last bolus is not over",
    "most-per-day": "as many as a day may hold were given",
    "max-dose-per-day": "the dose of 24 h would pass its limit",
    "reservoir": "the reservoir does not hold it: refill it",
    "self-test": "the self-test runs or has failed: read the alarms",
    "therapy-changing": "the therapy is changing: wait for it",
    "cannot-be-met": "it cannot be met under this therapy",
    "role": "this key may not ask for that",
    "no-such-command": "the pump's firmware does not know it: use one version of both",
    "unreadable": "the pump could not read it",
    "too-long": "the pump's answer would not fit a line",
    "memory": "the pump is short of memory: read the status, it may have been done",
    "fault": "a fault of the firmware: read the status, it may have been done",
}
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def denial_in_words(denied: Denied) -> str:
    """Its reason, why, and how long until it might be done."""
    why = DENIALS.get(denied.reason)
    text = denied.reason if why is None else f"{denied.reason}: {why}"
    return text if denied.left_s is None else f"{text}; {duration(denied.left_s)} left"


def refusal_in_words(refused: RefusedByPump) -> str:
    """Field, value, limit and what to do."""
    return f"{refused.field}: {refused.value}: {refused.limit}; {refused.action}"


def duration(seconds: int) -> str:
    """Its two largest units: 3 d 4 h, 2 h 5 min, 40 s."""
    parts: list[str] = []
    for size, unit in _UNITS:
        count, seconds = divmod(seconds, size)
        if count or parts:
            parts.append(f"{count} {unit}" if count else "")
    return " ".join(part for part in parts[:2] if part) or "0 s"
