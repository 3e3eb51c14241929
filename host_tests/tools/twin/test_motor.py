"""The stepper: counts, losses and jumps."""

import pytest

from twin.figures import load_figures
from twin.motor import StepperMotor

CYCLE = 64
FULL_STEP = 16


def motor(seed: int = 0, **table: object) -> StepperMotor:
    return StepperMotor(load_figures(table), seed)


def test_enabled_edges_turn_the_rotor_one_microstep_each() -> None:
    it = motor()
    it.set_enabled(True)
    start = it.rotor
    it.step(5000)
    assert it.rotor == start + 5000
    assert (it.edges_total, it.edges_enabled) == (5000, 5000)


def test_edges_while_disabled_are_counted_apart_and_turn_nothing() -> None:
    it = motor()
    it.step(40)
    assert it.rotor % FULL_STEP == 0
    assert (it.edges_total, it.edges_enabled) == (40, 0)


def test_the_first_enable_moves_the_rotor_from_its_rest_to_the_drivers_home() -> None:
    for offset in (-32, -24, -8, 0, 8, 24):
        it = motor(rest_offset=offset)
        before = it.rotor
        it.set_enabled(True)
        assert abs(it.rotor - before) == abs(offset)
        assert (it.rotor - FULL_STEP // 2) % CYCLE == 0


@pytest.mark.parametrize("microstep", range(CYCLE))
def test_disabling_sends_a_microstepped_rotor_to_the_nearest_detent(microstep: int) -> None:
    it = motor()
    it.set_enabled(True)
    it.step(microstep)
    held = it.rotor
    it.set_enabled(False)
    assert it.rotor % FULL_STEP == 0
    assert abs(it.rotor - held) <= FULL_STEP // 2
    it.set_enabled(True)
    assert it.rotor == held


def test_a_rotor_that_friction_holds_stays_when_disabled() -> None:
    it = motor(rotor_releases=False)
    it.set_enabled(True)
    it.step(5)
    held = it.rotor
    it.set_enabled(False)
    assert it.rotor == held


@pytest.mark.parametrize("releases", [True, False])
def test_enabling_after_steps_sent_while_disabled_jumps_two_full_steps_at_most_either_way(
    releases: bool,
) -> None:
    jumps: set[int] = set()
    for held_at in range(FULL_STEP):
        for sent in range(CYCLE):
            it = motor(rotor_releases=releases)
            it.set_enabled(True)
            it.step(held_at)
            it.set_enabled(False)
            it.step(sent)
            before = it.rotor
            it.set_enabled(True)
            jumps.add(it.rotor - before)
            assert (it.rotor - FULL_STEP // 2 - held_at - sent) % CYCLE == 0
    assert max(abs(jump) for jump in jumps) == 2 * FULL_STEP
    assert jumps >= set(range(-31, 32))


def test_a_driver_whose_indexer_stops_with_the_outputs_does_not_jump() -> None:
    it = motor(driver_counts_disabled=False)
    it.set_enabled(True)
    held = it.rotor
    it.set_enabled(False)
    it.step(21)
    it.set_enabled(True)
    assert it.rotor == held


def test_the_tie_of_two_full_steps_falls_both_ways_over_seeds_and_one_way_for_a_seed() -> None:
    def tie(seed: int) -> int:
        it = motor(seed, rotor_releases=False)
        it.set_enabled(True)
        held = it.rotor
        it.set_enabled(False)
        it.step(CYCLE // 2)
        it.set_enabled(True)
        return it.rotor - held

    assert {tie(seed) for seed in range(20)} == {-32, 32}
    assert tie(3) == tie(3)


@pytest.mark.parametrize("lost", [1, 31, 33, 64, 100, 371])
def test_a_stall_loses_whole_electrical_cycles(lost: int) -> None:
    it = motor()
    it.set_enabled(True)
    start = it.rotor
    it.step(1000)
    it.jam()
    it.step(lost)
    assert it.rotor == start + 1000
    it.free()
    it.step(10)
    missing = start + 1010 + lost - it.rotor
    assert missing % CYCLE == 0
    assert abs(missing - lost) <= CYCLE // 2
    assert it.edges_enabled == 1010 + lost


def test_a_jammed_rotor_does_not_move_when_disabled() -> None:
    it = motor()
    it.set_enabled(True)
    it.step(5)
    it.jam()
    held = it.rotor
    it.set_enabled(False)
    assert it.rotor == held
    it.free()
    assert it.rotor % FULL_STEP == 0


def test_more_load_than_torque_stops_the_rotor_until_it_eases() -> None:
    it = motor(motor_torque=100)
    it.set_enabled(True)
    start = it.rotor
    it.load(100.1)
    assert it.held_back
    it.step(64)
    assert it.rotor == start
    it.load(99.9)
    it.step(1)
    assert it.rotor == start + 1


def test_a_supply_cut_lets_the_rotor_go_and_sends_the_driver_home() -> None:
    it = motor()
    it.set_enabled(True)
    it.step(20)
    it.lose_supply()
    let_go = it.rotor
    assert let_go % FULL_STEP == 0
    it.step(7)
    assert it.rotor == let_go
    assert it.edges_enabled == 27
    it.regain_supply()
    assert (it.rotor - FULL_STEP // 2) % CYCLE == 0
    assert abs(it.rotor - let_go) <= 2 * FULL_STEP
