"""The firmware on the real image delivers: self-test, queue, slow steps, a bolus asked for at the pump, a stop."""

from itertools import pairwise

import pytest
from chip_pump import MG, Pump

from self_test import TEST_STEPS
from support import proves

DAY_US = 86_400_000_000
STEP_FL = 18_750_000
CONCENTRATION = 25 * MG
BOLUS_STEPS = 50
BOLUS_S = 10
SLOWEST_BOLUS_NS = BOLUS_S * 1_000_000_000 / BOLUS_STEPS
FL_PER_ML = 10**12


def interval_us(pg_per_day):
    """Exact time from step to step of a basal dose."""
    return DAY_US * STEP_FL * CONCENTRATION / (pg_per_day * FL_PER_ML)


def bolus_edges(edges):
    """The even stream of bolus and basal at its start; the basal alone is more than twice as slow."""
    stream = [edges[0]]
    usual = None
    for earlier, later in pairwise(edges):
        if usual is not None and later - earlier > 2 * usual:
            break
        if usual is None and later - earlier < SLOWEST_BOLUS_NS:
            usual = later - earlier
            stream = [earlier]
        stream.append(later)
    return stream


@pytest.fixture(scope="module")
def pump():
    return Pump()


@proves("S1", "S5")
def test_the_self_test_passes_with_the_motor_never_enabled(pump, figure):
    motor = pump.rig.motor
    figure(f"firmware imported and built {pump.built_s:.2f} s after power-on; free heap after that {pump.free} bytes")
    assert pump.exec("print(pump.self_test.failures, pump.self_test.load_cell_answers)") == "[] True\n"
    assert pump.state in ("locked", "stopped")
    assert len(motor.disabled_step_ns) == TEST_STEPS
    assert not motor.was_ever_enabled
    assert motor.steps == 0
    assert set(pump.rig.load_cell.pulses) == {25}


@proves("D1")
def test_intervals_inside_the_queue_keep_to_2_us_while_flash_is_written_and_garbage_collected(pump, figure):
    basal = 1195 * MG // 2
    ideal = interval_us(basal)
    pump.run_therapy(basal_pg_per_day=basal)
    pump.exec("drill.turn_for(pump, 700)")
    start, first_word = pump.rig.motor.steps, len(pump.rig.words.words)
    pump.exec("drill.turn_for(pump, 2000, drill.write_and_collect)")
    marks = pump.edges_from(start, first_word)
    chained = [us for us, started in marks if not started]
    worst = max(abs(us - ideal) for us in chained)
    figure(f"{len(chained)} intervals inside the queue at {ideal:.2f} us: at most {worst:.2f} us off")
    assert len(chained) >= 25
    assert len(chained) == len(marks), "the queue ran empty"
    assert worst <= 2
    assert not pump.exec("print(history.not_given.value() or '', end='')")


@proves("D1", "D10")
def test_every_step_that_starts_an_empty_queue_comes_within_20_ms(pump, figure):
    basal = 48 * MG
    ideal = interval_us(basal)
    pump.run_therapy(basal_pg_per_day=basal)
    pump.exec("drill.turn_for(pump, 1000)")
    start, first_word = pump.rig.motor.steps, len(pump.rig.words.words)
    flash_before = pump.rig.board.flash()
    for n in range(3):
        pump.rig.later(0.4 + 2.1 * n, lambda: pump.rig.button.press(0.1))
    pump.exec("drill.turn_for(pump, 7000, gc.collect)", pump_s=9)
    edges = pump.rig.motor.step_ns[start:]
    assert len(edges) >= 8
    assert all(started for _us, started in pump.edges_from(start, first_word))
    off_ms = [(ns - edges[0]) / 1e6 - n * ideal / 1000 for n, ns in enumerate(edges)]
    spread = max(off_ms) - min(off_ms)
    figure(f"{len(edges)} steps {ideal / 1000:.1f} ms apart, each starting an empty queue: within {spread:.3f} ms")
    assert spread <= 20
    assert pump.rig.board.flash() != flash_before, "a denial of the button went to flash meanwhile"


@proves("B5", "D9")
def test_a_bolus_asked_for_with_the_button_emits_exactly_the_commanded_steps(pump, figure):
    bolus = {"dose_pg": BOLUS_STEPS * 468_750, "over_s": BOLUS_S, "lockout_s": 3600, "most_per_day": 4}
    pump.run_therapy(basal_pg_per_day=25 * MG, bolus=bolus)
    of_bolus_before = pump.value("history.by_kind[1].value()")
    pump.exec("drill.turn_for(pump, 200)")
    pump.rig.later(0.05, lambda: pump.rig.button.press(0.2))
    pressed_ns = (pump.rig.board.now_s + 0.05) * 1e9
    assert pump.exec("print(drill.turn_until(pump, lambda: history.bolus_kind, 2000))") == "True\n"
    ended = "print(drill.turn_until(pump, lambda: not history.bolus_kind, 12500, gc.collect))"
    assert pump.exec(ended, pump_s=14) == "True\n"
    ended_s = pump.rig.board.now_s
    pump.exec("pump.desk.stop(); drill.turn_for(pump, 100)")
    motor, words = pump.rig.motor, pump.rig.words
    edges, given, first_word = pump.baseline
    made = motor.steps - edges
    commanded = sum((word & 0x7FF) + 1 for _ns, word, _waiting in words.words[first_word:])
    of_bolus = pump.value("history.by_kind[1].value()") - of_bolus_before
    stream = bolus_edges([ns for ns in motor.step_ns if ns > pressed_ns])
    took_s = (stream[-1] - stream[0]) / 1e9 * len(stream) / (len(stream) - 1)
    figure(
        f"bolus of {BOLUS_STEPS} steps in {BOLUS_S} s: {of_bolus} counted, {made} edges with the basal's, of "
        f"{commanded} commanded; took {took_s:.2f} s, its end was noticed {ended_s - stream[-1] / 1e9:.2f} s later"
    )
    assert of_bolus == BOLUS_STEPS
    assert pump.value("history.given.value()") - given == made
    assert 0 <= commanded - made <= 8, "only what the stop at the end took back"
    assert pump.value("history.not_given.value()") == 0
    assert abs(took_s - BOLUS_S) <= 1
    assert not motor.is_enabled


@proves("D8")
def test_after_all_this_every_edge_is_counted_and_none_was_made_while_disabled(pump, figure):
    motor = pump.rig.motor
    assert pump.value("history.given.value()") == motor.steps
    figure(f"free heap after all this: {pump.value('(gc.collect(), gc.mem_free())[1]')} bytes")
    assert len(motor.disabled_step_ns) == TEST_STEPS, "the self-test's"
    assert not pump.rig.board.resets_s
