"""The settings of a therapy as a person reads them: exact, so that what is shown is what is confirmed."""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from pump_link.readings import StagedRate
from pump_link.words import duration

NL, FL, PG = 10**6, 10**12, 10**9  # in a mL, a mL, a mg
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EVERY_DAY = (1 << len(DAYS)) - 1


def exact(number: int, scale: int, unit: str) -> str:
    """number / scale as a decimal without rounding: scale is a power of ten."""
    whole, rest = divmod(abs(number), scale)
    digits = str(rest).rjust(len(str(scale)) - 1, "0").rstrip("0")
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}{'.' + digits if digits else ''} {unit}"


def in_words(setting: str, text: str) -> str:
    """One side of a row of a review. text: JSON as the pump holds it, "" where there is none."""
    if not text:
        return "-"
    named = SETTINGS.get(setting)
    if named is None:
        return text
    try:
        return named[1](json.loads(text))
    except (ValueError, TypeError, IndexError):
        return text


def name_of(setting: str) -> str:
    """As the therapy file has it."""
    named = SETTINGS.get(setting)
    return setting if named is None else named[0]


def rate_in_words(rate: StagedRate) -> str:
    """The live rate, rounded to whole microsteps and exact as it runs (U5)."""
    per_day = float(Fraction(rate.fl_per_day, FL))
    seconds = float(Fraction(rate.us, 10**6))
    steps = "1 microstep" if rate.steps == 1 else f"{rate.steps} microsteps"
    return f"{per_day:.6g} mL/day: {steps} in {seconds:.6f} s"


def _drugs(value: Any) -> str:
    return "\n".join(f"{name} {exact(concentration, PG, 'mg/mL')}" for name, concentration in value)


def _bolus(value: Any) -> str:
    if value is None:
        return "none"
    dose_pg, over_s, lockout_s, most = value
    return f"{exact(dose_pg, PG, 'mg')} over {_time(over_s)}\nlockout {_time(lockout_s)}, at most {most} a day"


def _time(seconds: int) -> str:
    """To the second where the words leave some out, since it is confirmed."""
    worded = duration(seconds)
    is_whole = seconds % 3_600 == 0 or (seconds < 86_400 and seconds % 60 == 0)
    return worded if is_whole else f"{worded} ({seconds} s)"


def _periods(value: Any) -> str:
    return "\n".join(_period(days, from_s, pg) for days, from_s, pg in value) or "none"


def _period(days: int, from_s: int, pg_per_day: int) -> str:
    clock = f"{from_s // 3_600:02}:{from_s // 60 % 60:02}" + (f":{from_s % 60:02}" if from_s % 60 else "")
    named = "every day" if days == EVERY_DAY else " ".join(day for bit, day in enumerate(DAYS) if days >> bit & 1)
    return f"{named} from {clock}: {exact(pg_per_day, PG, 'mg/day')}"


def _mL(value: int) -> str:
    return exact(value, NL, "mL")


def _mL_per_day(value: int) -> str:
    return exact(value, FL, "mL/day")


SETTINGS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "step_volume_fl": ("a microstep", lambda value: exact(value, NL, "nL")),
    "reservoir_capacity_nl": ("reservoir.capacity", _mL),
    "reservoir_filled_nl": ("reservoir.filled", _mL),
    "reservoir_low_nl": ("reservoir.low_alarm", _mL),
    "catheter_volume_nl": ("catheter.volume", _mL),
    "drugs": ("drug", _drugs),
    "mode": ("infusion.mode", str),
    "basal_pg_per_day": ("infusion.dose", lambda value: exact(value, PG, "mg/day") if value else "-"),
    "basal_fl_per_day": ("infusion.rate", lambda value: _mL_per_day(value) if value else "-"),
    "periods": ("infusion.period", _periods),
    "clock_lost": ("infusion.clock_lost", lambda value: str(value) or "-"),
    "bolus": ("patient_bolus", _bolus),
    "max_dose_pg_per_day": ("limits.max_dose_per_day", lambda value: exact(value, PG, "mg")),
    "max_rate_fl_per_day": ("limits.max_rate", _mL_per_day),
}
