"""The rig behind the pump's pins: edges, enable line, stalls, power, load cell, time."""

from collections.abc import Mapping

import pytest

from twin.figures import load_figures
from twin.reservoir import Drug
from twin.rig import Rig

STEP_UL = 0.01875
DRUGS = (Drug("morphine", 25.0), Drug("bupivacaine", 4.0))
IDEAL: dict[str, object] = {
    "ripple": 0,
    "evaporation": 0,
    "rest_offset": 0,
    "rotor_releases": False,
}


def rig(table: Mapping[str, object], filled_mL: float = 20.0, seed: int = 1) -> Rig:
    figures = load_figures(table)
    return Rig(figures, filled_mL=filled_mL, catheter_mL=0.22, drugs=DRUGS, seed=seed)


def run(it: Rig, count: int, interval_us: int) -> None:
    start_us = it.now_us
    for i in range(1, count + 1):
        it.on_step_edge(start_us + i * interval_us)


def volume_everywhere(it: Rig) -> float:
    line_uL = it.fluid.tubing.stored_uL
    return it.reservoir_true_mL * 1000 + line_uL + it.delivered_uL + it.fluid.reservoir.evaporated_uL


def test_delivered_is_steps_times_the_true_constant() -> None:
    it = rig(IDEAL | {"tube_error": 0.03})
    it.on_enable(0, 0)
    run(it, 53_333, 1_620_000)
    assert it.steps_emitted == 53_333
    assert it.delivered_uL == pytest.approx(53_333 * STEP_UL * 1.03, rel=1e-9)
    assert it.delivered_ug["bupivacaine"] == pytest.approx(it.delivered_uL * 4.0, rel=1e-9)
    assert it.at_tip_ug["morphine"] == pytest.approx(it.delivered_uL * 25.0, rel=1e-9)
    assert it.reservoir_true_mL == pytest.approx(20.0 - it.delivered_uL / 1000, rel=1e-9)


def test_the_ripple_comes_and_goes_within_a_revolution() -> None:
    it = rig(IDEAL | {"ripple": 0.5})
    it.on_enable(0, 0)
    off: list[float] = []
    for _ in range(320):
        run(it, 10, 100_000)
        off.append(it.delivered_uL - it.steps_emitted * STEP_UL)
    assert max(off) - min(off) > 2.0
    assert abs(off[-1]) < 1e-9


def test_steps_while_disabled_are_not_emitted_and_deliver_nothing() -> None:
    it = rig(IDEAL)
    run(it, 640, 1000)
    assert it.steps_emitted == 0
    assert it.motor.edges_total == 640
    assert it.delivered_uL == 0.0


def test_the_enable_line_is_active_low() -> None:
    it = rig(IDEAL)
    it.on_enable(0, 10)
    run(it, 64, 1000)
    it.on_enable(1, it.now_us + 1)
    run(it, 64, 1000)
    assert it.steps_emitted == 64


def test_a_disabled_rotor_moves_fluid_by_two_full_steps_at_most_and_takes_it_back() -> None:
    it = rig({"ripple": 0.0})
    it.on_enable(0, 0)
    run(it, 3203, 10_000)
    held, held_uL = it.rotor_microsteps, it.delivered_uL
    it.on_enable(1, it.now_us + 1)
    moved = it.rotor_microsteps - held
    assert moved != 0
    assert abs(moved) <= 32
    assert it.delivered_uL - held_uL == pytest.approx(moved * STEP_UL)
    it.on_enable(0, it.now_us + 1)
    assert it.delivered_uL == pytest.approx(held_uL)
    assert volume_everywhere(it) == pytest.approx(20_000.0)


