"""`pump trumpet` on the twin: a steady therapy, or 25 boluses over it, as a scale would see them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import gcd
from pathlib import Path
from typing import cast

from default_rig import WITNESS
from pump.errors import Failure, UserError, refusal
from pump.progress import simulate_with_bar
from pump.quantities import DOSE, DURATION, whole_units
from pump.scenario import Event
from pump.sim import Outcome, Plan, plan
from trumpet.boluses import BOLUSES
from trumpet.record import Record, from_masses
from trumpet.resolution import Sensor
from twin.accounts import Look
from twin.believed_noise import believed_noise
from twin.bolus_watch import DELIVERED, DENIED
from twin.figures import RigFigures
from twin.pump_face import DENIAL_REASONS
from twin.session import Session

OUTLET, LOAD_CELL = "outlet", "load-cell"
_EXACT = ", had it weighed this (the errors are exact)"
_RUN_IN_S = 3600  # before the first bolus
_CONVERSION_US = 100_000
_BLOCK, _OUTER = 8, 2  # as the firmware weighs: the mean of the middle four of eight conversions


@dataclass(frozen=True)
class TwinRun:
    """sensor: the pump's own load cell on this rig, whichever of the two the record is of."""

    record: Record
    rate_uL_per_h: float
    density_mg_per_uL: float
    sensor: Sensor
    outcome: Outcome


@dataclass(frozen=True)
class Boluses:
    """dose_pg of each, given over over_s, one every every_s."""

    dose_pg: int
    over_s: int
    every_s: int


def read_boluses(dose: str, over: str | None, every: str | None) -> Boluses:
    """UserError if one lasts longer than it is from one to the next."""
    for option, text in (("--over", over), ("--every", every)):
        if text is None:
            raise UserError(f'{option}: missing: boluses on the twin need it; add it, such as {option} "10 min"')
    over_s, every_s = whole_units(over, "--over", DURATION), whole_units(every, "--every", DURATION)
    if over_s >= every_s:
        raise refusal("--over", over, f"must be shorter than --every, {every_s} s", "leave time to weigh each of them")
    return Boluses(whole_units(dose, "--bolus", DOSE), over_s, every_s)


def run_steady(therapy: Path, scenario: Path | None, duration: str, seed: str, by: str, every_s: float) -> TwinRun:
    """A run at one rate, looked at every every_s. UserError if the rate changes or boluses are given."""
    run = plan(therapy, scenario, duration, seed)
    if any(event.action.endswith("bolus") for event in run.scenario.events):
        raise UserError("--scenario: gives boluses: a trumpet is of a steady flow; leave them out, or use --bolus")
    return _run(run, by, every_s, is_steady=True)


def run_boluses(
    therapy: Path, scenario: Path | None, seed: str, by: str, boluses: Boluses
) -> tuple[TwinRun, list[float]]:
    """The run, and the volume of each bolus above the basal flow, in uL."""
    for_s = _RUN_IN_S + BOLUSES * boluses.every_s
    run = plan(therapy, scenario, f"{for_s} s", seed)
    if run.scenario.events:
        raise UserError("--scenario: has events: boluses are weighed on a pump that is left alone; keep its [rig] only")
    events = tuple(
        Event(
            number + 1,
            (_RUN_IN_S + number * boluses.every_s) * 1_000_000,
            "clinician-bolus",
            dose_pg=boluses.dose_pg,
            over_s=boluses.over_s,
        )
        for number in range(BOLUSES)
    )
    given = replace(run, scenario=replace(run.scenario, events=events))
    twin = _run(given, by, gcd(_RUN_IN_S, boluses.every_s), is_steady=False)
    for number, bolus in enumerate(twin.outcome.boluses, 1):
        if bolus.outcome != DELIVERED:
            why = f"{bolus.outcome}: {DENIAL_REASONS[bolus.reason]}" if bolus.outcome == DENIED else bolus.outcome
            raise UserError(f"--bolus: number {number} of {BOLUSES} was {why}; choose a smaller one or other limits")
    if len(twin.outcome.boluses) != BOLUSES:
        raise Failure("; ".join(twin.outcome.notes) or f"{len(twin.outcome.boluses)} of {BOLUSES} boluses were given")
    basal_uL = twin.rate_uL_per_h * boluses.every_s / 3600.0
    at = dict(zip(twin.record.times_s, twin.record.volumes_uL, strict=True))
    begins = [float(_RUN_IN_S + number * boluses.every_s) for number in range(BOLUSES)]
    return twin, [at[begin + boluses.every_s] - at[begin] - basal_uL for begin in begins]


def _run(run: Plan, by: str, every_s: float, *, is_steady: bool) -> TwinRun:
    looks: list[Look] = []
    weights_mg: list[float] = []

    def keep(session: Session, look: Look) -> None:
        looks.append(look)
        if by == LOAD_CELL:
            weights_mg.append(_weighed_mg(session))

    # A microsecond more, so that the last look falls on the end that was asked for.
    outcome = simulate_with_bar(replace(run, for_us=run.for_us + 1), keep, round(every_s * 1e6))
    rates = {look.uL_per_day for look in looks}
    if is_steady and (len(rates) != 1 or not looks[0].uL_per_day):
        raise UserError("THERAPY.toml: its rate changes in the run, or is zero: a trumpet is of one steady flow")
    times_s = [look.t_us / 1e6 for look in looks]
    figures = run.figures
    if by == LOAD_CELL:
        record = from_masses(
            times_s,
            weights_mg,
            density_mg_per_uL=figures.density,
            evaporated_mg_per_s=figures.evaporation * figures.density / 86_400.0,
            rises=False,
        )
    else:
        record = Record(times_s, [look.delivered_uL - looks[0].delivered_uL for look in looks])
    return TwinRun(record, looks[0].uL_per_day / 24.0, figures.density, own_load_cell(figures, by), outcome)


def own_load_cell(figures: RigFigures, by: str = LOAD_CELL) -> Sensor:
    """What the second witness is told of this rig: noise of a block, walk, daily wave. by: what is really measured."""
    believed = believed_noise(figures, cast("Mapping[str, int]", WITNESS))
    return Sensor(
        noise_mg=believed["white_sd_ug"] / 1e3,
        words="the pump's own load cell" + _EXACT * (by == OUTLET),
        walk_mg_per_sqrt_day=believed["walk_ug_per_sqrt_hour"] * 24**0.5 / 1e3,
        swing_mg=believed["daily_swing_ug"] / 1e3,
    )


def _weighed_mg(session: Session) -> float:
    """What the pump's block of eight conversions would say now, at the calibration that it has."""
    cell = session.rig.load_cell
    words = sorted(cell.counts(session.t_us - number * _CONVERSION_US) for number in range(_BLOCK))
    return sum(words[_OUTER : _BLOCK - _OUTER]) / (_BLOCK - 2 * _OUTER) / cell.counts_per_mg
