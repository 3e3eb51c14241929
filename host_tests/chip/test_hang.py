"""A hang in a slice of the loop, interrupts on, on the real image: display, load cell, link and journal."""

import pytest
from chip_pump import MG

from assembled import order
from chip import flash, image
from chip.devices import PinProbe
from chip.emulator import ChipFailed
from chip.rig import Rig, drill_files, other_watchdog
from support import proves

FAST = order(basal_pg_per_day=500 * MG, max_dose_pg_per_day=600 * MG)  # 20 mL/day: a step in 81 ms
WATCHDOG_S = 1.0
BOOT_S = 12.0  # it takes 7 s there; reported, not judged
SLICES = {
    "display": "pump.loop._slices[0]",
    "load cell": "pump.loop._slices[1]",
    "link": "pump.link_door",
    "journal": "pump.recorder",
}
HANG = """
from machine import Pin
lamp = Pin({lamp}, Pin.OUT, value=0)
def hang(*_):
    lamp.value(1)
    while True:
        pass
{slice}.work = hang
pump.run()
"""


class Story:
    """One pump that hangs again and again; `hung`: of each slice (us of the steps after it, reset after s, state)."""

    def __init__(self):
        files = drill_files(extra=other_watchdog(int(WATCHDOG_S * 1000)))
        files["main.py"] = flash.firmware_files()["main.py"]
        self.rig = Rig(flash.build(image.layout(), files))
        self.lamp = PinProbe(self.rig.description.PINS["led_board"])
        self.lamp.attach(self.rig.board)
        lamp = self.rig.red
        assert self.rig.board.run(BOOT_S, lambda: lamp.was_on and not lamp.level)
        self.rig.board.run(0.3)
        self.rig.board.exec(f"import drill; drill.program(pump, {FAST!r}); drill.start(pump)")
        self.hung = {name: self._hang(place) for name, place in SLICES.items()}

    def _hang(self, place):
        motor, board = self.rig.motor, self.rig.board
        before, resets = len(self.lamp.changes), len(board.resets_s)
        with pytest.raises(ChipFailed, match="no answer"):
            board.exec(HANG.format(lamp=self.lamp.pin, slice=place), pump_s=1.2)
        board.run(2 * WATCHDOG_S, lambda: len(board.resets_s) > resets)
        hung_ns = next(ns for ns, level in self.lamp.changes[before:] if level)
        late = [(ns - hung_ns) / 1e9 for ns in motor.step_ns if ns > hung_ns]
        reset_s, made = board.resets_s[-1] - hung_ns / 1e9, motor.steps
        board.run(BOOT_S, lambda: motor.steps > made + 2)
        state = board.exec("print(pump.state())").strip()
        counted = int(board.exec("print(pump.history.given.value())"))
        return late, reset_s, state, counted - motor.steps


@pytest.fixture(scope="module")
def story():
    return Story()


@proves("S2", "P1")
@pytest.mark.parametrize("name", SLICES)
def test_it_stops_the_steps_and_restarts_safely(story, figure, name):
    late, reset_s, state, counted_beyond = story.hung[name]
    figure(
        f"hang in the slice of the {name}: {len(late)} steps after it, the last {max(late, default=0) * 1000:.0f} ms "
        f"after it; reset after {reset_s * 1000:.0f} ms; then {state}, {counted_beyond} more counted than made"
    )
    assert max(late, default=0) <= 0.5
    assert len(late) <= 8
    assert reset_s <= WATCHDOG_S + 0.02
    assert state == "running"
    assert counted_beyond >= -1, "the last step's receipt may be under way"
