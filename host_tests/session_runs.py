"""Runs of the session for tests: orders, sums worked out from the text of a rate, and what a run showed."""

from fractions import Fraction
from typing import Any

from twin.figures import load_figures
from twin.pump_face import ALARM_NAMES, DENIAL_REASONS
from twin.session import Session

STEP_FL = 18_750_000
S = 1_000_000
MINUTE = 60 * S
HOUR = 3_600 * S
MG = 10**9
PER_ML = 10 * MG  # 10 mg/mL


def order(mL_per_day: str | None = "1", **changes: Any) -> dict[str, Any]:
    """Morphine at 10 mg/mL and generous limits; None: mode = stopped."""
    rate = Fraction(mL_per_day or 0)
    return {
        "reservoir_capacity_nl": 20_000_000,
        "reservoir_filled_nl": 20_000_000,
        "reservoir_low_nl": 2_000_000,
        "catheter_volume_nl": 220_000,
        "drugs": [["morphine", PER_ML]],
        "mode": "simple" if rate else "stopped",
        "basal_pg_per_day": int(rate * PER_ML),
        "basal_fl_per_day": 0,
        "periods": [],
        "clock_lost": "",
        "bolus": None,
        "max_dose_pg_per_day": 1_000 * MG,
        "max_rate_fl_per_day": 24 * 10**12,
        **changes,
    }


def patient_bolus(dose_pg: int = MG // 10, over_s: int = 60, lockout_s: int = 600) -> dict[str, int]:
    return {"dose_pg": dose_pg, "over_s": over_s, "lockout_s": lockout_s, "most_per_day": 4}


def session(therapy: dict[str, Any] | None = None, *, seed: int = 0, **rig: Any) -> Session:
    return Session(therapy or order(), load_figures(rig), seed=seed)


def basal_steps(mL_per_day: str, us: int) -> Fraction:
    """The integral of the rate, in microsteps: worked out from the text of the rate alone."""
    return Fraction(mL_per_day) * us / (86_400 * S) * 10**12 / STEP_FL


def bolus_steps(dose_pg: int) -> int:
    return dose_pg * 10**12 // (PER_ML * STEP_FL)


def stalls_of(made: Session) -> int:
    pump: Any = made.pump
    return pump.heart.lateness.stalls


def alarm_names(made: Session) -> list[str]:
    return [ALARM_NAMES[seen.alarm] for seen in made.alarms.seen]


def cut_runs(made: Session, cuts: list[tuple[int, int]]) -> None:
    for t_us, for_us in cuts:
        made.at(t_us, lambda for_us=for_us: made.cut_power(for_us))


def event_notes(made: Session) -> list[str]:
    """Without those about the soft limits that the therapy at power-on passes."""
    return [note for note in made.notes if not note.startswith("power-on: soft limit passed: ")]


def flex(*changes: tuple[int, str], **others: Any) -> dict[str, Any]:
    """The same every day: (second of the day, mL a day) of each period."""
    periods = [[0b111_1111, from_s, int(Fraction(rate) * PER_ML)] for from_s, rate in changes]
    return order(None, mode="flex", periods=periods, **{"clock_lost": "minimum", **others})


def outcomes(made: Session) -> list[tuple[str, str]]:
    """Of each bolus: what came of it, and why it was denied."""
    return [(seen.outcome, DENIAL_REASONS[seen.reason]) for seen in made.boluses.seen]
