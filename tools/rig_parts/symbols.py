"""Symbols of a circuit diagram (IEC 60617 in spirit), drawn into a wire or hung on one."""

from __future__ import annotations

from rig_parts.svg import INK, Sheet

LENGTH = 40  # of a symbol that lies in a wire
ABOVE = 14  # from a wire up to the base line of what is written over a symbol


def ohms(value: int) -> str:
    """4700 -> 4.7 kohm."""
    return f"{value / 1000:g} kohm" if value >= 1000 else f"{value} ohm"


def resistor(sheet: Sheet, x: float, y: float, value: int) -> float:
    """In a wire that lies, from x on. Returns where it ends."""
    sheet.box(x, y - 6, LENGTH, 12)
    sheet.text(x + LENGTH / 2, y - ABOVE, ohms(value), "middle")
    return x + LENGTH


def hanging_resistor(sheet: Sheet, x: float, y: float, value: int, colour: str = INK) -> float:
    """From the wire at y down; its value to the right. Returns the y of its lower end."""
    sheet.wire([(x, y), (x, y + 8)], colour)
    sheet.box(x - 6, y + 8, 12, 30)
    sheet.text(x + 14, y + 28, ohms(value))
    sheet.dot(x, y, colour)
    return y + 38


def pull_up(sheet: Sheet, x: float, y: float, value: int, rail: str, colour: str) -> None:
    """From the wire at y up to a rail; its value to the left."""
    sheet.wire([(x, y), (x, y - 10)], colour)
    sheet.box(x - 6, y - 40, 12, 30)
    sheet.text(x - 14, y - 26, ohms(value), "end")
    sheet.dot(x, y, colour)
    sheet.wire([(x, y - 40), (x, y - 50)])
    sheet.line([(x - 9, y - 50), (x + 9, y - 50)])
    sheet.text(x, y - 55, rail, "middle")


def hanging_capacitor(sheet: Sheet, x: float, y: float, value: str, colour: str = INK) -> float:
    """From the wire at y down; its value to the right. Returns the y of its lower end."""
    sheet.wire([(x, y), (x, y + 18)], colour)
    sheet.line([(x - 11, y + 18), (x + 11, y + 18)], width=2.4)
    sheet.line([(x - 11, y + 25), (x + 11, y + 25)], width=2.4)
    sheet.text(x + 16, y + 27, value)
    sheet.dot(x, y, colour)
    sheet.wire([(x, y + 25), (x, y + 38)])
    return y + 38


def ground(sheet: Sheet, x: float, y: float) -> None:
    """Below the point."""
    sheet.wire([(x, y), (x, y + 6)])
    for half, down in ((11, 6), (7, 10), (3, 14)):
        sheet.line([(x - half, y + down), (x + half, y + down)], width=2)


def led(sheet: Sheet, x: float, y: float, colour: str) -> float:
    """In a wire that lies, current to the right. Returns where it ends."""
    left, right = x + 10, x + 30
    sheet.wire([(x, y), (left, y)], colour)
    sheet.line([(left, y - 9), (left, y + 9), (right, y), (left, y - 9)])
    sheet.line([(right, y - 9), (right, y + 9)], width=2)
    for shift in (0, 8):
        sheet.line([(left + 6 + shift, y - 10), (left + 12 + shift, y - 18), (left + 8 + shift, y - 17)], width=1.2)
    sheet.wire([(right, y), (x + LENGTH, y)], colour)
    return x + LENGTH


def contact(sheet: Sheet, x: float, y: float, closed: bool) -> float:
    """A switch in a wire that lies, open or closed at rest. Returns where it ends."""
    sheet.circle(x + 3, y, 3)
    sheet.circle(x + LENGTH - 3, y, 3)
    if closed:
        sheet.line([(x + 5, y - 2), (x + LENGTH + 3, y - 9)], width=2)
        sheet.line([(x + LENGTH - 3, y - 3), (x + LENGTH - 3, y - 14)], width=2)
    else:
        sheet.line([(x + 3, y - 10), (x + LENGTH - 3, y - 10)], width=2)
        sheet.line([(x + LENGTH / 2, y - 10), (x + LENGTH / 2, y - 20)], width=2)
    return x + LENGTH


def npn(sheet: Sheet, x: float, y: float) -> tuple[float, float, float]:
    """Its base on the wire at x. Returns the x of collector and emitter, and their y: collector, emitter."""
    middle = x + 18
    sheet.circle(middle, y, 18)
    sheet.line([(x, y), (middle - 5, y)], width=2)
    sheet.line([(middle - 5, y - 11), (middle - 5, y + 11)], width=2.6)
    sheet.line([(middle - 5, y - 5), (middle + 8, y - 14)], width=2)
    sheet.line([(middle - 5, y + 5), (middle + 8, y + 14)], width=2)
    sheet.line([(middle + 1, y + 13), (middle + 8, y + 14), (middle + 4, y + 7)], width=1.6)
    return middle + 8, y - 14, y + 14
