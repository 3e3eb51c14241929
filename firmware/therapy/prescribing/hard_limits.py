"""Limits that no client can change, each with its range and its reason.

A row: field -> (lowest, highest, digits, unit, reason); the shown value is the integer / 10**digits.
The flow range and the capacities are those of the SynchroMed II class; the rest follow from the rig.
"""

from units.refused import Refused
from units.show import decimal

HARD_LIMITS = {
    "step_volume": (15_000_000, 100_000_000, 6, "nL", "half a second of queue holds 24 mL/day only from 15 nL a step"),
    "reservoir.capacity": (1_000_000, 100_000_000, 6, "mL", "20 and 40 mL reservoirs, and bags for the bench"),
    "reservoir.filled": (0, 100_000_000, 6, "mL", "no more than a reservoir holds"),
    "reservoir.low_alarm": (0, 50_000_000, 6, "mL", "no more than half of the largest reservoir"),
    "catheter.volume": (0, 5_000_000, 6, "mL", "pump tubing and the longest catheter"),
    "drug.concentration": (
        100_000,
        50_000_000_000,
        9,
        "mg/mL",
        "above it one step outgrows the dose arithmetic",
    ),
    "infusion.dose": (1_000, 1_200_000_000_000, 9, "mg/day", "24 mL/day of 50 mg/mL"),
    "infusion.flow": (48_000_000_000, 24_000_000_000_000, 12, "mL/day", "the flow range of the pump class"),
    "infusion.rate": (6_000_000_000, 24_000_000_000_000, 12, "mL/day", "the minimum rate keeps a catheter open"),
    "bolus.steps": (50, 10_000_000, 0, "microsteps", "below 50 the whole-step rounding exceeds 2 %"),
    "bolus.over": (10, 86_400, 0, "s", "ten seconds, so that a bolus can be stopped, to one day"),
    "patient_bolus.lockout": (60, 604_800, 0, "s", "one minute to one week"),
    "patient_bolus.most_per_day": (1, 48, 0, "a day", "the pump remembers the last 48 grants"),
    "limits.max_dose_per_day": (1_000, 1_250_000_000_000, 9, "mg", "24 mL/day of 50 mg/mL for 24 h and a bucket"),
    "given_24h": (0, 1_250_000_000_000, 9, "mg", "no pump of this class gives more in a day"),
    "limits.max_rate": (6_000_000_000, 24_000_000_000_000, 12, "mL/day", "the largest flow of the pump class"),
}


def check(row, value, field=None):
    """Raise Refused, naming `field` (default: the row's own name), unless value lies in the row's range."""
    lowest, highest, digits, unit, reason = HARD_LIMITS[row]
    field = field or row
    if type(value) is not int:
        raise Refused(field, repr(value), "a whole number is needed", "send it as the protocol says")
    if lowest <= value <= highest:
        return
    side = (
        "at least " + decimal(lowest, digits, unit) if value < lowest else "at most " + decimal(highest, digits, unit)
    )
    shown = decimal(value, digits, unit) if value >= 0 else "-" + decimal(-value, digits, unit)
    raise Refused(field, shown, side + " (" + reason + ")", "choose a value inside that range")
