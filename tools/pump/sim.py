"""`pump sim`: files and options to a run of the firmware on the twin, and what came out of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import cast

from pump.errors import UserError, refusal
from pump.quantities import DURATION, parse, whole
from pump.rig_quantities import read_quantity
from pump.scenario import Event, Scenario, read_scenario
from pump.therapy_file import Order, read_therapy
from therapy.prescribing import bolus_order
from therapy.prescribing.prescription import Prescription
from twin.accounts import Look
from twin.alarm_watch import SeenAlarm
from twin.bolus_watch import SeenBolus
from twin.clinic import Clinic, Mixture
from twin.figures import RigFigures, load_figures
from twin.mishaps import Mishaps
from twin.people import People
from twin.pump_face import ALARM_NAMES, CLINICIAN, OutlookFace
from twin.session import Session
from units.refused import Refused

LONGEST_DAYS = 366
order_bolus = cast("Callable[[int, int, int, Prescription, str], object]", bolus_order.bolus_of_dose)
LARGEST_SEED = 2**32 - 1
_FL_PER_NL = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """A run that can be started: all of it was checked, by the pump's own rules where it is the pump that decides."""

    order: Order
    scenario: Scenario
    figures: RigFigures
    for_us: int
    seed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """notes: lines about what did not happen as the scenario asks. step_uL: calibrated volume of a microstep.

    outlook: how long the reservoir lasts, as the pump says it; week_s: second of the week. None if it does not know.
    flash: the pump's files by name, as they lie there at the end.
    """

    plan: Plan
    look: Look
    boluses: tuple[SeenBolus, ...]
    alarms: tuple[SeenAlarm, ...]
    notes: tuple[str, ...]
    step_uL: float
    prescribed_uL_by: Callable[[int], Fraction]
    outlook: OutlookFace | None = None
    week_s: int | None = None
    flash: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


Watch = Callable[[Session, Look], None]


def read_duration(text: str) -> int:
    """--for in microseconds: a number with its unit, more than nothing and at most a year."""
    seconds = parse(text, "--for", DURATION)
    if seconds > LONGEST_DAYS * 86_400:
        raise refusal("--for", text, f"at most {LONGEST_DAYS} days", "run it in parts")
    return whole(seconds * 1_000_000, text, "--for", "us")


def read_seed(text: str) -> int:
    """--seed: 0 to 2**32 - 1."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= LARGEST_SEED):
        raise refusal("--seed", text, f"a whole number from 0 to {LARGEST_SEED}", "choose one of them")
    return int(text)


def read_figures(scenario: Scenario) -> RigFigures:
    """The rig's figures with what the scenario's [rig] table says."""
    try:
        return load_figures(scenario.rig, read_quantity)
    except ValueError as error:
        raise UserError(f"{error}; see pump sim --rig") from None


def plan(therapy: Path, scenario: Path | None, duration: str, seed: str) -> Plan:
    """Reads and checks everything; UserError in one line for the first thing that cannot be used."""
    for_us, number = read_duration(duration), read_seed(seed)
    order = read_therapy(therapy)
    happens = Scenario() if scenario is None else read_scenario(scenario)
    figures = read_figures(happens)
    _check(order, happens, round(figures.step_volume * _FL_PER_NL))
    return Plan(order, happens, figures, for_us, number)


def _check(order: Order, scenario: Scenario, step_volume_fl: int) -> None:
    """The pump's own rules, before anything runs: what it would refuse at once is bad input."""
    prescription = _prescription(order, step_volume_fl, "")
    for event in scenario.events:
        if event.order is not None:
            prescription = _prescription(event.order, step_volume_fl, f"{_label(event)}.file: ")
        if event.action == "clinician-bolus":
            try:
                order_bolus(CLINICIAN, event.dose_pg, event.over_s, prescription, _label(event))
            except Refused as refused:
                raise UserError(str(refused)) from None
    for event in scenario.events:
        if event.name is not None and event.name not in ALARM_NAMES:
            raise refusal(f"{_label(event)}.name", event.name, "one of " + ", ".join(ALARM_NAMES), "correct it")


def _prescription(order: Order, step_volume_fl: int, prefix: str) -> Prescription:
    try:
        return Prescription(order, step_volume_fl)
    except Refused as refused:
        prefix = "[rig] " if str(refused).startswith("step_volume") else prefix
        raise UserError(f"{prefix}{refused}") from None


def _label(event: Event) -> str:
    return f"event {event.number}"


