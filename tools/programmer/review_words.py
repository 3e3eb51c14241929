"""The lines that the pump reads back, in words and units: the very ones that the digest is over."""

import json
from collections.abc import Callable
from typing import Any

from programmer.firmware_face import decimal, dose_shown, volume_shown
from programmer.therapy_form import clock_shown, days_shown, time_shown, volume_a_day

NOT_SET = "none"


def setting_in_words(setting: str) -> str:
    """Its name as the page has it."""
    return _ROWS[setting][0] if setting in _ROWS else setting


def value_in_words(setting: str, value: str) -> str:
    """value: JSON text as the pump holds it, "" without one. What is not known here is shown as it is."""
    if not value:
        return NOT_SET
    row = _ROWS.get(setting)
    return row[1](json.loads(value)) if row is not None else value


def _drugs(drugs: list[list[Any]]) -> str:
    return ", ".join(f"{name} {dose_shown(pg)}/mL" for name, pg in drugs)


def _periods(periods: list[list[int]]) -> str:
    lines = [f"{days_shown(days)} from {clock_shown(at)}: {dose_shown(pg)}/day" for days, at, pg in periods]
    return "\n".join(lines) or NOT_SET


def _bolus(bolus: list[int] | None) -> str:
    if bolus is None:
        return NOT_SET
    dose_pg, over_s, lockout_s, most = bolus
    return f"{dose_shown(dose_pg)} over {time_shown(over_s)}, lockout {time_shown(lockout_s)}, at most {most} a day"


def _or_none(say: Callable[[int], str]) -> Callable[[int], str]:
    return lambda amount: say(amount) if amount else NOT_SET


_ROWS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "step_volume_fl": ("Volume of a microstep", lambda fl: decimal(fl, 6, "nL")),
    "reservoir_capacity_nl": ("Reservoir: capacity", volume_shown),
    "reservoir_filled_nl": ("Reservoir: filled at the start", volume_shown),
    "reservoir_low_nl": ("Reservoir: low alarm", volume_shown),
    "catheter_volume_nl": ("Catheter and tubing", volume_shown),
    "drugs": ("Drugs", _drugs),
    "mode": ("Mode", str),
    "basal_pg_per_day": ("Basal dose", _or_none(lambda pg: f"{dose_shown(pg)}/day")),
    "basal_fl_per_day": ("Basal rate", _or_none(volume_a_day)),
    "periods": ("Periods", _periods),
    "clock_lost": ("If the pump time is lost", lambda policy: policy or NOT_SET),
    "bolus": ("Patient bolus", _bolus),
    "max_dose_pg_per_day": ("Limit: dose in any 24 h", dose_shown),
    "max_rate_fl_per_day": ("Limit: rate", volume_a_day),
}
