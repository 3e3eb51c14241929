"""The mass that steps should take away: steps x step volume x 1.000 g/mL, with the fraction carried."""

from therapy.detection.small_parts import PER_UG

MOST_STEPS = 8191  # in a minute: 220 mL/day at 18.75 nL
_SHARES = 1 << 15
_FL_PER_UG = 1_000_000


class ExpectedMass:
    """step_volume_fl: by calibration. evaporation_ug_per_day: what leaves without a step, by the rig's figure."""

    def __init__(self, step_volume_fl, evaporation_ug_per_day):
        """Raise ValueError for a step volume beyond what stays inside +/- 2**30."""
        if not 0 < step_volume_fl <= 500_000_000:
            raise ValueError("step_volume_fl = %d: give 1 to 500000000" % step_volume_fl)
        if not 0 <= evaporation_ug_per_day <= 20_000_000:
            raise ValueError("evaporation_ug_per_day = %d: give 0 to 20000000" % evaporation_ug_per_day)
        self._whole_16 = step_volume_fl * PER_UG // _FL_PER_UG
        self._rest = step_volume_fl * PER_UG % _FL_PER_UG * _SHARES // _FL_PER_UG
        self._carry = 0
        air = evaporation_ug_per_day * PER_UG * _SHARES // 1440
        self._air_whole_16 = air // _SHARES
        self._air_rest = air % _SHARES

    def of_minute(self, steps):
        """By the steps of this minute, in 1/16 ug."""
        rest = steps * self._rest + self._carry
        self._carry = rest & (_SHARES - 1)
        return steps * self._whole_16 + (rest >> 15)

    def evaporated(self):
        """In this minute, in 1/16 ug; the fraction goes into the next."""
        self._carry += self._air_rest
        return self._air_whole_16
