"""The motor drivers' data against what the firmware does: the PIO program's pulses, and the wait after the enable."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from pioemu import State, emulate

from assembled import MG, Bench, order
from drivers import stepper_pio
from fakes import pio_assembler
from rig_parts import catalogue
from rig_parts.catalogue import Driver
from support import proves

DRIVEN = catalogue.driven()
CYCLE_NS = 1_000_000_000 // stepper_pio.CYCLE_HZ
WRAP_END = 7  # the place of the push in the program
FASTEST_US = 225  # a step at 5 mL/min, the most that a service run makes


def changes_of_step(count: int, delay: int, second: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """(cycle, level) of each change of the STEP pin while the emulator executes two words, from idle."""
    assembled: Any = stepper_pio.program(pio_assembler)
    program = list(assembled[0])
    words = [(count - 1) | delay << stepper_pio.COUNT_BITS, (second[0] - 1) | second[1] << stepper_pio.COUNT_BITS]
    state = State(pin_directions=1)
    state.transmit_fifo.extend(words)
    end = (count + second[0]) * (max(delay, second[1]) + 40)
    for before, after in emulate(
        program,
        stop_when=lambda _word, state: state.clock >= end,
        initial_state=state,
        side_set_base=0,
        side_set_count=1,
        shift_isr_right=False,
        shift_osr_right=True,
        wrap_top=WRAP_END,
    ):
        if before.pin_values != after.pin_values:
            yield before.clock, after.pin_values & 1


@proves("D1")
@pytest.mark.parametrize("driver", DRIVEN, ids=lambda driver: driver.name)
@pytest.mark.parametrize("delay", [0, 1, FASTEST_US - stepper_pio.CYCLES_PER_STEP, 5_000])
def test_every_pulse_that_the_program_makes_is_long_enough_for_the_driver(driver: Driver, delay: int):
    changes = list(changes_of_step(3, delay, (2, 0)))
    assert [level for _cycle, level in changes] == [1, 0] * 5
    times = [cycle * CYCLE_NS for cycle, _level in changes]
    lengths = [later - earlier for earlier, later in pairwise(times)]
    assert min(lengths[0::2]) >= driver.figures["step_high_min_ns"]
    assert min(lengths[1::2]) >= driver.figures["step_low_min_ns"]


def test_the_emulator_sees_the_pulse_that_the_step_engine_counts_on():
    rises = [cycle for cycle, level in changes_of_step(3, 7, (2, 0)) if level]
    falls = [cycle for cycle, level in changes_of_step(3, 7, (2, 0)) if not level]
    assert rises[0] == 7 + stepper_pio.CYCLES_FROM_IDLE
    assert {later - earlier for earlier, later in pairwise(rises[:3])} == {7 + stepper_pio.CYCLES_PER_STEP}
    assert {fall - rise for rise, fall in zip(rises, falls, strict=True)} == {stepper_pio.PULSE_HIGH_CYCLES}


def enabled_to_first_step_us(bench: Bench) -> int:
    """Runs until the first step that is made after the motor was turned on."""
    turned_on: list[int] = []
    wire, clock = bench.fake.wire(bench.data.PINS["enable"]), bench.fake.clock
    wire.listeners.append(lambda level, us: None if level else turned_on.append(clock.absolute(us)))
    bench.watch_steps()
    while not bench.edges:
        bench.pump.turn()
    return bench.edges[0] - turned_on[-1]


def at_the_largest_flow() -> Bench:
    bench = Bench()
    bench.boot()
    bench.prescribe(order(basal_pg_per_day=600 * MG, max_dose_pg_per_day=1_200 * MG))
    bench.pump.desk.start()
    return bench


def at_the_fastest_service_run() -> Bench:
    bench = Bench()
    bench.boot()
    bench.prescribe()
    bench.hold()
    bench.pump.service.run(5, FASTEST_US)
    return bench


@proves("S5")
@pytest.mark.parametrize("begin", [at_the_largest_flow, at_the_fastest_service_run])
def test_the_first_step_comes_later_than_every_driver_needs_after_its_enable(begin: Callable[[], Bench]):
    waited_us = enabled_to_first_step_us(begin())
    assert DRIVEN
    for driver in DRIVEN:
        assert waited_us >= driver.figures["enable_to_step_min_us"], driver.name


@proves("S5")
def test_every_driver_that_is_driven_is_off_while_its_enable_is_pulled_up():
    assert {driver.name for driver in DRIVEN} == {"A4988", "DRV8825", "TMC2209"}
    for driver in DRIVEN:
        assert driver.figures["enable_active"] == 0
        assert driver.figures["logic_supply_min_mv"] <= 3_300


@proves("D7")
def test_what_needs_a_direction_or_phases_is_not_driven():
    refused = [catalogue.driver("ULN2003").not_driven, catalogue.head("SYRINGE").not_driven]
    assert "phases" in refused[0]
    assert "DIR" in refused[1]


def test_the_gear_of_the_28byj_48_is_counted_teeth_and_not_64():
    gear = catalogue.driver("ULN2003").gear
    assert gear == catalogue.Fraction(32 * 22 * 26 * 31, 9 * 11 * 9 * 10)
    assert f"{float(gear):.5f}" == "63.68395"
