"""What a scenario says of a mishap: how much air, how fast a free flow, how noisy or false the load cell.

Each amount has a most, so that a slip of the unit is seen: beyond it the rig's own figures mean nothing any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pump.errors import UserError, refusal
from pump.quantities import MASS, MASS_PER_TIME, VOLUME, VOLUME_PER_DAY, Kind, whole_units
from pump.toml_tables import dotted


@dataclass(frozen=True, slots=True)
class Amount:
    """field: of the Event. most: what may be asked for at most, as text and in the kind's base unit."""

    field: str
    kind: Kind
    most: tuple[str, int]
    is_signed: bool = False


# A metre of height drives some 70 mL/h through the catheter's bore.
FREE_FLOW = Amount("flow_fl_per_day", VOLUME_PER_DAY, ("100 mL/h", 24 * 100 * 10**12))
AIR = Amount("air_nl", VOLUME, ("10 mL", 10_000_000))
NOISE = Amount("noise_ug", MASS, ("10 g", 10_000_000))
DRIFT = Amount("drift_ug_per_day", MASS_PER_TIME, ("10 g/h", 24 * 10_000_000), is_signed=True)
SHIFT = Amount("shift_ug", MASS, ("100 g", 100_000_000), is_signed=True)
LOAD = Amount("load_ug", MASS, ("100 g", 100_000_000))

# action -> its settings that are amounts
AMOUNTS: dict[str, dict[str, Amount]] = {
    "free-flow": {"rate": FREE_FLOW},
    "air": {"volume": AIR},
    "load-cell-noisy": {"noise": NOISE},
    "load-cell-drift": {"rate": DRIFT, "by": SHIFT},
    "put-on-cell": {"mass": LOAD},
}


def mishap_amounts(action: str, entry: Mapping[str, object], place: str) -> dict[str, int]:
    """Fields of the Event with their values; UserError in one line if one cannot be."""
    if action == "load-cell-drift":
        _one_way_to_drift(entry, place)
    settings = AMOUNTS.get(action, {})
    return {
        amount.field: _read(entry[key], dotted(place, key), amount) for key, amount in settings.items() if key in entry
    }


def _one_way_to_drift(entry: Mapping[str, object], place: str) -> None:
    if ("rate" in entry) == ("by" in entry):
        have = "both are given" if "by" in entry else "missing"
        raise UserError(f"{dotted(place, 'rate')}, {dotted(place, 'by')}: {have}: exactly one is needed; give one")
    if "by" in entry and "for" in entry:
        raise refusal(dotted(place, "for"), entry["for"], "goes with rate: by is at once", "remove it")


def _read(value: object, where: str, amount: Amount) -> int:
    units = whole_units(value, where, amount.kind, signed=amount.is_signed)
    text, most = amount.most
    if abs(units) > most:
        raise refusal(where, value, f"at most {text}{' either way' if amount.is_signed else ''}", "check the number")
    return units