def simulate(run: Plan, watch: Watch | None = None, every_us: int = 0, session: Session | None = None) -> Outcome:
    """Runs it. `watch` is called every every_us of the run with all accounts as they stand.

    session: one that was made for this plan; None to make it.
    """
    if session is None:
        session = Session(run.order, run.figures, seed=run.seed, start_s=run.scenario.start_s)
    crew = Crew.of(session)
    for event in run.scenario.events:
        if event.at_us < run.for_us:
            mixture = run.scenario.mixture_filled(event, run.order) if event.action == "refill" else None
            session.at(event.at_us, action_of(event, crew, mixture))
    if watch is not None:
        _watch_every(session, watch, every_us, run.for_us)
    try:
        look = session.run(run.for_us)
    except Refused as refused:
        raise UserError(str(refused)) from None
    notes = [
        f"{_label(event)}: {event.action}: after the end of the run" for event in run.scenario.later_than(run.for_us)
    ]
    notes += session.notes
    notes += [f"{request.label}: the pump has no record of it" for request in session.boluses.unanswered]
    return Outcome(
        plan=run,
        look=look,
        boluses=tuple(session.boluses.seen),
        alarms=tuple(session.alarms.seen),
        notes=tuple(notes),
        step_uL=session.bench.step_volume_fl / 1e9,
        prescribed_uL_by=session.prescribed.by,
        outlook=session.outlook,
        week_s=session.week_s,
        flash=dict(session.bench.hardware.files.contents),
    )


def _watch_every(session: Session, watch: Watch, every_us: int, for_us: int) -> None:
    def look() -> None:
        if session.t_us + every_us < for_us:
            session.at(session.t_us + every_us, look)
        watch(session, session.look())

    session.at(0, look)


@dataclass(frozen=True, slots=True)
class Crew:
    """Whoever does something in a run."""

    session: Session
    people: People
    clinic: Clinic
    mishaps: Mishaps

    @classmethod
    def of(cls, session: Session) -> "Crew":
        people = People(session)
        return cls(session, people, Clinic(session, people), Mishaps(session))


def action_of(event: Event, crew: Crew, mixture: Mixture | None = None) -> Callable[[], None]:
    """What the session does when the event's time has come. mixture: as Clinic.refill takes it."""
    label = f"{_label(event)}: {event.action}"
    people, clinic, mishaps = crew.people, crew.clinic, crew.mishaps
    if event.order is not None:
        return partial(clinic.program, label, event.order)
    if event.action == "refill":
        amounts = (event.withdrawn_nl, event.filled_nl, event.actual_filled_nl)
        return partial(clinic.refill, label, *amounts, mixture)
    actions: dict[str, Callable[[], None]] = {
        "patient-bolus": partial(people.press_button, label),
        "hold-button": partial(people.hold_button, label, event.for_us),
        "clinician-bolus": partial(people.order_bolus, label, event.dose_pg, event.over_s),
        "stop": partial(people.stop, label),
        "start": partial(people.start, label),
        "acknowledge": partial(people.acknowledge, label, event.name),
        "stall": partial(mishaps.stall, event.for_us),
        "occlude": mishaps.occlude,
        "clear-occlusion": mishaps.clear_occlusion,
        "free-flow": partial(mishaps.free_flow, event.flow_fl_per_day, event.for_us),
        "air": partial(mishaps.add_air, event.air_nl),
        "motor-supply-cut": partial(mishaps.cut_motor_supply, event.for_us),
        "load-cell-unplug": mishaps.unplug_load_cell,
        "load-cell-plug": mishaps.plug_load_cell,
        "load-cell-stuck": partial(mishaps.stick_load_cell, event.for_us),
        "load-cell-saturated": partial(mishaps.saturate_load_cell, event.for_us),
        "load-cell-noisy": partial(mishaps.disturb_load_cell, event.noise_ug, event.for_us),
        "load-cell-drift": _drift(event, mishaps),
        "put-on-cell": partial(mishaps.put_on_load_cell, event.load_ug),
        "take-off-cell": partial(mishaps.put_on_load_cell, 0),
        "power-cut": partial(crew.session.cut_power, event.for_us),
        "prime": partial(clinic.prime, label),
        "bridge": partial(clinic.bridge, label),
        "stop-bolus": partial(people.stop_bolus, label),
        "set-time": partial(clinic.set_time, label, event.second_of_week),
        "clock-lost": partial(clinic.lose_time, label),
    }
    return actions[event.action]


def _drift(event: Event, mishaps: Mishaps) -> Callable[[], None]:
    if event.shift_ug:
        return partial(mishaps.shift_load_cell, event.shift_ug)
    return partial(mishaps.drift_load_cell, event.drift_ug_per_day, event.for_us)
