"""How long the reservoir lasts (R1): exact integers over the weekly schedule, for reports and never in the tick."""

from therapy.delivery.basal_schedule import NONE
from therapy.delivery.pump_time import WEEK_S
from therapy.prescribing.week import stretches
from units.flow import gcd
from units.scale import DAY_S, DAY_US, FL_PER_NL, US_PER_S


def most_boluses_a_day(rx):
    """Patient boluses that 24 h can hold at most: by count, and by the lockout. rx: Prescription."""
    if rx.patient_bolus is None:
        return 0
    return min(rx.most_per_day, -(-DAY_S // rx.lockout_s))


def seconds_to(steps, infusion, start_s, extra_steps_a_day):
    """Seconds until `steps` are delivered, rounded up; None if never.

    start_s: second of the week now; None where the pump time is lost, so that the policy rules. extra: on top, evenly.
    """
    if steps <= 0:
        return 0
    stretches = _week_from(infusion, start_s)
    parts = _parts(stretches)
    rates = [(length, _rate(flow, extra_steps_a_day, parts)) for length, flow in stretches]
    in_week = sum(length * rate for length, rate in rates)
    if in_week == 0:
        return None
    weeks, left = steps * parts // in_week, steps * parts % in_week
    passed_s = weeks * WEEK_S
    place = 0
    length, rate = rates[place]
    while left > length * rate:
        left -= length * rate
        passed_s += length
        place += 1
        length, rate = rates[place]
    return passed_s if left == 0 else passed_s - (-left // rate)


def _week_from(infusion, start_s):
    """[(seconds, Flow or None), ...] of the seven days that begin now."""
    if infusion is None:
        return [(WEEK_S, None)]
    if start_s is None and (infusion.has_policy or not infusion.is_constant()):
        return [(WEEK_S, None if infusion.when_lost == NONE else infusion.flows[infusion.when_lost])]
    return [
        (length, infusion.flows[index]) for length, index in stretches(infusion, start_s or 0, (start_s or 0) + WEEK_S)
    ]


def _parts(stretches):
    """Parts of a step of which every flow gives a whole number a second."""
    parts = DAY_US
    for _, flow in stretches:
        if flow is not None:
            parts = parts // gcd(parts, flow.us) * flow.us
    return parts


def _rate(flow, extra_steps_a_day, parts):
    """Parts of a step a second."""
    basal = 0 if flow is None else flow.steps * (parts // flow.us) * US_PER_S
    return basal + extra_steps_a_day * (parts // DAY_S)


class Outlook:
    """remaining_nl, by the lower of the two witnesses (R3); seconds until the low alarm and until empty.

    Both without and with every patient bolus; None: never. history, rx, time: as they stand now. weight_nl: in the
    reservoir by weight, None if not known.
    """

    def __init__(self, history, rx, time, weight_nl=None):
        filled_steps = history.filled_nl * FL_PER_NL // rx.step_volume_fl
        drawn = history.since_fill.value()
        if weight_nl is not None:
            drawn = max(drawn, filled_steps - max(0, weight_nl) * FL_PER_NL // rx.step_volume_fl)
        low_steps = max(0, history.filled_nl - rx.low_nl) * FL_PER_NL // rx.step_volume_fl
        extra = 0 if rx.patient_bolus is None else rx.patient_bolus.steps * most_boluses_a_day(rx)
        start_s = time.second_of_week() if time.is_known else None
        self.remaining_nl = max(0, filled_steps - drawn) * rx.step_volume_fl // FL_PER_NL
        self.low_s = seconds_to(low_steps - drawn, rx.infusion, start_s, 0)
        self.low_with_boluses_s = seconds_to(low_steps - drawn, rx.infusion, start_s, extra)
        self.empty_s = seconds_to(filled_steps - drawn, rx.infusion, start_s, 0)
        self.empty_with_boluses_s = seconds_to(filled_steps - drawn, rx.infusion, start_s, extra)
