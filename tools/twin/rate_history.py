"""Which rate ran when, and the exact volume by any time."""

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

from twin.weekly_rate import WeeklyRate


@dataclass(frozen=True, slots=True)
class _Stretch:
    """From its start: uL_offset + rate.uL_by(t + week_us)."""

    rate: WeeklyRate
    week_us: int
    uL_offset: Fraction


class RateHistory:
    """One WeeklyRate after another; nothing before the first. Times are us from power-on.

    week_us: the time of the week, in us from a Monday 00:00, that belongs to power-on. changed_us: the last change.
    """

    def __init__(self) -> None:
        self._starts_us: list[int | Fraction] = []
        self._stretches: list[_Stretch] = []
        self.changed_us = 0

    def change(self, t_us: int, rate: WeeklyRate, week_us: int = 0) -> None:
        """This rate from t_us on, instead of what was planned. Raises ValueError for a time before the last change."""
        if t_us < self.changed_us:
            raise ValueError(f"t_us = {t_us}: the rate was changed at {self.changed_us}, give that or later")
        self.changed_us = t_us
        uL = self.by(t_us)
        while self._starts_us and self._starts_us[-1] >= t_us:
            self._starts_us.pop()
            self._stretches.pop()
        self._append(t_us, uL, rate, week_us)

    def plan(self, t_us: int | Fraction, rate: WeeklyRate, week_us: int = 0) -> None:
        """This rate from t_us on, unless there is a change before. After what was planned already."""
        self._append(t_us, self.by(t_us), rate, week_us)

    def by(self, t_us: int | Fraction) -> Fraction:
        """The volume in uL from power-on to t_us."""
        nth = bisect_right(self._starts_us, t_us) - 1
        if nth < 0:
            return Fraction(0)
        stretch = self._stretches[nth]
        return stretch.uL_offset + stretch.rate.uL_by(t_us + stretch.week_us)

    def uL_per_us_at(self, t_us: int) -> Fraction:
        nth = bisect_right(self._starts_us, t_us) - 1
        if nth < 0:
            return Fraction(0)
        stretch = self._stretches[nth]
        return stretch.rate.uL_per_us_at(t_us + stretch.week_us)

    def us_when(self, uL: Fraction) -> Fraction | None:
        """When the last rate will have brought the volume to that; None if it never will."""
        stretch = self._stretches[-1]
        us = stretch.rate.us_when(uL - stretch.uL_offset)
        return None if us is None else us - stretch.week_us

    def _append(self, t_us: int | Fraction, uL: Fraction, rate: WeeklyRate, week_us: int) -> None:
        self._starts_us.append(t_us)
        self._stretches.append(_Stretch(rate, week_us, uL - rate.uL_by(t_us + week_us)))
