"""What befalls the rig's fluid and motor: free flow, air, the motor's supply; nothing lost whatever their order."""

import random
from collections.abc import Mapping

import pytest

from fluid_rig import DRUGS, IDEAL, STEP_UL, drug_everywhere, turn
from twin.figures import load_figures
from twin.rig import Rig

S = 1_000_000
HOUR_US = 3_600 * S


def rig(table: Mapping[str, object] = IDEAL, filled_mL: float = 20.0) -> Rig:
    it = Rig(load_figures(table), filled_mL=filled_mL, catheter_mL=0.22, drugs=DRUGS, seed=1)
    it.on_enable(0, 0)
    return it


def liquid_everywhere(it: Rig) -> float:
    """In the reservoir, in the line (less the air in it), past the outlet, evaporated."""
    line = it.fluid.tubing
    inside_uL = line.stored_uL - line.stored[-1]
    return it.reservoir_true_mL * 1000 + inside_uL + it.delivered_uL + it.fluid.reservoir.evaporated_uL


class TestFreeFlow:
    def test_it_comes_on_top_of_what_the_rollers_displace_with_its_drug(self) -> None:
        it = rig()
        turn(it, 100, 100_000)
        it.free_flow(0.5)
        turn(it, 600, 100_000)
        it.advance_to(it.now_us)
        it.free_flow(0.0)
        turn(it, 300, 100_000)
        assert it.delivered_uL == pytest.approx(1000 * STEP_UL + 0.5 * 60.0, rel=1e-9)
        assert it.delivered_ug["morphine"] == pytest.approx(it.delivered_uL * 25.0)
        assert it.reservoir_true_mL == pytest.approx(20.0 - it.delivered_uL / 1000)
        assert it.steps_emitted == 1000

    def test_it_runs_with_the_rollers_at_rest_to_the_microsecond_of_its_end(self) -> None:
        it = rig()
        it.advance_to(9_999_999)  # less than the rig takes as quiet
        it.free_flow(1.0)
        it.advance_to(40_000_000)
        it.free_flow(0.0)
        it.advance_to(HOUR_US)
        assert it.delivered_uL == pytest.approx(30.000001, abs=1e-6)

    def test_it_is_seen_at_any_moment(self) -> None:
        it = rig()
        it.free_flow(1.0)
        for ms in (1, 500, 9_000):
            it.advance_to(ms * 1000)
            assert it.delivered_uL == pytest.approx(ms / 1000)

    def test_an_empty_reservoir_gives_air_and_no_liquid(self) -> None:
        it = rig(filled_mL=0.1)
        it.free_flow(1.0)
        it.advance_to(400 * S)
        assert it.delivered_uL == pytest.approx(100.0)
        assert it.reservoir_true_mL == 0.0
        assert it.fluid.outlet[-1] == pytest.approx(300.0)
        assert liquid_everywhere(it) == pytest.approx(100.0)

    def test_how_often_one_looks_changes_nothing(self) -> None:
        seldom, often = rig({}), rig({})
        for it in (seldom, often):
            it.free_flow(20.0)
        for second in range(1, 601):
            often.advance_to(second * S)
            assert often.weight_mg > 0
        seldom.advance_to(600 * S)
        assert often.delivered_uL == pytest.approx(seldom.delivered_uL)
        assert often.at_tip_ug["morphine"] == pytest.approx(seldom.at_tip_ug["morphine"], rel=1e-3)

    def test_a_closed_outlet_holds_it_back(self) -> None:
        it = rig()
        it.free_flow(1.0)
        it.advance_to(10 * S)
        it.occlude()
        it.advance_to(100 * S)
        assert (it.delivered_uL, it.pressure_kPa) == (pytest.approx(10.0), 0.0)
        it.clear_occlusion()
        it.advance_to(110 * S)
        assert it.delivered_uL == pytest.approx(20.0)


