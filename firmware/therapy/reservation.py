"""How much may be on record as intended at a time: the most that a power cut can cost."""

LARGEST_FL = 10_000_000_000  # 10 uL
LEAST_STEPS = 25


def largest_reservation(steps_per_day, step_volume_fl):
    """Steps: at most 10 uL and at most 1 % of the present day's dose, but never under 25. For set-up."""
    one_percent = steps_per_day // 100
    ten_microlitres = LARGEST_FL // step_volume_fl
    steps = one_percent if one_percent < ten_microlitres else ten_microlitres
    return steps if steps > LEAST_STEPS else LEAST_STEPS
