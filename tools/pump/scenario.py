"""A scenario file (TOML) to the events of a run, in the order in which they happen.

An `at` beyond the end of the run is allowed, since one scenario serves runs of any length; such an event
does not happen, and `Scenario.later_than` names it so that the command can say so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from pump.errors import UserError, refusal
from pump.quantities import DOSE, DURATION, parse, whole, whole_units
from pump.toml_tables import dotted, known_keys, load, read_text, table, tables

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DEFAULT_START = "mon 00:00"
LONGEST_S = 3_660 * 86_400  # ten years: longer is a slip
LONGEST_NAME = 40
NOT_BUILT = "comes with a later issue: not built yet"

# action -> its required arguments, its optional ones
ACTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "patient-bolus": ((), ()),
    "clinician-bolus": (("dose", "over"), ()),
    "stall": (("for",), ()),
    "occlude": ((), ()),
    "clear-occlusion": ((), ()),
    "load-cell-unplug": ((), ()),
    "load-cell-plug": ((), ()),
    "power-cut": (("for",), ()),
    "stop": ((), ()),
    "start": ((), ()),
    "acknowledge": ((), ("name",)),
}
LATER_ACTIONS = (
    "prime",
    "bridge",
    "free-flow",
    "air",
    "load-cell-stuck",
    "load-cell-drift",
    "refill",
    "motor-supply-cut",
    "program",
    "clock-lost",
)


@dataclass(frozen=True)
class Event:
    """One thing that happens, at_us after power-on.

    number: its place in the file, from 1. dose_pg and over_s: clinician-bolus, else 0. for_us: stall and power-cut,
    else 0. name: the alarm to acknowledge, or None for all.
    """

    number: int
    at_us: int
    action: str
    dose_pg: int = 0
    over_s: int = 0
    for_us: int = 0
    name: str | None = None


@dataclass(frozen=True)
class Scenario:
    """start_s: pump time at power-on, in seconds from Monday 00:00. rig: as written; the twin checks it.

    events: by time, and as in the file where times are equal.
    """

    start_s: int = 0
    rig: Mapping[str, object] = field(default_factory=dict[str, object])
    events: tuple[Event, ...] = ()

    def later_than(self, run_us: int) -> tuple[Event, ...]:
        """The events that a run of run_us microseconds never reaches: those at its end or later."""
        return tuple(event for event in self.events if event.at_us >= run_us)


def read_scenario(path: Path) -> Scenario:
    """The scenario in the file at `path`; UserError in one line if it is none."""
    return parse_scenario(read_text(path, "scenario"))


def parse_scenario(text: str) -> Scenario:
    """The scenario in a TOML text. An empty one is a run in which nothing happens."""
    tree = load(text, "scenario")
    known_keys(tree, "", ("start", "rig", "event"))
    entries = tables(tree.get("event", []), "event")
    events = [_event(entry, number) for number, entry in enumerate(entries, 1)]
    return Scenario(
        start_s=_start(tree.get("start", DEFAULT_START)),
        rig=table(tree.get("rig", {}), "rig"),
        events=tuple(sorted(events, key=lambda event: event.at_us)),
    )


def _start(value: object) -> int:
    form = re.fullmatch(r"([a-z]{3}) ([01][0-9]|2[0-3]):([0-5][0-9])", value) if isinstance(value, str) else None
    if form is None or form[1] not in DAYS:
        raise refusal("start", value, 'a day and a time from "mon 00:00" to "sun 23:59"', "write it so")
    return DAYS.index(form[1]) * 86_400 + int(form[2]) * 3_600 + int(form[3]) * 60


def _event(entry: Mapping[str, object], number: int) -> Event:
    place = f"event {number}"
    action = _action(entry, place)
    required, optional = ACTIONS[action]
    known_keys(entry, place, ("at", "do", *required, *optional), ("at", *required))
    at_us = _microseconds(entry["at"], dotted(place, "at"), zero=True)
    if action == "clinician-bolus":
        dose_pg = whole_units(entry["dose"], dotted(place, "dose"), DOSE)
        over_s = whole_units(entry["over"], dotted(place, "over"), DURATION)
        return Event(number, at_us, action, dose_pg=dose_pg, over_s=over_s)
    if "for" in required:
        return Event(number, at_us, action, for_us=_microseconds(entry["for"], dotted(place, "for")))
    return Event(number, at_us, action, name=_alarm_name(entry, dotted(place, "name")))


def _action(entry: Mapping[str, object], place: str) -> str:
    where = dotted(place, "do")
    if "do" not in entry:
        raise UserError(f"{where}: missing: this setting is required; add one of {', '.join(ACTIONS)}")
    action = entry["do"]
    if isinstance(action, str) and action in LATER_ACTIONS:
        raise refusal(where, action, NOT_BUILT, "remove the event")
    if not isinstance(action, str) or action not in ACTIONS:
        raise refusal(where, action, "one of " + ", ".join(ACTIONS), "correct it")
    return action


def _microseconds(value: object, where: str, *, zero: bool = False) -> int:
    seconds = parse(value, where, DURATION, zero=zero)
    if seconds > LONGEST_S:
        raise refusal(where, value, "at most ten years", "check the number")
    return whole(seconds * Fraction(1_000_000), value, where, "us")


def _alarm_name(entry: Mapping[str, object], where: str) -> str | None:
    """The pump's list of alarms decides whether there is one of that name; here only the form counts."""
    name = entry.get("name")
    if name is None:
        return None
    if not isinstance(name, str) or not re.fullmatch(rf"[a-z][a-z0-9-]{{0,{LONGEST_NAME - 1}}}", name):
        raise refusal(where, name, "the name of an alarm in small letters and hyphens", "correct it or leave it out")
    return name
