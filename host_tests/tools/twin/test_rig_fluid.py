"""The rig's fluid: pressure, release, air, and nothing lost whatever the order of the calls."""

import random
from collections.abc import Mapping

import pytest

from fluid_rig import DRUGS, IDEAL, STEP_UL, drug_everywhere, turn
from twin.figures import load_figures
from twin.rig import Rig

HOUR_US = 3_600_000_000


def rig(table: Mapping[str, object], filled_mL: float = 20.0, seed: int = 1) -> Rig:
    figures = load_figures(table)
    return Rig(figures, filled_mL=filled_mL, catheter_mL=0.22, drugs=DRUGS, seed=seed)


def volume_everywhere(it: Rig) -> float:
    line_uL = it.fluid.tubing.stored_uL
    return it.reservoir_true_mL * 1000 + line_uL + it.delivered_uL + it.fluid.reservoir.evaporated_uL


def test_behind_an_occlusion_pressure_rises_to_the_slip_and_the_scale_stands_still() -> None:
    it = rig(IDEAL | {"slip_pressure": 50, "compliance": 0.4})
    it.on_enable(0, 0)
    turn(it, 100, 100_000)
    it.occlude()
    delivered = it.delivered_uL
    turn(it, 500, 100_000)
    assert it.pressure_kPa == pytest.approx(500 * STEP_UL / 0.4)
    turn(it, 5000, 100_000)
    assert it.pressure_kPa == pytest.approx(50.0)
    slipping_mg = it.weight_mg
    turn(it, 1000, 100_000)
    assert it.weight_mg == pytest.approx(slipping_mg)
    assert it.delivered_uL == delivered


def test_clearing_gives_the_stored_volume_less_the_slip_as_a_bolus() -> None:
    it = rig(IDEAL | {"slip_pressure": 50, "compliance": 0.4, "release_time": 1.0})
    it.on_enable(0, 0)
    it.occlude()
    turn(it, 6500, 100_000)
    assert it.delivered_uL == 0.0
    it.advance_to(it.now_us + 9_000_000)
    it.clear_occlusion()
    assert it.delivered_uL == 0.0
    it.advance_to(it.now_us + 1_000_000)
    assert it.delivered_uL == pytest.approx(20.0 * (1 - 1 / 2.718281828))
    it.advance_to(it.now_us + 60_000_000)
    assert it.delivered_uL == pytest.approx(20.0)
    assert it.at_tip_ug["morphine"] == pytest.approx(500.0)
    assert volume_everywhere(it) == pytest.approx(20_000.0)


def test_pressure_beyond_the_motors_torque_stops_the_rotor() -> None:
    table: dict[str, object] = {"motor_torque": 51, "roller_torque": 50, "slip_pressure": 1000}
    it = rig(IDEAL | table)
    it.on_enable(0, 0)
    it.occlude()
    for _ in range(40):
        turn(it, 200, 1000)
        it.advance_to(it.now_us)
    stall_kPa = 1000.0 / it.head.uL_per_radian
    assert stall_kPa <= it.pressure_kPa <= stall_kPa + 200 * STEP_UL / 0.3
    assert it.motor.held_back


def test_the_scale_loses_what_is_delivered_and_what_evaporates() -> None:
    it = rig({"evaporation": 500, "density": 0.9978})
    start_mg = it.weight_mg
    it.on_enable(0, 0)
    turn(it, 53_333, 1_620_000)
    gone_uL = it.delivered_uL + 500 * it.now_us / (24 * HOUR_US)
    assert start_mg - it.weight_mg == pytest.approx(gone_uL * 0.9978, rel=1e-6)


def test_an_empty_reservoir_delivers_air_that_counts_as_nothing() -> None:
    it = rig(IDEAL, filled_mL=0.1)
    it.on_enable(0, 0)
    turn(it, 20_000, 10_000)
    assert it.delivered_uL == pytest.approx(100.0)
    assert it.reservoir_true_mL == 0.0
    assert it.at_tip_ug["morphine"] > 0.97 * 320.0 * 25.0
    assert drug_everywhere(it) == pytest.approx([320.0 * 25.0, 320.0 * 4.0])


def test_air_that_was_drawn_in_softens_the_line() -> None:
    it = rig(IDEAL, filled_mL=0.01)
    it.on_enable(0, 0)
    turn(it, 10_000, 10_000)
    it.occlude()
    turn(it, 400, 10_000)
    assert it.pressure_kPa < 0.5 * 400 * STEP_UL / 0.3


def test_drugs_and_water_are_conserved_through_any_sequence_of_events() -> None:
    rng = random.Random(20)
    it = rig({"evaporation": 300, "tube_error": -0.05, "air": 5}, filled_mL=3.0)
    start_uL = volume_everywhere(it)
    start_ug = drug_everywhere(it)
    for _ in range(400):
        t_us = it.now_us + rng.randrange(0, 20_000_000)
        action = rng.randrange(8)
        if action == 0:
            it.on_enable(rng.randrange(2), t_us)
        elif action == 1:
            it.occlude()
        elif action == 2:
            it.clear_occlusion()
        elif action == 3:
            it.stall(rng.randrange(1, 30_000_000))
        elif action == 4:
            it.advance_to(t_us)
        elif action == 5:
            it.power_cut()
            it.power_restore()
        else:
            it.on_enable(0, t_us)
            it.on_step_edges(rng.randrange(2, 600), t_us + 1, t_us + 6_000_000)
    assert it.delivered_uL > 300.0
    assert it.delivered_ug["morphine"] > 0.0
    assert drug_everywhere(it) == pytest.approx(start_ug, rel=1e-9)
    assert volume_everywhere(it) == pytest.approx(start_uL, rel=1e-9)
