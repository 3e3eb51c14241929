"""How much may be on record as intended at a time: the most that a power cut can cost."""

LARGEST_FL = 10_000_000_000  # 10 uL
LEAST_STEPS = 25


def ten_microlitres(step_volume_fl):
    """Whole microsteps in 10 uL. For set-up."""
    return LARGEST_FL // step_volume_fl


def largest_reservation(steps_per_day, steps_of_ten_microlitres):
    """Steps: at most 10 uL and at most 1 % of the present day's dose, but never under 25. Small integers."""
    one_percent = steps_per_day // 100
    steps = one_percent if one_percent < steps_of_ten_microlitres else steps_of_ten_microlitres
    return steps if steps > LEAST_STEPS else LEAST_STEPS
