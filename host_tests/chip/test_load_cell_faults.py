"""An emulated load cell amplifier that sticks, saturates, vanishes or is out of step, on the real image (R7)."""

import pytest

from assembled import MG, order
from chip import flash, image
from chip.rig import Rig, drill_files, noisy_weight
from support import proves

BLOCK_S = 10  # instead of a minute: an emulated second is dear
UNTIL_SEEN_S = 14  # a block, and the time that it and another one take
IMPORTS_S = 20.0  # of pump time
FULL_SCALE = 0x7FFFFF
FAULTS = ("stuck", "saturated", "torn", "lost")
ALARM_OF = {
    "stuck": "load-cell-stuck",
    "saturated": "load-cell-saturated",
    "torn": "load-cell-desynchronised",
    "lost": "load-cell-lost",
}
SHOWN = "from therapy.alarms.alarm_table import NAMES\nprint(*[n for n, s in zip(NAMES, pump.alarms.shown) if s])"


class Story:
    """One pump that delivers while its load cell fails in one way after the other and is well again in between.

    seen, mended: the load cell's alarms that show in each fault and after it. steps: edges made in each fault.
    """

    def __init__(self):
        self._weigh = noisy_weight()
        self._mode = "well"
        self.rig = Rig(flash.build(image.layout(), drill_files()), weight=self._reading)
        self.exec = self.rig.board.exec
        self.exec(f"import drill, weighing\nweighing.BLOCK_EVERY_US = {BLOCK_S * 1_000_000}")
        self.exec("pump = drill.assembled()\npump.boot()", pump_s=IMPORTS_S)
        therapy = order(basal_pg_per_day=25 * MG, max_dose_pg_per_day=60 * MG)  # 1 mL/day: a step in 1.62 s
        self.exec(f"drill.program(pump, {therapy!r}); pump.desk.acknowledge(); drill.start(pump)")
        self.at_first = self._after_a_block()
        self.seen, self.mended, self.steps, self.state = {}, {}, {}, {}
        for fault in FAULTS:
            self._one(fault)

    def _one(self, fault):
        cell, motor = self.rig.load_cell, self.rig.motor
        before = motor.steps
        self._mode = fault
        if fault == "lost":
            cell.unplug()
        self.seen[fault] = self._after_a_block()
        self.steps[fault] = motor.steps - before
        self.state[fault] = self.exec("print(pump.state())").strip()
        self._mode = "well"
        if fault == "lost":
            cell.plug_in()
        self.mended[fault] = self._after_a_block()

    def _reading(self, n):
        if self._mode == "stuck":
            return 400_000
        if self._mode == "saturated":
            return FULL_SCALE
        if self._mode == "torn":
            return (n * 1_234_567) % (1 << 23) - (1 << 22)
        return self._weigh(n)

    def _after_a_block(self):
        self.exec(f"drill.turn_for(pump, {UNTIL_SEEN_S * 1000})", pump_s=UNTIL_SEEN_S + 5)
        return [name for name in self.exec(SHOWN).split() if name.startswith("load-cell")]


@pytest.fixture(scope="module")
def story():
    return Story()


@proves("R7")
def test_a_load_cell_that_is_well_is_no_alarm(story):
    assert story.at_first == []


@proves("R7", "A1")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_shown_by_its_name_while_delivery_by_steps_goes_on(story, figure, fault):
    figure(f"load cell {fault}: {', '.join(story.seen[fault])}; {story.steps[fault]} steps made meanwhile")
    assert story.seen[fault] == [ALARM_OF[fault]]
    assert story.state[fault] == "running"
    assert 8 <= story.steps[fault] <= 10, "a step in 1.62 s"


@proves("R7")
@pytest.mark.parametrize("fault", FAULTS)
def test_the_alarm_ends_once_the_load_cell_is_well_again(story, fault):
    assert story.mended[fault] == []
