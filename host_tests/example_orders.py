"""Orders of therapies for the tests, each with the arithmetic that makes it easy to follow. On both VMs."""

MG = 1_000_000_000  # pg
ML = 1_000_000  # nL
ML_PER_DAY = 1_000_000_000_000  # fL a day
STEP_FL = 18_750_000
EVERY_DAY = 127  # bit 0 is Monday


def therapy(**changes):
    """2.5 mg/day of 25 mg/mL (100 uL/day, a step in 16.2 s), no bolus, 60 mg a day; `changes` replace fields."""
    order = {
        "reservoir_capacity_nl": 20 * ML,
        "reservoir_filled_nl": 20 * ML,
        "reservoir_low_nl": 2 * ML,
        "catheter_volume_nl": 220_000,
        "drugs": [["morphine", 25 * MG]],
        "mode": "simple",
        "basal_pg_per_day": 5 * MG // 2,
        "basal_fl_per_day": 0,
        "periods": [],
        "clock_lost": "",
        "bolus": None,
        "max_dose_pg_per_day": 60 * MG,
        "max_rate_fl_per_day": 24 * ML_PER_DAY,
    }
    order.update(changes)
    return order


def patient_bolus(**changes):
    """0.1 mg (213 steps at 25 mg/mL) over 5 min, 4 h lockout, 4 a day; `changes` replace fields."""
    asked = {"dose_pg": MG // 10, "over_s": 300, "lockout_s": 14_400, "most_per_day": 4}
    asked.update(changes)
    return asked


def fast_therapy(ml_per_day=24, **changes):
    """A rate in whole mL a day at 25 mg/mL, with a limit that leaves room for it."""
    dose_pg = ml_per_day * 25 * MG
    order = therapy(basal_pg_per_day=dose_pg, max_dose_pg_per_day=1_250 * MG)
    order.update(changes)
    return order


def flex(*changes, **others):
    """The same every day: (second of the day, uL a day) of each period, at 25 mg/mL; `others` replace fields."""
    periods = [[EVERY_DAY, from_s, uL * 25 * MG // 1_000] for from_s, uL in changes]
    order = therapy(mode="flex", basal_pg_per_day=0, periods=periods, clock_lost="stop")
    order["max_dose_pg_per_day"] = 1_250 * MG
    order.update(others)
    return order
