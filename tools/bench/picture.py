"""A snapshot as the drawing wants it, and as the table of belief beside truth wants it."""

from collections.abc import Mapping
from dataclasses import asdict

from bench.snapshot import Snapshot
from pump.week_time import DAYS

_DAY_S = 86_400
_APART_ML = 0.05  # some more than the doubt of a weighing: then belief and truth are marked as apart
_APART_UL = 5.0  # the ripple of the rollers is less
_ALMOST_NOTHING = 1e-6
Row = tuple[str, str, str, bool]


def picture(seen: Snapshot) -> dict[str, object]:
    """For bench.js: numbers and texts of this moment."""
    rig, look = seen.rig, seen.look
    flow = seen.flows.outlet_mL_per_day or 0.0
    return {
        **asdict(rig),
        "turned_deg": rig.rotor / rig.a_turn * 360.0,
        "full": look.true_mL / seen.capacity_mL,
        "drips": flow > _ALMOST_NOTHING,
        "texts": {
            "true-volume": f"{look.true_mL:.4f} mL",
            "weight": f"{rig.weight_g:.4f} g" + ("" if rig.load_cell == "ok" else f", {rig.load_cell}"),
            "turns": f"{rig.rotor / rig.a_turn:.3f} turns" + ("" if rig.motor_supplied else ", no supply"),
            "pressure": f"{look.pressure_kPa:.1f} kPa" + (", shut" if rig.occluded else ""),
            "state": look.state,
            "pump-clock": "pump time " + week_time(seen.pump_week_s),
        },
    }


def beside(seen: Snapshot) -> list[Row]:
    """(what, the pump's belief, the truth, whether they are apart), for the table."""
    look, flows = seen.look, seen.flows
    rows: list[Row] = [
        _volume("Reservoir, by steps", look.by_steps_mL, look.true_mL),
        _volume("Reservoir, by weight", look.pump_by_weight_mL, look.true_mL, look.doubt_mL),
        (
            "Given since power-on",
            f"{look.commanded_uL:.2f} uL",
            f"{look.delivered_uL:.2f} uL",
            abs(look.commanded_uL - look.delivered_uL) > _APART_UL,
        ),
        (
            "Flow: prescribed, and at the outlet",
            f"{flows.prescribed_mL_per_day:.3f} mL/day",
            _number(flows.outlet_mL_per_day, "mL/day"),
            False,
        ),
    ]
    rows += [
        (f"{drug.name} given, and at the tip", f"{drug.believed_ug:.2f} ug", f"{drug.at_tip_ug:.2f} ug", False)
        for drug in look.drugs
    ]
    rows.append(("Time of the week", week_time(seen.pump_week_s), week_time(seen.week_s), seen.pump_week_s is None))
    return rows


def week_time(second: int | None) -> str:
    """As "mon 08:00:00"."""
    if second is None:
        return "not known"
    day, rest = divmod(second, _DAY_S)
    return f"{DAYS[day]} {rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"


def settings(amounts: Mapping[str, str]) -> dict[str, str]:
    """What stands in the fields, without those that were left empty."""
    return {name: value.strip() for name, value in amounts.items() if value.strip()}


def _volume(what: str, believed_mL: float | None, true_mL: float, doubt_mL: float | None = None) -> Row:
    if believed_mL is None:
        return what, "not known", f"{true_mL:.4f} mL", False
    doubt = f" +/- {doubt_mL:.3f}" if doubt_mL is not None else ""
    is_apart = abs(believed_mL - true_mL) > _APART_ML + (doubt_mL or 0.0)
    return what, f"{believed_mL:.4f}{doubt} mL", f"{true_mL:.4f} mL", is_apart


def _number(value: float | None, unit: str) -> str:
    return "not known yet" if value is None else f"{value:.3f} {unit}"
