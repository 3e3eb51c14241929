"""A pump on the emulated chip, driven through the drill: for the tests of what it delivers."""

from itertools import pairwise

from assembled import order
from chip import flash, image
from chip.rig import Rig, drill_files

MG = 1_000_000_000  # pg
GENEROUS = {"max_dose_pg_per_day": 1200 * MG}


class Pump:
    """A rig whose pump has been built and booted through the drill, stopped and without therapy."""

    def __init__(self):
        self.rig = Rig(flash.build(image.layout(), drill_files()))
        self.exec = self.rig.board.exec
        self.exec("import drill, gc\npump = drill.assembled()\nhistory = pump.history")
        self.built_s = self.rig.board.now_s
        self.free = int(self.exec("gc.collect(); print(gc.mem_free())"))
        self.state = self.exec("print(pump.boot())").strip()

    def value(self, expression):
        """An integer of the running firmware."""
        return int(self.exec(f"print(int({expression}))"))

    def run_therapy(self, **changes):
        """Stop what runs, put this in force, start. `baseline`: edges, steps given, words put, all before the start."""
        self.exec("if pump.state() == 'running': pump.desk.stop(); drill.turn_for(pump, 50)")
        self.exec(f"drill.program(pump, {order(**GENEROUS, **changes)!r})")
        self.baseline = (self.rig.motor.steps, self.value("history.given.value()"), len(self.rig.words.words))
        self.exec("drill.start(pump)")

    def edges_from(self, start, first_word):
        """(us off the interval before, started an empty queue) of each edge after edge `start`, in order."""
        motor, words = self.rig.motor, self.rig.words.words[first_word:]
        starts = [ns for ns, _word, was_waiting in words if was_waiting]
        marks = []
        for earlier, later in pairwise(motor.step_ns[start:]):
            marks.append(((later - earlier) / 1000, any(earlier < ns < later for ns in starts)))
        return marks
