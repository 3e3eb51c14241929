"""What a typed therapy would be on this pump: the firmware's own prescription, run here as it is typed (U5)."""

from dataclasses import dataclass

from programmer.firmware_face import (
    DAY_US,
    Infusion,
    Prescription,
    Question,
    Refused,
    decimal,
    dose_shown,
    most_boluses_a_day,
    prescription_of,
    questions_of,
    rate_shown,
    seconds_to,
    segments_of,
    volume_shown,
)
from programmer.therapy_form import TherapyForm
from pump.errors import UserError
from pump.therapy_file import Order
from pump_link.words import duration

FL_PER_NL = 1_000_000
WEEK_S = 7 * 86_400


@dataclass(frozen=True)
class Wrong:
    """field: dotted name as in the therapy file. said: value, limit and what to do."""

    field: str
    said: str


@dataclass(frozen=True)
class WorkedOut:
    """order, prescription, questions: None and none where it was refused; then `wrong` says why."""

    order: Order | None
    prescription: Prescription | None
    questions: list[Question]
    wrong: Wrong | None


def work_out(form: TherapyForm, step_volume_fl: int, in_force: Prescription | None) -> WorkedOut:
    """Everything that the pump will look at when it is staged, but for what only the pump knows."""
    try:
        order = form.order()
    except UserError as error:
        return WorkedOut(None, None, [], _of_file(str(error)))
    try:
        prescription = prescription_of(order, step_volume_fl)
    except Refused as refused:
        said = f"{refused.value}: {refused.limit}; {refused.advice}"
        return WorkedOut(order, None, [], Wrong(f"{refused.field}", said))
    return WorkedOut(order, prescription, questions_of(prescription, in_force), None)


def _of_file(line: str) -> Wrong:
    name, _, said = line.partition(": ")
    return Wrong(name, said)


def rate_in_words(rx: Prescription) -> str:
    """The rounded rate and how far apart its microsteps are."""
    if rx.infusion is None:
        return "Nothing is infused in this mode."
    flow = rx.infusion.fastest
    every_ms = flow.us // flow.steps // 1_000
    rest = "" if len(rx.infusion.flows) == 1 else " in the fastest period"
    return f"{rx.shown_rate()}; a microstep of {_nl(rx)} every {decimal(every_ms, 3, 's')}{rest}"


def dose_of_day(infusion: Infusion, day: int) -> int:
    """pg of that day of the week (0 is Monday), rounded down."""
    begin, end = day * 86_400, (day + 1) * 86_400
    total = 0
    for start, length, index in segments_of(infusion):
        seconds = min(end, start + length) - max(begin, start)
        total += max(0, seconds) * infusion.doses_pg[index]
    return total // 86_400


def a_day_in_words(rx: Prescription) -> str:
    """What a day holds of basal; the range of it where weekdays differ. Empty without an infusion."""
    if rx.infusion is None:
        return ""
    doses = [dose_of_day(rx.infusion, day) for day in range(7)]
    low, high = about(min(doses)), about(max(doses))
    return f"{low} a day" if low == high else f"{low} to {high} a day, by the weekday"


def about(pg: int) -> str:
    """A dose to five figures."""
    return f"{pg / 1e9:.5g} mg" if pg >= 100_000_000 else f"{pg / 1e6:.5g} mcg"


def bolus_in_words(rx: Prescription) -> str:
    """Volume, microsteps and rate of the patient's bolus, and the most that a day may hold of it."""
    bolus = rx.patient_bolus
    if bolus is None:
        return "The patient may ask for nothing."
    volume_nl = bolus.steps * rx.step_volume_fl // FL_PER_NL
    text = f"{volume_shown(volume_nl)} in {bolus.steps} microsteps at {rate_shown(bolus.flow, rx.step_volume_fl)}"
    dose_pg = bolus.steps * rx.step_volume_fl * rx.concentration_pg_per_ml // 10**12
    most = most_boluses_a_day(rx)
    return f"{text}; exactly {dose_shown(dose_pg)}; at most {most} a day, {dose_shown(most * dose_pg)}"


def lasts_in_words(rx: Prescription, remaining_nl: int | None) -> str:
    """How long until the low alarm, without and with every patient bolus."""
    if remaining_nl is None:
        return "What is in the reservoir is not known."
    steps = max(0, remaining_nl - rx.low_nl) * FL_PER_NL // rx.step_volume_fl
    extra = 0 if rx.patient_bolus is None else rx.patient_bolus.steps * most_boluses_a_day(rx)
    alone, with_all = seconds_to(steps, rx.infusion, 0, 0), seconds_to(steps, rx.infusion, 0, extra)
    if alone is None:
        return "The reservoir lasts as long as nothing is delivered."
    text = f"Low alarm in about {_days(alone)}"
    return text if not extra or with_all is None else f"{text}, {_days(with_all)} with every patient bolus"


def _days(seconds: int) -> str:
    return f"{seconds / 86_400:.1f} days" if seconds >= 2 * 86_400 else duration(seconds)


def _nl(rx: Prescription) -> str:
    return decimal(rx.step_volume_fl, 6, "nL")


def fl_per_day(rx: Prescription, index: int) -> int:
    """Of one of its flows, after rounding."""
    assert rx.infusion is not None
    flow = rx.infusion.flows[index]
    return flow.steps * rx.step_volume_fl * DAY_US // flow.us
