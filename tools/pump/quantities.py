"""Text such as "2.5 mg/day" to an exact fraction of a base unit, and on to whole base units.

The number never passes through a binary float. pint knows the units and their dimensions; its registry
here holds the units below and nothing else, since a word that a clinician would not write ("Mg", "ML",
"stone") is more likely a slip than an order. "mcg", "ug" and both Unicode spellings of micro are one.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, cast

import pint

from pump.errors import refusal

LONGEST_TEXT = 60
LARGEST_EXPONENT = 30
ROUNDING_LIMIT = Fraction(1, 10_000)  # U5: at most 0.01 %

_DEFINITIONS = (
    "picogram = [mass] = pg",
    "nanogram = 1000 * pg = ng",
    "microgram = 1000 * ng = ug = mcg",
    "milligram = 1000 * ug = mg",
    "gram = 1000 * mg = g",
    "femtoliter = [volume] = fL",
    "nanoliter = 1000000 * fL = nL = nl",
    "microliter = 1000 * nL = uL = ul",
    "milliliter = 1000 * uL = mL = ml",
    "liter = 1000 * mL = L = l",
    "second = [time] = s = sec = seconds",
    "minute = 60 * second = min = minutes",
    "hour = 60 * minute = h = hr = hours",
    "day = 24 * hour = d = days",
    "week = 7 * day = weeks",
)
# pint would also take a plural s on any of them ("mgs", "ds"): this list is what may be written.
_SPELLINGS = frozenset(word for line in _DEFINITIONS for word in re.findall(r"[A-Za-z]+", line))
_FORM = re.compile(r"([+-]?)([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?\s*(.*)", re.ASCII)
_NOT_A_NUMBER = re.compile(r"[+-]?(nan|inf|infinity)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """What a field holds: `base` is the unit of the fraction that `parse` gives, `example` is shown in refusals."""

    noun: str
    base: str
    example: str


DOSE = Kind("a dose", "pg", "0.1 mg")
DOSE_PER_DAY = Kind("a dose per time", "pg/day", "2.5 mg/day")
CONCENTRATION = Kind("a concentration", "pg/mL", "25 mg/mL")
VOLUME = Kind("a volume", "nL", "20 mL")
VOLUME_PER_DAY = Kind("a volume per time", "fL/day", "0.5 mL/day")
DURATION = Kind("a duration", "s", "5 min")
MASS = Kind("a mass", "ug", "50 mg")
MASS_PER_TIME = Kind("a mass per time", "ug/day", "20 mg/h")


@cache
def _registry() -> "pint.UnitRegistry[Any]":
    # pint's own types know neither an empty registry nor fractions.
    options: dict[str, Any] = {"filename": None, "non_int_type": Fraction}
    registry = cast("pint.UnitRegistry[Any]", pint.UnitRegistry(**options))
    for line in _DEFINITIONS:
        registry.define(line)
    return registry


def parse(text: object, field: str, kind: Kind, *, zero: bool = False, signed: bool = False) -> Fraction:
    """The exact amount in `kind.base`. Zero is refused unless `zero`, less than zero unless `signed`.

    UserError names `field` and the form wanted.
    """
    wanted = f'{kind.noun} is needed, such as "{kind.example}"'
    if not isinstance(text, str):
        raise refusal(field, text, wanted, "write it as text with its unit")
    if len(text) > LONGEST_TEXT:
        raise refusal(field, text, f"at most {LONGEST_TEXT} characters", "write it shorter")
    stripped = text.strip()
    if _NOT_A_NUMBER.match(stripped):
        raise refusal(field, text, wanted, "give a finite number")
    form = _FORM.fullmatch(stripped)
    if form is None:
        raise refusal(field, text, wanted, "begin with a plain decimal number")
    sign, digits, exponent, unit = form.groups()
    # Checked before any arithmetic: 10**999999 would keep the machine busy for long.
    if exponent is not None and (len(exponent) > 4 or abs(int(exponent)) > LARGEST_EXPONENT):
        raise refusal(field, text, f"an exponent from -{LARGEST_EXPONENT} to {LARGEST_EXPONENT}", "check the number")
    number = Fraction(digits) * Fraction(10) ** int(exponent or 0)
    if sign == "-" and number and not signed:
        raise refusal(field, text, "must not be negative", "check the sign")
    if not number and not zero:
        raise refusal(field, text, "must be more than zero", "check the number or leave the setting out")
    return (-number if sign == "-" else number) * _factor(unit, text, field, kind)


def _factor(unit: str, text: str, field: str, kind: Kind) -> Fraction:
    """How many `kind.base` one `unit` is."""
    wanted = f'{kind.noun} is needed, such as "{kind.example}"'
    if not unit:
        raise refusal(field, text, wanted, "add the unit")
    words = [word.strip() for word in re.split(r"/|\bper\b", unit.replace("\u00b5", "u").replace("\u03bc", "u"))]
    for word in words:
        if word not in _SPELLINGS:
            known = "g mg mcg ng, L mL uL, s min h day"
            raise refusal(field, text, wanted, f"{word!r} is no unit that is known here ({known})")
    given = cast("Any", _registry().Quantity(Fraction(1), "/".join(words)))
    try:
        return Fraction(given.to(kind.base).magnitude)
    except pint.DimensionalityError:
        raise refusal(field, text, wanted, "correct the unit") from None


def whole(amount: Fraction, text: object, field: str, unit: str) -> int:
    """`amount` as the nearest whole number of `unit`, refused if that changes it by more than 0.01 %."""
    nearest = round(amount)
    if abs(nearest - amount) > abs(amount) * ROUNDING_LIMIT:
        raise refusal(field, text, f"must be whole in {unit} to within 0.01 %", "give a larger or a rounder figure")
    return nearest


def whole_units(text: object, field: str, kind: Kind, *, zero: bool = False, signed: bool = False) -> int:
    """`text` in whole `kind.base`."""
    return whole(parse(text, field, kind, zero=zero, signed=signed), text, field, kind.base)
