"""Known masses for a load cell: what is not known of them, and whether what came out can be."""

from fractions import Fraction
from math import ceil, exp, hypot, sqrt

UG_PER_MG = 1_000
CREEP = 5e-4 / sqrt(3.0)  # of a change of load, one standard deviation: 0.05 % in 30 min (twin.figures)
CREEP_MIN = 10.0  # its time constant, assumed: 95 % of it in 30 min
SPAN_MAY_CHANGE = Fraction(1, 5)  # from one calibration of the same cell to the next; more is another cell, or a slip


def doubt_mg(doubt_ug: int | None, tolerance_ug: int | None) -> int:
    """One standard deviation in whole mg, rounded up; a tolerance is taken as evenly spread (GUM 4.3.7)."""
    if doubt_ug is not None:
        return max(1, ceil(doubt_ug / UG_PER_MG))
    return max(1, ceil((tolerance_ug or 0) / sqrt(3.0) / UG_PER_MG))


def with_creep(doubt_mg: int, change_ug: int, settled_s: float) -> int:
    """That doubt, and what the cell still owes of this change of load after settled_s; whole mg, rounded up."""
    owed_mg = CREEP * exp(-settled_s / 60.0 / CREEP_MIN) * abs(change_ug) / UG_PER_MG
    return ceil(hypot(doubt_mg, owed_mg))


def is_another_cell(old_per_g: int | None, new_per_g: int) -> bool:
    """Its span is another one than before by so much that no sound cell changes: or a mass was mistaken."""
    return old_per_g is not None and abs(new_per_g - old_per_g) > abs(old_per_g) * SPAN_MAY_CHANGE


def grams(ug: int) -> str:
    return f"{ug / 1e6:g} g"


def span_doubt(doubt_ppm: int) -> str:
    """Expanded, twice one standard deviation."""
    return f"{2 * doubt_ppm / 10_000:.3g} %"
