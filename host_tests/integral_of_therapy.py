"""What a therapy asks for in steps over the week, worked out from its order alone: for tests on both VMs."""

from integral_of_flow import Integral, gcd

S = 1_000_000
DAY_US = 86_400 * S
WEEK_US = 7 * DAY_US
FL_PER_ML = 1_000_000_000_000
MINIMUM_FL_PER_DAY = 6_000_000_000
AHEAD_US = 8 * DAY_US


class Rate:
    """So many steps in so many microseconds, without a common factor."""

    def __init__(self, steps, us):
        shared = gcd(steps, us)
        self.steps = steps // shared
        self.us = us // shared


def rate_of_dose(dose_pg, concentration_pg_per_ml, step_volume_fl):
    """Dose a day over concentration over step volume."""
    return Rate(dose_pg * FL_PER_ML, DAY_US * concentration_pg_per_ml * step_volume_fl)


def rate_of_volume(volume_fl_per_day, step_volume_fl):
    return Rate(volume_fl_per_day, DAY_US * step_volume_fl)


class WeekOfRates:
    """timely: [(us from Monday 00:00, Rate), ...], one entry if constant. untimely: Rate by the policy, or None."""

    def __init__(self, order, step_volume_fl, concentration_pg_per_ml=None):
        concentration = concentration_pg_per_ml or order["drugs"][0][1]
        mode, policy = order["mode"], order["clock_lost"]
        periods = [(0, 0)]
        if mode == "flex":
            periods = sorted(
                (day * DAY_US + from_s * S, dose_pg)
                for day in range(7)
                for days, from_s, dose_pg in order["periods"]
                if days >> day & 1
            )
        elif mode == "simple":
            periods = [(0, order["basal_pg_per_day"])]
        if mode == "minimum":
            self.timely = [(0, rate_of_volume(order["basal_fl_per_day"], step_volume_fl))]
        else:
            rates = {}
            for _, dose_pg in periods:
                if dose_pg and dose_pg not in rates:
                    rates[dose_pg] = rate_of_dose(dose_pg, concentration, step_volume_fl)
            self.timely = [(at_us, rates.get(dose_pg)) for at_us, dose_pg in periods]
        self.untimely = self.timely[0][1]
        if policy == "stop":
            self.untimely = None
        elif policy == "minimum":
            self.untimely = rate_of_volume(MINIMUM_FL_PER_DAY, step_volume_fl)
        elif policy == "lowest period":
            self.untimely = rate_of_dose(min(dose_pg for _, dose_pg in periods), concentration, step_volume_fl)

    def stretches(self, week_us):
        """[(us from now, Rate or None), ...] of the days to come; week_us: the time of the week now, None if lost."""
        if week_us is None:
            return [(0, self.untimely)]
        if len(self.timely) == 1:
            return [(0, self.timely[0][1])]
        found = []
        for week in range(-1, AHEAD_US // WEEK_US + 2):
            for at_us, rate in self.timely:
                from_us = week * WEEK_US + at_us - week_us % WEEK_US
                if from_us <= 0:
                    found = [(0, rate)]
                elif from_us < AHEAD_US and rate is not found[-1][1]:
                    found.append((from_us, rate))
        return found


class TherapyIntegral(Integral):
    """The basal by the order in force and the pump time, while it runs. Times are us, in the order of the calls."""

    def __init__(self):
        super().__init__()
        self._week = None
        self._ahead_us = None
        self._runs = False

    def order(self, at_us, order, step_volume_fl, concentration_pg_per_ml=None):
        """This order is in force from then on; concentration: of an old drug that its doses are given with."""
        self._week = WeekOfRates(order, step_volume_fl, concentration_pg_per_ml)
        self._turn(at_us)

    def clock(self, at_us, week_us):
        """week_us: the time of the week at the virtual time 0 by the pump's clock, None if that is lost."""
        self._ahead_us = week_us
        self._turn(at_us)

    def run(self, at_us):
        self._runs = True
        self._turn(at_us)

    def halt(self, at_us):
        self._runs = False
        self._turn(at_us)

    def _turn(self, at_us):
        self.end("basal", at_us)
        if not self._runs or self._week is None:
            return
        stretches = self._week.stretches(None if self._ahead_us is None else self._ahead_us + at_us)
        for place, (from_us, rate) in enumerate(stretches):
            to_us = at_us + stretches[place + 1][0] if place + 1 < len(stretches) else None
            if rate is not None:
                self.begin("basal", rate, at_us + from_us, to_us)
