"""A therapy in words is exact: what a person reads is what is confirmed."""

import json
from fractions import Fraction

import pytest

from pump.therapy_words import SETTINGS, exact, in_words, name_of, rate_in_words
from pump_link.readings import StagedRate
from support import proves
from therapy.prescribing.prescription import FIELDS


@proves("U1")
@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("reservoir_capacity_nl", 20_000_000, "20 mL"),
        ("reservoir_low_nl", 0, "0 mL"),
        ("reservoir_filled_nl", 1, "0.000001 mL"),
        ("step_volume_fl", 18_750_001, "18.750001 nL"),
        ("basal_pg_per_day", 5_000_000_001, "5.000000001 mg/day"),
        ("basal_pg_per_day", 0, "-"),
        ("basal_fl_per_day", 48_000_000_001, "0.048000000001 mL/day"),
        ("drugs", [["morphine", 10**10], ["x", 1]], "morphine 10 mg/mL\nx 0.000000001 mg/mL"),
        ("mode", "flex", "flex"),
        ("clock_lost", "", "-"),
        ("bolus", None, "none"),
        ("bolus", [250_000_000, 600, 14_400, 4], "0.25 mg over 10 min\nlockout 4 h, at most 4 a day"),
        ("bolus", [1, 61, 90_061, 1], "0.000000001 mg over 1 min 1 s (61 s)\n"
         "lockout 1 d 1 h (90061 s), at most 1 a day"),
        ("bolus", [1, 60, 90_060, 1], "0.000000001 mg over 1 min\nlockout 1 d 1 h (90060 s), at most 1 a day"),
        ("periods", [], "none"),
        ("periods", [[127, 0, 10**9], [3, 30_600, 2 * 10**9]], "every day from 00:00: 1 mg/day\n"
         "Mon Tue from 08:30: 2 mg/day"),
        ("periods", [[64, 5, 1]], "Sun from 00:00:05: 0.000000001 mg/day"),
        ("max_dose_pg_per_day", 7 * 10**9, "7 mg"),
        ("max_rate_fl_per_day", 12 * 10**12, "12 mL/day"),
        ("a-setting-of-later", {"x": 1}, '{"x": 1}'),
    ],
)  # fmt: skip
def test_a_setting_in_words(setting, value, words):
    assert in_words(setting, json.dumps(value)) == words


def test_without_an_old_therapy_there_is_a_dash_and_what_is_no_such_value_is_shown_as_it_is():
    assert in_words("mode", "") == "-"
    assert in_words("bolus", "[1,2]") == "[1,2]"
    assert in_words("drugs", "{") == "{"


def test_every_setting_of_the_pump_has_words_and_the_name_of_the_therapy_file():
    assert set(SETTINGS) == {*FIELDS, "step_volume_fl"}
    for setting, name in FIELDS.items():
        assert name_of(setting) == name


@proves("U5")
@pytest.mark.parametrize("number", [0, 1, 9, 10, 99_999_999, 10**9, 10**9 + 1, 123_456_789_012_345, -1, -(10**9)])
def test_a_number_in_words_is_that_number(number):
    text, unit = exact(number, 10**9, "mg").split(" ")
    assert unit == "mg"
    assert Fraction(text) * 10**9 == number


@proves("U5")
def test_a_rate_is_shown_as_it_runs():
    assert rate_in_words(StagedRate(13, 32_400_000, 650 * 10**9)) == "0.65 mL/day: 13 microsteps in 32.400000 s"
    assert rate_in_words(StagedRate(1, 16_200_000, 10**11)) == "0.1 mL/day: 1 microstep in 16.200000 s"
