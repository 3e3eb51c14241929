"""A scenario file (TOML) to the events of a run, in the order in which they happen.

What each action does to the rig, and what it takes, stands in tools/twin/README.md.

An `at` beyond the end of the run is allowed, since one scenario serves runs of any length; such an event
does not happen, and `Scenario.later_than` names it so that the command can say so.

What a `refill` fills is the mixture of the next `program` event after it, at the same time or later, if no other
refill comes between them; without one it is the mixture of the fill before. Events of one time happen as they stand
in the file, so a `program` at the time of its refill stands below it. `Scenario.mixture_filled` works this out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from pump.errors import UserError, refusal, shown
from pump.mishap_arguments import mishap_amounts
from pump.quantities import DOSE, DURATION, VOLUME, parse, whole, whole_units
from pump.therapy_file import Order, read_therapy
from pump.toml_tables import dotted, known_keys, load, read_text, table, tables
from pump.week_time import second_of_week

DEFAULT_START = "mon 00:00"
LONGEST_S = 3_660 * 86_400  # ten years: longer is a slip
LONGEST_NAME = 40

# action -> its required arguments, its optional ones
ACTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "patient-bolus": ((), ()),
    "hold-button": (("for",), ()),
    "clinician-bolus": (("dose", "over"), ()),
    "stop-bolus": ((), ()),
    "prime": ((), ()),
    "bridge": ((), ()),
    "refill": (("withdrawn", "filled"), ("actual_filled",)),
    "program": (("file",), ()),
    "set-time": (("to",), ()),
    "clock-lost": ((), ()),
    "stall": (("for",), ()),
    "occlude": ((), ()),
    "clear-occlusion": ((), ()),
    "free-flow": (("rate", "for"), ()),
    "air": (("volume",), ()),
    "motor-supply-cut": (("for",), ()),
    "load-cell-unplug": ((), ()),
    "load-cell-plug": ((), ()),
    "load-cell-stuck": ((), ("for",)),
    "load-cell-saturated": ((), ("for",)),
    "load-cell-noisy": (("noise",), ("for",)),
    "load-cell-drift": ((), ("rate", "by", "for")),
    "put-on-cell": (("mass",), ()),
    "take-off-cell": ((), ()),
    "power-cut": (("for",), ()),
    "stop": ((), ()),
    "start": ((), ()),
    "acknowledge": ((), ("name",)),
}


@dataclass(frozen=True)
class Event:
    """One thing that happens, at_us after power-on. What an action does not use is 0 or None.

    number: its place in the file, from 1. dose_pg, over_s: clinician-bolus. for_us: how long a mishap lasts, 0 for ever
    where `for` may be left out. name: the alarm to acknowledge, None for all. withdrawn_nl, filled_nl: refill, as told
    to the pump; actual_filled_nl: the truth. order: program. second_of_week: set-time, from Monday 00:00.
    flow_fl_per_day: free-flow. air_nl: air. noise_ug: load-cell-noisy, rms of a conversion. drift_ug_per_day, shift_ug:
    load-cell-drift, one of them. load_ug: put-on-cell.
    """

    number: int
    at_us: int
    action: str
    dose_pg: int = 0
    over_s: int = 0
    for_us: int = 0
    name: str | None = None
    withdrawn_nl: int = 0
    filled_nl: int = 0
    actual_filled_nl: int = 0
    order: Order | None = None
    second_of_week: int = 0
    flow_fl_per_day: int = 0
    air_nl: int = 0
    noise_ug: int = 0
    drift_ug_per_day: int = 0
    shift_ug: int = 0
    load_ug: int = 0


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

    def mixture_filled(self, refill: Event, first: Order) -> list[list[str | int]] | None:
        """The drugs ([name, pg per mL]) that the event `refill` fills, or None: the same as the fill before it.

        first: the therapy at power-on, whose drugs are the first fill.
        """
        filled = first["drugs"]
        for place, event in enumerate(self.events):
            if event.action == "refill":
                before, filled = filled, self._programmed_after(place) or filled
                if event.number == refill.number:
                    return None if filled == before else filled
        raise ValueError(f"event {refill.number} is no refill of this scenario")

    def _programmed_after(self, place: int) -> list[list[str | int]] | None:
        """The drugs of the first therapy programmed between the event at `place` and the next refill."""
        for event in self.events[place + 1 :]:
            if event.action == "refill":
                return None
            if event.order is not None:
                return event.order["drugs"]
        return None


def read_scenario(path: Path) -> Scenario:
    """The scenario in the file at `path`; UserError in one line if it is none."""
    return parse_scenario(read_text(path, "scenario"), path.parent)


def parse_scenario(text: str, folder: Path = Path(".")) -> Scenario:
    """The scenario in a TOML text. An empty one is a run in which nothing happens.

    folder: where the paths of therapy files begin. They are read now: what is no therapy is refused here.
    """
    tree = load(text, "scenario")
    known_keys(tree, "", ("start", "rig", "event"))
    entries = tables(tree.get("event", []), "event")
    events = [read_event(entry, f"event {number}", number, folder) for number, entry in enumerate(entries, 1)]
    return Scenario(
        start_s=second_of_week(tree.get("start", DEFAULT_START), "start"),
        rig=table(tree.get("rig", {}), "rig"),
        events=tuple(sorted(events, key=lambda event: event.at_us)),
    )


def read_event(entry: Mapping[str, object], place: str, number: int = 0, folder: Path = Path(".")) -> Event:
    """What one [[event]] says. place: how a refusal names it. UserError in one line if it says nothing usable."""
    action = _action(entry, place)
    required, optional = ACTIONS[action]
    known_keys(entry, place, ("at", "do", *required, *optional), ("at", *required))
    at_us = _microseconds(entry["at"], dotted(place, "at"), zero=True)
    if action == "clinician-bolus":
        dose_pg = whole_units(entry["dose"], dotted(place, "dose"), DOSE)
        over_s = whole_units(entry["over"], dotted(place, "over"), DURATION)
        return Event(number, at_us, action, dose_pg=dose_pg, over_s=over_s)
    if action == "refill":
        return _refill(entry, place, Event(number, at_us, action))
    if action == "program":
        return Event(number, at_us, action, order=_therapy(entry["file"], dotted(place, "file"), folder))
    if action == "set-time":
        return Event(number, at_us, action, second_of_week=second_of_week(entry["to"], dotted(place, "to")))
    name = _alarm_name(entry, dotted(place, "name"))
    for_us = _microseconds(entry["for"], dotted(place, "for")) if "for" in entry else 0
    return replace(Event(number, at_us, action, name=name, for_us=for_us), **mishap_amounts(action, entry, place))


def _action(entry: Mapping[str, object], place: str) -> str:
    where = dotted(place, "do")
    if "do" not in entry:
        raise UserError(f"{where}: missing: this setting is required; add one of {', '.join(ACTIONS)}")
    action = entry["do"]
    if not isinstance(action, str) or action not in ACTIONS:
        raise refusal(where, action, "one of " + ", ".join(ACTIONS), "correct it")
    return action


def _refill(entry: Mapping[str, object], place: str, event: Event) -> Event:
    def volume_nl(key: str) -> int:
        return whole_units(entry[key], dotted(place, key), VOLUME, zero=True)

    filled_nl = volume_nl("filled")
    return replace(
        event,
        withdrawn_nl=volume_nl("withdrawn"),
        filled_nl=filled_nl,
        actual_filled_nl=volume_nl("actual_filled") if "actual_filled" in entry else filled_nl,
    )


def _therapy(value: object, where: str, folder: Path) -> Order:
    if not isinstance(value, str):
        raise refusal(where, value, "the path of a therapy file is needed", "write it as text")
    try:
        return read_therapy(folder / value)
    except UserError as error:
        raise UserError(f"{where}: {shown(value)}: {error}") from None


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
