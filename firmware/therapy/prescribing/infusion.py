"""The basal of a therapy as exact flows over the week, for one concentration and one head."""

from array import array

from therapy.delivery.basal_schedule import NONE
from therapy.delivery.pump_time import WEEK_S
from therapy.memory.dose_window import BUCKET_S, BUCKETS
from therapy.prescribing import hard_limits
from therapy.prescribing.periods import week_of
from therapy.prescribing.week import stretches
from units import show
from units.flow import flow_of_dose, flow_of_volume
from units.refused import Refused
from units.scale import DAY_S, DAY_US, FL_PER_ML, FL_PER_NL, US_PER_S
from units.two_words import TwoWords

MODES = ("simple", "flex", "minimum", "stopped")
POLICIES = ("", "minimum", "stop", "lowest period")
MINIMUM_FL_PER_DAY = 6_000_000_000  # the pump class's minimum-rate mode, 0.006 mL/day
FIELDS = {"simple": "infusion.dose", "flex": "infusion.period.dose", "minimum": "infusion.rate"}


class Infusion:
    """flows: the different Flows; buckets: what each gives in ten minutes (TwoWords, pg, rounded up); doses_pg: a day.

    starts_s, which: when in the week (Monday 00:00 is 0) which of the flows begins. One entry, at 0: constant.
    when_lost: the flow to run while the pump time is not known, or NONE. has_policy: whether that is said.
    fastest: the largest flow that may run. least_steps_a_day: of the seven days, of the one with the fewest.
    """

    def __init__(self, order, concentration_pg_per_ml, step_volume_fl, max_flow):
        """Raise Refused, naming the field, for what cannot be run. max_flow: Flow that none may exceed."""
        self._concentration = concentration_pg_per_ml
        self._step_volume_fl = step_volume_fl
        self._max_flow = max_flow
        self.flows, self.buckets, self.doses_pg = [], [], []
        mode = order["mode"]
        if mode == "flex":
            week = week_of(order["periods"])
            self.starts_s = array("i", [second for second, _ in week])
            self.which = bytes(self._flow_of_dose(dose_pg, FIELDS[mode]) for _, dose_pg in week)
        elif mode == "simple":
            self._one_flow(self._flow_of_dose(order["basal_pg_per_day"], FIELDS[mode]))
        else:
            hard_limits.check("infusion.rate", order["basal_fl_per_day"])
            self._one_flow(self._flow_of_volume(order["basal_fl_per_day"], FIELDS[mode]))
        self.has_policy = order["clock_lost"] != ""
        self.when_lost = self._flow_when_lost(order["clock_lost"])
        self.fastest = self.flows[0]
        for flow in self.flows:
            if flow.exceeds(self.fastest):
                self.fastest = flow
        self.least_steps_a_day = min(self.steps_between(day * DAY_S, (day + 1) * DAY_S) for day in range(7))
        self.steps_a_day_when_lost = self._steps_when_lost()

    def _one_flow(self, index):
        self.starts_s = array("i", [0])
        self.which = bytes([index])

    def _flow_when_lost(self, policy):
        if policy == "stop":
            return NONE
        if policy == "minimum":
            return self._flow_of_volume(MINIMUM_FL_PER_DAY, "infusion.clock_lost")
        return self.doses_pg.index(min(self.doses_pg))

    def _flow_of_dose(self, dose_pg, field):
        if dose_pg in self.doses_pg:
            return self.doses_pg.index(dose_pg)
        hard_limits.check("infusion.dose", dose_pg, field)
        hard_limits.check("infusion.flow", dose_pg * FL_PER_ML // self._concentration, field)
        return self._add(flow_of_dose(dose_pg, self._concentration, self._step_volume_fl, field), dose_pg, field)

    def _flow_of_volume(self, volume_fl, field):
        dose_pg = -(-volume_fl * self._concentration // FL_PER_ML)
        return self._add(flow_of_volume(volume_fl, self._step_volume_fl, field), dose_pg, field)

    def _add(self, flow, dose_pg, field):
        if flow.exceeds(self._max_flow):
            raise Refused(
                field,
                rate_shown(flow, self._step_volume_fl),
                "at most limits.max_rate, " + rate_shown(self._max_flow, self._step_volume_fl),
                "lower the dose or raise limits.max_rate",
            )
        self.flows.append(flow)
        self.doses_pg.append(dose_pg)
        self.buckets.append(TwoWords(-(-dose_pg * BUCKET_S // DAY_S)))
        return len(self.flows) - 1

    def is_constant(self):
        return len(self.which) == 1

    def steps_between(self, from_s, to_s):
        """Microsteps from one time to a later one, in seconds from a Monday 00:00; rounded down in each stretch."""
        flows = self.flows
        return sum(
            flows[index].steps * seconds * US_PER_S // flows[index].us
            for seconds, index in stretches(self, from_s, to_s)
        )

    def _steps_when_lost(self):
        if self.when_lost == NONE:
            return 0
        flow = self.flows[self.when_lost]
        return flow.steps * DAY_US // flow.us

    def worst_window_pg(self):
        """The most that any 24 h and ten minutes can hold, the clock lost included; rounded up."""
        span_s = BUCKETS * BUCKET_S
        # Over a sliding window the integral is largest where an end of the window is at a change of flow.
        begins = [start for start in self.starts_s] + [start + WEEK_S - span_s for start in self.starts_s]
        worst = max(self._dose_seconds(begin, begin + span_s) for begin in begins)
        if self.when_lost != NONE:
            worst = max(worst, self.doses_pg[self.when_lost] * span_s)
        return -(-worst // DAY_S)

    def _dose_seconds(self, from_s, to_s):
        return sum(self.doses_pg[index] * seconds for seconds, index in stretches(self, from_s, to_s))


def rate_shown(flow, step_volume_fl):
    """A flow to the nearest nL a day, as text: within 0.01 % of it (U5)."""
    half_nl = flow.steps * DAY_US * step_volume_fl * 2 // (flow.us * FL_PER_NL)
    return show.decimal((half_nl + 1) // 2, 6, "mL/day")
