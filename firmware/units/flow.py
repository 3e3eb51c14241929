"""A flow as the exact time from one microstep to the next.

The rate is rounded once, when it is entered (to whole pg or fL a day); what the pump stores and runs
is the reduced rational  interval = whole_us + rest / parts  microseconds, with no rounding left,
so a year of it drifts by nothing. Set-up may use big integers; what it leaves behind fits small ones.
"""

from units.refused import Refused
from units.scale import DAY_US, FL_PER_ML, US_PER_S

LARGEST = 1 << 29  # so that a sum of two stays inside 2**30
FINE = 1 << 28  # parts of a microsecond, or more: what a change of flow rounds away is less than two of them


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


class Flow:
    """steps per interval_us, both whole and without a common factor: `steps` microsteps take `us` microseconds.

    From step to step: whole_us, and `rest` of the `parts` of a microsecond (2**28 to 2**29, a multiple of `steps`).
    """

    def __init__(self, steps, us, field):
        """Raise Refused, naming `field`, if the reduced step count or the interval reaches 2**29."""
        shared = gcd(steps, us)
        self.steps = steps // shared
        self.us = us // shared
        self.whole_us = self.us // self.steps
        self.rest = self.us % self.steps
        if self.steps >= LARGEST:
            raise Refused(
                field,
                "%d steps in %d us" % (self.steps, self.us),
                "the reduced denominator must stay below 2**29",
                "give the dose, the concentration and the step volume with fewer digits",
            )
        if self.whole_us >= LARGEST:
            raise Refused(
                field,
                "one step in %d s" % (self.whole_us // US_PER_S),
                "a step at least every 536 s (2**29 us)",
                "raise the rate or choose mode = stopped",
            )
        self.parts = self.steps
        while self.parts < FINE:
            self.parts <<= 1
            self.rest <<= 1

    def exceeds(self, other):
        """True if this flow is strictly faster than `other`."""
        return self.steps * other.us > other.steps * self.us


def flow_of_volume(volume_fl_per_day, step_volume_fl, field):
    """Flow for a volume of fL a day through a head that moves step_volume_fl a microstep."""
    return Flow(volume_fl_per_day, DAY_US * step_volume_fl, field)


def flow_of_dose(dose_pg_per_day, concentration_pg_per_ml, step_volume_fl, field):
    """Flow for a dose a day: volume = dose / concentration, kept as a fraction, never rounded."""
    return Flow(dose_pg_per_day * FL_PER_ML, DAY_US * step_volume_fl * concentration_pg_per_ml, field)


def flow_over(steps, duration_s, field):
    """Flow that spreads a whole number of steps evenly over duration_s seconds."""
    return Flow(steps, duration_s * US_PER_S, field)


class MergedFlow:
    """Basal and bolus as one even stream, with an interval of 1 / (1/basal + 1/bolus).

    It only places the steps in time. How many are whose is decided by the exact basal flow and the whole
    step count of the bolus, so its rounding (below 2**-28 us a step) adds up to nothing.
    """

    def __init__(self, basal, bolus):
        over = basal.us * bolus.us
        under = basal.steps * bolus.us + bolus.steps * basal.us
        self.whole_us = over // under
        self.rest = (over % under) * FINE // under
        self.parts = FINE
