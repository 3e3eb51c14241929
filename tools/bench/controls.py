"""What a person at the bench does to the twin: the speed of its time, and whatever a scenario can do.

Read in the page's process, where wrong input is refused in one line; carried out in the twin's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pump.errors import refusal, shown
from pump.scenario import ACTIONS, Event, read_event
from twin.pace import FASTEST, SLOWEST

PAUSED = 0.0
NOT_BY_HAND = ("program", "set-time")  # the programmer's own: over the link


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Pump time over wall time, PAUSED while it stands still."""

    speed: float


@dataclass(frozen=True, slots=True)
class Happen:
    """event: as a scenario's, at once. words: for the list of what happened."""

    event: Event
    words: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The run is over."""


Control = SetSpeed | Happen | Finish


def read_speed(value: object) -> SetSpeed:
    """0 (paused), or 0.1 to 10000. UserError in one line."""
    try:
        speed = float(str(value))
    except ValueError:
        speed = -1.0
    if speed != PAUSED and not SLOWEST <= speed <= FASTEST:
        raise refusal("speed", value, f"0 for a pause, or {SLOWEST:g} to {FASTEST:g}", "choose one of them")
    return SetSpeed(speed)


def read_happening(do: object, arguments: Mapping[str, object]) -> Happen:
    """do, arguments: as in an [[event]] of a scenario, without its time. UserError in one line."""
    if not isinstance(do, str) or do not in ACTIONS or do in NOT_BY_HAND:
        known = ", ".join(action for action in ACTIONS if action not in NOT_BY_HAND)
        raise refusal("do", do, f"one of {known}", "choose one of them")
    event = read_event({"at": "0 s", "do": do, **arguments}, do)
    amounts = ", ".join(f"{name} {value}" for name, value in arguments.items())
    return Happen(event, shown(f"{do} ({amounts})" if amounts else do).strip("'\""))
