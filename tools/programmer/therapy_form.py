"""The therapy as a person types it: texts with their units. It becomes a therapy file, and the file an order.

So the page, the command line and a file on disk are read by one and the same reader, and refused in the same words.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from programmer.firmware_face import decimal, dose_shown, volume_shown
from pump.therapy_file import Order, parse_therapy
from pump.week_time import DAYS

HEAD = "# WATER ONLY: the drug is a name and a number in the accounts. Never for human or animal use.\n"
EVERY_DAY = "mon-sun"


@dataclass
class Drug:
    name: str = ""
    concentration: str = ""


@dataclass
class Period:
    days: str = EVERY_DAY
    start: str = "00:00"
    dose: str = ""


@dataclass
class TherapyForm:
    """Every field is what stands in it; which of them count follows from mode and has_bolus."""

    capacity: str = "20 mL"
    filled: str = "20 mL"
    low_alarm: str = "2 mL"
    catheter: str = "0.22 mL"
    drugs: list[Drug] = field(default_factory=lambda: [Drug()])
    mode: str = "simple"
    dose: str = ""
    rate: str = ""
    clock_lost: str = ""
    periods: list[Period] = field(default_factory=lambda: [Period()])
    has_bolus: bool = False
    bolus_dose: str = ""
    bolus_over: str = ""
    bolus_lockout: str = ""
    bolus_most: str = ""
    max_dose: str = ""
    max_rate: str = ""

    def as_toml(self) -> str:
        """The therapy file that it stands for, whether or not it can be met."""
        lines = [HEAD, "[reservoir]", _set("capacity", self.capacity), _set("filled", self.filled)]
        lines += [_set("low_alarm", self.low_alarm), "\n[catheter]", _set("volume", self.catheter)]
        for drug in self.drugs:
            lines += ["\n[[drug]]", _set("name", drug.name), _set("concentration", drug.concentration)]
        lines += ["\n[infusion]", _set("mode", self.mode), *self._of_mode()]
        if self.has_bolus:
            lines += ["\n[patient_bolus]", _set("dose", self.bolus_dose), _set("over", self.bolus_over)]
            lines += [_set("lockout", self.bolus_lockout), f"most_per_day = {_whole(self.bolus_most)}"]
        lines += ["\n[limits]", _set("max_dose_per_day", self.max_dose), _set("max_rate", self.max_rate)]
        return "\n".join(lines) + "\n"

    def order(self) -> Order:
        """What the pump is given. Raises UserError, which names the field."""
        return parse_therapy(self.as_toml())

    def _of_mode(self) -> list[str]:
        lines: list[str] = []
        if self.mode == "simple":
            lines.append(_set("dose", self.dose))
        if self.mode == "minimum":
            lines.append(_set("rate", self.rate))
        if self.mode in ("simple", "flex") and self.clock_lost:
            lines.append(_set("clock_lost", self.clock_lost))
        if self.mode == "flex":
            for period in self.periods:
                lines += ["\n[[infusion.period]]", _set("days", period.days), _set("from", period.start)]
                lines.append(_set("dose", period.dose))
        return lines


def form_of(order: dict[str, Any] | Order) -> TherapyForm:
    """The form that gives this order again."""
    bolus = order["bolus"]
    made = TherapyForm(
        capacity=volume_shown(order["reservoir_capacity_nl"]),
        filled=volume_shown(order["reservoir_filled_nl"]),
        low_alarm=volume_shown(order["reservoir_low_nl"]),
        catheter=volume_shown(order["catheter_volume_nl"]),
        drugs=[Drug(str(name), f"{dose_shown(int(pg))}/mL") for name, pg in order["drugs"]],
        mode=order["mode"],
        clock_lost=order["clock_lost"],
        has_bolus=bolus is not None,
        max_dose=dose_shown(order["max_dose_pg_per_day"]),
        max_rate=volume_a_day(order["max_rate_fl_per_day"]),
    )
    if order["mode"] == "simple":
        made.dose = f"{dose_shown(order['basal_pg_per_day'])}/day"
    if order["mode"] == "minimum":
        made.rate = volume_a_day(order["basal_fl_per_day"])
    if order["mode"] == "flex":
        made.periods = [
            Period(days_shown(days), clock_shown(at), f"{dose_shown(pg)}/day") for days, at, pg in order["periods"]
        ]
    if bolus is not None:
        made.bolus_dose, made.bolus_over = dose_shown(bolus["dose_pg"]), time_shown(bolus["over_s"])
        made.bolus_lockout, made.bolus_most = time_shown(bolus["lockout_s"]), str(bolus["most_per_day"])
    return made


def volume_a_day(fl_per_day: int) -> str:
    return decimal(fl_per_day, 12, "mL/day")


def time_shown(seconds: int) -> str:
    """In the largest unit that makes it whole."""
    for unit, length in (("day", 86_400), ("h", 3_600), ("min", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"


def clock_shown(second: int) -> str:
    text = f"{second // 3_600:02}:{second // 60 % 60:02}"
    return f"{text}:{second % 60:02}" if second % 60 else text


def days_shown(mask: int) -> str:
    """Ranges of days: "mon-fri, sun"."""
    if mask == 127:
        return EVERY_DAY
    parts: list[str] = []
    day = 0
    while day < len(DAYS):
        if not mask >> day & 1:
            day += 1
            continue
        last = day
        while last + 1 < len(DAYS) and mask >> (last + 1) & 1:
            last += 1
        parts.append(DAYS[day] if day == last else f"{DAYS[day]}-{DAYS[last]}")
        day = last + 1
    return ", ".join(parts)


def _set(name: str, text: str) -> str:
    return f"{name} = {json.dumps(text)}"


def _whole(text: str) -> str:
    """As a TOML number where it is one; else as text, for the reader to refuse."""
    stripped = text.strip()
    return (
        str(int(stripped)) if stripped.isascii() and stripped.isdecimal() and len(stripped) < 10 else json.dumps(text)
    )
