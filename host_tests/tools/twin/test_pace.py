"""The pace of pump time: kept to the wall's clock, changed while it runs, and never made up for in a rush."""

from math import inf

import pytest

from twin.pace import FORGIVEN_S, Pace


class Wall:
    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


def test_pump_time_is_due_when_the_wall_has_gone_as_far_over_the_speed():
    wall = Wall()
    pace = Pace(10.0, wall)
    pace.begin(0)
    assert pace.ahead_s(20_000_000) == pytest.approx(2.0)
    wall.s += 2.5
    assert pace.ahead_s(20_000_000) == pytest.approx(-0.5)


def test_another_speed_counts_from_the_moment_of_the_change():
    wall = Wall()
    pace = Pace(10.0, wall)
    pace.begin(0)
    wall.s += 1.0
    pace.set_speed(0.5, 10_000_000)
    assert pace.ahead_s(11_000_000) == pytest.approx(2.0)


def test_while_time_stands_still_nothing_is_ever_due():
    pace = Pace(1.0, Wall())
    pace.set_speed(0.0, 5)
    assert pace.ahead_s(5) == inf


def test_what_the_machine_lags_is_forgiven_instead_of_made_up_for():
    wall = Wall()
    pace = Pace(1.0, wall)
    pace.begin(0)
    wall.s += FORGIVEN_S + 5.0
    assert pace.ahead_s(1_000_000) == 0.0
    assert pace.ahead_s(2_000_000) == pytest.approx(1.0)
