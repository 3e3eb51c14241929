"""One line of a balance, as the usual makers write it, to a mass in mg.

    ST,+00012.34  g          A&D standard format; US: not at rest, OL: overload; also with commas before the unit
    S S     12.34 g          Mettler Toledo, MT-SICS; S D: not at rest, S I: cannot, S + and S -: out of range
    N     +   12.34 g        Sartorius, 22 characters, and 16 without its first word; without a unit: not at rest

Sources: the makers' interface manuals: A&D GX-A, communication, 7-2; MT-SICS reference, 3.2.1; Sartorius LE, data
output with 16 and 22 characters.
"""

import re
from dataclasses import dataclass

UNITS_MG = {"g": 1_000.0, "mg": 1.0, "kg": 1_000_000.0}
_NUMBER = r"(?P<sign>[+-]?)\s*(?P<digits>\d{1,9}(?:\.\d{0,6})?)"
_FORMS = (
    re.compile(rf"(?P<state>ST|US|OL),{_NUMBER},?\s*(?P<unit>[a-z]+)", re.ASCII),
    re.compile(rf"S (?P<state>[SD])\s+{_NUMBER}\s+(?P<unit>[a-z]+)", re.ASCII),
    re.compile(rf"(?:(?P<state>[GN])\s+)?{_NUMBER}(?:\s+(?P<unit>[a-z]+))?", re.ASCII),
)
_NOT_AT_REST = ("US", "D")
_CANNOT = re.compile(r"OL.*|S [I+-]|[HL]|E[SLT]|Err\b.*|Stat\b.*", re.ASCII)


class NoReading(Exception):
    """A line that holds no mass. The text is one line for a person."""


@dataclass(frozen=True, slots=True)
class Shown:
    """resolution_mg: the last digit. is_at_rest: the balance says that it is."""

    mass_mg: float
    resolution_mg: float
    is_at_rest: bool


def read_line(line: str) -> Shown | None:
    """None for an empty line. Raises NoReading for an overload, an error, or a line of another form."""
    text = line.strip().replace("[", "").replace("]", "")  # Sartorius: digits that are not verified
    if not text:
        return None
    if _CANNOT.fullmatch(text):
        raise NoReading(f"balance: {text[:40]!r}: it cannot weigh; take off what is too much, wait, and try again")
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        raise NoReading(f"balance: {text[:40]!r}: no line of a balance that is known here; set it to send g or mg")
    unit = found["unit"]
    if unit is not None and unit not in UNITS_MG:
        raise NoReading(f"balance: {text[:40]!r}: the unit must be g or mg; set it at the balance")
    per_unit_mg = UNITS_MG[unit or "g"]
    size_mg = float(found["digits"]) * per_unit_mg
    decimals = len(found["digits"].partition(".")[2])
    is_at_rest = found["state"] not in _NOT_AT_REST and unit is not None
    return Shown(-size_mg if found["sign"] == "-" else size_mg, per_unit_mg * 10.0**-decimals, is_at_rest)
