"""A bolus as ordered (worked out at set-up) and as it runs (small integers only)."""

from therapy.prescribing import hard_limits
from units.flow import MergedFlow, flow_over
from units.refused import Refused
from units.scale import DAY_US, FL_PER_ML, US_PER_S
from units.show import decimal
from units.two_words import TwoWords

BASAL = 0
PATIENT = 1
CLINICIAN = 2
PRIMING = 3
BRIDGE = 4
EVEN_STEPS = 100  # fewer steps than this are coarser than 1 % of the duration
KINDS = ("basal", "patient", "clinician", "priming", "bridge")


class BolusOrder:
    """A whole number of microsteps spread evenly over a duration.

    The volume is rounded down to whole microsteps, once, here: a bolus is never more than was asked.
    """

    def __init__(self, kind, dose_pg, over_s, setting, field):
        """setting: the Prescription it will run under. Raise Refused naming `field`.dose or `field`.over."""
        self.kind = kind
        self.over_s = over_s
        hard_limits.check("bolus.over", over_s, field + ".over")
        if type(dose_pg) is not int:
            raise Refused(field + ".dose", repr(dose_pg), "a whole number of pg", "send it as the protocol says")
        self.steps = dose_pg * FL_PER_ML // (setting.concentration_pg_per_ml * setting.step_volume_fl)
        hard_limits.check("bolus.steps", self.steps, field + ".dose")
        self._refuse_too_coarse(field)
        self.flow = flow_over(self.steps, over_s, field + ".over")
        self._fit_under(setting, field)
        self.merged = self.flow if setting.basal is None else MergedFlow(setting.basal, self.flow)
        self.dose = TwoWords(setting.dose_per_step.of(self.steps))

    def _refuse_too_coarse(self, field):
        """The last step comes half an interval before the end: that must be within 1 s or 1 % of the duration (D9)."""
        longest_s = 2 * self.steps
        if self.steps < EVEN_STEPS and self.over_s > longest_s:
            raise Refused(
                field + ".over",
                "%d s" % self.over_s,
                "at most %d s for %d microsteps, or it ends more than 1 %% early" % (longest_s, self.steps),
                "shorten it, or give at least %d microsteps" % EVEN_STEPS,
            )

    def _fit_under(self, setting, field):
        """Refuse what with the basal would exceed the largest rate; name the shortest duration that does not."""
        most = setting.max_flow
        spare_steps, spare_us = most.steps, most.us
        if setting.basal is not None:
            spare_steps = most.steps * setting.basal.us - setting.basal.steps * most.us
            spare_us = most.us * setting.basal.us
        if self.steps * spare_us <= spare_steps * self.over_s * US_PER_S:
            return
        advice = "lower the basal rate: it leaves no room for a bolus"
        if spare_steps > 0:
            shortest_s = -(-self.steps * spare_us // (spare_steps * US_PER_S))
            advice = "lower the dose: no duration is long enough"
            if shortest_s <= hard_limits.HARD_LIMITS["bolus.over"][1]:
                advice = "the shortest possible duration is %d s" % shortest_s
        rate_fl = self.steps * setting.step_volume_fl * DAY_US // (self.over_s * US_PER_S)
        raise Refused(
            field + ".over",
            "%d s (%s over the basal)" % (self.over_s, decimal(rate_fl // 1_000_000, 6, "mL/day")),
            "with the basal it exceeds limits.max_rate",
            advice,
        )


class RunningBolus:
    """What is left to plan of the one bolus under way; `kind` is BASAL when there is none."""

    def __init__(self):
        self.kind = BASAL
        self.order = None
        self.to_plan_steps = 0
        self.not_given_steps = 0

    def begin(self, order):
        self.kind = order.kind
        self.order = order
        self.to_plan_steps = order.steps
        self.not_given_steps = 0

    def end(self):
        self.kind = BASAL
        self.order = None
        self.to_plan_steps = 0

    def is_complete(self, given_steps):
        """Every step was confirmed as made, or recorded as not given."""
        return self.order is not None and given_steps + self.not_given_steps >= self.order.steps
