"""Reads a [rig] figure that is written in another unit than the figure's own."""

from fractions import Fraction

from pump.errors import UserError
from pump.quantities import CONCENTRATION, DOSE, DURATION, VOLUME, VOLUME_PER_DAY, Kind, parse

# unit of the figure -> the kind that reads it, and how many of the kind's base one such unit is
_KINDS: dict[str, tuple[Kind, Fraction]] = {
    "nL": (VOLUME, Fraction(1)),
    "uL": (VOLUME, Fraction(1_000)),
    "uL/day": (VOLUME_PER_DAY, Fraction(10**9)),
    "g": (DOSE, Fraction(10**12)),
    "g/mL": (CONCENTRATION, Fraction(10**12)),
    "ms": (DURATION, Fraction(1, 1000)),
    "s": (DURATION, Fraction(1)),
    "min": (DURATION, Fraction(60)),
    "h": (DURATION, Fraction(3_600)),
}


def read_quantity(text: str, unit: str) -> float:
    """`text` in `unit`; ValueError if that cannot be."""
    if unit not in _KINDS:
        raise ValueError(f"write it in {unit}")
    kind, size = _KINDS[unit]
    try:
        return float(parse(text, unit, kind, zero=True) / size)
    except UserError as error:
        raise ValueError(str(error)) from None
