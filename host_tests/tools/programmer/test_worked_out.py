"""What the page says of a typed therapy is what the pump's own arithmetic says of it."""

from pathlib import Path

import pytest

from programmer.firmware_face import prescription_of
from programmer.therapy_form import form_of
from programmer.therapy_preview import days_alike
from programmer.worked_out import (
    a_day_in_words,
    bolus_in_words,
    fl_per_day,
    lasts_in_words,
    rate_in_words,
    work_out,
)
from pump.therapy_file import read_therapy
from support import proves

EXAMPLES = Path(__file__).parents[3] / "tools" / "pump" / "examples"
STEP_FL = 18_750_000


def form(name="demo.toml", **changes):
    made = form_of(read_therapy(EXAMPLES / name))
    for field, value in changes.items():
        setattr(made, field, value)
    return made


def therapy(name="demo.toml"):
    return prescription_of(read_therapy(EXAMPLES / name), STEP_FL)


@proves("U5")
def test_the_rate_is_the_one_after_rounding_on_this_head():
    found = work_out(form(dose="5.0001 mg/day"), 18_600_001, None)
    assert found.prescription is not None and found.wrong is None
    assert found.prescription.infusion is not None
    flow = found.prescription.infusion.flows[0]
    exact = flow.steps * 18_600_001 * 86_400_000_000 / flow.us
    assert fl_per_day(found.prescription, 0) == pytest.approx(exact, rel=1e-9)
    assert exact == pytest.approx(0.50001e12, rel=1e-4)
    assert rate_in_words(found.prescription).startswith(found.prescription.shown_rate())


@proves("U2")
@pytest.mark.parametrize(
    ("changes", "field", "limit"),
    [
        ({"dose": "6 apples"}, "infusion.dose", "no unit that is known here"),
        ({"dose": "600 mg/day"}, "infusion.dose", "at most 24 mL/day"),
        ({"dose": "150 mg/day"}, "infusion.dose", "at most limits.max_rate"),
        ({"dose": "8 mg/day"}, "limits.max_dose_per_day", "at least the basal of 24 h"),
        ({"bolus_lockout": "30 s"}, "patient_bolus.lockout", "at least 60"),
        ({"filled": "30 mL"}, "reservoir.filled", "at most the capacity, 20 mL"),
    ],
)
def test_a_refusal_names_the_field_and_the_limit_and_gives_no_figures(changes, field, limit):
    found = work_out(form(**changes), STEP_FL, None)
    assert found.prescription is None and found.questions == []
    assert found.wrong is not None and found.wrong.field == field and limit in found.wrong.said


@proves("U4")
def test_soft_limits_are_named_before_the_pump_asks():
    found = work_out(form(bolus_lockout="30 min", dose="2 mg/day"), STEP_FL, therapy())
    assert [question.name for question in found.questions] == ["dose-change", "lockout"]


@proves("R1")
def test_how_long_the_reservoir_lasts_follows_from_the_lower_figure_of_it():
    assert lasts_in_words(therapy(), 20_000_000).startswith("Low alarm in about 36.0 days, 30.0 days with")
    assert lasts_in_words(therapy(), 2_000_000).startswith("Low alarm in about 0 s")
    assert "not known" in lasts_in_words(therapy(), None)


def test_a_bolus_is_told_in_whole_microsteps():
    text = bolus_in_words(therapy())
    assert "24.993 uL in 1333 microsteps" in text and "exactly 0.2499375 mg" in text and "at most 4 a day" in text


def test_days_that_are_alike_are_one_line_of_the_chart_from_0_to_24_h():
    patterns = days_alike(therapy("flex.toml"))
    assert [mask for mask, _ in patterns] == [0b0011111, 0b1100000]
    assert patterns[0][1] == [(0, 4.0), (6.5, 6.0), (22, 4.0), (24, 4.0)]
    assert a_day_in_words(therapy("flex.toml")) == "4.875 mg to 5.2917 mg a day, by the weekday"
