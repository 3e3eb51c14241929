"""What a physical figure is: its unit, limits, source and reason, and how one is read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf

QuantityReader = Callable[[str, str], float]
"""Turns ("0.5 mL/day", "uL/day") into 500.0; raises ValueError on what it cannot read."""


@dataclass(frozen=True, slots=True)
class FigureNote:
    """What is known of one figure: unit, lowest and highest value accepted, source, reason."""

    unit: str
    low: float
    high: float
    source: str
    why: str
    kind: type[float] | type[int] | type[bool] = float


def number(value: float, unit: str, low: float, high: float, source: str, why: str) -> float:
    """A dataclass field that holds a real figure."""
    note = FigureNote(unit, low, high, source, why)
    return field(default=float(value), metadata={"note": note})


def count(value: int, unit: str, low: int, high: int, source: str, why: str) -> int:
    """A dataclass field that holds a whole number."""
    note = FigureNote(unit, low, high, source, why, int)
    return field(default=value, metadata={"note": note})


def flag(value: bool, source: str, why: str) -> bool:
    """A dataclass field that holds yes or no."""
    note = FigureNote("true or false", 0, 1, source, why, bool)
    return field(default=value, metadata={"note": note})


def accept(name: str, given: object, note: FigureNote, read_quantity: QuantityReader | None) -> float | bool:
    """The value that `given` means. Raises ValueError naming field, value and limit."""
    if isinstance(given, bool) or note.kind is bool:
        if isinstance(given, bool) and note.kind is bool:
            return given
        raise ValueError(f"[rig] {name} = {given!r}: must be {_wanted(note)}")
    try:
        value = _value_of(name, given, note, read_quantity)
    except OverflowError:
        value = inf
    if not note.low <= value <= note.high:
        raise ValueError(f"[rig] {name} = {given!r}: must be {_wanted(note)}")
    if note.kind is float:
        return value
    if value != int(value):
        raise ValueError(f"[rig] {name} = {given!r}: must be whole, {_wanted(note)}")
    return int(value)


def _wanted(note: FigureNote) -> str:
    if note.kind is bool:
        return note.unit
    return f"from {note.low:g} to {note.high:g} ({note.unit})"


def _value_of(name: str, given: object, note: FigureNote, read_quantity: QuantityReader | None) -> float:
    if isinstance(given, int | float):
        return float(given)
    if isinstance(given, str):
        text = given.strip()
        amount, _, unit = text.partition(" ")
        try:
            if unit.strip() == note.unit:
                return float(amount)
            if note.unit == "fraction" and text.endswith("%"):
                return float(text[:-1]) / 100
            if read_quantity is not None:
                return read_quantity(text, note.unit)
        except ValueError as bad:
            message = f"[rig] {name} = {given!r}: cannot be read; must be {_wanted(note)}"
            raise ValueError(message) from bad
    raise ValueError(f"[rig] {name} = {given!r}: must be {_wanted(note)}")
