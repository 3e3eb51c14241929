"""What the therapy asks for: worked examples, with the arithmetic written out."""

import time
from fractions import Fraction

import pytest
from prescribed_orders import (
    DAY_US,
    EIGHT_S,
    HOUR_US,
    MG,
    NEW_MIXTURE,
    OLD_MIXTURE,
    S_US,
    STEP_FL,
    TWENTY_S,
    flex,
    order,
    prescribed,
    simple,
)

from twin.prescribed import Prescribed

# One therapy


def test_simple_is_dose_over_concentration() -> None:
    it = prescribed(simple(2_500_000_000))
    # 2.5 mg/day / 25 mg/mL = 0.1 mL/day = 100 uL/day.
    assert it.by(DAY_US) == 100
    assert it.by(365 * DAY_US) == 36_500
    assert it.uL_per_day_at(0) == it.basal_uL_per_day_at(DAY_US) == 100.0


def test_a_rate_is_not_rounded() -> None:
    it = prescribed(simple(1_000_000_000, drugs=[["morphine", 7 * MG]]))
    # 1 mg/day / 7 mg/mL is a seventh of a mL a day; by 1 us, a seventh of 1000 uL / 86 400 000 000.
    assert it.by(1) == Fraction(1000, 7 * 86_400_000_000)
    assert it.by(7 * DAY_US) == 1000


def test_minimum_is_its_volume_and_stopped_is_nothing() -> None:
    it = prescribed(order("minimum", basal_fl_per_day=6_000_000_000))
    assert it.by(DAY_US) == 6
    assert prescribed(order("stopped")).by(DAY_US) == 0


def test_before_the_first_therapy_and_before_power_on_there_is_nothing() -> None:
    it = Prescribed(STEP_FL)
    it.set_clock(0, 5)
    assert it.by(DAY_US) == 0
    assert it.uL_per_day_at(7) == 0.0
    it.therapy(0, simple(MG))
    assert it.by(-DAY_US) == 0
    assert it.uL_per_day_at(-1) == 0.0


def test_another_therapy_takes_over_at_its_moment() -> None:
    it = prescribed(simple(2_500_000_000))
    it.therapy(6 * HOUR_US, simple(5_000_000_000, drugs=[["morphine", NEW_MIXTURE]]))
    it.therapy(12 * HOUR_US, order("stopped"))
    # 6 h of 100 uL/day, 6 h of 5 / 50 = 0.1 mL/day, then nothing.
    assert it.by(6 * HOUR_US) == 25
    assert it.by(9 * HOUR_US) == Fraction(75, 2)
    assert it.by(DAY_US) == 50


# Flex


def test_a_flex_week() -> None:
    it = prescribed(flex())
    # At 25 mg/mL 1, 6 and 3 mg/day are 40, 240 and 120 uL/day.
    # A workday: 12 h of 40 and 12 h of 240 uL/day: 20 + 120 = 140 uL. A day of the weekend: 120 uL.
    assert it.by(8 * HOUR_US) == Fraction(40, 3)
    assert it.by(DAY_US) == 140
    assert it.by(5 * DAY_US) == 700
    assert it.by(7 * DAY_US) == 700 + 240
    assert it.by(52 * 7 * DAY_US + 6 * DAY_US + 12 * HOUR_US) == 52 * 940 + 700 + 120 + 60
    assert it.uL_per_day_at(EIGHT_S * S_US - 1) == 40.0
    assert it.uL_per_day_at(EIGHT_S * S_US) == 240.0
    assert it.uL_per_day_at(TWENTY_S * S_US) == 40.0
    assert it.uL_per_day_at(13 * DAY_US) == 120.0


def test_a_setting_of_the_clock_moves_to_the_period_of_that_time() -> None:
    it = prescribed(flex())
    it.set_clock(0, 4 * 86_400 + 23 * 3600)
    # Power-on is Friday 23:00: an hour of 40, two days of 120 uL/day, and Monday's first 8 h.
    assert it.by(HOUR_US) == Fraction(40, 24)
    assert it.by(49 * HOUR_US) == Fraction(40, 24) + 240
    assert it.by(57 * HOUR_US) == Fraction(40, 24) + 240 + Fraction(40, 3)
    it.set_clock(57 * HOUR_US, 12 * 3600 - 1, 500_000)
    # Monday again, 11:59:59.5: 240 uL/day until 20:00, in 8 h and half a second.
    change_us = 57 * HOUR_US + 8 * HOUR_US + 500_000
    assert it.uL_per_day_at(change_us - 1) == 240.0
    assert it.uL_per_day_at(change_us) == 40.0
    assert it.by(change_us) - it.by(57 * HOUR_US) == Fraction(240 * (8 * 3600 * 2 + 1), 86_400 * 2)


