"""The roller head: its constant, its error, its ripple."""

import itertools
import random

import pytest

from twin.figures import load_figures
from twin.head import RollerHead

REVOLUTION = 3200


def test_a_revolution_displaces_exactly_its_constant_from_any_angle() -> None:
    head = RollerHead(load_figures({"ripple": 1.0, "ripple_once": 0.4}))
    for start in (0, 1, 777, 123_456_789):
        assert head.displaced_uL(start, start + REVOLUTION) == pytest.approx(60.0, abs=1e-9)


def test_the_tube_error_scales_every_microstep() -> None:
    head = RollerHead(load_figures({"tube_error": 0.04, "ripple": 0.0}))
    assert head.displaced_uL(10, 11) == pytest.approx(0.01875 * 1.04, rel=1e-12)
    assert head.displaced_uL(5, 5 + 53_333) == pytest.approx(53_333 * 0.01875 * 1.04, rel=1e-12)


def test_the_ripple_swings_as_far_as_its_amplitude_says_and_comes_once_a_roller() -> None:
    head = RollerHead(load_figures({"ripple": 0.3, "ripple_once": 0.0, "rollers": 4}))
    flow = [head.displaced_uL(x, x + 1) / 0.01875 for x in range(REVOLUTION)]
    assert min(flow) == pytest.approx(0.7, abs=1e-3)
    assert max(flow) == pytest.approx(1.3, abs=1e-3)
    rising = sum(1 for a, b in itertools.pairwise(flow) if a < 1.0 <= b)
    assert rising == 4


def test_the_share_that_comes_once_a_revolution_does() -> None:
    head = RollerHead(load_figures({"ripple": 0.3, "ripple_once": 1.0}))
    flow = [head.displaced_uL(x, x + 1) / 0.01875 for x in range(REVOLUTION)]
    assert min(flow) == pytest.approx(0.7, abs=1e-3)
    rising = sum(1 for a, b in itertools.pairwise(flow) if a < 1.0 <= b)
    assert rising == 1


def test_forward_steps_never_displace_backwards_even_at_full_ripple() -> None:
    head = RollerHead(load_figures({"ripple": 1.0}))
    assert min(head.displaced_uL(x, x + 1) for x in range(REVOLUTION)) >= -1e-15


def test_a_batch_is_the_sum_of_its_steps() -> None:
    head = RollerHead(load_figures({}))
    rng = random.Random(1)
    for _ in range(20):
        start = rng.randrange(10**9)
        count = rng.randrange(1, 2000)
        one_by_one = sum(head.displaced_uL(x, x + 1) for x in range(start, start + count))
        assert head.displaced_uL(start, start + count) == pytest.approx(one_by_one, abs=1e-9)


def test_turning_back_undoes_turning() -> None:
    head = RollerHead(load_figures({}))
    assert head.displaced_uL(900, 868) == -head.displaced_uL(868, 900)
