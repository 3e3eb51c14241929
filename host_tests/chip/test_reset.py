"""Power-on, a hang and a power cut, one after the other on one pump, with the very main.py that goes on the board."""

import re

import pytest

from assembled import order
from chip import flash, image
from chip.devices import PinProbe
from chip.emulator import ChipFailed
from chip.rig import Rig, drill_files, other_watchdog
from self_test import TEST_STEPS
from support import proves

MG = 1_000_000_000  # pg
FAST = order(basal_pg_per_day=500 * MG, max_dose_pg_per_day=600 * MG)  # 20 mL/day: a step in 81 ms
WATCHDOG_S = 1.0
BOOT_S = 12.0  # it takes 7 s there; reported, not judged
FIRST_STATEMENT_S = 0.1  # MicroPython's own start and the import of two small modules; measured 0.033
RESERVATION = 533  # 10 uL in steps of 18.75 nL: the most that a reservation holds
HANG = "machine.disable_irq()\nwhile True: pass"
COUNTED = "print(pump.history.given.value())"


class Story:
    """Drives the rig from one incident to the next and keeps what was seen on the way."""

    def __init__(self):
        files = drill_files(extra=other_watchdog(int(WATCHDOG_S * 1000)))
        files["main.py"] = flash.firmware_files()["main.py"]
        self.rig = Rig(flash.build(image.layout(), files))
        self.others = [PinProbe(pin) for role, pin in self.rig.description.PINS.items() if role != "enable"]
        for probe in self.others:
            probe.attach(self.rig.board)
        lamp = self.rig.red
        assert self.rig.board.run(BOOT_S, lambda: lamp.was_on and not lamp.level), "the self-test shows the lamps"
        self.rig.board.run(0.3)
        self.enabled_at_power_on = self.rig.motor.was_ever_enabled
        self.exec = self.rig.board.exec
        self.free = int(self.exec("import gc; gc.collect(); print(gc.mem_free())"))

    def deliver(self):
        self.exec("import drill, machine")
        self.exec(f"drill.program(pump, {FAST!r}); drill.start(pump)")
        self.exec("drill.turn_for(pump, 800)")
        assert self.rig.motor.steps > 5
        assert not self.rig.board.resets_s

    def hang(self):
        motor, board = self.rig.motor, self.rig.board
        self.hung_s, self.steps_at_hang = board.now_s, motor.steps
        with pytest.raises(ChipFailed, match="no answer"):
            board.exec(HANG, pump_s=0.7)
        board.run(WATCHDOG_S, lambda: bool(board.resets_s))
        self.steps_at_reset, self.changes_at_reset = motor.steps, len(motor.enable.changes)
        self.disabled_at_reset = len(motor.disabled_step_ns)
        board.run(BOOT_S, lambda: motor.steps > self.steps_at_reset + 2)
        self.state = self.exec("print(pump.state())").strip()
        names = "[name for name, shown in zip(NAMES, pump.alarms.shown) if shown]"
        self.alarms = re.findall(r"[\w-]+", self.exec(f"from therapy.alarms.alarm_table import NAMES; print({names})"))
        self.counted = int(self.exec(COUNTED))

    def cut_power(self):
        motor, board = self.rig.motor, self.rig.board
        last = motor.steps + 12
        motor.on_step = lambda n: board.end_run() if n == last else None
        with pytest.raises(ChipFailed, match="a device ended the run"):
            self.exec("import drill; drill.turn_for(pump, 5000)", pump_s=6)
        self.made_before_cut = motor.steps
        return self.rig.power_cycled()


@pytest.fixture(scope="module")
def powered_on():
    return Story()


@pytest.fixture(scope="module")
def hung(powered_on):
    powered_on.deliver()
    powered_on.hang()
    return powered_on


@proves("S5")
def test_enable_is_inactive_from_the_first_statement_to_the_end_of_the_boot(powered_on, figure):
    motor = powered_on.rig.motor
    first_ns, first_level = motor.enable.changes[0]
    figure(f"enable driven inactive {first_ns / 1e6:.1f} ms after power-on; until then the rig's pull-up holds it")
    figure(f"main.py: self-test over {powered_on.rig.red.changes[-1][0] / 1e9:.2f} s after power-on")
    figure(f"free heap after start: {powered_on.free} bytes (goal: at least 122880)")
    assert first_level is True
    assert first_ns / 1e9 < FIRST_STATEMENT_S
    assert first_ns < min(probe.changes[0][0] for probe in powered_on.others if probe.changes)
    assert not powered_on.enabled_at_power_on


@proves("S5")
def test_enable_is_inactive_when_the_firmware_cannot_even_be_imported():
    files = flash.firmware_files() | {"assembly.mpy": flash.compiled_text("motor = 1 / 0", "assembly.py")}
    rig = Rig(flash.build(image.layout(), files))
    rig.board.run(0.5)
    assert "ZeroDivisionError" in rig.board.printed
    assert rig.motor.enable.level is True
    assert not rig.motor.was_ever_enabled


@proves("S2")
def test_a_hang_stops_the_steps_within_half_a_second(hung, figure):
    after = [ns / 1e9 - hung.hung_s for ns in hung.rig.motor.step_ns[hung.steps_at_hang : hung.steps_at_reset]]
    figure(f"hang with interrupts off: {len(after)} steps after it, the last {after[-1] * 1000:.0f} ms after it")
    assert after[-1] <= 0.5
    assert len(after) <= 8


@proves("S2")
def test_the_watchdog_resets_a_hung_chip_within_its_timeout(hung, figure):
    took_s = hung.rig.board.resets_s[0] - hung.hung_s
    figure(f"the watchdog ({WATCHDOG_S} s in this test) reset the chip {took_s * 1000:.0f} ms after the hang began")
    assert took_s <= WATCHDOG_S + 0.02
    assert len(hung.rig.board.resets_s) == 1, "and once only"


@proves("S3", "S5", "P1")
def test_after_the_watchdog_the_pump_is_in_a_safe_state(hung, figure):
    motor = hung.rig.motor
    figure(f"after the watchdog: {hung.state}, {hung.alarms}, {hung.steps_at_reset} steps made, {hung.counted} counted")
    let_go, first_level, *_later = [level for _ns, level in motor.enable.changes[hung.changes_at_reset - 1 :]]
    assert (let_go, first_level) == (None, True)
    active = [ns for ns, level in motor.enable.changes[hung.changes_at_reset :] if level is False]
    tested = motor.disabled_step_ns[hung.disabled_at_reset :]
    assert len(tested) >= TEST_STEPS
    assert not active or active[0] > tested[TEST_STEPS - 1], "never enabled before the self-test has passed"
    assert "watchdog-reset" in hung.alarms
    assert hung.counted >= hung.steps_at_reset


@proves("P1", "P2")
def test_after_a_power_cut_at_a_step_nothing_given_is_forgotten_and_the_therapy_resumes(hung, figure):
    rig = hung.cut_power()
    made = hung.made_before_cut
    rig.board.run(BOOT_S, lambda: rig.motor.steps >= 3)
    counted, boot_state = int(rig.board.exec(COUNTED)), rig.board.exec("print(pump.state())").strip()
    figure(f"power cut at step {made}: {counted - rig.motor.steps} counted as given before it; {boot_state} after it")
    assert boot_state == "running"
    assert rig.motor.steps >= 3
    assert counted - rig.motor.steps >= made
    assert counted - rig.motor.steps - made <= 2 * RESERVATION, "a reservation lost at the reset, another at the cut"
