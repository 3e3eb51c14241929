"""What the therapy asks for, worked out from the committed order alone: nothing of the firmware is used here."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import cast

FL_PER_UL = 10**9
FL_PER_ML = 10**12
DAY_US = 86_400 * 10**6


@dataclass(frozen=True, slots=True)
class AskedBolus:
    """Given evenly over over_us from start_us; volume_uL is whole microsteps, rounded down once, as at entry."""

    start_us: int
    over_us: int
    volume_uL: Fraction


class Prescribed:
    """The exact integral of the rate, and of each granted bolus, in uL.

    The rate runs from power-on through power cuts, locks and faults; it is zero only between a commanded stop
    and start. A bolus runs from its request; a commanded stop ends it. Times are us from power-on, in order.
    """

    def __init__(self, order: Mapping[str, object], step_volume_fl: int) -> None:
        drugs = cast("list[list[str | int]]", order["drugs"])
        self._pg_per_ml = int(drugs[0][1])
        dose_pg = cast("int", order["basal_pg_per_day"])
        volume_fl = cast("int", order["basal_fl_per_day"])
        fl_per_day = volume_fl + Fraction(dose_pg * FL_PER_ML, self._pg_per_ml)
        self.uL_per_us = fl_per_day / (FL_PER_UL * DAY_US)
        self._step_fl = step_volume_fl
        self._stops: list[tuple[int, int | None]] = []
        self._boluses: list[AskedBolus] = []

    @property
    def is_stopped(self) -> bool:
        """Between a commanded stop and start."""
        return bool(self._stops) and self._stops[-1][1] is None

    def stop(self, t_us: int) -> None:
        if not self.is_stopped:
            self._stops.append((t_us, None))

    def start(self, t_us: int) -> None:
        if self.is_stopped:
            self._stops[-1] = (self._stops[-1][0], t_us)

    def requested_uL(self, dose_pg: int) -> Fraction:
        """The volume of a dose of the primary drug."""
        return Fraction(dose_pg * FL_PER_ML, self._pg_per_ml * FL_PER_UL)

    def grant(self, t_us: int, dose_pg: int, over_s: int) -> None:
        steps = floor(self.requested_uL(dose_pg) * FL_PER_UL / self._step_fl)
        volume_uL = Fraction(steps * self._step_fl, FL_PER_UL)
        self._boluses.append(AskedBolus(t_us, over_s * 10**6, volume_uL))

    def by(self, t_us: int) -> Fraction:
        """Everything asked for from power-on to t_us."""
        stopped_us = sum(max(0, min(t_us, t_us if end is None else end) - start) for start, end in self._stops)
        return self.uL_per_us * (t_us - stopped_us) + sum(self._of_bolus(bolus, t_us) for bolus in self._boluses)

    def uL_per_day_at(self, t_us: int) -> float:
        """The rate at that moment, boluses included."""
        rate = Fraction(0) if self.is_stopped else self.uL_per_us
        for bolus in self._boluses:
            if bolus.start_us <= t_us < min(bolus.start_us + bolus.over_us, self._cut_us(bolus)):
                rate += bolus.volume_uL / bolus.over_us
        return float(rate * DAY_US)

    def _cut_us(self, bolus: AskedBolus) -> int:
        later = [start for start, _ in self._stops if start >= bolus.start_us]
        return later[0] if later else bolus.start_us + bolus.over_us

    def _of_bolus(self, bolus: AskedBolus, t_us: int) -> Fraction:
        ran_us = min(t_us, self._cut_us(bolus)) - bolus.start_us
        return bolus.volume_uL * min(max(ran_us, 0), bolus.over_us) / bolus.over_us
