"""A rate that repeats every week, with its integral and the inverse of that in closed form, exact."""

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

DAY_US = 86_400 * 10**6
WEEK_US = 7 * DAY_US


class WeeklyRate:
    """uL_per_us[n] holds from starts_us[n], in us from Monday 00:00, to the next start; the first start is 0."""

    def __init__(self, starts_us: Sequence[int], uL_per_us: Sequence[Fraction]) -> None:
        self._starts_us = list(starts_us)
        self._uL_per_us = list(uL_per_us)
        ends_us = [*starts_us[1:], WEEK_US]
        parts = zip(self._starts_us, ends_us, self._uL_per_us, strict=True)
        sums_uL = list(accumulate((rate * (end - start) for start, end, rate in parts), initial=Fraction(0)))
        self._week_uL = sums_uL.pop()
        self._uL_before = sums_uL

    def uL_per_us_at(self, us: int | Fraction) -> Fraction:
        """us: from a Monday 00:00."""
        return self._uL_per_us[bisect_right(self._starts_us, us % WEEK_US) - 1]

    def uL_by(self, us: int | Fraction) -> Fraction:
        """The integral from a Monday 00:00 to us after it; less than 0 before it."""
        weeks, in_week_us = divmod(us, WEEK_US)
        nth = bisect_right(self._starts_us, in_week_us) - 1
        in_part_us = in_week_us - self._starts_us[nth]
        return self._week_uL * weeks + self._uL_before[nth] + self._uL_per_us[nth] * in_part_us

    def us_when(self, uL: Fraction) -> Fraction | None:
        """The time from which on `uL_by` is more than that; None if it never is."""
        if not self._week_uL:
            return None
        weeks, in_week_uL = divmod(uL, self._week_uL)
        nth = bisect_right(self._uL_before, in_week_uL) - 1
        in_part_uL = in_week_uL - self._uL_before[nth]
        return weeks * WEEK_US + self._starts_us[nth] + in_part_uL / self._uL_per_us[nth]


def constant(uL_per_us: Fraction) -> WeeklyRate:
    return WeeklyRate([0], [uL_per_us])


NOTHING = constant(Fraction(0))
