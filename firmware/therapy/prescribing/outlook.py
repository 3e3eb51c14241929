"""How long the reservoir lasts (R1): exact integers over the weekly schedule, for reports and never in the tick."""

from therapy.delivery.basal_schedule import NONE
from therapy.delivery.pump_time import WEEK_S
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
    in_week = sum(_steps_in(length, flow, extra_steps_a_day) for length, flow in stretches)
    if in_week == 0:
        return None
    weeks, rest = steps // in_week, steps % in_week
    passed_s = 0
    for length, flow in stretches:
        made = _steps_in(length, flow, extra_steps_a_day)
        if made >= rest:
            return weeks * WEEK_S + passed_s + _seconds_for(rest, flow, extra_steps_a_day)
        rest -= made
        passed_s += length
    return weeks * WEEK_S + passed_s


def _week_from(infusion, start_s):
    """[(seconds, Flow or None), ...] of the seven days that begin now."""
    if infusion is None:
        return [(WEEK_S, None)]
    if start_s is None and (infusion.has_policy or not infusion.is_constant()):
        return [(WEEK_S, None if infusion.when_lost == NONE else infusion.flows[infusion.when_lost])]
    return [
        (length, infusion.flows[index]) for length, index in infusion.stretches(start_s or 0, (start_s or 0) + WEEK_S)
    ]


def _steps_in(seconds, flow, extra_steps_a_day):
    basal = 0 if flow is None else flow.steps * seconds * US_PER_S // flow.us
    return basal + extra_steps_a_day * seconds // DAY_S


def _seconds_for(steps, flow, extra_steps_a_day):
    """At flow + extra: steps / (flow.steps / flow.us + extra / DAY_US) us, rounded up to seconds."""
    if steps == 0:
        return 0
    if flow is None:
        return -(-steps * DAY_S // extra_steps_a_day)
    return -(-steps * flow.us * DAY_US // ((flow.steps * DAY_US + extra_steps_a_day * flow.us) * US_PER_S))


class Outlook:
    """remaining_nl by steps; seconds until the low alarm and until empty, without and with every patient bolus.

    None: never. history, rx, time: as they stand now.
    """

    def __init__(self, history, rx, time):
        drawn = history.since_fill.value()
        filled_steps = history.filled_nl * FL_PER_NL // rx.step_volume_fl
        low_steps = max(0, history.filled_nl - rx.low_nl) * FL_PER_NL // rx.step_volume_fl
        extra = 0 if rx.patient_bolus is None else rx.patient_bolus.steps * most_boluses_a_day(rx)
        start_s = time.second_of_week() if time.is_known else None
        self.remaining_nl = max(0, filled_steps - drawn) * rx.step_volume_fl // FL_PER_NL
        self.low_s = seconds_to(low_steps - drawn, rx.infusion, start_s, 0)
        self.low_with_boluses_s = seconds_to(low_steps - drawn, rx.infusion, start_s, extra)
        self.empty_s = seconds_to(filled_steps - drawn, rx.infusion, start_s, 0)
        self.empty_with_boluses_s = seconds_to(filled_steps - drawn, rx.infusion, start_s, extra)
