"""Quantities: exact, closed list of units, one line for whatever cannot be used."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.errors import LONGEST_SHOWN, UserError, shown
from pump.quantities import (
    CONCENTRATION,
    DOSE,
    DOSE_PER_DAY,
    DURATION,
    VOLUME,
    VOLUME_PER_DAY,
    Kind,
    parse,
    whole,
    whole_units,
)

KINDS = (DOSE, DOSE_PER_DAY, CONCENTRATION, VOLUME, VOLUME_PER_DAY, DURATION)
# Written by hand, so that a wrong definition of a unit cannot hide: in pg, nL and s.
MASS = {"g": 10**12, "mg": 10**9, "mcg": 10**6, "ug": 10**6, "\u00b5g": 10**6, "\u03bcg": 10**6, "ng": 1000, "pg": 1}
LITRES = {"L": 10**9, "mL": 10**6, "ml": 10**6, "uL": 1000, "\u00b5L": 1000, "nL": 1}
TIME = {
    **dict.fromkeys(("s", "sec", "seconds"), 1),
    **dict.fromkeys(("min", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hour", "hours"), 3_600),
    **dict.fromkeys(("d", "day", "days"), 86_400),
    **dict.fromkeys(("week", "weeks"), 604_800),
}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("2.5 mg/day", DOSE_PER_DAY, 2_500_000_000),
        ("20 mL", VOLUME, 20_000_000),
        ("25 mg/mL", CONCENTRATION, 25_000_000_000),
        ("500 mcg/mL", CONCENTRATION, 500_000_000),
        ("5 min", DURATION, 300),
        ("4 h", DURATION, 14_400),
        ("0.006 mL/day", VOLUME_PER_DAY, 6_000_000_000),
        ("1 mL/h", VOLUME_PER_DAY, 24_000_000_000_000),
        ("10 mcg per hour", DOSE_PER_DAY, 240_000_000),
        ("  0.1mg ", DOSE, 100_000_000),
        ("+.5e-1 mg", DOSE, 50_000_000),
        ("1 ng/uL", CONCENTRATION, 1_000_000),
    ],
)
def test_what_a_clinician_writes_is_read_exactly(text: str, kind: Kind, expected: int):
    assert parse(text, "field", kind) == expected


def test_a_value_that_binary_floats_cannot_hold_stays_exact():
    assert parse("0.1 pg", "field", DOSE) == Fraction(1, 10)
    assert parse("0.30000000000000000004 pg", "field", DOSE) == Fraction("0.30000000000000000004")
    assert parse("1 mg/week", "field", DOSE_PER_DAY) == Fraction(10**9, 7)


numbers = st.decimals(min_value="0.000000001", max_value="999999999", places=9).map(lambda d: format(d, "f"))


@given(numbers, st.sampled_from(sorted(MASS)), st.sampled_from(sorted(TIME)))
def test_every_dose_per_time_equals_a_conversion_by_hand(number: str, mass: str, time: str):
    expected = Fraction(Decimal(number)) * MASS[mass] * Fraction(86400, TIME[time])
    assert parse(f"{number} {mass}/{time}", "field", DOSE_PER_DAY) == expected


@given(numbers, st.sampled_from(sorted(LITRES)), st.sampled_from(sorted(TIME)))
def test_every_volume_per_time_equals_a_conversion_by_hand(number: str, litres: str, time: str):
    expected = Fraction(Decimal(number)) * LITRES[litres] * 10**6 * Fraction(86400, TIME[time])
    assert parse(f"{number} {litres} per {time}", "field", VOLUME_PER_DAY) == expected


@given(numbers, st.sampled_from(sorted(MASS)), st.sampled_from(sorted(LITRES)))
def test_every_concentration_equals_a_conversion_by_hand(number: str, mass: str, litres: str):
    expected = Fraction(Decimal(number)) * MASS[mass] * Fraction(10**6, LITRES[litres])
    assert parse(f"{number} {mass}/{litres}", "field", CONCENTRATION) == expected


@given(st.integers(1, 10**12), st.sampled_from([DOSE, VOLUME, DURATION]))
def test_whole_base_units_come_back_as_they_were_written(count: int, kind: Kind):
    assert whole_units(f"{count} {kind.base}", "field", kind) == count


def refused(text: object, kind: Kind = DOSE, *, zero: bool = False) -> str:
    with pytest.raises(UserError) as caught:
        whole_units(text, "infusion.dose", kind, zero=zero)
    line = str(caught.value)
    assert line.startswith("infusion.dose: ")
    assert "\n" not in line
    assert shown(text) in line
    return line


@pytest.mark.parametrize("text", [5, 2.5, True, None, [], {}, b"1 mg", float("nan")])
def test_a_value_that_is_no_text_is_refused(text: object):
    assert '"0.1 mg"' in refused(text)


@pytest.mark.parametrize(
    "text", ["", " ", "mg", "one mg", "nan mg", "NaN", "inf mg", "-Infinity mg", "0x10 mg", "1_000 mg"]
)
def test_a_value_that_is_no_plain_number_is_refused(text: str):
    refused(text)


@pytest.mark.parametrize(
    "text", ["1,5 mg", "1,000 mg", "1.2.3 mg", "1..2 mg", "1e5.5 mg", "1 2 mg", "\uff11 mg", "1e mg"]
)
def test_a_number_that_could_be_read_in_two_ways_is_refused(text: str):
    refused(text)


@pytest.mark.parametrize("text", ["-1 mg", "-0.000001 mg", "-1e-30 mg"])
def test_a_negative_value_is_refused(text: str):
    assert "must not be negative" in refused(text)
    assert "must not be negative" in refused(text, zero=True)


def test_zero_is_refused_unless_it_has_a_meaning():
    assert "more than zero" in refused("0 mg")
    assert "more than zero" in refused("-0.0 mg")
    assert whole_units("0 mL", "reservoir.filled", VOLUME, zero=True) == 0


@pytest.mark.parametrize(
    "text", ["1e999999 mg", "1e-999999 mg", "1e31 mg", "1e99999999999999999999999 mg", "9" * 100 + " mg"]
)
def test_an_absurd_number_is_refused_without_working_it_out(text: str):
    refused(text)


def test_the_largest_exponent_is_still_read():
    assert parse("1e30 pg", "field", DOSE) == 10**30


def test_a_missing_unit_is_refused():
    assert "add the unit" in refused("2.5")


@pytest.mark.parametrize(
    "text",
    ["1 Mg", "1 MG", "1 mgs", "1 ML", "1 ds", "1 stone", "1 mg**2", "1 mg*mg", "1 mg^9", "1 mg/", "1 mg/2", "1 /mg"],
)
def test_a_unit_that_is_not_on_the_list_is_refused(text: str):
    assert "no unit that is known here" in refused(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 mL", DOSE), ("1 mg", VOLUME), ("1 mg", DOSE_PER_DAY), ("1 mg/day", DOSE), ("1 mg/day/day", DOSE_PER_DAY),
        ("1 mL/mg", CONCENTRATION), ("1 mg/day", CONCENTRATION), ("1 mL/day", DOSE_PER_DAY), ("1 mg", DURATION),
    ],
)  # fmt: skip
def test_a_unit_of_another_dimension_is_refused_with_an_example_of_the_right_one(text: str, kind: Kind):
    assert f'such as "{kind.example}"' in refused(text, kind)


def test_rounding_to_whole_units_changes_at_most_one_part_in_ten_thousand():
    assert whole(Fraction(10_000 * 10 + 4, 10), "x", "f", "s") == 10_000
    assert whole(Fraction(100_010, 10), "x", "f", "s") == 10_001
    assert whole(Fraction("9999.0001"), "x", "f", "s") == 9999
    assert whole(Fraction("5000.5"), "x", "f", "s") == 5000
    assert whole(Fraction(2500 * 10_000, 9_999), "x", "f", "s") == 2500
    with pytest.raises(UserError, match=r"within 0\.01 %"):
        whole(Fraction(2500 * 10_000 + 1, 9_999), "x", "f", "s")
    with pytest.raises(UserError, match=r"within 0\.01 %"):
        whole(Fraction("4999.5"), "x", "f", "s")
    with pytest.raises(UserError, match="whole in s"):
        whole(Fraction(1, 3), "x", "f", "s")


@given(st.fractions(min_value=0, max_value=10**7))
def test_rounding_is_within_its_limit_or_refused(amount: Fraction):
    try:
        result = whole(amount, "x", "f", "s")
    except UserError:
        assert abs(round(amount) - amount) * 10_000 > amount
    else:
        assert abs(result - amount) * 10_000 <= amount


@given(
    st.text(max_size=70) | st.from_regex(r"[+-]?[0-9.eE+-]{0,12} ?[a-zA-Z/ ]{0,12}", fullmatch=True),
    st.sampled_from(KINDS),
)
def test_arbitrary_text_gives_a_whole_number_or_a_one_line_refusal(text: str, kind: Kind):
    try:
        assert whole_units(text, "infusion.dose", kind) > 0
    except UserError as error:
        assert str(error).startswith("infusion.dose: ")
        assert str(error).isprintable()


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text() | st.integers(), st.lists))
def test_what_is_shown_of_a_value_is_short_and_printable(value: object):
    assert shown(value).isprintable()
    assert len(shown(value)) <= LONGEST_SHOWN


def test_a_long_value_is_shown_cut():
    assert shown("x" * 1000) == "'" + "x" * (LONGEST_SHOWN - 4) + "..."


def test_a_number_too_long_to_write_is_still_shown():
    assert "thousands of digits" in shown(1 << 100_000)
