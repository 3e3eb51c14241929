"""Rates one after another."""

from fractions import Fraction

import pytest

from twin.rate_history import RateHistory
from twin.weekly_rate import NOTHING, WEEK_US, WeeklyRate, constant


def test_a_change_replaces_what_was_planned_and_keeps_what_was() -> None:
    it = RateHistory()
    it.change(0, constant(Fraction(2)))
    it.plan(10, constant(Fraction(1)))
    it.plan(20, NOTHING)
    assert [it.by(t_us) for t_us in (5, 10, 15, 20, 99)] == [10, 20, 25, 30, 30]
    it.change(15, constant(Fraction(3)))
    assert [it.by(t_us) for t_us in (5, 10, 15, 20, 25)] == [10, 20, 25, 40, 55]
    assert it.uL_per_us_at(12) == 1


def test_a_change_before_the_last_one_is_refused() -> None:
    it = RateHistory()
    it.change(100, NOTHING)
    with pytest.raises(ValueError, match="t_us = 99: the rate was changed at 100"):
        it.change(99, NOTHING)


def test_the_time_of_a_volume_undoes_the_volume_by_a_time() -> None:
    rate = WeeklyRate([0, WEEK_US // 7, WEEK_US // 2], [Fraction(0), Fraction(2, 3), Fraction(1, 9)])
    it = RateHistory()
    it.change(1000, rate, 123_456_789)
    for t_us in (WEEK_US // 3, WEEK_US - 10**9, 5 * WEEK_US // 2, 77 * WEEK_US + WEEK_US // 4):
        assert it.us_when(it.by(t_us)) == t_us


def test_a_volume_that_never_comes_has_no_time() -> None:
    it = RateHistory()
    it.change(0, NOTHING)
    assert it.us_when(Fraction(1)) is None
