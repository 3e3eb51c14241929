"""Flow over the last minute: microsteps come one by one."""

import pytest

from bench.flow_window import FlowWindow, Passed

S = 1_000_000
DAY_S = 86_400


def test_until_there_are_two_looks_no_flow_is_known():
    window = FlowWindow()
    assert (window.outlet_mL_per_day(), window.tip_ug_per_day()) == (None, None)
    window.see(Passed(0, 0.0, 0.0))
    assert window.outlet_mL_per_day() is None


def test_it_is_the_mean_of_the_last_minute_whatever_was_before():
    window = FlowWindow()
    for second in range(301):
        uL = 0.0 if second <= 200 else (second - 200) * 0.01
        window.see(Passed(second * S, uL, uL * 10.0))
    assert window.outlet_mL_per_day() == pytest.approx(0.01 * DAY_S / 1e3)
    assert window.tip_ug_per_day() == pytest.approx(0.1 * DAY_S)


def test_looks_that_are_hours_apart_give_the_mean_between_the_last_two():
    window = FlowWindow()
    for hour, uL in ((0, 0.0), (1, 100.0), (2, 110.0)):
        window.see(Passed(hour * 3_600 * S, uL, 0.0))
    assert window.outlet_mL_per_day() == pytest.approx(10.0 * 24 / 1e3)


def test_a_look_at_a_paused_twin_changes_nothing():
    window = FlowWindow()
    window.see(Passed(0, 0.0, 0.0))
    window.see(Passed(10 * S, 1.0, 0.0))
    before = window.outlet_mL_per_day()
    window.see(Passed(10 * S, 1.0, 0.0))
    assert window.outlet_mL_per_day() == before
