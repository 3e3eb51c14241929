"""Periods and windows of a record: the second hour, the last one of the tube's life, and the therapy's days."""

from itertools import pairwise

import pytest

from trumpet.analysis import analyse
from trumpet.boluses import bolus_accuracy
from trumpet.record import Record
from trumpet.regimes import BENCH, HOUR_S, LEAST_BENCH_UL_PER_H, THERAPY, regime_for
from trumpet.resolution import Sensor
from trumpet.unusable import Unusable

EXACT = Sensor(0.0, "")


def by_hours(every_s: float, hourly_uL: list[float]) -> Record:
    """An even flow within each hour."""
    times = [every_s * number for number in range(round(len(hourly_uL) * HOUR_S / every_s) + 1)]
    before = [sum(hourly_uL[:hour]) for hour in range(len(hourly_uL) + 1)]

    def volume(t_s: float) -> float:
        hour = min(int(t_s // HOUR_S), len(hourly_uL) - 1)
        return before[hour] + hourly_uL[hour] * (t_s / HOUR_S - hour)

    return Record(times, [volume(t_s) for t_s in times])


def test_a_is_of_the_second_hour_and_the_first_shows_in_the_start_up_alone():
    found = analyse(by_hours(30.0, [500.0, 1020.0]), 1000.0, BENCH, 1.0, EXACT)
    assert found.first.overall == pytest.approx(2.0)
    assert [window.places for window in found.first.windows] == [117, 111, 99, 83, 59]
    for window in found.first.windows:
        assert (window.highest, window.lowest) == pytest.approx((2.0, 2.0))
    assert found.start_up == pytest.approx([500.0] * 120 + [1020.0] * 120)
    assert found.last is None


def test_b_is_of_the_last_hour_once_the_tubes_life_has_passed():
    hours = [1000.0] * 95
    assert analyse(by_hours(30.0, hours), 1000.0, BENCH, 1.0, EXACT).last is None
    found = analyse(by_hours(30.0, [*hours, 950.0]), 1000.0, BENCH, 1.0, EXACT)
    assert found.last is not None
    assert (found.last.begins_s, found.last.ends_s) == (95 * HOUR_S, 96 * HOUR_S)
    assert found.last.overall == pytest.approx(-5.0)
    assert found.first.overall == pytest.approx(0.0)


def test_at_therapy_rates_t1_is_the_25_hours_after_the_first_day():
    found = analyse(by_hours(900.0, [0.0] * 24 + [20.0] * 25 + [0.0] * 6), 20.0, THERAPY, 1.0, EXACT)
    assert found.first.overall == pytest.approx(0.0)
    assert [window.window_s / 60 for window in found.first.windows] == [15, 60, 150, 330, 570, 930]
    assert [window.places for window in found.first.windows] == [100, 97, 91, 79, 63, 39]
    assert len(found.start_up) == 96 and set(found.start_up) == {0.0}


def test_the_windows_of_both_regimes_are_the_same_in_samples():
    in_samples = [[window / regime.every_s for window in regime.windows_s] for regime in (BENCH, THERAPY)]
    assert in_samples[0] == in_samples[1][1:] == [4, 10, 22, 38, 62]
    assert all(before < after for before, after in pairwise(in_samples[1]))


@pytest.mark.parametrize(("rate", "regime"), [(LEAST_BENCH_UL_PER_H, BENCH), (LEAST_BENCH_UL_PER_H - 0.1, THERAPY)])
def test_the_flow_chooses_the_regime(rate: float, regime: object):
    assert regime_for(rate) is regime


def test_a_record_that_is_too_short_is_refused_with_what_is_needed():
    with pytest.raises(Unusable, match="record: 1 h: the bench windows need 2 h; run it for longer"):
        analyse(by_hours(30.0, [1000.0]), 1000.0, BENCH, 1.0, EXACT)
    with pytest.raises(Unusable, match="record: 48 h: the therapy windows need 49 h; "):
        analyse(by_hours(900.0, [20.0] * 48), 20.0, THERAPY, 1.0, EXACT)


def test_25_boluses_have_a_mean_and_two_largest_deviations():
    # 23 of 50 uL, one of 53 and one of 46: +6 %, -8 %, and the mean (6 - 8) / 25 = -0.08 %.
    found = bolus_accuracy([50.0] * 10 + [53.0] + [50.0] * 13 + [46.0], 50.0, 600.0, 1.0, Sensor(0.1, ""))
    assert (found.highest, found.lowest, found.mean) == pytest.approx((6.0, -8.0, -0.08))
    # The normal law at 0.05 / 50 on either side is 3.0902: 3.0902 sqrt(2) 0.1 mg of 50 mg.
    assert found.least_seen == pytest.approx(0.874, abs=1e-3)
    assert found.is_supported
    assert not bolus_accuracy([50.1] * 25, 50.0, 600.0, 1.0, Sensor(0.1, "")).is_supported


@pytest.mark.parametrize("count", [0, 24, 26])
def test_other_than_25_boluses_are_refused(count: int):
    with pytest.raises(Unusable, match=f"boluses: {count}: must be 25"):
        bolus_accuracy([50.0] * count, 50.0, 600.0, 1.0, EXACT)
