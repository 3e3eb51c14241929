"""Amounts and spells of mishaps in a scenario: read exactly, or refused in one line with event, field and limit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.errors import UserError
from pump.scenario import Event, parse_scenario

MINUTE_US = 60_000_000
FL_PER_ML = 10**12


def event(action: str, more: str = "") -> str:
    return f'[[event]]\nat = "1 h"\ndo = "{action}"\n{more}'


def read(action: str, more: str = "") -> Event:
    return parse_scenario(event(action, more)).events[0]


def expected(action: str, **fields: Any) -> Event:
    return Event(1, 60 * MINUTE_US, action, **fields)


@pytest.mark.parametrize(
    ("action", "more", "fields"),
    [
        ("free-flow", 'rate = "5 mL/h"\nfor = "2 min"', {"flow_fl_per_day": 120 * FL_PER_ML, "for_us": 2 * MINUTE_US}),
        ("free-flow", 'rate = "100 mL/day"\nfor = "1 s"', {"flow_fl_per_day": 100 * FL_PER_ML, "for_us": 1_000_000}),
        ("free-flow", 'rate = "100 mL/h"\nfor = "1 s"', {"flow_fl_per_day": 2400 * FL_PER_ML, "for_us": 1_000_000}),
        ("air", 'volume = "200 uL"', {"air_nl": 200_000}),
        ("air", 'volume = "10 mL"', {"air_nl": 10_000_000}),
        ("motor-supply-cut", 'for = "90 s"', {"for_us": 90_000_000}),
        ("load-cell-stuck", "", {}),
        ("load-cell-stuck", 'for = "5 min"', {"for_us": 5 * MINUTE_US}),
        ("load-cell-saturated", "", {}),
        ("load-cell-saturated", 'for = "5 min"', {"for_us": 5 * MINUTE_US}),
        ("load-cell-noisy", 'noise = "50 mg"', {"noise_ug": 50_000}),
        ("load-cell-noisy", 'noise = "0.05 g"\nfor = "1 min"', {"noise_ug": 50_000, "for_us": MINUTE_US}),
        ("put-on-cell", 'mass = "50 g"', {"load_ug": 50_000_000}),
        ("hold-button", 'for = "1 min"', {"for_us": MINUTE_US}),
        ("load-cell-drift", 'rate = "20 mg/h"', {"drift_ug_per_day": 480_000}),
        ("load-cell-drift", 'rate = "-1 g/day"\nfor = "1 min"', {"drift_ug_per_day": -1_000_000, "for_us": MINUTE_US}),
        ("load-cell-drift", 'by = "500 mg"', {"shift_ug": 500_000}),
        ("load-cell-drift", 'by = "-500 mg"', {"shift_ug": -500_000}),
    ],
)
def test_amounts_and_spells_are_read_in_any_unit(action: str, more: str, fields: dict[str, int]):
    assert read(action, more) == expected(action, **fields)


@pytest.mark.parametrize(
    ("action", "more", "line"),
    [
        ("free-flow", 'rate = "5 mL/h"', "event 1.for: missing"),
        ("free-flow", 'for = "1 h"', "event 1.rate: missing"),
        ("free-flow", 'rate = "5 mL"\nfor = "1 h"', "event 1.rate: '5 mL': a volume per time is needed, "),
        ("free-flow", 'rate = "100.1 mL/h"\nfor = "1 h"', "event 1.rate: '100.1 mL/h': at most 100 mL/h; "),
        ("free-flow", 'rate = "-5 mL/h"\nfor = "1 h"', "event 1.rate: '-5 mL/h': must not be negative; "),
        ("free-flow", 'rate = "0 mL/h"\nfor = "1 h"', "event 1.rate: '0 mL/h': must be more than zero; "),
        ("free-flow", 'rate = 5\nfor = "1 h"', "event 1.rate: 5: a volume per time is needed, "),
        ("free-flow", 'rate = "5 mL/h"\nfor = "0 s"', "event 1.for: '0 s': must be more than zero; "),
        ("air", "", "event 1.volume: missing"),
        ("air", 'volume = "200 mg"', "event 1.volume: '200 mg': a volume is needed, "),
        ("air", 'volume = "10.01 mL"', "event 1.volume: '10.01 mL': at most 10 mL; "),
        ("air", 'volume = "1 mL"\nfor = "1 h"', "event 1.for: no such setting: "),
        ("motor-supply-cut", "", "event 1.for: missing"),
        ("motor-supply-cut", 'for = "11 weeks"\nrate = "1 mL/h"', "event 1.rate: no such setting: "),
        ("load-cell-stuck", 'for = "-1 s"', "event 1.for: '-1 s': must not be negative; "),
        ("load-cell-stuck", 'for = "0 s"', "event 1.for: '0 s': must be more than zero; "),
        ("load-cell-saturated", 'by = "1 mg"', "event 1.by: no such setting: "),
        ("load-cell-noisy", 'for = "1 min"', "event 1.noise: missing"),
        ("load-cell-noisy", 'noise = "50 mL"', "event 1.noise: '50 mL': a mass is needed, "),
        ("load-cell-noisy", 'noise = "-50 mg"', "event 1.noise: '-50 mg': must not be negative; "),
        ("load-cell-noisy", 'noise = "11 g"', "event 1.noise: '11 g': at most 10 g; "),
        ("load-cell-drift", "", "event 1.rate, event 1.by: missing: exactly one is needed; "),
        ("load-cell-drift", 'for = "1 h"', "event 1.rate, event 1.by: missing: exactly one is needed; "),
        (
            "load-cell-drift",
            'rate = "1 mg/h"\nby = "1 mg"',
            "event 1.rate, event 1.by: both are given: exactly one is needed; ",
        ),
        ("load-cell-drift", 'by = "1 mg"\nfor = "1 h"', "event 1.for: '1 h': goes with rate: "),
        ("load-cell-drift", 'rate = "20 mg"', "event 1.rate: '20 mg': a mass per time is needed, "),
        ("load-cell-drift", 'rate = "-10.1 g/h"', "event 1.rate: '-10.1 g/h': at most 10 g/h either way; "),
        ("load-cell-drift", 'by = "101 g"', "event 1.by: '101 g': at most 100 g either way; "),
        ("load-cell-drift", 'by = "-0 mg"', "event 1.by: '-0 mg': must be more than zero; "),
        ("load-cell-drift", 'by = "0.0001 ug"', "event 1.by: '0.0001 ug': must be whole in ug "),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_with_event_field_value_and_limit(action: str, more: str, line: str):
    with pytest.raises(UserError) as caught:
        parse_scenario(event(action, more + "\n"))
    assert str(caught.value).startswith(line)
    assert str(caught.value).isprintable()


@given(st.integers(1, 100_000_000), st.booleans())
def test_a_shift_comes_back_to_the_microgram_either_way(ug: int, is_down: bool):
    assert read("load-cell-drift", f'by = "{"-" if is_down else ""}{ug}e-3 mg"').shift_ug == (-ug if is_down else ug)
