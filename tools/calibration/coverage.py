"""Coverage factors: how many standard uncertainties an expanded one is.

Source: JCGM 100:2008 (GUM), annex G: Student's t for 95.45 %, and the effective degrees of freedom by Welch and
Satterthwaite (G.4.1), cut down to the next row.
"""

from collections.abc import Sequence
from math import inf, sqrt

# (degrees of freedom, t for 95.45 %)
ROWS = (
    (1, 13.97),
    (2, 4.53),
    (3, 3.31),
    (4, 2.87),
    (5, 2.65),
    (6, 2.52),
    (7, 2.43),
    (8, 2.37),
    (9, 2.32),
    (10, 2.28),
    (12, 2.23),
    (15, 2.18),
    (20, 2.13),
    (30, 2.09),
    (50, 2.05),
    (100, 2.025),
    (inf, 2.0),
)


def factor(freedom: float) -> float:
    """t for 95.45 % at `freedom` >= 1 degrees of freedom."""
    return next(t for least, t in reversed(ROWS) if freedom >= least)


def effective_freedom(parts: Sequence[tuple[float, float]]) -> float:
    """parts: (standard uncertainty, its degrees of freedom; inf for one that is not from a sample)."""
    below = sum(uncertainty**4 / freedom for uncertainty, freedom in parts)
    return inf if below == 0.0 else combined(parts) ** 4 / below


def combined(parts: Sequence[tuple[float, float]]) -> float:
    """Root of the sum of squares."""
    return sqrt(sum(uncertainty**2 for uncertainty, _ in parts))
