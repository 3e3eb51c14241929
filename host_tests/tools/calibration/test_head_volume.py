"""Runs between rests to the volume of a microstep: vectors worked by hand, and what is refused."""

from dataclasses import replace
from math import sqrt

import pytest

from calibration.head_volume import Conditions, Reading, Rest, head_volume
from support import proves
from trumpet.unusable import Unusable
from trumpet.water import density_mg_per_uL

STEPS = 102_400
STILL = Conditions(22.0, 0.0, 0.0, 0.0, 0.0, False)
RUN_S, REST_S = 100.0, 60.0


def rests_of(delivered_mg, mg_per_s=0.0, resolution_mg=0.0, sign=1.0):
    """Runs of these masses one after the other, while it also changes evenly by mg_per_s."""
    rests, mass_mg, t_s = [], 500.0, 0.0
    for delivered in (*delivered_mg, None):
        began = Reading(mass_mg, t_s, resolution_mg)
        mass_mg, t_s = mass_mg + mg_per_s * REST_S, t_s + REST_S
        rests.append(Rest(began, Reading(mass_mg, t_s, resolution_mg)))
        if delivered is not None:
            mass_mg, t_s = mass_mg + sign * delivered + mg_per_s * RUN_S, t_s + RUN_S
    return rests


@proves("D2")
def test_even_runs_give_the_volume_and_no_uncertainty_but_the_waters():
    mass_mg = STEPS * 18.75e-3 * density_mg_per_uL(22.0)
    found = head_volume(rests_of([mass_mg] * 3), STEPS, STILL)
    assert found.step_fl == 18_750_000
    assert found.relative == pytest.approx(2.0 * 2e-5, rel=0.01)
    assert found.factor == 2.0


@proves("D2")
def test_evaporation_is_taken_off_by_the_rests_on_either_side():
    mass_mg = STEPS * 18.75e-3 * density_mg_per_uL(22.0)
    found = head_volume(rests_of([mass_mg] * 3, mg_per_s=-0.05), STEPS, STILL)
    assert found.step_fl == 18_750_000
    assert found.moved_mg == pytest.approx([-5.0] * 3)
    emptying = head_volume(rests_of([mass_mg] * 3, mg_per_s=-0.05, sign=-1.0), STEPS, replace(STILL, reservoir=True))
    assert emptying.step_fl == 18_750_000


def test_type_a_is_the_deviation_of_the_mean_with_students_factor():
    # 1000, 1001, 1002 mg: s = 1 mg, so 1/sqrt(3) mg of 1001; 2 degrees of freedom: t = 4.53.
    found = head_volume(rests_of([1000.0, 1001.0, 1002.0]), 51_200, STILL)
    assert found.budget[0].relative == pytest.approx(1 / sqrt(3.0) / 1001.0)
    assert found.factor == 4.53
    assert found.relative == pytest.approx(4.53 / sqrt(3.0) / 1001.0, rel=0.01)


def test_type_b_of_scale_resolution_and_temperature_add_as_squares():
    told = replace(STILL, scale_doubt=3e-4, scale_doubt_mg=0.4, degC_doubt=1.0)
    found = head_volume(rests_of([1000.0] * 4, resolution_mg=0.1), 51_200, told)
    parts = {part.name: part.relative for part in found.budget}
    assert parts["scale: its calibration"] == 3e-4
    assert parts["scale: between two readings"] == pytest.approx(4e-4)
    assert parts["scale: resolution"] == pytest.approx(0.1 / sqrt(6.0) / 1000.0)
    assert parts["water's density, buoyancy"] == pytest.approx(2.26e-4, rel=0.02)
    total = sqrt(sum(relative**2 for relative in parts.values()))
    assert found.relative == pytest.approx(2.0 * total, rel=1e-4)


def test_rests_that_differ_are_a_doubt_of_what_is_taken_off():
    rests = rests_of([1000.0] * 3)
    rests[0] = Rest(replace(rests[0].began, mass_mg=rests[0].began.mass_mg + 6.0), rests[0].ended)  # -0.1 mg/s
    found = head_volume(rests, 51_200, STILL)
    assert found.moved_mg == pytest.approx([-5.0, 0.0, 0.0])
    assert found.budget[4].relative == pytest.approx(5.0 / 3 / sqrt(3.0) / 1001.667, rel=0.001)


@proves("B9", "U2")
@pytest.mark.parametrize(
    ("delivered_mg", "sign", "said"),
    [
        ([1000.0] * 2, 1.0, "runs: 2: 3 to 30"),
        ([1000.0] * 31, 1.0, "runs: 31: 3 to 30"),
        ([1000.0, 0.0, 1000.0], 1.0, r"run 2: \+0\.0 mg: the vessel must become heavier"),
        ([1000.0] * 3, -1.0, r"run 1: -1000\.0 mg: the vessel must become heavier"),
        ([700.0] * 3, 1.0, r"step volume: 13\.7\d+ nL: must be from 15 to 100 nL"),
        ([5_200.0] * 3, 1.0, r"step volume: 101\.\d+ nL: must be from 15 to 100 nL"),
    ],
)
def test_what_no_head_can_be_is_refused_by_name(delivered_mg, sign, said):
    with pytest.raises(Unusable, match=said):
        head_volume(rests_of(delivered_mg, sign=sign), 51_200, STILL)
