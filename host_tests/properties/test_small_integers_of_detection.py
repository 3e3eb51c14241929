"""Every intermediate of the second witness stays inside +/- 2**30, at the ends of its figures too. CPython alone."""

import random

import pytest

from bounded_integers import BoundedInt, LeftTheRange, bind, in_tick
from therapy.detection.noise_rows import LIMITS
from therapy.detection.second_witness import SecondWitness
from witness_rig import FIGURES as RIG

LEAST = {name: limits[0] for name, limits in LIMITS.items()}
MOST = {name: limits[1] for name, limits in LIMITS.items()}
ENDS = {
    "rig": RIG,
    "least": RIG | LEAST | {"evaporation_ug_per_day": 0, "jump_ug": 10_000, "steps_per_revolution": 16, "rollers": 2},
    "most": RIG
    | MOST
    | {"evaporation_ug_per_day": 20_000_000, "jump_ug": 10_000_000, "steps_per_revolution": 200_000, "rollers": 12},
    "quiet cell in a wild room": RIG | MOST | {"white_sd_ug": 40},
    "wild cell in a quiet room": RIG | LEAST | {"white_sd_ug": 1_900},
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("step_volume_fl", [1, 18_750_000, 500_000_000])
def test_any_minutes(end: str, step_volume_fl: int):
    chance = random.Random(end)
    witness = SecondWitness(step_volume_fl, ENDS[end])
    mass_ug, steps = 50_000_000, 185
    for minute in range(1_500):
        if minute % 97 == 0:
            steps = chance.choice([0, 1, 2, 37, 185, 266, 890, 8_191])
            mass_ug = chance.choice([mass_ug, mass_ug + chance.randint(-99_000, 99_000), chance.randint(-1, 1) << 28])
        measured = chance.random() < 0.9
        now_ug = mass_ug + int(chance.gauss(0, 2_000)) + (chance.random() < 0.02) * chance.randint(-(1 << 28), 1 << 28)
        bind(witness)
        with in_tick():
            witness.minute(BoundedInt(now_ug), measured, BoundedInt(steps))
        mass_ug = max(
            mass_ug - chance.choice([0, 1, 2]) * steps * min(step_volume_fl, 18_750_000) // 1_000_000, -(1 << 28)
        )
        if minute % 300 == 0:
            witness.acknowledge()


def test_the_bounded_integers_reach_into_it():
    witness = SecondWitness(18_750_000, RIG)
    bind(witness)
    with in_tick(), pytest.raises(LeftTheRange):
        witness.minute(BoundedInt((1 << 30) - 1) + 1, True, BoundedInt(1))
