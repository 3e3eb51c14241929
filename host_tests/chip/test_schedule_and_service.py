"""The firmware on the real image: a flex therapy changes its rate at the second; service makes counted steps, fast."""

from itertools import pairwise

import pytest
from chip_pump import MG, Pump

from chip.devices import PinProbe
from self_test import TEST_STEPS
from support import proves

EVERY_DAY = 127
MONDAY = 9_450  # 2026-11-16
NOON_S = 43_200
BEFORE_NS, AFTER_NS = 135_000_000, 67_500_000  # from step to step at 12 and at 24 mL/day
FLEX = {
    "mode": "flex",
    "basal_pg_per_day": 0,
    "periods": [[EVERY_DAY, 0, 300 * MG], [EVERY_DAY, NOON_S, 600 * MG]],
    "clock_lost": "minimum",
}
RUN_STEPS = 3_000
FASTEST_US = 225
LOOK = "import time; from machine import Pin; led = Pin({pin}, Pin.OUT, value=0); t = time.ticks_us(); led.value(1)"


@pytest.fixture(scope="module")
def pump():
    return Pump()


def ticks_began_ns(pump):
    """When the chip's tick counter was at 0, by a lamp lit at a known tick."""
    lamp = PinProbe(pump.rig.description.PINS["led_board"])
    lamp.attach(pump.rig.board)
    ticks_us = int(pump.exec(LOOK.format(pin=lamp.pin) + "; print(t)"))
    lit_ns, _level = lamp.changes[-1]
    return lit_ns - ticks_us * 1_000


@proves("D1")
def test_a_period_takes_over_at_its_second_and_keeps_the_part_of_a_step_that_is_left(pump, figure):
    began_ns = ticks_began_ns(pump)
    pump.run_therapy(**FLEX)
    start = pump.rig.motor.steps
    set_at = f"t = time.ticks_us(); pump.clock_desk.set_time({MONDAY}, {NOON_S - 2}, 0); print(t)"
    noon_ns = began_ns + (int(pump.exec(set_at)) + 2_000_000) * 1_000
    pump.exec("drill.turn_for(pump, 3500)")
    edges = pump.rig.motor.step_ns[start:]
    steady = [ns for ns in edges if ns > noon_ns - 1_200_000_000]  # by then the clock's policy is over
    before, after = [ns for ns in steady if ns <= noon_ns], [ns for ns in steady if ns > noon_ns]
    expected_ns = noon_ns + (1 - (noon_ns - before[-1]) / BEFORE_NS) * AFTER_NS
    figure(
        f"flex at 12 then 24 mL/day: the first step of the new period {(after[0] - expected_ns) / 1e6:+.3f} ms off; "
        f"{len(before)} steps before it and {len(after)} after"
    )
    assert all(abs(later - earlier - BEFORE_NS) <= 2_000 for earlier, later in pairwise(before))
    assert all(abs(later - earlier - AFTER_NS) <= 2_000 for earlier, later in pairwise(after))
    assert abs(after[0] - expected_ns) <= 2_000_000
    assert min(len(before), len(after)) >= 7
    figure(f"free heap with a flex therapy running: {pump.value('(gc.collect(), gc.mem_free())[1]')} bytes")


@proves("T8", "S5")
def test_a_service_run_makes_its_steps_and_no_other_at_exactly_the_fastest_rate(pump, figure):
    pump.exec("pump.desk.stop(); drill.turn_for(pump, 100)")
    pump.rig.later(0.05, lambda: pump.rig.button.press(1.5))
    pump.exec("drill.turn_for(pump, 300)")
    pump.exec("pump.service._held_us += 9_200_000")  # a press of ten seconds would take minutes here
    assert pump.exec("print(drill.turn_until(pump, lambda: pump.state() == 'service', 1500))") == "True\n"
    assert not pump.rig.motor.is_enabled
    start, disabled = pump.rig.motor.steps, len(pump.rig.motor.disabled_step_ns)
    tube, given = pump.value("history.tube_steps.value()"), pump.value("history.given.value()")
    pump.exec(f"pump.service.run({RUN_STEPS}, pump.service.fastest_us())")
    assert pump.exec("print(drill.turn_until(pump, lambda: not pump.service.is_busy(), 4000))", pump_s=6) == "True\n"
    gaps = pump.rig.motor.intervals_us(start)
    worst = max(abs(gap - FASTEST_US) for gap in gaps)
    figure(f"service run of {RUN_STEPS} steps at {FASTEST_US} us: {len(gaps) + 1} edges, at most {worst:.3f} us off")
    assert pump.rig.motor.steps - start == RUN_STEPS
    assert worst <= 0.05
    assert not pump.rig.motor.is_enabled
    assert len(pump.rig.motor.disabled_step_ns) == disabled
    assert pump.value("history.tube_steps.value()") - tube == RUN_STEPS
    assert pump.value("history.given.value()") == given
    assert pump.exec("print(pump.service.leave(), pump.state())", pump_s=5) == "True stopped\n"
    assert len(pump.rig.motor.disabled_step_ns) == disabled + TEST_STEPS
    figure(f"free heap after service: {pump.value('(gc.collect(), gc.mem_free())[1]')} bytes")
