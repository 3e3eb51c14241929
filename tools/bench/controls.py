"""What a person at the bench does to the twin: the speed of its time, and whatever a scenario can do.

Read in the page's process, where wrong input is refused in one line; carried out in the twin's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.handheld_controls import HandheldControl
from pump.errors import one_line, refusal
from pump.quantities import CONCENTRATION, VOLUME, whole_units
from pump.scenario import ACTIONS, Event, read_event
from pump.toml_tables import known_keys
from twin.pace import FASTEST, SLOWEST

PAUSED = 0.0
FILL = "fill"
MOST_NL = 100_000_000  # the load cell of the default rig carries 100 g
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
class Fill:
    """The needle alone; a programmer tells the pump, or nobody does. per_ml_pg: of the first drug, None: as before."""

    withdrawn_nl: int
    filled_nl: int
    per_ml_pg: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The run is over."""


Control = SetSpeed | Happen | Fill | Finish | HandheldControl


def read_speed(value: object) -> SetSpeed:
    """0 (paused), or 0.1 to 10000. UserError in one line."""
    try:
        speed = float(str(value))
    except ValueError:
        speed = -1.0
    if speed != PAUSED and not SLOWEST <= speed <= FASTEST:
        raise refusal("speed", value, f"0 for a pause, or {SLOWEST:g} to {FASTEST:g}", "choose one of them")
    return SetSpeed(speed)


def read_deed(do: object, amounts: Mapping[str, object]) -> Happen | Fill:
    """do, amounts: as in an [[event]] of a scenario, without its time; or FILL. UserError in one line."""
    if do == FILL:
        return _read_fill(amounts)
    if not isinstance(do, str) or do not in ACTIONS or do in NOT_BY_HAND:
        known = ", ".join((FILL, *(action for action in ACTIONS if action not in NOT_BY_HAND)))
        raise refusal("do", do, f"one of {known}", "choose one of them")
    return Happen(read_event({"at": "0 s", "do": do, **amounts}, do), _in_words(do, amounts))


def _read_fill(amounts: Mapping[str, object]) -> Fill:
    known_keys(amounts, FILL, ("withdrawn", "filled", "concentration"), ("withdrawn", "filled"))
    strength = amounts.get("concentration")
    return Fill(
        _volume_nl(amounts["withdrawn"], f"{FILL}.withdrawn"),
        _volume_nl(amounts["filled"], f"{FILL}.filled"),
        None if strength is None else whole_units(strength, f"{FILL}.concentration", CONCENTRATION, zero=True),
        _in_words(FILL, amounts),
    )


def _volume_nl(value: object, field: str) -> int:
    volume_nl = whole_units(value, field, VOLUME, zero=True)
    if volume_nl > MOST_NL:
        raise refusal(field, value, f"at most {MOST_NL // 10**6} mL", "check the number")
    return volume_nl


def _in_words(do: str, amounts: Mapping[str, object]) -> str:
    shown = ", ".join(f"{name} {value}" for name, value in amounts.items())
    return one_line(f"{do} ({shown})" if shown else do)
