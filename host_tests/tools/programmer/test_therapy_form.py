"""The typed therapy: any order becomes a form that gives the very same order again, through the reader of files."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from programmer.therapy_form import Drug, Period, TherapyForm, days_shown, form_of, time_shown
from pump.errors import UserError
from pump.flex_periods import _days_mask
from pump.therapy_file import parse_therapy, read_therapy
from support import proves

EXAMPLES = Path(__file__).parents[3] / "tools" / "pump" / "examples"
THERAPIES = [path for path in sorted(EXAMPLES.glob("*.toml")) if "[infusion]" in path.read_text()]


@proves("U1")
@pytest.mark.parametrize("path", THERAPIES, ids=lambda path: path.stem)
def test_a_therapy_goes_through_the_form_unchanged(path):
    order = read_therapy(path)
    form = form_of(order)
    assert form.order() == order
    assert parse_therapy(form.as_toml()) == order


@given(
    dose_pg=some.integers(1_000, 10**12),
    volume_nl=some.integers(1, 10**8),
    over_s=some.integers(1, 604_800),
    rate_fl=some.integers(1, 10**14),
)
@settings(max_examples=60)
def test_every_amount_is_written_exactly(dose_pg, volume_nl, over_s, rate_fl):
    order = {
        **read_therapy(EXAMPLES / "demo.toml"),
        "basal_pg_per_day": dose_pg,
        "catheter_volume_nl": volume_nl,
        "max_rate_fl_per_day": rate_fl,
        "bolus": {"dose_pg": dose_pg, "over_s": over_s, "lockout_s": over_s, "most_per_day": 3},
    }
    assert form_of(order).order() == order


@given(some.integers(1, 127))
def test_days_are_written_as_ranges_that_read_as_the_same_days(mask):
    assert _days_mask(days_shown(mask), "days") == mask


def test_a_time_is_in_its_largest_whole_unit():
    assert [time_shown(seconds) for seconds in (0, 90, 600, 14_400, 86_400)] == [
        "0 s",
        "90 s",
        "10 min",
        "4 h",
        "1 day",
    ]


BOLUS = {"has_bolus": True, "bolus_dose": "1 mg", "bolus_over": "5 min", "bolus_lockout": "4 h"}
FLEX = {"mode": "flex", "clock_lost": "stop"}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"dose": ""}, "infusion.dose"),
        ({"dose": '5 mg/day"\nmode = "minimum'}, "infusion.dose"),
        ({"drugs": [Drug("morphine", "10 mg")]}, "drug.concentration"),
        ({"drugs": []}, "drug"),
        ({**FLEX, "periods": [Period("mon-fri", "00:00", "1 mg/day")]}, "infusion.period.days"),
        ({**FLEX, "periods": [Period("mon-sun", "8", "1 mg/day")]}, "infusion.period 1.from"),
        ({**BOLUS, "bolus_most": "4.5"}, "patient_bolus.most_per_day"),
        ({**BOLUS, "bolus_most": "-1"}, "patient_bolus.most_per_day"),
        ({**BOLUS, "bolus_most": ""}, "patient_bolus.most_per_day"),
    ],
)
@proves("U2")
def test_wrong_input_names_its_field_in_one_line(change, named):
    form = TherapyForm(drugs=[Drug("morphine", "10 mg/mL")], dose="5 mg/day", max_dose="7 mg", max_rate="12 mL/day")
    for name, value in change.items():
        setattr(form, name, value)
    with pytest.raises(UserError) as raised:
        form.order()
    assert str(raised.value).startswith(f"{named}:") and "\n" not in str(raised.value)
