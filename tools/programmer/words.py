"""States of the pump, in words for a person."""

STATES = {
    "locked": "Locked",
    "stopped": "Stopped",
    "starting": "Starting",
    "running": "Running",
    "halting": "Stopping",
    "service": "Service mode",
}


def state_in_words(state: str) -> str:
    return STATES.get(state, state)
