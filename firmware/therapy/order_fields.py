"""The settings of a therapy, in the order in which they are shown and digested."""

ORDER = (  # spelled out: a dict has no order on MicroPython
    "reservoir_capacity_nl",
    "reservoir_filled_nl",
    "reservoir_low_nl",
    "catheter_volume_nl",
    "drugs",
    "mode",
    "basal_pg_per_day",
    "basal_fl_per_day",
    "periods",
    "clock_lost",
    "bolus",
    "max_dose_pg_per_day",
    "max_rate_fl_per_day",
)
BOLUS_FIELDS = ("dose_pg", "over_s", "lockout_s", "most_per_day")