def test_a_stall_loses_steps_in_whole_cycles_and_ends_by_itself() -> None:
    it = rig(IDEAL)
    it.on_enable(0, 0)
    run(it, 100, 100_000)
    it.stall(60_000_000)
    run(it, 599, 100_000)
    assert it.rotor_microsteps == 8 + 100
    assert it.delivered_uL == pytest.approx(100 * STEP_UL)
    run(it, 101, 100_000)
    lost = it.steps_emitted - it.delivered_uL / STEP_UL
    assert it.steps_emitted == 800
    assert lost % 64 == pytest.approx(0.0, abs=1e-6)
    assert abs(lost - 599) <= 32


def test_edges_given_in_bulk_act_as_one_by_one_across_the_end_of_a_stall() -> None:
    single, bulk = rig({}), rig({})
    for it in (single, bulk):
        it.on_enable(0, 0)
        it.stall(30_000_000)
    for i in range(500):
        single.on_step_edge(100_000 + i * 100_000)
    bulk.on_step_edges(500, 100_000, 100_000 + 499 * 100_000)
    assert single.rotor_microsteps == bulk.rotor_microsteps
    assert single.steps_emitted == bulk.steps_emitted == 500
    assert single.delivered_uL == pytest.approx(bulk.delivered_uL)


def test_looking_often_changes_nothing() -> None:
    seldom, often = rig({}), rig({})
    for it in (seldom, often):
        it.on_enable(0, 0)
    for i in range(1, 4001):
        seldom.on_step_edge(i * 400_000)
        often.on_step_edge(i * 400_000)
        assert often.delivered_uL > -1.0
        if i % 7 == 0:
            often.hx711.raw(i * 400_000)
    assert often.delivered_uL == pytest.approx(seldom.delivered_uL, abs=1e-9)
    assert often.weight_mg == pytest.approx(seldom.weight_mg, abs=1e-3)
    now_us = seldom.now_us
    assert often.hx711.raw(now_us) == pytest.approx(seldom.hx711.raw(now_us), abs=1)


def test_the_same_seed_gives_the_same_rig_and_another_gives_another() -> None:
    def readings(seed: int) -> tuple[list[int], float]:
        it = rig({}, seed=seed)
        return [it.load_cell.counts(t) for t in range(0, 900, 100)], it.hx711.period_us

    assert readings(4) == readings(4)
    assert readings(4)[0] != readings(5)[0]
    assert readings(4)[1] != readings(5)[1]


def test_the_load_cell_reads_the_true_weight_within_its_noise() -> None:
    it = rig({"drift": 0, "temperature_swing": 0})
    cell = it.load_cell
    mean = sum(it.hx711.raw(t) for t in range(1_000_000, 41_000_000, 120_000)) / 334
    weight_mg = (mean - cell.expected_counts(0.0)) / cell.counts_per_mg
    assert weight_mg == pytest.approx(12_000 + 20_000 * 0.9978, abs=1.0)


def test_unplugging_silences_the_load_cell_until_it_is_plugged_and_settled() -> None:
    it = rig({})
    it.advance_to(5_000_000)
    it.load_cell_unplug()
    assert it.hx711.next_ready_us(it.now_us) is None
    it.advance_to(9_000_000)
    it.load_cell_plug()
    assert it.hx711.next_ready_us(it.now_us) == 9_400_000


def test_a_power_cut_disables_the_motor_and_the_converter() -> None:
    it = rig({"ripple": 0})
    it.on_enable(0, 0)
    run(it, 20, 1000)
    before = it.rotor_microsteps
    it.power_cut()
    run(it, 5, 1000)
    assert it.steps_emitted == 20
    assert it.hx711.next_ready_us(it.now_us) is None
    it.power_restore()
    assert it.hx711.next_ready_us(it.now_us) == it.now_us + 400_000
    it.on_enable(0, it.now_us + 1)
    assert abs(it.rotor_microsteps - before) <= 32
    assert (it.rotor_microsteps - 8) % 64 == 0


def test_time_that_runs_backwards_is_refused() -> None:
    it = rig({})
    it.advance_to(1000)
    with pytest.raises(ValueError, match="t_us = 999"):
        it.advance_to(999)
