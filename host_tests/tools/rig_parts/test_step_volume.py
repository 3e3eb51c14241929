"""The volume of a microstep, in exact numbers."""

from dataclasses import replace
from fractions import Fraction

import pytest

import default_rig
from rig_parts import catalogue
from rig_parts.step_volume import (
    PI,
    exact_step_volume_fl,
    microsteps_per_rev,
    step_volume_fl,
    volume_per_revolution_fl,
)
from support import proves
from twin.figures import RigFigures
from units.refused import Refused

ROLLER, SYRINGE = catalogue.head("ROLLER"), catalogue.head("SYRINGE")
DRIVEN = catalogue.driven()


def test_the_default_rig_is_the_a4988_with_the_roller_head():
    a4988, roller = catalogue.driver(default_rig.MOTOR_DRIVER), catalogue.head(default_rig.PUMP_HEAD)
    assert step_volume_fl(roller, a4988) == default_rig.STEP_VOLUME_FL
    assert default_rig.MICROSTEPS_PER_REV == microsteps_per_rev(a4988) == 3_200
    assert default_rig.WITNESS["steps_per_revolution"] == microsteps_per_rev(a4988)
    assert default_rig.WITNESS["rollers"] == roller.figures["rollers"]
    assert roller.figures["tube_life_revolutions"] == default_rig.TUBE_LIFE_REVOLUTIONS
    assert RigFigures().step_volume * 1_000_000 == default_rig.STEP_VOLUME_FL


@proves("U2")
@pytest.mark.parametrize("driver", DRIVEN, ids=lambda driver: driver.name)
def test_a_roller_turned_by_a_driven_driver_is_exact_and_inside_the_hard_limits(driver: catalogue.Driver):
    assert step_volume_fl(ROLLER, driver) == exact_step_volume_fl(ROLLER, driver) == 18_750_000


@proves("U2")
@pytest.mark.parametrize(("nl", "side"), [(47_999, "at least 15 nL"), (320_002, "at most 100 nL")])
def test_a_head_outside_the_hard_limits_is_refused_with_value_and_limit(nl: int, side: str):
    head = replace(ROLLER, figures={**ROLLER.figures, "volume_per_revolution_nl": nl})
    with pytest.raises(Refused) as refused:
        step_volume_fl(head, DRIVEN[0])
    assert str(refused.value).startswith("step volume of ROLLER on A4988: ")
    assert side in str(refused.value)


@pytest.mark.parametrize("nl", [48_000, 320_000])
def test_the_limits_themselves_are_taken(nl: int):
    head = replace(ROLLER, figures={**ROLLER.figures, "volume_per_revolution_nl": nl})
    assert step_volume_fl(head, DRIVEN[0]) == nl * 1_000_000 // 3_200


def test_a_syringe_moves_its_bore_times_the_travel():
    exact = volume_per_revolution_fl(SYRINGE)
    assert exact == PI * 14_500**2 * 800 / 4
    assert f"{float(exact) / 1e9:.4f}" == "132.1040"  # uL a turn: 165.130 mm2 by 0.8 mm
    assert step_volume_fl(SYRINGE, DRIVEN[0]) == 41_282_491
    assert abs(step_volume_fl(SYRINGE, DRIVEN[0]) - exact_step_volume_fl(SYRINGE, DRIVEN[0])) <= Fraction(1, 2)


def test_a_syringes_stroke_holds_what_is_said_of_it():
    figures = SYRINGE.figures
    held_fl = volume_per_revolution_fl(SYRINGE) * figures["stroke_um"] / figures["travel_um_per_revolution"]
    assert 9_900_000 < held_fl / 1_000_000 < 10_000_000  # nL, of a 10 mL syringe


def test_a_geared_motor_has_no_whole_number_of_microsteps_and_too_small_a_step():
    geared = catalogue.driver("ULN2003")
    with pytest.raises(Refused, match=r"ULN2003, 4075\.7728 microsteps a revolution: it must be a whole number"):
        microsteps_per_rev(geared)
    with pytest.raises(Refused, match=r"14\.721134 nL"):
        step_volume_fl(ROLLER, geared)