@pytest.mark.parametrize(
    ("policy", "uL_per_day"),
    # 0.006 mL/day; the lowest dose of any period, 1 mg/day / 25 mg/mL.
    [("minimum", 6.0), ("lowest period", 40.0)],
)
def test_without_the_time_the_policy_rules_until_the_clock_is_set(policy: str, uL_per_day: float) -> None:
    it = prescribed(flex(clock_lost=policy))
    it.lose_clock(12 * HOUR_US)
    # 8 h of 40 and 4 h of 240 uL/day went before.
    until_uL = Fraction(40, 3) + 40
    assert it.by(36 * HOUR_US) == until_uL + Fraction(uL_per_day)
    assert it.uL_per_day_at(12 * HOUR_US) == uL_per_day
    it.therapy(18 * HOUR_US, flex(clock_lost=policy))
    assert it.by(36 * HOUR_US) == until_uL + Fraction(uL_per_day)
    it.set_clock(36 * HOUR_US, 5 * 86_400)
    assert it.by(60 * HOUR_US) == until_uL + Fraction(uL_per_day) + 120


def test_what_the_policy_stop_withholds_is_still_prescribed() -> None:
    lost, known = prescribed(flex(clock_lost="stop")), prescribed(flex(clock_lost="stop"))
    lost.lose_clock(3 * HOUR_US)
    for hour in range(200):
        assert lost.by(hour * HOUR_US) == known.by(hour * HOUR_US)


@pytest.mark.parametrize(("policy", "uL_per_day"), [("", 100), ("stop", 100), ("lowest period", 100), ("minimum", 6)])
def test_a_simple_therapy_needs_the_time_only_if_its_policy_says_so(policy: str, uL_per_day: int) -> None:
    it = prescribed(simple(2_500_000_000, clock_lost=policy))
    it.lose_clock(DAY_US)
    assert it.by(2 * DAY_US) == 100 + uL_per_day


# Stop and start


def test_between_stop_and_start_there_is_nothing_and_the_schedule_does_not_wait() -> None:
    it = prescribed(flex())
    assert not it.is_stopped
    it.stop(6 * HOUR_US)
    it.stop(7 * HOUR_US)
    assert it.is_stopped
    assert it.uL_per_day_at(9 * HOUR_US) == 0.0
    it.start(18 * HOUR_US)
    it.start(19 * HOUR_US)
    assert not it.is_stopped
    # 6 h of 40, then from 18:00 2 h of 240 and 4 h of 40 uL/day.
    assert it.by(DAY_US) == 10 + 20 + Fraction(40, 6)
    assert it.by(12 * HOUR_US) == 10


def test_a_therapy_or_a_clock_that_is_set_does_not_start_a_stopped_pump() -> None:
    it = prescribed(flex())
    it.stop(0)
    it.therapy(1, simple(MG))
    it.set_clock(2, 0)
    it.lose_clock(3)
    assert it.by(DAY_US) == 0
    it.start(DAY_US)
    assert it.by(2 * DAY_US) == 40


# As a whole


def test_what_is_told_late_counts_from_what_was_told_before() -> None:
    it = prescribed(flex())
    it.lose_clock(10 * HOUR_US)
    it.stop(9 * HOUR_US)
    # 8 h of 40 and 2 h of 240 uL/day, then nothing.
    assert it.by(DAY_US) == Fraction(40, 3) + 20
    it.set_clock(8 * HOUR_US, 12 * 3600)
    it.start(12 * HOUR_US)
    # The clock that said 12:00 at 8 h says 20:00 at 16 h.
    assert it.uL_per_day_at(16 * HOUR_US - 1) == 240.0
    assert it.uL_per_day_at(16 * HOUR_US) == 40.0


def test_any_time_may_be_asked_for_in_any_order() -> None:
    it = prescribed(flex())
    it.grant(HOUR_US, 1000, 600)
    it.bridge(DAY_US, OLD_MIXTURE, 5000)
    times_us = [0, HOUR_US, 2 * DAY_US, 3 * DAY_US]
    first = [it.by(t_us) for t_us in times_us]
    assert [it.by(t_us) for t_us in reversed(times_us)] == first[::-1]


def test_a_year_with_thirteen_periods_a_day_and_much_that_happened_is_asked_in_under_a_millisecond() -> None:
    periods = [[127, hour * 3600, (hour + 1) * 123_456_789] for hour in range(13)]
    it = prescribed(flex(periods=periods))
    for day in range(365):
        start_us = day * DAY_US
        it.set_clock(start_us, day * 86_400 % (7 * 86_400))
        for nth in range(4):
            it.grant(start_us + nth * 4 * HOUR_US, 213, 300)
        it.stop(start_us + 20 * HOUR_US)
        it.start(start_us + 21 * HOUR_US)
    times_us = [n * 365 * DAY_US // 997 for n in range(997)]
    began_s = time.process_time()
    sums_uL = [it.by(t_us) for t_us in times_us]
    assert (time.process_time() - began_s) / len(times_us) < 1e-3
    assert sums_uL == sorted(sums_uL)
