"""The power goes at every write of a busy hour, before it and after it, and again in the boots that follow."""

# pyright: reportOptionalMemberAccess=false

import unittest

from bench_of_heart import HeartBench
from event_log_state import check_follows_the_ledger
from example_orders import MG, fast_therapy, patient_bolus
from memory_files import MemoryFiles
from storage.ledger import SEGMENTS
from support import proves
from therapy.bolus_kinds import PATIENT


class Cut(Exception):
    """The power is gone."""


class CutFiles(MemoryFiles):
    """Loses power at write number `cut_at`: before it or after it. This file system knows nothing in between."""

    def __init__(self, cut_at, how):
        super().__init__()
        self.cut_at = cut_at
        self.how = how

    def _cut(self, how):
        if self.writes - 1 == self.cut_at and self.how == how:
            raise Cut()

    def replace(self, name, content):
        self._write()
        self._cut("before")
        self.stored[name] = bytes(content)
        self._cut("after")

    def append(self, name, content):
        self._write()
        self._cut("before")
        self.stored[name] = self.stored.get(name, b"") + bytes(content)
        self._cut("after")

    def remove(self, name):
        self._write()
        self._cut("before")
        del self.stored[name]
        self._cut("after")


def busy_hour(files):
    """Programmed, started, a bolus, a stop, another start, another therapy; returns the bench as the cut left it."""
    benches = []
    try:
        bench = HeartBench(files=files)
        benches.append(bench)
        bench.program(fast_therapy(3, bolus=patient_bolus(dose_pg=MG // 20, over_s=10)))
        bench.start()
        bench.at(3, bench.press)
        bench.run_to(17)
        bench.desk.stop()
        bench.run_for(1)
        bench.start()
        bench.run_for(4)
        bench.program(fast_therapy(6))
        bench.run_for(4)
        bench.desk.stop()
        bench.run_for(1)
    except Cut:
        pass
    return benches[0] if benches else None


def write_count():
    files = CutFiles(-1, "before")
    busy_hour(files)
    return files.writes


class APowerCutAtAnyWrite(unittest.TestCase):
    def check(self, cut_at, how, again_at=()):
        """again_at: (number of the write, how) of each boot after it that is cut as well."""
        files = CutFiles(cut_at, how)
        bench = busy_hour(files)
        made = 0 if bench is None else len(bench.engine.made()) + len(bench.engine.run_dry())
        for writes, how_again in again_at:
            files.cut_at, files.how = files.writes + writes, how_again
            try:
                HeartBench(files=files)
            except Cut:
                pass
        files.cut_at = -1
        if SEGMENTS[0] in files.stored:
            check_follows_the_ledger(files, may_lack=True)
        again = HeartBench(files=files)
        where = (cut_at, how, again_at)
        self.assertTrue(again.recovery.is_known, (where, again.recovery.why))
        check_follows_the_ledger(files)
        self.assertTrue(again.alarms.priority < 3, where)
        given = again.history.given.value()
        self.assertTrue(given >= made, (where, given, made))
        if bench is not None:
            most = bench.history.given.value() + bench.heart.governor.largest_reservation
            self.assertTrue(given <= most, (where, given, most))
            of_bolus = bench.history.by_kind[PATIENT].value()
            self.assertTrue(again.history.by_kind[PATIENT].value() <= max(of_bolus + 533, 106), where)
            if of_bolus:
                self.assertEqual(again.history.lockout.granted_today(again.history.t_s), 1, where)
        self.assertTrue(again.state() in ("locked", "stopped", "starting"), where)
        again.run_for(3)
        self.assertTrue(again.alarms.priority < 3, where)
        check_follows_the_ledger(files)

    @proves("P1", "P3", "P5", "B4")
    def test_before_it(self):
        for cut_at in range(write_count()):
            self.check(cut_at, "before")

    @proves("P1", "P3", "P5", "B4")
    def test_after_it(self):
        for cut_at in range(write_count()):
            self.check(cut_at, "after")

    @proves("P1", "P3", "P5", "B4")
    def test_again_at_each_write_of_the_boot_after_it(self):
        for cut_at in range(5, write_count(), 4):
            for writes in range(4):
                self.check(cut_at, "before", ((writes, "before"),))
                self.check(cut_at, "after", ((writes, "after"),))

    @proves("P1", "P3", "P5", "B4")
    def test_again_and_again_in_the_boots_after_it(self):
        bounces = ((0, "after"), (1, "after"), (2, "before"), (0, "after"), (3, "after"))
        for cut_at in range(6, write_count(), 3):
            self.check(cut_at, "after", bounces)


if __name__ == "__main__":
    unittest.main()
