"""The converter: when it is ready, what it says, and its four states."""

import itertools
from statistics import pstdev

import pytest

from twin.figures import load_figures
from twin.hx711_chip import NOT_DRIVEN, CellState, Hx711Chip
from twin.load_cell import LoadCell

ASKED: list[int] = []


def chip(seed: int = 1, **table: object) -> Hx711Chip:
    figures = load_figures({"sample_rate_error": 0, **table})
    ASKED.clear()
    return Hx711Chip(figures, seed, LoadCell(figures, seed, 30_000.0), ASKED.append)


def test_the_first_conversion_ends_after_the_settling_time() -> None:
    it = chip()
    assert it.next_ready_us(0) == 400_000
    assert it.raw(399_999) == NOT_DRIVEN
    assert it.raw(400_000) != NOT_DRIVEN


def test_conversions_end_every_period_and_strictly_later_than_asked() -> None:
    it = chip()
    assert it.next_ready_us(400_000) == 500_000
    assert it.next_ready_us(499_999) == 500_000
    assert it.next_ready_us(86_400_000_000) == 86_400_100_000


def test_walking_through_the_ready_times_misses_and_repeats_none() -> None:
    it = chip(seed=5, sample_rate_error=0.3)
    t_us = 0
    times: list[int] = []
    for _ in range(2000):
        ready = it.next_ready_us(t_us)
        assert ready is not None and ready > t_us
        t_us = ready
        times.append(t_us)
    gaps = {b - a for a, b in itertools.pairwise(times)}
    assert gaps <= {int(it.period_us), int(it.period_us) + 1}


def test_each_chips_own_oscillator_is_off_by_up_to_the_stated_error() -> None:
    periods = [chip(seed, sample_rate_error=0.1).period_us for seed in range(200)]
    assert 1e6 / 11 <= min(periods) < 94_000
    assert 106_000 < max(periods) <= 1e6 / 9
    assert pstdev(periods) > 1000


def test_a_value_stays_until_the_next_conversion_ends() -> None:
    it = chip()
    first = it.raw(400_000)
    assert it.raw(499_999) == first
    assert it.raw(500_000) != first


def test_a_reading_brings_the_rig_to_the_end_of_the_conversion_and_no_further() -> None:
    it = chip()
    it.raw(777_777)
    assert ASKED == [700_000]


def test_the_word_is_the_value_in_24_bits() -> None:
    it = chip(cell_zero=-0.1, noise=0)
    light = LoadCell(load_figures({"cell_zero": -0.1}), 1, 0.0)
    assert light.counts(0) < 0
    assert it.word(400_000) == it.raw(400_000) & 0xFFFFFF
    it.set_state(CellState.ABSENT, 500_000)
    assert it.word(600_000) == 0xFFFFFF


def test_unplugged_it_is_never_ready_and_reads_ones() -> None:
    it = chip()
    it.set_state(CellState.ABSENT, 1_000_000)
    assert it.next_ready_us(1_000_000) is None
    assert it.raw(2_000_000) == NOT_DRIVEN


def test_plugged_in_again_it_settles_first() -> None:
    it = chip()
    it.set_state(CellState.ABSENT, 1_000_000)
    it.set_state(CellState.OK, 5_000_000)
    assert it.next_ready_us(5_000_000) == 5_400_000
    assert it.raw(5_399_999) == NOT_DRIVEN


def test_plugging_what_is_plugged_changes_nothing() -> None:
    it = chip()
    it.set_state(CellState.OK, 1_000_000)
    assert it.next_ready_us(1_000_000) == 1_100_000


def test_stuck_it_repeats_the_value_of_that_moment() -> None:
    it = chip()
    it.set_state(CellState.STUCK, 1_000_000)
    values = {it.raw(t) for t in range(1_000_000, 3_000_000, 100_000)}
    assert len(values) == 1
    assert it.next_ready_us(1_000_000) == 1_100_000
    it.set_state(CellState.OK, 3_000_000)
    assert it.raw(3_100_000) not in values


def test_saturated_it_gives_the_highest_code() -> None:
    it = chip()
    it.set_state(CellState.SATURATED, 1_000_000)
    assert it.raw(2_000_000) == 0x7FFFFF


@pytest.mark.parametrize("up_us", [3_000_000, 9_876_543])
def test_a_power_down_costs_a_settling_time(up_us: int) -> None:
    it = chip()
    it.power_down()
    assert it.next_ready_us(2_000_000) is None
    assert it.raw(2_000_000) == NOT_DRIVEN
    it.power_up(up_us)
    assert it.next_ready_us(up_us) == up_us + 400_000