class TestAir:
    def test_the_rollers_move_it_instead_of_liquid_and_the_scale_stands_still(self) -> None:
        it = rig()
        turn(it, 1000, 100_000)
        before_uL, before_mg = it.delivered_uL, it.weight_mg
        it.add_air(50.0)
        turn(it, 2000, 100_000)  # 37.5 uL
        assert it.weight_mg == pytest.approx(before_mg)
        assert it.delivered_uL == pytest.approx(before_uL)
        turn(it, 2000, 100_000)
        assert it.delivered_uL == pytest.approx(5000 * STEP_UL - 50.0)
        assert before_mg - it.weight_mg == pytest.approx((4000 * STEP_UL - 50.0) * 0.9978)
        assert it.fluid.outlet[-1] == pytest.approx(50.0)
        assert it.steps_emitted == 5000

    def test_the_line_is_softer_while_it_is_inside_and_as_before_when_it_is_out(self) -> None:
        it = rig(IDEAL | {"mixing": 0})

        def pressure_of(steps: int) -> float:
            it.occlude()
            turn(it, steps, 10_000)
            kPa = it.pressure_kPa
            it.clear_occlusion()
            it.advance_to(it.now_us + 60 * S)
            return kPa

        hard_kPa = pressure_of(100)
        assert hard_kPa == pytest.approx(100 * STEP_UL / 0.3)
        it.add_air(50.0)
        turn(it, 4000, 10_000)  # all of it in the catheter
        assert pressure_of(100) == pytest.approx(100 * STEP_UL / (0.3 + 50.0 / 101.3), rel=1e-6)
        turn(it, 16_000, 10_000)  # 300 uL: past the tip
        assert it.fluid.tip[-1] == pytest.approx(50.0)
        assert pressure_of(100) == pytest.approx(hard_kPa, rel=1e-6)

    def test_what_the_rollers_let_back_leaves_by_the_vent_and_softens_no_longer(self) -> None:
        it = rig(IDEAL | {"slip_pressure": 10})
        it.occlude()
        it.add_air(2.0)
        turn(it, 20_000, 10_000)
        assert it.pressure_kPa == pytest.approx(10.0, rel=1e-3)
        assert it.fluid.tubing.stored_uL == pytest.approx(10.0 * 0.3, rel=1e-3)
        assert liquid_everywhere(it) == pytest.approx(20_000.0)

    def test_a_line_with_air_in_it_slips_once_and_not_again_when_somebody_looks(self) -> None:
        it = rig(IDEAL | {"slip_pressure": 90})
        it.add_air(20.0)
        it.occlude()
        turn(it, 4000, 10_000)
        it.advance_to(it.now_us)
        stored_uL, mg = it.fluid.tubing.stored_uL, it.weight_mg
        assert it.pressure_kPa == pytest.approx(90.0)
        for _ in range(3):
            it.occlude()
        assert (it.fluid.tubing.stored_uL, it.weight_mg) == (pytest.approx(stored_uL), pytest.approx(mg, abs=1e-6))

    def test_free_flow_moves_it_too(self) -> None:
        it = rig()
        it.add_air(30.0)
        it.free_flow(1.0)
        it.advance_to(100 * S)
        assert (it.delivered_uL, it.fluid.outlet[-1]) == (pytest.approx(70.0), pytest.approx(30.0))


class TestMotorSupply:
    def test_steps_are_emitted_and_the_rotor_stands_until_it_is_back(self) -> None:
        it = rig()
        turn(it, 1000, 100_000)
        before = it.rotor_microsteps
        it.supply_motor(False)
        assert not it.motor_supplied
        turn(it, 1000, 100_000)
        assert (it.rotor_microsteps, it.steps_emitted) == (before, 2000)
        it.supply_motor(True)
        assert abs(it.rotor_microsteps - before) <= 32  # to where the driver's home pulls it
        back = it.rotor_microsteps
        turn(it, 1000, 100_000)
        assert it.rotor_microsteps == back + 1000
        assert it.delivered_uL == pytest.approx((it.rotor_microsteps - 8) * STEP_UL)

    def test_a_power_cut_within_gives_the_motor_nothing_and_neither_does_its_supply_without_the_power(self) -> None:
        it = rig()
        it.supply_motor(False)
        it.power_cut()
        it.power_restore()
        it.on_enable(0, it.now_us + 1)
        before = it.rotor_microsteps
        turn(it, 100, 1000)
        assert it.rotor_microsteps == before
        it.power_cut()
        it.supply_motor(True)
        it.on_enable(0, it.now_us + 1)
        turn(it, 100, 1000)
        assert it.rotor_microsteps == before
        it.power_restore()
        turn(it, 100, 1000)
        assert abs(it.rotor_microsteps - before - 100) <= 32


@pytest.mark.parametrize("seed", range(6))
def test_liquid_and_drugs_are_conserved_through_any_sequence_of_mishaps(seed: int) -> None:
    rng = random.Random(seed)
    it = rig({"evaporation": 300, "tube_error": -0.05, "air": 5, "slip_pressure": 20}, filled_mL=2.0)
    start_uL, start_ug = liquid_everywhere(it), drug_everywhere(it)
    flows = (0.0, 0.0, 0.2, 3.0)
    for _ in range(300):
        t_us = it.now_us + rng.randrange(0, 20 * S)
        action = rng.randrange(9)
        if action == 0:
            it.on_enable(rng.randrange(2), t_us)
        elif action == 1:
            it.occlude()
        elif action == 2:
            it.clear_occlusion()
        elif action == 3:
            it.free_flow(rng.choice(flows))
        elif action == 4:
            it.add_air(rng.uniform(0.1, 20.0))
        elif action == 5:
            it.supply_motor(rng.random() < 0.7)
        elif action == 6:
            it.advance_to(t_us)
        else:
            it.on_enable(0, t_us)
            it.on_step_edges(rng.randrange(2, 600), t_us + 1, t_us + 6 * S)
    assert it.delivered_uL > 200.0
    assert drug_everywhere(it) == pytest.approx(start_ug, rel=1e-9)
    assert liquid_everywhere(it) == pytest.approx(start_uL, rel=1e-9)
