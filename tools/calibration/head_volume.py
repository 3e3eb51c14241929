"""Weighed runs of counted steps to the volume of a microstep, with its uncertainty after the GUM (JCGM 100:2008).

Each run lies between two rests. What the mass changes in a rest is evaporation, drift and creep; the mean of the rests
before and after is taken off the run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, sqrt
from statistics import fmean, stdev

from calibration import coverage, water
from trumpet.unusable import Unusable

LEAST_RUNS, MOST_RUNS = 3, 30
LEAST_FL, MOST_FL = 15_000_000, 100_000_000  # as the pump takes it: therapy.prescribing.hard_limits
FL_PER_UL = 1e9


@dataclass(frozen=True, slots=True)
class Reading:
    """t_s: running time of the pump. resolution_mg: the last digit, or one standard deviation of noise."""

    mass_mg: float
    t_s: float
    resolution_mg: float


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing was delivered between the two."""

    began: Reading
    ended: Reading

    @property
    def mg_per_s(self) -> float:
        seconds = self.ended.t_s - self.began.t_s
        return (self.ended.mass_mg - self.began.mass_mg) / seconds if seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Conditions:
    """scale_doubt: of a mass, relative, one standard deviation. reservoir: the mass falls as water is delivered.

    scale_doubt_mg: of a difference of two readings besides, one standard deviation.
    """

    degC: float
    degC_doubt: float
    air_mg_per_mL: float
    scale_doubt: float
    scale_doubt_mg: float
    reservoir: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the budget: relative standard uncertainty and its degrees of freedom."""

    name: str
    relative: float
    freedom: float = inf


@dataclass(frozen=True, slots=True)
class HeadVolume:
    """step_fl: of a microstep. expanded_fl: 95 %, factor times the combined standard uncertainty.

    runs_fl: of each run. moved_mg: what was taken off the runs for evaporation and drift, of each.
    """

    step_fl: int
    expanded_fl: int
    factor: float
    runs_fl: tuple[float, ...]
    moved_mg: tuple[float, ...]
    budget: tuple[Part, ...]

    @property
    def relative(self) -> float:
        return self.expanded_fl / self.step_fl


def head_volume(rests: Sequence[Rest], steps: int, conditions: Conditions) -> HeadVolume:
    """rests: one more than runs; between two of them `steps` microsteps were made.

    Raises Unusable for too few runs, a run in which nothing came, or a volume that no head of this pump has.
    """
    runs = len(rests) - 1
    if not LEAST_RUNS <= runs <= MOST_RUNS:
        raise Unusable("runs", str(runs), f"{LEAST_RUNS} to {MOST_RUNS}", "make as many")
    moved_mg = tuple(_moved_mg(before, after) for before, after in pairwise(rests))
    masses_mg = [_delivered_mg(rests, run, moved_mg[run], conditions) for run in range(runs)]
    per_mg = water.volume_per_mass_uL_per_mg(conditions.degC, conditions.air_mg_per_mL) * FL_PER_UL / steps
    runs_fl = tuple(mass_mg * per_mg for mass_mg in masses_mg)
    step_fl = fmean(runs_fl)
    if not LEAST_FL <= step_fl <= MOST_FL:
        limit = f"must be from {LEAST_FL / 1e6:g} to {MOST_FL / 1e6:g} nL"
        raise Unusable(
            "step volume", f"{step_fl / 1e6:.3f} nL", limit, "check tube, scale, and that all of it is weighed"
        )
    budget = _budget(runs_fl, masses_mg, rests, conditions)
    parts = [(part.relative, part.freedom) for part in budget]
    factor = coverage.factor(coverage.effective_freedom(parts))
    expanded_fl = factor * coverage.combined(parts) * step_fl
    return HeadVolume(round(step_fl), round(expanded_fl), factor, runs_fl, moved_mg, budget)


def _moved_mg(before: Rest, after: Rest) -> float:
    seconds = after.began.t_s - before.ended.t_s
    return (before.mg_per_s + after.mg_per_s) / 2.0 * seconds


def _delivered_mg(rests: Sequence[Rest], run: int, moved_mg: float, conditions: Conditions) -> float:
    change_mg = rests[run + 1].began.mass_mg - rests[run].ended.mass_mg - moved_mg
    delivered_mg = -change_mg if conditions.reservoir else change_mg
    if delivered_mg <= 0.0:
        what = "reservoir must become lighter" if conditions.reservoir else "vessel must become heavier"
        raise Unusable(f"run {run + 1}", f"{change_mg:+.1f} mg", f"the {what}", "check tube, motor supply and scale")
    return delivered_mg


def _budget(
    runs_fl: Sequence[float], masses_mg: Sequence[float], rests: Sequence[Rest], conditions: Conditions
) -> tuple[Part, ...]:
    runs, mass_mg = len(runs_fl), fmean(masses_mg)
    resolution_mg = max(reading.resolution_mg for rest in rests for reading in (rest.began, rest.ended))
    apart_mg = [
        abs(before.mg_per_s - after.mg_per_s) / 2.0 * (after.began.t_s - before.ended.t_s)
        for before, after in pairwise(rests)
    ]
    return (
        Part("repeatability (type A)", stdev(runs_fl) / sqrt(runs) / fmean(runs_fl), runs - 1.0),
        Part("scale: its calibration", conditions.scale_doubt),
        Part("scale: between two readings", conditions.scale_doubt_mg / mass_mg),
        Part("scale: resolution", resolution_mg / sqrt(6.0) / mass_mg),
        Part("evaporation and drift", fmean(apart_mg) / sqrt(3.0) / mass_mg),
        Part(
            "water's density, buoyancy", water.doubt(conditions.degC, conditions.degC_doubt, conditions.air_mg_per_mL)
        ),
    )
