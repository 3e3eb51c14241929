"""A flash that refuses: from any write on, for good or once. The pump stops, says so, and crashes nowhere."""

import unittest

from bench_of_heart import HeartBench
from event_log_state import check_follows_the_ledger
from example_orders import MG, fast_therapy, patient_bolus
from memory_files import MemoryFiles
from support import proves
from therapy.alarms import alarm_table

FULL = 28  # errno.ENOSPC
ORDER = fast_therapy(12, bolus=patient_bolus(dose_pg=MG // 40, over_s=10))


class Refusing(MemoryFiles):
    """Takes `left` more writes and then refuses `times`."""

    left = times = 1 << 30

    def _write(self):
        self.left -= 1
        if self.left < 0 and self.times > 0:
            self.times -= 1
            raise OSError(FULL)
        self.writes += 1


def busy_minute(left, times):
    """A pump that was set up boots, starts, gives a bolus and stops; returns it, and what its flash holds."""
    files = Refusing()
    HeartBench(ORDER, files=files)
    files.left, files.times, files.writes = left, times, 0
    bench = HeartBench(files=files)
    bench.at(1, bench.press)
    if not bench.recorder.failed:
        bench.desk.start()
    bench.at(5, bench.press)
    bench.at(30, lambda: bench.desk.stop() if bench.state() == "running" else None)
    bench.run_to(40)
    return bench, files


class AFlashThatIsFull(unittest.TestCase):
    def check(self, left, times):
        bench, files = busy_minute(left, times)
        self.assertTrue(bench.recorder.failed, left)
        self.assertTrue(bench.shown(alarm_table.MEMORY_ERROR), left)
        self.assertTrue(bench.state() in ("stopped", "locked"), (left, bench.state()))
        made = len(bench.engine.made())
        self.assertEqual(len(bench.engine.planned()), made)
        bench.run_for(5)
        self.assertEqual(len(bench.engine.made()), made)
        files.times = 0
        again = HeartBench(files=files)
        self.assertTrue(again.recovery.is_known, (left, again.recovery.why))
        self.assertTrue(again.history.given.value() >= made, left)
        check_follows_the_ledger(files)

    def writes(self):
        _, files = busy_minute(1 << 30, 0)
        return files.writes

    @proves("P5", "P2", "D8")
    def test_from_any_write_on(self):
        for left in range(self.writes()):
            self.check(left, 1 << 30)

    @proves("P5", "P2", "D8")
    def test_once_at_any_write(self):
        for left in range(self.writes()):
            self.check(left, 1)

    @proves("P5")
    def test_a_flash_that_never_took_a_write_leaves_a_new_pump_locked(self):
        files = Refusing()
        files.left = 0
        bench = HeartBench(files=files)
        bench.run_for(5)
        self.assertEqual((bench.state(), bench.shown(alarm_table.MEMORY_ERROR)), ("locked", True))
        self.assertEqual(files.stored, MemoryFiles().stored)


if __name__ == "__main__":
    unittest.main()
