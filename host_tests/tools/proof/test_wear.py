"""Flash wear at the largest flow with a bolus every hour, by a short stretch; a long one is `python -m proof.wear`."""

import pytest

from proof.wear import LIMIT, Stretch, does_not_quicken, measure, writes_an_hour_of_the_loop
from support import proves

MARGIN = 3.2  # the worst block over the mean: 2.3 after 30 days, 3.3 after 15, and it falls (`python -m proof.wear`)


@pytest.fixture(scope="module")
def stretches() -> tuple[Stretch, Stretch]:
    return measure(1.5)


def test_erases_come_in_proportion_to_time(stretches):
    half, whole = stretches
    assert does_not_quicken(half, whole)


def test_the_stretch_writes_as_often_as_the_loop_does(stretches):
    _, whole = stretches
    an_hour = whole.a_day(whole.writes) / 24
    assert writes_an_hour_of_the_loop(1_800) == pytest.approx(an_hour, rel=0.05)


@proves("P6")
def test_ten_years_keep_the_worst_block_within_its_life(stretches):
    _, whole = stretches
    assert whole.ten_years_level() * MARGIN < LIMIT
