"""The basal that an order asks for, at one concentration of the primary drug: exact, never rounded."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import cast

from twin.weekly_rate import DAY_US, NOTHING, WeeklyRate, constant

FL_PER_UL = 10**9
FL_PER_ML = 10**12
US_PER_S = 10**6
# The minimum-rate mode of the pump's class, 0.006 mL/day.
MINIMUM_FL_PER_DAY = 6 * 10**9


class BasalRates:
    """timely: while the pump knows the time. untimely: by the order's policy while it does not.

    The policy "stop" changes nothing here: what the pump withholds by it is a deficit.
    """

    def __init__(self, order: Mapping[str, object], pg_per_ml: int) -> None:
        self._pg_per_ml = pg_per_ml
        mode, policy = order["mode"], order["clock_lost"]
        lowest_pg = dose_pg = cast("int", order["basal_pg_per_day"])
        if mode == "flex":
            week = _week(cast("Sequence[tuple[int, int, int]]", order["periods"]))
            lowest_pg = min(dose_pg for _, dose_pg in week)
            self.timely = WeeklyRate([start for start, _ in week], [self._of_dose(dose_pg) for _, dose_pg in week])
        elif mode == "simple":
            self.timely = constant(self._of_dose(dose_pg))
        elif mode == "minimum":
            self.timely = constant(_of_volume(cast("int", order["basal_fl_per_day"])))
        else:
            self.timely = NOTHING
        self.untimely = self.timely
        if mode in ("flex", "simple"):
            if policy == "minimum":
                self.untimely = constant(_of_volume(MINIMUM_FL_PER_DAY))
            elif policy == "lowest period":
                self.untimely = constant(self._of_dose(lowest_pg))

    def _of_dose(self, pg_per_day: int) -> Fraction:
        return _of_volume(Fraction(pg_per_day * FL_PER_ML, self._pg_per_ml))


def _of_volume(fl_per_day: int | Fraction) -> Fraction:
    return Fraction(fl_per_day) / (FL_PER_UL * DAY_US)


def _week(periods: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """(us from Monday 00:00, pg a day) of each change, in order."""
    return sorted(
        (day * DAY_US + from_s * US_PER_S, dose_pg)
        for day in range(7)
        for days_mask, from_s, dose_pg in periods
        if days_mask >> day & 1
    )
