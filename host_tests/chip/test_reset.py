"""Power-on, a hang, and a power cut, with the very main.py that goes on the board."""

import re

import pytest
from assembled import order
from chip import flash, image
from chip.devices import PinProbe
from chip.rig import Rig, drill_files, other_watchdog
from support import proves

MG = 1_000_000_000  # pg
FAST = order(basal_pg_per_day=500 * MG, max_dose_pg_per_day=600 * MG)  # 20 mL/day: a step in 81 ms
WATCHDOG_S = 1.0
FIRST_STATEMENT_S = 0.1  # the boot of MicroPython and the import of two small modules; measured 0.03

# Power-on gives the chip to the REPL; after a reset by the watchdog the shipped main.py runs.
MAIN_AFTER_RESET = b"""
import machine
if machine.reset_cause() == machine.WDT_RESET:
    exec(open("shipped_main.py").read())
"""


def main_py():
    return flash.firmware_files()["main.py"]


def state_by_interrupting(rig):
    """(state, alarms shown) of the pump that main.py runs; ends it."""
    shown = rig.board.exec(
        "from therapy.alarm_table import NAMES\n"
        "print(pump.state(), [n for n, s in zip(NAMES, pump.alarms.shown) if s])"
    )
    state, alarms = re.fullmatch(r"(\w+) \[(.*)\]\n", shown).groups()
    return state, [name.strip("' ") for name in alarms.split(",") if name]


@proves("S5")
def test_enable_is_inactive_from_the_first_statement_to_the_end_of_the_boot(figure):
    rig = Rig(flash.build(image.layout(), flash.firmware_files()))
    others = [PinProbe(pin) for role, pin in rig.description.PINS.items() if role != "enable"]
    for probe in others:
        probe.attach(rig.board)
    rig.board.run(2.2)
    motor = rig.motor
    first_ns, first_level = motor.enable.changes[0]
    figure(
        f"enable driven inactive {first_ns / 1e6:.1f} ms after power-on; until then the rig's 4.7 kohm pull-up holds it"
    )
    assert first_level is True
    assert not motor.was_ever_enabled
    assert first_ns / 1e9 < FIRST_STATEMENT_S
    assert first_ns < min(probe.changes[0][0] for probe in others if probe.changes)
    assert motor.steps == 0
    assert motor.disabled_step_ns, "the self-test has run"
    figure(f"main.py: self-test's last step {motor.disabled_step_ns[-1] / 1e9:.2f} s after power-on")
    figure(f"free heap while main.py runs: {rig.board.exec('import gc; gc.collect(); print(gc.mem_free())').strip()} bytes")


@proves("S5")
def test_enable_is_inactive_again_when_the_firmware_cannot_even_be_imported():
    files = flash.firmware_files() | {"assembly.mpy": flash.compiled_text("motor = 1 / 0", "assembly.py")}
    rig = Rig(flash.build(image.layout(), files))
    rig.board.run(0.5)
    assert "ZeroDivisionError" in rig.board.printed
    assert rig.motor.enable.level is True
    assert not rig.motor.was_ever_enabled


def running_rig(extra):
    """A rig that delivers FAST through the drill, as a pump that was powered on long ago."""
    rig = Rig(flash.build(image.layout(), drill_files(extra=extra)))
    rig.board.exec("import drill, gc, machine, time\npump = drill.assembled()\npump.boot()", pump_s=8)
    rig.board.exec(f"drill.program(pump, {FAST!r}); drill.start(pump); drill.turn_for(pump, 800)")
    assert rig.motor.steps > 5
    return rig


@pytest.mark.parametrize("hang", ["while True: pass", "machine.disable_irq()\nwhile True: pass"])
@proves("S2", "S3", "D10")
def test_a_hang_stops_the_steps_within_half_a_second_and_the_watchdog_restarts_into_a_safe_state(hang, figure):
    extra = other_watchdog(int(WATCHDOG_S * 1000)) | {"main.py": MAIN_AFTER_RESET, "shipped_main.py": main_py()}
    rig = running_rig(extra)
    motor, board = rig.motor, rig.board
    assert not board.resets_s
    given = int(board.exec("print(history.given.value())" if False else "print(pump.history.given.value())"))
    fed_s = hung_s = board.now_s
    with pytest.raises(Exception, match="no answer"):
        board.exec(hang, pump_s=0.9)
    made = [ns / 1e9 for ns in motor.step_ns if ns / 1e9 > hung_s]
    figure(f"hang `{hang.splitlines()[-2:][0]}`: {len(made)} steps, the last {(made[-1] - hung_s) * 1000:.0f} ms after it")
    assert made[-1] - hung_s <= 0.5
    assert len(made) <= 8
    assert board.run(WATCHDOG_S, lambda: bool(board.resets_s))
    reset_s = board.resets_s[0]
    figure(f"the watchdog ({WATCHDOG_S} s in this test) reset the chip {(reset_s - fed_s) * 1000:.0f} ms after the hang began")
    assert reset_s - fed_s <= WATCHDOG_S + 0.05
    steps = motor.steps
    changes = len(motor.enable.changes)
    board.run(2.2)
    assert [level for _ns, level in motor.enable.changes[changes - 1 :]][:2] == [None, True]
    assert motor.steps >= steps >= given
    state, alarms = state_by_interrupting(rig)
    counted = int(board.exec("print(pump.history.given.value())"))
    figure(f"after the reset: {state}, alarms {alarms}; {motor.steps} steps made, {counted} counted as given")
    assert "watchdog-reset" in alarms
    assert counted >= motor.steps
    assert len(board.resets_s) == 1, "it does not reset again"


@proves("P1", "P2")
def test_after_a_power_cut_between_two_steps_nothing_given_is_forgotten(figure):
    rig = running_rig({})
    rig.motor.on_step = lambda n: rig.board.halt() if n == 20 else None
    rig.board.exec("pass")
    with pytest.raises(Exception, match="no answer"):
        rig.board.exec("drill.turn_for(pump, 5000)", pump_s=1.2)
    made = rig.motor.steps
    later = rig.power_cycled()
    later.board.exec("import drill\npump = drill.assembled()\nstate = pump.boot()", pump_s=8)
    counted = int(later.board.exec("print(pump.history.given.value())"))
    state = later.board.exec("print(state)").strip()
    figure(f"power cut after {made} steps: {counted} counted as given, state {state}")
    assert counted >= made
    assert counted - made <= 533 + 8, "one reservation of 10 uL, and what was queued"
