"""What a boot finds of its history is one of five, is in the RESET record, and only two of them deliver."""

import unittest

from bench_of_heart import HeartBench
from event_log_state import whole_events
from example_orders import MG, fast_therapy, patient_bolus, therapy
from memory_files import MemoryFiles
from storage.held import FILES
from storage.ledger import SEGMENTS
from storage.records import KIND
from storage.recovery import FOUND, IS_CLEAN, IS_CUT, IS_DAMAGED, IS_NEW, IS_UNKNOWN
from storage.sealed import seal
from support import proves
from therapy.alarms import alarm_table
from therapy.bolus_kinds import PATIENT
from therapy.memory.record_kinds import RESET
from units.refused import Refused
from watched_flash import until

ORDER = therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=60))


def used(order=ORDER, seconds=60):
    bench = HeartBench(order)
    bench.start()
    bench.run_to(seconds)
    return bench


def still(order=ORDER):
    """Stopped, with nothing reserved any more."""
    bench = used(order)
    bench.desk.stop()
    bench.run_for(2)
    return bench


def without(files, *names):
    files = files.copy()
    for name in names:
        del files.stored[name]
    return files


class ByName(unittest.TestCase):
    def check(self, files, found, why=""):
        """Boots over the files: what was found, why, and that the RESET record of the log says the same."""
        bench = HeartBench(files=files)
        bench.run_for(2)
        self.assertEqual((FOUND[bench.recovery.found], bench.recovery.why), (FOUND[found], why))
        resets = [event for event in whole_events(files) if event[KIND] == RESET]
        self.assertEqual(resets[-1][6], found)
        is_known = found in (IS_NEW, IS_CLEAN, IS_CUT)
        self.assertEqual(bench.recovery.is_known, is_known)
        if not is_known:
            self.assertEqual((bench.state(), bench.engine.made()), ("locked", []))
            self.assertTrue(bench.shown(alarm_table.HISTORY_UNKNOWN))
            self.assertRaises(Refused, bench.desk.start)
        return bench

    @proves("P5")
    def test_new(self):
        self.check(MemoryFiles(), IS_NEW)

    @proves("P5", "P1")
    def test_clean_where_nothing_was_under_way(self):
        self.check(HeartBench(ORDER).files.copy(), IS_CLEAN)
        stopped = still()
        again = self.check(stopped.files.copy(), IS_CLEAN)
        self.assertEqual(again.history.given.value(), len(stopped.engine.made()))

    @proves("P5", "P1", "B4", "B7")
    def test_cut_where_it_delivered_or_a_reservation_stood_or_a_bolus_was_open(self):
        bench = used()
        again = self.check(bench.files.copy(), IS_CUT)
        self.assertEqual(again.history.by_kind[PATIENT].value(), 0)
        bench.at(61, bench.press)
        bench.run_to(80)
        self.check(bench.files.copy(), IS_CUT)
        bench.desk.stop()
        until(bench, lambda: bench.state() == "stopped" and bench.recorder.is_clear())
        self.assertTrue(bench.history.reserved_steps() > 0)
        again = self.check(bench.files.copy(), IS_CUT)
        self.assertEqual(again.state(), "stopped")
        self.check(again.files.copy(), IS_CLEAN)

    @proves("P5", "P4", "P2")
    def test_damaged_where_anything_of_ledger_or_reservation_was_changed(self):
        bench = used()
        for name in SEGMENTS + FILES:
            files = bench.files.copy()
            files.stored[name] = b"?" + files.stored[name][1:]
            where = " is damaged" if name in FILES else " is damaged at its head"
            self.check(files, IS_DAMAGED, name + where)

    @proves("P5", "P4", "P2")
    def test_damaged_where_any_file_of_ledger_or_reservation_is_missing(self):
        for bench in (used(), still()):
            for name in SEGMENTS + FILES:
                self.check(without(bench.files, name), IS_DAMAGED, name + " is missing")
            self.check(without(bench.files, *FILES), IS_DAMAGED, "the reservation is missing")

    @proves("P1", "P2", "P4")
    def test_damaged_where_the_folder_of_the_ledger_is_wiped_and_the_reservation_left(self):
        for bench in (used(), still(), used(fast_therapy(24))):
            files = without(bench.files, *bench.files.names())
            self.assertEqual(files.names(), [])
            self.check(files, IS_DAMAGED, SEGMENTS[0] + " is missing")

    @proves("P1", "P2")
    def test_damaged_where_only_log_or_settings_are_left(self):
        bench = used()
        only_log = without(bench.files, *bench.files.names(), *FILES)
        self.check(only_log, IS_DAMAGED, "there is no ledger")
        only_settings = without(bench.files, *SEGMENTS, *FILES, "log/00001")
        self.check(only_settings, IS_DAMAGED, "there is no ledger")
        never_started = HeartBench(ORDER)
        nothing_given = without(never_started.files, *never_started.files.names())
        self.check(nothing_given, IS_DAMAGED, "there is no ledger")

    @proves("P2", "P4")
    def test_unknown_with_the_identity_of_another_board_or_of_none(self):
        bench = used()
        files = bench.files.copy()
        files.stored["identity"] = seal({"pump": "another"})
        self.check(files, IS_UNKNOWN, "the identity of another board")
        for content in (b"?", b"", files.stored["identity"][:-1] + b"?"):
            files = bench.files.copy()
            files.stored["identity"] = content
            self.check(files, IS_UNKNOWN, "no identity")
        self.check(without(bench.files, "identity"), IS_UNKNOWN, "no identity")


if __name__ == "__main__":
    unittest.main()
