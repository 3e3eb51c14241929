"""The log of a scale, as a file.

CSV in UTF-8: a header, then one reading a line, two numbers with a decimal point and a comma between them. The header
says what they are and in which unit; nothing is guessed.

    time_s,mass_g             a balance under the outlet: the mass rises. time_s, time_min or time_h; mass_g or mass_mg
    time_s,reservoir_mg       the pump's own load cell: the mass falls. reservoir_g, reservoir_mg or reservoir_counts
    bolus,mass_mg             25 boluses, numbered from 1, each weighed alone: mass_g or mass_mg

The first reading is the start of the infusion; times rise from line to line. Empty lines at the end are passed over.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from trumpet.unusable import Unusable

MOST_LINES = 1_000_000
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})", re.ASCII)
_TIMES_S = {"time_s": 1.0, "time_min": 60.0, "time_h": 3600.0}
_MASSES_MG = {"mass_g": 1000.0, "mass_mg": 1.0, "reservoir_g": 1000.0, "reservoir_mg": 1.0}
COUNTS = "reservoir_counts"
_FORMS = "time_s,mass_g or one of its kind: tools/trumpet/README.md"


@dataclass(frozen=True, slots=True)
class ScaleLog:
    """times_s: as written, in seconds. rises: a balance under the outlet; else the reservoir on its load cell.

    resolution_mg: the last digit that the log writes.
    """

    times_s: Sequence[float]
    masses_mg: Sequence[float]
    rises: bool
    resolution_mg: float


@dataclass(frozen=True, slots=True)
class BolusLog:
    """masses_mg: of each bolus, in their order."""

    masses_mg: Sequence[float]
    resolution_mg: float


def read_log(path: Path, counts_per_g: float | None = None) -> ScaleLog | BolusLog:
    """counts_per_g: for a log in counts, and for no other. Raises Unusable for a file that is none of the three."""
    try:
        with path.open("rb") as file:
            content = file.read(40 * MOST_LINES + 1)
        lines = content.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise Unusable("log", str(path), f"cannot be read: {error.strerror}", "check the path") from None
    except UnicodeDecodeError:
        raise Unusable("log", str(path), "must be text in UTF-8", "export it as CSV") from None
    while lines and not lines[-1].strip():
        lines.pop()
    if len(lines) > MOST_LINES or len(content) > 40 * MOST_LINES:
        raise Unusable("log", str(path), f"at most {MOST_LINES} lines of 40 characters", "read the scale less often")
    if len(lines) < 3:
        raise Unusable("log", str(path), "must have a header and two readings or more", "check that it is the log")
    first, _, second = (part.strip() for part in lines[0].partition(","))
    per_unit_mg = _per_unit_mg(lines[0], second, counts_per_g)
    if first not in _TIMES_S and (first != "bolus" or not second.startswith("mass")):
        raise _no_header(lines[0])
    places = [_reading(line, number) for number, line in enumerate(lines[1:], 2)]
    masses_mg = [float(mass) * per_unit_mg for _, mass in places]
    resolution_mg = per_unit_mg * 10.0 ** -max(len(mass.partition(".")[2]) for _, mass in places)
    if first == "bolus":
        _in_order([place for place, _ in places])
        return BolusLog(masses_mg, resolution_mg)
    times_s = [float(time) * _TIMES_S[first] for time, _ in places]
    for number, (before, after) in enumerate(pairwise(times_s), 3):
        if after <= before:
            raise Unusable(f"line {number}", f"{after:g} s", f"must be later than {before:g} s", "put them in order")
    return ScaleLog(times_s, masses_mg, second.startswith("mass"), resolution_mg)


def _per_unit_mg(header: str, name: str, counts_per_g: float | None) -> float:
    if name == COUNTS:
        if counts_per_g is None:
            raise Unusable("header", header, "counts need the load cell's calibration", "add --counts-per-g")
        return 1000.0 / counts_per_g
    if name not in _MASSES_MG:
        raise _no_header(header)
    if counts_per_g is not None:
        raise Unusable("header", header, "has its unit already", "leave --counts-per-g out")
    return _MASSES_MG[name]


def _no_header(line: str) -> Unusable:
    return Unusable("header", repr(line), f"must be {_FORMS}", "write the units in it")


def _reading(line: str, number: int) -> tuple[str, str]:
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise Unusable(f"line {number}", repr(line), "must be two plain numbers with a comma between", "correct it")
    return parts[0], parts[1]


def _in_order(numbers: Sequence[str]) -> None:
    for wanted, number in enumerate(numbers, 1):
        if float(number) != wanted:
            raise Unusable(f"line {wanted + 1}", number, f"must be bolus {wanted}", "number them from 1, none left out")
