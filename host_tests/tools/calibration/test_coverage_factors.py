"""Student's t of the table against its own density, integrated."""

from math import gamma, inf, pi, sqrt

import pytest

from calibration import coverage

WITHIN = 0.9545


def probability_within(t: float, freedom: float) -> float:
    """Simpson's rule over the density from -t to t."""
    scale = gamma((freedom + 1) / 2) / (sqrt(freedom * pi) * gamma(freedom / 2))
    parts = 2_000
    step = 2 * t / parts
    points = [(1 + (-t + place * step) ** 2 / freedom) ** (-(freedom + 1) / 2) for place in range(parts + 1)]
    return scale * step / 3 * (points[0] + points[-1] + 4 * sum(points[1:-1:2]) + 2 * sum(points[2:-1:2]))


@pytest.mark.parametrize(("freedom", "t"), [row for row in coverage.ROWS if row[0] != inf])
def test_each_row_holds_95_45_percent(freedom, t):
    assert probability_within(t, freedom) == pytest.approx(WITHIN, abs=0.001)


def test_between_two_rows_the_lower_one_holds():
    assert coverage.factor(3.99) == 3.31
    assert coverage.factor(4) == 2.87
    assert coverage.factor(11) == 2.28
    assert coverage.factor(inf) == 2.0


def test_welch_and_satterthwaite():
    # GUM, G.4.1: u = 3 with 4 and u = 4 with infinitely many: 5**4 / (3**4 / 4).
    assert coverage.effective_freedom([(3.0, 4.0), (4.0, inf)]) == pytest.approx(625 * 4 / 81)
    assert coverage.effective_freedom([(0.0, 2.0), (1.0, inf)]) == inf
    assert coverage.combined([(3.0, 4.0), (4.0, inf)]) == 5.0
