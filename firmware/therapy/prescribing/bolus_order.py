"""A bolus as ordered: worked out at set-up, judged by the governor, then run."""

from therapy.bolus_kinds import PRIMING
from therapy.memory.dose_window import BUCKET_S
from therapy.prescribing import hard_limits
from units.flow import LARGEST, MergedFlow, flow_over
from units.refused import Refused
from units.scale import DAY_US, FL_PER_ML, FL_PER_NL, US_PER_S
from units.show import decimal
from units.two_words import TwoWords

EVEN_STEPS = 100  # fewer steps than this are coarser than 1 % of the duration


class BolusOrder:
    """A whole number of microsteps spread evenly over a duration, on top of whatever basal runs meanwhile.

    dose: TwoWords in pg. bucket: what of it ten minutes give, rounded down.
    merged: for each flow of the basal's infusion, the even stream of both; one entry without a basal.
    """

    def __init__(self, kind, steps, over_s, setting, field):
        """setting: the Prescription it will run under. Raise Refused naming `field`.dose or `field`.over."""
        self.kind = kind
        self.steps = steps
        self.over_s = over_s
        hard_limits.check("bolus.over", over_s, field + ".over")
        hard_limits.check("bolus.steps", steps, field + ".dose")
        self._refuse_too_coarse(field)
        self.flow = flow_over(steps, over_s, field + ".over")
        self._fit_under(setting, field)
        infusion = setting.infusion
        self.merged = [self.flow] if infusion is None else [MergedFlow(basal, self.flow) for basal in infusion.flows]
        self.dose = TwoWords(setting.dose_per_step.of(steps))
        self.bucket = TwoWords(self.dose.value() * BUCKET_S // over_s)

    def _refuse_too_coarse(self, field):
        longest_s = longest_over_s(self.steps)
        if self.over_s > longest_s:
            raise Refused(
                field + ".over",
                "%d s" % self.over_s,
                "at most %d s for %d microsteps, or they come too far apart" % (longest_s, self.steps),
                "shorten it, or give at least %d microsteps" % EVEN_STEPS if self.steps < EVEN_STEPS else "shorten it",
            )

    def _fit_under(self, setting, field):
        """Refuse what with the fastest basal would exceed the largest rate; name the shortest possible duration."""
        shortest_s = shortest_over_s(self.steps, setting)
        if shortest_s is not None and self.over_s >= shortest_s:
            return
        if shortest_s is None:
            advice = "lower the basal rate: it leaves no room for a bolus"
        elif shortest_s <= longest_over_s(self.steps):
            advice = "the shortest possible duration is %d s" % shortest_s
        elif self.steps < EVEN_STEPS:
            advice = "raise limits.max_rate, or give at least %d microsteps" % EVEN_STEPS
        else:
            advice = "lower the dose: no duration is long enough"
        rate_fl = self.steps * setting.step_volume_fl * DAY_US // (self.over_s * US_PER_S)
        raise Refused(
            field + ".over",
            "%d s (%s over the basal)" % (self.over_s, decimal(rate_fl // FL_PER_NL, 6, "mL/day")),
            "with the basal it exceeds limits.max_rate",
            advice,
        )


def longest_over_s(steps):
    """The most whole seconds that so many steps may take.

    The last one comes half an interval before the end: that must be within 1 s or 1 % of the duration (D9).
    """
    if steps < EVEN_STEPS:
        return 2 * steps
    return min(hard_limits.HARD_LIMITS["bolus.over"][1], (steps * LARGEST - 1) // US_PER_S)


def shortest_over_s(steps, setting):
    """The least whole seconds in which `steps` fit under limits.max_rate beside the fastest basal; None if none do."""
    most = setting.max_flow
    spare_steps, spare_us = most.steps, most.us
    if setting.infusion is not None:
        fastest = setting.infusion.fastest
        spare_steps = most.steps * fastest.us - fastest.steps * most.us
        spare_us = most.us * fastest.us
    if spare_steps <= 0:
        return None
    return -(-steps * spare_us // (spare_steps * US_PER_S))


def steps_of_dose(dose_pg, setting, field):
    """Microsteps of a dose of the primary drug, rounded down: a bolus is never more than was asked."""
    if type(dose_pg) is not int:
        raise Refused(field + ".dose", repr(dose_pg), "a whole number of pg", "send it as the protocol says")
    return dose_pg * FL_PER_ML // (setting.concentration_pg_per_ml * setting.step_volume_fl)


def bolus_of_dose(kind, dose_pg, over_s, setting, field):
    """A dose of the primary drug over a duration. Raise Refused naming `field`.dose or `field`.over."""
    return BolusOrder(kind, steps_of_dose(dose_pg, setting, field), over_s, setting, field)


def priming_order(setting):
    """The catheter's volume, as fast as limits.max_rate allows (B10). Raise Refused naming catheter.volume or prime."""
    steps = setting.catheter_steps()
    if steps == 0:
        raise Refused("catheter.volume", "0 mL", "a priming bolus fills the catheter", "program its volume")
    shortest_s = shortest_over_s(steps, setting)
    if shortest_s is None or shortest_s > longest_over_s(steps):
        limit = "the catheter's volume within a day beside the basal, under limits.max_rate"
        raise Refused("prime", "no room", limit, "lower the basal or raise the limit")
    lowest_s = hard_limits.HARD_LIMITS["bolus.over"][0]
    return BolusOrder(PRIMING, steps, max(lowest_s, shortest_s), setting, "prime")
