"""The detector's figures for the bench rig, each with its source; and the truths that it is tried against."""

from dataclasses import dataclass

from proof.minute_means import Noise

RIG = {
    "walk_ug_per_sqrt_hour": 450,  # twin.figures drift, 2.0 mg/sqrt(day) = 408 ug/sqrt(h), and a tenth
    "ripple_span_ug": 2_300,  # twin.head at ripple 0.3: 2 x (0.286 + 0.859) uL from crest to trough
    "ripple_left_ug": 500,  # ours: what is not learned of it; two harmonics of a ripple that has more
    "daily_swing_ug": 15_000,  # twin.figures: 1.5 K x (5 mg/K zero + 2.6 mg/K span at 52 g) = 11.4 mg, and a third
    "irregular_sd_ug": 1_000,  # assumed: 0.13 K x 7.6 mg/K of weather that no timetable explains
    "irregular_min": 240,  # assumed
    "evaporation_ug_per_day": 1_000,  # twin.figures evaporation, 1.0 uL/day
    "evaporation_doubt_ug_per_day": 1_500,  # assumed: the vent's size and the room's dryness are hardly known
    "jump_ug": 100_000,  # ours: 100 mg a minute is 144 mL/day, six times the largest flow
    "steps_per_revolution": 3_200,  # firmware/default_rig.py, MICROSTEPS_PER_REV
    "rollers": 3,  # twin.figures
}


@dataclass(frozen=True)
class Setting:
    """How a minute is weighed. figures: what the detector is told. noise: what is true."""

    name: str
    figures: dict[str, int]
    noise: Noise


# twin.figures noise: 50 nV of 3.3 V / 256 / 2**23 a count are 32.5 counts, 3.03 mg, a conversion.
SETTINGS = {
    "mean": Setting("mean of all 600 conversions of a minute", {**RIG, "white_sd_ug": 200}, Noise(150.0)),
    "block": Setting(
        "a block of 8 a minute, as firmware/weighing.py has it", {**RIG, "white_sd_ug": 1_400}, Noise(1_300.0)
    ),
}
# 3.03 mg / sqrt(600) = 0.124 mg; the middle four of eight: 3.03 mg x 0.386 = 1.17 mg.
