"""The power goes at every write of a busy hour, before it, after it and in the middle of it."""

# pyright: reportOptionalMemberAccess=false

import unittest

from bench_of_heart import MG, HeartBench, MemoryFiles, fast_therapy, patient_bolus
from support import proves
from therapy.bolus_kinds import PATIENT


class Cut(Exception):
    """The power is gone."""


class CutFiles(MemoryFiles):
    """Loses power at write number `cut_at`: before it, after it, or with only `kept` bytes of an append written."""

    def __init__(self, cut_at, how, kept=0):
        super().__init__()
        self.cut_at = cut_at
        self.how = how
        self.kept = kept

    def _cut(self):
        return self.writes - 1 == self.cut_at

    def replace(self, name, content):
        self._write()
        if self._cut() and self.how != "after":
            raise Cut()
        self.stored[name] = bytes(content)
        if self._cut():
            raise Cut()

    def append(self, name, content):
        self._write()
        old = self.stored.get(name, b"")
        if self._cut() and self.how == "before":
            raise Cut()
        if self._cut() and self.how == "torn":
            self.stored[name] = old + bytes(content)[: self.kept]
            raise Cut()
        self.stored[name] = old + bytes(content)
        if self._cut():
            raise Cut()


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
    def check(self, cut_at, how, kept=0):
        files = CutFiles(cut_at, how, kept)
        bench = busy_hour(files)
        files.cut_at = -1
        made = 0 if bench is None else len(bench.engine.made()) + len(bench.engine.run_dry())
        again = HeartBench(files=files)
        where = (cut_at, how, kept)
        self.assertTrue(again.recovery.is_known, where)
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

    @proves("P1", "P3", "B4")
    def test_before_it(self):
        for cut_at in range(write_count()):
            self.check(cut_at, "before")

    @proves("P1", "P3", "B4")
    def test_after_it(self):
        for cut_at in range(1, write_count(), 2):
            self.check(cut_at, "after")

    @proves("P1", "P4")
    def test_in_the_middle_of_a_record(self):
        for cut_at in range(0, write_count(), 3):
            self.check(cut_at, "torn", 13)
            self.check(cut_at + 1, "torn", 45)

    @proves("P1", "P4")
    def test_again_in_the_first_write_of_the_boot_after_a_torn_record(self):
        for cut_at in range(6, write_count(), 5):
            files = CutFiles(cut_at, "torn", 13)
            bench = busy_hour(files)
            for second in (0, 1):
                files.cut_at = files.writes + second
                files.how = "after"
                try:
                    HeartBench(files=files)
                except Cut:
                    pass
            files.cut_at = -1
            again = HeartBench(files=files)
            self.assertTrue(again.recovery.is_known, (cut_at, again.ledger.why))
            self.assertTrue(again.history.given.value() >= len(bench.engine.made()), cut_at)


if __name__ == "__main__":
    unittest.main()
