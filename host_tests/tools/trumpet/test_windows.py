"""The formulas, against vectors that are worked out by hand beside each."""

from itertools import pairwise
from math import cos, pi, sin

import pytest

from trumpet.windows import flows_uL_per_h, overall_error, window_errors

EVERY_S = 30.0
SAMPLES = 120  # the second hour
RATE = 1200.0  # uL/h: 10 uL in each 30 s


def steady(uL_per_sample: float) -> list[float]:
    return [uL_per_sample * number for number in range(SAMPLES + 1)]


def rippled(share: float, period_s: float) -> list[float]:
    """Volume under a flow of r (1 + share sin(w t)): r t + share r (1 - cos(w t)) / w."""
    w, r = 2 * pi / period_s, RATE / 3600.0
    return [r * t + share * r * (1 - cos(w * t)) / w for t in (EVERY_S * n for n in range(SAMPLES + 1))]


@pytest.mark.parametrize("minutes", [2, 5, 11, 19, 31])
def test_a_constant_flow_has_no_error_in_any_window(minutes: int):
    errors = window_errors(steady(10.0), 2 * minutes, 20.0 * minutes)
    assert errors == [0.0] * len(errors)
    # m = (T - P) / S + 1 = (60 - P) / 0.5 + 1: 117, 111, 99, 83 and 59 places.
    assert len(errors) == 121 - 2 * minutes
    assert overall_error(steady(10.0), 1200.0) == 0.0


def test_a_constant_error_is_the_same_in_every_window_and_overall():
    # 10.3 uL in place of 10 in each sample: 100 * 0.3 / 10 = +3 %.
    assert window_errors(steady(10.3), 4, 40.0) == pytest.approx([3.0] * 117)
    assert overall_error(steady(10.3), 1200.0) == pytest.approx(3.0)
    assert flows_uL_per_h(steady(10.3), EVERY_S) == pytest.approx([1236.0] * 120)


def test_the_windows_are_the_standards_sum_over_samples():
    volumes = [0.0, 9.0, 21.0, 30.0, 44.0, 50.0]
    flows = flows_uL_per_h(volumes, EVERY_S)  # 9, 12, 9, 14, 6 uL in 30 s
    assert flows == pytest.approx([1080.0, 1440.0, 1080.0, 1680.0, 720.0])
    # S/P = 1/2, each sample's error 100 (Q - 1200) / 1200: -10, 20, -10, 40, -40 %.
    errors = [100.0 * (flow - RATE) / RATE for flow in flows]
    assert errors == pytest.approx([-10.0, 20.0, -10.0, 40.0, -40.0])
    assert window_errors(volumes, 2, 20.0) == pytest.approx([(a + b) / 2 for a, b in pairwise(errors)])
    assert window_errors(volumes, 2, 20.0) == pytest.approx([5.0, 5.0, 15.0, 0.0])


@pytest.mark.parametrize("minutes", [2, 5, 11, 19, 31])
def test_a_sinusoidal_ripple_has_the_envelope_of_its_mean_over_the_window(minutes: int):
    # Mean of share sin(w t) over P: share * sin(w P / 2) / (w P / 2) * sin(w (t + P / 2)), so the envelope is
    # 100 share |sin(x) / x| with x = pi P / period. Windows begin every 30 s = 1/40 of the period of 20 min, so the
    # crest is met within half of that, pi / 40.
    share, period_min = 0.3, 20.0
    x = pi * minutes / period_min
    envelope = abs(100.0 * share * sin(x) / x)
    errors = window_errors(rippled(share, 60.0 * period_min), 2 * minutes, 20.0 * minutes)
    for reached in (max(errors), -min(errors)):
        assert envelope * cos(pi / 40) - 1e-9 <= reached <= envelope + 1e-9


def test_a_window_of_whole_periods_does_not_see_the_ripple():
    assert window_errors(rippled(0.3, 300.0), 10, 100.0) == pytest.approx([0.0] * 111, abs=1e-9)


def test_a_single_step_is_seen_in_full_by_short_windows_and_diluted_in_the_hour():
    # Half the hour at 10 uL a sample, half at 12: windows after the step +20 %, before it 0 %, across it between.
    volumes = [10.0 * n + 2.0 * max(0, n - 60) for n in range(SAMPLES + 1)]
    errors = window_errors(volumes, 4, 40.0)
    assert errors[:57] == [0.0] * 57
    # One, two and three of the four samples after the step: 2, 4, 6 uL more than 40.
    assert errors[57:60] == pytest.approx([5.0, 10.0, 15.0])
    assert errors[60:] == pytest.approx([20.0] * 57)
    # 31 min = 62 samples: at most all 60 later ones are inside: 100 * 120 / 620; at least 2 of them: 100 * 4 / 620.
    longest = window_errors(volumes, 62, 620.0)
    assert max(longest) == pytest.approx(12000.0 / 620.0)
    assert min(longest) == pytest.approx(400.0 / 620.0)
    assert overall_error(volumes, 1200.0) == pytest.approx(10.0)
