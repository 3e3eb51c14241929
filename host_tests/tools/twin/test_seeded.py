"""Seeded randomness: right statistics, and no dependence on the order of the calls."""

import itertools
from statistics import fmean, pstdev

import pytest

from twin.seeded import BrownianPath, gaussian, uniform


def test_gaussian_numbers_have_mean_0_and_deviation_1() -> None:
    numbers = [gaussian(7, i) for i in range(20_000)]
    assert abs(fmean(numbers)) < 4 / 20_000**0.5
    assert pstdev(numbers) == pytest.approx(1.0, rel=0.02)


def test_neighbouring_indices_and_seeds_are_uncorrelated() -> None:
    count = 20_000
    assert abs(fmean(gaussian(7, i) * gaussian(7, i + 1) for i in range(count))) < 0.03
    assert abs(fmean(gaussian(i, 5) * gaussian(i + 1, 5) for i in range(count))) < 0.03


def test_uniform_numbers_fill_0_to_1() -> None:
    numbers = [uniform(3, i) for i in range(10_000)]
    assert min(numbers) >= 0.0
    assert max(numbers) < 1.0
    assert fmean(numbers) == pytest.approx(0.5, abs=0.015)


def test_a_walk_spreads_with_the_square_root_of_time() -> None:
    day_s = 86400.0
    steps = [
        BrownianPath(seed).at(5 * day_s + lag * day_s) - BrownianPath(seed).at(5 * day_s)
        for seed in range(400)
        for lag in (4.0,)
    ]
    assert pstdev(steps) == pytest.approx(2.0, rel=0.12)
    assert abs(fmean(steps)) < 0.4


def test_a_walk_is_the_same_in_whatever_order_it_is_asked() -> None:
    times = [0.0, 1e3, 5e4, 5e4 + 30.0, 9e6, 4e8]
    forwards, backwards = BrownianPath(11), BrownianPath(11)
    ahead = [forwards.at(t) for t in times]
    back = [backwards.at(t) for t in reversed(times)]
    assert ahead == list(reversed(back))


def test_a_walk_has_no_jumps_and_starts_at_0() -> None:
    path = BrownianPath(2)
    assert path.at(0.0) == 0.0
    values = [path.at(s) for s in range(0, 20_000, 8)]
    assert max(abs(b - a) for a, b in itertools.pairwise(values)) < 0.03
    assert pstdev(values) > 0.0


def test_a_walk_refuses_times_beyond_its_horizon() -> None:
    with pytest.raises(ValueError, match="68 years"):
        BrownianPath(1).at(3e9)
