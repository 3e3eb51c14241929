"""A therapy file (TOML) to the order that the pump is given: integers in pump units.

Only the form is checked here: names, types, units, whole numbers, and that the periods of a flex therapy cover
the week. Every limit is the pump's own (firmware/therapy), which checks the order in full; its refusals use the
same field names.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

from pump.errors import UserError, refusal
from pump.flex_periods import read_periods
from pump.quantities import (
    CONCENTRATION,
    DOSE,
    DOSE_PER_DAY,
    DURATION,
    VOLUME,
    VOLUME_PER_DAY,
    whole_units,
)
from pump.toml_tables import known_keys, load, read_text, table, tables

DEFAULT_LOW_ALARM = "2 mL"  # the pump class's own default
LONGEST_NAME = 16
LARGEST_COUNT = 1_000_000  # the form only: the pump's own limit is far below
MODES = ("simple", "flex", "minimum", "stopped")
NEEDED = {"simple": ("dose",), "minimum": ("rate",)}
POLICIES = {"simple": ("minimum", "stop"), "flex": ("minimum", "stop", "lowest period")}
# What stands beside the mode -> the modes that take it.
TAKERS = {"dose": ("simple",), "rate": ("minimum",), "clock_lost": tuple(POLICIES), "period": ("flex",)}


class PatientBolus(TypedDict):
    dose_pg: int
    over_s: int
    lockout_s: int
    most_per_day: int


class Order(TypedDict):
    """drugs: [name, concentration_pg_per_ml], the first is the primary one. basal_*: 0 in modes that do not use it.

    periods: [days_mask, from_s, dose_pg_per_day] in the order of the file, none unless the mode is flex; days_mask has
    bit 0 for Monday to bit 6 for Sunday. clock_lost: what to do while the pump time is not known, "" if not said.
    """

    reservoir_capacity_nl: int
    reservoir_filled_nl: int
    reservoir_low_nl: int
    catheter_volume_nl: int
    drugs: list[list[str | int]]
    mode: str
    basal_pg_per_day: int
    basal_fl_per_day: int
    periods: list[list[int]]
    clock_lost: str
    bolus: PatientBolus | None
    max_dose_pg_per_day: int
    max_rate_fl_per_day: int


def read_therapy(path: Path) -> Order:
    """The order in the file at `path`; UserError in one line if it is none."""
    return parse_therapy(read_text(path, "therapy"))


def parse_therapy(text: str) -> Order:
    """The order in a TOML text. [limits] is always required, whole: a pump without limits is refused in every mode."""
    tree = load(text, "therapy")
    required = ("reservoir", "catheter", "drug", "infusion", "limits")
    known_keys(tree, "", (*required, "patient_bolus"), required)
    reservoir = table(tree["reservoir"], "reservoir")
    known_keys(reservoir, "reservoir", ("capacity", "filled", "low_alarm"), ("capacity",))
    catheter = table(tree["catheter"], "catheter")
    known_keys(catheter, "catheter", ("volume",), ("volume",))
    limits = table(tree["limits"], "limits")
    known_keys(limits, "limits", ("max_dose_per_day", "max_rate"), ("max_dose_per_day", "max_rate"))
    infusion = table(tree["infusion"], "infusion")
    mode = _mode(infusion)
    return {
        "reservoir_capacity_nl": whole_units(reservoir["capacity"], "reservoir.capacity", VOLUME),
        "reservoir_filled_nl": whole_units(
            reservoir.get("filled", reservoir["capacity"]), "reservoir.filled", VOLUME, zero=True
        ),
        "reservoir_low_nl": whole_units(
            reservoir.get("low_alarm", DEFAULT_LOW_ALARM), "reservoir.low_alarm", VOLUME, zero=True
        ),
        "catheter_volume_nl": whole_units(catheter["volume"], "catheter.volume", VOLUME, zero=True),
        "drugs": _drugs(tree["drug"]),
        "mode": mode,
        "basal_pg_per_day": whole_units(infusion["dose"], "infusion.dose", DOSE_PER_DAY) if mode == "simple" else 0,
        "basal_fl_per_day": whole_units(infusion["rate"], "infusion.rate", VOLUME_PER_DAY) if mode == "minimum" else 0,
        "periods": read_periods(infusion.get("period", [])) if mode == "flex" else [],
        "clock_lost": _clock_lost(infusion, mode),
        "bolus": _patient_bolus(tree["patient_bolus"]) if "patient_bolus" in tree else None,
        "max_dose_pg_per_day": whole_units(limits["max_dose_per_day"], "limits.max_dose_per_day", DOSE),
        "max_rate_fl_per_day": whole_units(limits["max_rate"], "limits.max_rate", VOLUME_PER_DAY),
    }


def _mode(infusion: Mapping[str, object]) -> str:
    """The mode, once the settings that stand beside it are the right ones for it."""
    mode = infusion.get("mode")
    if mode is None:
        raise UserError("infusion.mode: missing: one of " + ", ".join(MODES) + "; add it")
    if not isinstance(mode, str) or mode not in MODES:
        raise refusal("infusion.mode", mode, "one of " + ", ".join(MODES), "choose one of them")
    known_keys(infusion, "infusion", ("mode", *TAKERS))
    for key, modes in TAKERS.items():
        if key in infusion and mode not in modes:
            only = " or ".join(f'"{taker}"' for taker in modes)
            raise refusal(
                "infusion." + key, infusion[key], f'only mode = {only} takes it and mode is "{mode}"', "remove it"
            )
    known_keys(infusion, "infusion", infusion, NEEDED.get(mode, ()))
    return mode


def _clock_lost(infusion: Mapping[str, object], mode: str) -> str:
    policies = POLICIES.get(mode, ())
    policy = infusion.get("clock_lost")
    if policy is None:
        if mode == "flex":
            raise UserError("infusion.clock_lost: missing: one of " + ", ".join(policies) + "; add it")
        return ""
    if not isinstance(policy, str) or policy not in policies:
        wanted = f'in mode = "{mode}" one of ' + ", ".join(policies)
        raise refusal("infusion.clock_lost", policy, wanted, "choose one of them")
    return policy


def _drugs(value: object) -> list[list[str | int]]:
    drugs: list[list[str | int]] = []
    names: set[str] = set()
    entries = tables(value, "drug")
    if not entries:
        raise UserError("drug: an empty list: at least one [[drug]] is needed; add it")
    for entry in entries:
        known_keys(entry, "drug", ("name", "concentration"), ("name", "concentration"))
        name = entry["name"]
        if not isinstance(name, str) or not (name.isascii() and name.isprintable() and 1 <= len(name) <= LONGEST_NAME):
            wanted = f"text of 1 to {LONGEST_NAME} plain ASCII characters"
            raise refusal("drug.name", name, wanted, "shorten or respell it")
        if name != name.strip():
            raise refusal("drug.name", name, "no space before or after the name", "remove it")
        if name.casefold() in names:
            raise refusal("drug.name", name, "each drug may stand there once", "remove one or rename it")
        names.add(name.casefold())
        drugs.append([name, whole_units(entry["concentration"], "drug.concentration", CONCENTRATION)])
    return drugs


def _patient_bolus(value: object) -> PatientBolus:
    bolus = table(value, "patient_bolus")
    keys = ("dose", "over", "lockout", "most_per_day")
    known_keys(bolus, "patient_bolus", keys, keys)
    most = bolus["most_per_day"]
    if not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= LARGEST_COUNT:
        wanted = f"a whole number from 1 to {LARGEST_COUNT}, without quotes"
        raise refusal("patient_bolus.most_per_day", most, wanted, "correct it")
    return {
        "dose_pg": whole_units(bolus["dose"], "patient_bolus.dose", DOSE),
        "over_s": whole_units(bolus["over"], "patient_bolus.over", DURATION),
        "lockout_s": whole_units(bolus["lockout"], "patient_bolus.lockout", DURATION),
        "most_per_day": most,
    }
