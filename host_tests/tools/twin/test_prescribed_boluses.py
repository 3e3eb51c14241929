"""Boluses and bridges in what is prescribed: worked examples, with the arithmetic written out."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from prescribed_orders import (
    DAY_US,
    HOUR_US,
    MINUTE_US,
    NEW_MIXTURE,
    OLD_MIXTURE,
    S_US,
    STEP_FL,
    flex,
    order,
    prescribed,
    simple,
)

from twin.prescribed import Prescribed

End = Callable[[Prescribed, int], None]

# Boluses


def test_a_bolus_is_whole_steps_evenly_on_top() -> None:
    it = prescribed(simple(2_500_000_000))
    it.grant(HOUR_US, 213, 300)
    # 213 x 18.75 nL = 3.99375 uL over 5 min, which is 1150.2 uL/day.
    assert it.by(HOUR_US) == Fraction(100, 24)
    assert it.by(HOUR_US + 150 * S_US) == Fraction(100 * 3750, 86_400) + Fraction(399_375, 200_000)
    assert it.by(DAY_US) == 100 + Fraction(399_375, 100_000)
    assert it.uL_per_day_at(HOUR_US) == pytest.approx(100 + 1150.2)
    assert it.uL_per_day_at(HOUR_US + 300 * S_US) == it.basal_uL_per_day_at(HOUR_US) == 100.0


@pytest.mark.parametrize("end", [Prescribed.stop, Prescribed.cut_bolus])
def test_a_bolus_that_is_cut_ends_there(end: End) -> None:
    it = prescribed(order("stopped"))
    it.grant(0, 1000, 100)
    end(it, 25 * S_US)
    # A quarter of 18.75 uL.
    assert it.by(DAY_US) == Fraction(1875, 400)
    assert it.uL_per_day_at(25 * S_US) == 0.0
    it.grant(30 * S_US, 1000, 10)
    assert it.by(DAY_US) == Fraction(1875, 400) + Fraction(1875, 100)


def test_boluses_may_overlap_and_one_after_its_end_cannot_be_cut() -> None:
    it = prescribed(order("stopped"))
    it.grant(0, 1000, 100)
    it.grant(50 * S_US, 1000, 20)
    # At 60 s: 60 % of one and half of the other, of 18.75 uL each.
    assert it.by(60 * S_US) == Fraction(1875, 100) * Fraction(11, 10)
    assert it.by(80 * S_US) == Fraction(1875, 100) * Fraction(18, 10)
    assert it.by(100 * S_US) == Fraction(1875, 100) * 2
    it.cut_bolus(100 * S_US)
    assert it.by(DAY_US) == Fraction(1875, 100) * 2


# Bridges


def bridged(before_us: int = 0) -> Prescribed:
    """25 -> 50 mg/mL at before_us: 2.5 mg/day through a catheter of 0.22 mL."""
    it = prescribed(simple(2_500_000_000))
    it.therapy(before_us, simple(2_500_000_000, drugs=[["morphine", NEW_MIXTURE]]))
    # 220 uL are 11 733.3 steps of 18.75 nL; here whole: 11 733 steps are 219.99375 uL.
    it.bridge(before_us, OLD_MIXTURE, 11_733)
    return it


def test_a_bridge_from_25_to_50_mg_per_mL() -> None:
    it = Prescribed(20_000_000)
    it.therapy(0, simple(2_500_000_000, drugs=[["morphine", NEW_MIXTURE]]))
    it.bridge(0, OLD_MIXTURE, 11_000)
    # 11 000 steps of 20 nL are 220 uL. The old drug at 2.5 mg/day / 25 mg/mL = 100 uL/day: 2.2 days.
    over_us = 22 * DAY_US // 10
    assert it.by(DAY_US) == 100
    assert it.uL_per_day_at(over_us - 1) == 100.0
    assert it.by(over_us) == 220
    # Then the new one, 2.5 / 50: 50 uL/day.
    assert it.uL_per_day_at(over_us) == it.basal_uL_per_day_at(over_us) == 50.0
    assert it.by(over_us + DAY_US) == 270
    it.set_clock(over_us + DAY_US, 0)
    assert it.by(over_us + 2 * DAY_US) == 320


def test_a_bridge_ends_between_two_microseconds_if_that_is_when_its_volume_is_full() -> None:
    it = bridged()
    # 219.99375 uL at 100 uL/day: 190 074.6 s; a day later 50 uL more.
    over_us = 1_900_746 * S_US // 10
    assert it.by(over_us) == Fraction(21_999_375, 100_000)
    assert it.by(over_us + DAY_US) == Fraction(21_999_375, 100_000) + 50


def test_a_bridge_of_a_flex_therapy_runs_its_periods_for_the_old_concentration() -> None:
    it = prescribed(flex(drugs=[["morphine", NEW_MIXTURE]]))
    it.bridge(0, OLD_MIXTURE, 1600)
    # 30 uL: until 08:00 40 uL/day give 13 1/3, the other 16 2/3 take 100 min of 240 uL/day.
    assert it.by(8 * HOUR_US) == Fraction(40, 3)
    assert it.uL_per_day_at(9 * HOUR_US) == 240.0
    assert it.by(9 * HOUR_US + 40 * MINUTE_US) == 30
    # Then 6 mg/day / 50 mg/mL = 120 uL/day, up to 20:00 in 620 min.
    assert it.uL_per_day_at(9 * HOUR_US + 40 * MINUTE_US) == 120.0
    assert it.by(20 * HOUR_US) == 30 + Fraction(120 * 620, 1440)


def test_a_bridge_in_minimum_mode_changes_no_rate() -> None:
    it = prescribed(order("minimum", basal_fl_per_day=6_000_000_000, drugs=[["morphine", NEW_MIXTURE]]))
    it.bridge(0, OLD_MIXTURE, 100)
    assert it.by(DAY_US) == 6


def test_without_the_time_a_bridge_runs_the_policy_for_the_old_concentration() -> None:
    lowest = flex(drugs=[["morphine", NEW_MIXTURE]], clock_lost="lowest period")
    it = prescribed(lowest)
    it.bridge(0, OLD_MIXTURE, 1600)
    it.lose_clock(0)
    # 30 uL at 40 uL/day are 18 h, then 20 uL/day.
    assert it.by(18 * HOUR_US) == 30
    assert it.by(42 * HOUR_US) == 50
    it.therapy(0, lowest | {"clock_lost": "minimum"})
    assert it.by(5 * DAY_US) == 30
    assert it.by(6 * DAY_US) == 36


def test_a_new_therapy_changes_the_doses_of_a_bridge_but_not_its_volume() -> None:
    it = Prescribed(20_000_000)
    it.therapy(0, simple(2_500_000_000, drugs=[["morphine", NEW_MIXTURE]]))
    it.bridge(0, OLD_MIXTURE, 11_000)
    it.therapy(DAY_US, simple(5_000_000_000, drugs=[["morphine", NEW_MIXTURE]]))
    # A day of 100; then 200 uL/day for the other 120 uL in 0.6 days; then 5 / 50: 100 uL/day.
    assert it.by(16 * DAY_US // 10) == 220
    assert it.by(26 * DAY_US // 10) == 320


@pytest.mark.parametrize("end", [Prescribed.stop, Prescribed.cut_bolus])
def test_a_bridge_that_is_cut_gives_way_to_the_therapys_own_rate(
    end: End,
) -> None:
    it = bridged()
    end(it, DAY_US)
    it.start(DAY_US)
    assert it.by(DAY_US) == 100
    assert it.by(2 * DAY_US) == 150


def test_a_bridge_waits_while_nothing_is_infused() -> None:
    it = prescribed(order("stopped"))
    it.bridge(0, OLD_MIXTURE, 1600)
    it.therapy(DAY_US, simple(2_500_000_000, drugs=[["morphine", NEW_MIXTURE]]))
    # 30 uL at 100 uL/day are 0.3 days; the other 0.7 days at 50 uL/day.
    assert it.by(2 * DAY_US) == 30 + 35


def test_a_bolus_during_a_bridge_counts_on_top_and_not_for_the_bridge() -> None:
    it = bridged()
    it.grant(DAY_US, 1000, 600)
    assert it.by(2 * DAY_US) == 200 + Fraction(1875, 100)
    assert it.basal_uL_per_day_at(2 * DAY_US) == 100.0
    assert it.basal_uL_per_day_at(3 * DAY_US) == 50.0


def test_boluses_and_bridges_told_late_keep_their_volume() -> None:
    it = bridged(HOUR_US)
    it.bridge(0, OLD_MIXTURE, 1600)
    # 30 uL at 100 uL/day from 1 h on, 7.2 h.
    assert it.uL_per_day_at(HOUR_US + 432 * MINUTE_US - 1) == 100.0
    assert it.uL_per_day_at(HOUR_US + 432 * MINUTE_US) == 50.0
    it.grant(DAY_US, 1000, 100)
    before_uL = it.by(3 * DAY_US)
    it.grant(0, 1000, 100)
    assert it.by(3 * DAY_US) - before_uL == Fraction(1875, 100)
    it.cut_bolus(DAY_US - 1)
    assert it.by(3 * DAY_US) - before_uL == -Fraction(1875, 100)


def test_a_bridge_needs_a_therapy() -> None:
    with pytest.raises(ValueError, match="no therapy"):
        Prescribed(STEP_FL).bridge(0, OLD_MIXTURE, 100)
