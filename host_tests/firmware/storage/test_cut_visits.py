"""The power goes in a clinician's visit: between a therapy and its record, and at any write of refill and bridge."""

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, ML, fast_therapy, therapy
from memory_files import MemoryFiles
from support import proves
from therapy.memory import record_kinds

LINE_NL = 1_875  # 100 steps of 18.75 nL
OLD = fast_therapy(12, catheter_volume_nl=LINE_NL)
NEW_DRUGS = [["morphine", 50 * MG]]
NEW = fast_therapy(12, catheter_volume_nl=LINE_NL, drugs=NEW_DRUGS)


class BetweenTherapyAndRecord(unittest.TestCase):
    """The power goes after the therapy's file was replaced and before its record was written."""

    def cut(self, bench, order):
        bench.confirm(order)
        while bench.settings.therapy() != order:
            bench.turn()
        return bench.reset()

    @proves("P3", "P2")
    def test_a_therapy_of_the_same_dose_per_step_at_another_rate_is_in_force_and_on_record(self):
        bench = HeartBench(therapy())
        after = self.cut(bench, therapy(basal_pg_per_day=3 * MG))
        after.run_for(1)
        self.assertEqual(len(after.of_kind(record_kinds.PRESCRIBED)), 1)
        self.assertEqual(after.prescription().order["basal_pg_per_day"], 3 * MG)
        again = after.reset()
        again.run_for(1)
        self.assertEqual(again.of_kind(record_kinds.PRESCRIBED), [], "once is enough")

    @proves("P3", "R2")
    def test_a_first_therapy_says_what_is_in_the_reservoir_once(self):
        bench = HeartBench()
        bench.programming.calibrate(18_750_000)
        after = self.cut(bench, therapy(reservoir_filled_nl=7 * ML))
        after.run_for(1)
        self.assertEqual(after.history.filled_nl, 7 * ML)
        after.reservoir_desk.refill(7 * ML, 0, False)
        after.run_for(1)
        again = after.reset()
        again.run_for(1)
        self.assertEqual(again.history.filled_nl, 0)

    @proves("P3", "R8")
    def test_held_for_another_mixture_it_goes_on_with_the_new_therapy(self):
        bench = HeartBench(OLD)
        bench.start()
        bench.run_for(5)
        bench.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(1)
        after = self.cut(bench, NEW)
        after.run_for(2)
        self.assertEqual((after.state(), after.history.awaits_therapy), ("running", False))

    @proves("B11", "P3")
    def test_the_line_is_stored_with_the_therapy(self):
        bench = HeartBench(OLD)
        bench.start()
        bench.run_for(5)
        bench.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(1)
        entered = bench.history.given.value()
        after = self.cut(bench, NEW)
        fronts = after.programming.line.fronts
        self.assertEqual([drugs for _at, drugs in fronts], [OLD["drugs"], NEW_DRUGS])
        self.assertEqual(fronts[1][0], entered)
        after.run_for(1)
        self.assertEqual(after.desk.bridge(), 0)


class CutAtAnyWrite(unittest.TestCase):
    """A visit with its refill, therapy and bridge; the power goes before or after each write of it."""

    def visit(self, files):
        bench = HeartBench(files=files)
        bench.program(OLD)
        bench.start()
        bench.run_for(4)
        bench.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(1)
        bench.program(NEW)
        bench.run_for(1)
        bench.desk.bridge()
        bench.run_for(3)
        return bench

    @proves("P3", "P1", "R8")
    def test_the_mixture_believed_in_is_the_one_whose_therapy_is_in_force(self):
        files = MemoryFiles()
        self.visit(files)
        for cut_at in range(4, files.writes):
            for is_after in (False, True):
                self.check(cut_at, is_after)

    def check(self, cut_at, is_after):
        files = Cutting(cut_at, is_after)
        try:
            self.visit(files)
        except Cut:
            pass
        kept = MemoryFiles()
        kept.stored = dict(files.stored)
        after = HeartBench(files=kept)
        after.run_for(2)
        history, line = after.history, after.programming.line
        if after.heart.prescription is None:
            self.assertEqual(after.state(), "locked", cut_at)
            return
        self.assertEqual(line.fronts[-1][1], after.prescription().order["drugs"])
        awaits = history.awaits_therapy
        self.assertEqual(awaits and after.state() == "running", False, cut_at)
        self.assertEqual(history.reserved_steps() >= 0 and history.bolus_kind == 0, True, cut_at)
        self.assertEqual(history.line_dose_per_step.whole_pg in (0, 468_750), True, cut_at)


class Cut(Exception):
    """The power is gone."""


class Cutting(MemoryFiles):
    """Loses power before or after write number cut_at."""

    def __init__(self, cut_at, is_after):
        super().__init__()
        self.cut_at = cut_at
        self.is_after = is_after

    def _cut(self, is_after):
        if self.writes - 1 == self.cut_at and self.is_after == is_after:
            raise Cut()

    def replace(self, name, content):
        self._write()
        self._cut(False)
        self.stored[name] = bytes(content)
        self._cut(True)

    def append(self, name, content):
        self._write()
        self._cut(False)
        self.stored[name] = self.stored.get(name, b"") + bytes(content)
        self._cut(True)


if __name__ == "__main__":
    unittest.main()
