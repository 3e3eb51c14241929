"""What the pump says, in words for a person."""

from pump_link.client import Denied, RefusedByPump

STATES = {
    "locked": "Locked",
    "stopped": "Stopped",
    "starting": "Starting",
    "running": "Running",
    "halting": "Stopping",
    "service": "Service mode",
}
DENIALS = {
    "locked": "the pump is locked: read its alarms",
    "stopped": "the pump is stopped",
    "high-alarm": "a high alarm shows: mend its cause and acknowledge it",
    "bolus-running": "another bolus is under way",
    "not-prescribed": "no patient bolus is prescribed",
    "lockout": "the lockout of the last bolus is not over",
    "most-per-day": "as many as a day may hold were granted",
    "max-dose-per-day": "the dose of 24 h would exceed its limit",
    "reservoir": "the reservoir does not hold it",
    "self-test": "the self-test is running or failed",
    "therapy-changing": "the therapy is changing: wait for it",
    "cannot-be-met": "it cannot be met under this therapy",
    "role": "this key may not ask for that",
    "memory": "the pump is short of memory: look at the status, then ask again",
    "fault": "a fault of the firmware: look at the status, then read the log",
}


def state_in_words(state: str) -> str:
    return STATES.get(state, state)


def denial_in_words(denied: Denied) -> str:
    """Why, and how long until it might."""
    text = "Denied: " + DENIALS.get(denied.reason, denied.reason)
    return text if denied.left_s is None else f"{text}; {duration(denied.left_s)} to go"


def refusal_in_words(refused: RefusedByPump) -> str:
    """Field, value, limit and what to do."""
    return f"Refused: {refused.field}: {refused.value}: {refused.limit}; {refused.action}."


def duration(seconds: int) -> str:
    """The two largest units of it: 3 d 4 h, 2 h 5 min, 40 s."""
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, second = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (second, "s")]
    first = next((place for place, (count, _) in enumerate(parts) if count), len(parts) - 1)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count) or "0 s"
