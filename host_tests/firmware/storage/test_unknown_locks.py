"""What is not known after a reset locks the pump: nothing is delivered, and an alarm says what is missing."""

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, patient_bolus, therapy
from memory_files import MemoryFiles
from storage.ledger import SEGMENTS
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from units.refused import Refused

ORDER = therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=60))


def reasons(bench):
    return [happening[3] for happening in bench.of_kind(record_kinds.DENIED)]


class WhatIsNotKnownLocks(unittest.TestCase):
    def boot(self, files):
        bench = HeartBench(files=files)
        bench.run_for(2)
        return bench

    def used(self):
        bench = HeartBench(ORDER)
        bench.start()
        bench.run_to(60)
        return bench

    @proves("P4", "P2")
    def test_damage_to_any_file_is_found_and_nothing_is_delivered(self):
        used = self.used()
        good = used.files
        (other,) = set(SEGMENTS) - {used.ledger.name_in_use()}
        alarms = {
            "identity": alarm_table.HISTORY_UNKNOWN,
            "calibration": alarm_table.CALIBRATION_UNKNOWN,
            "therapy": alarm_table.THERAPY_UNKNOWN,
            "ledger-a": alarm_table.HISTORY_UNKNOWN,
            "ledger-b": alarm_table.HISTORY_UNKNOWN,
            "held-a/reserve": alarm_table.HISTORY_UNKNOWN,
            "held-b/reserve": alarm_table.HISTORY_UNKNOWN,
        }
        for name in alarms:
            places = (0, 5, 9, 14, 20) if name == other else (0, 5, 9, 14, 20, len(good.stored[name]) - 1)
            for place in places:
                files = good.copy()
                bad = bytearray(files.stored[name])
                bad[place % len(bad)] ^= 0x11
                files.stored[name] = bytes(bad)
                bench = self.boot(files)
                self.assertEqual((bench.state(), bench.engine.made()), ("locked", []), (name, place))
                self.assertTrue(bench.shown(alarms[name]), (name, place))

    @proves("P2")
    def test_any_file_that_is_missing_delivers_nothing(self):
        good = self.used().files
        for name in good.stored:
            if name.startswith("log/"):
                continue
            files = good.copy()
            del files.stored[name]
            bench = self.boot(files)
            self.assertEqual((bench.state(), bench.engine.made()), ("locked", []), name)

    @proves("P5", "P2")
    def test_a_log_that_is_damaged_is_told_and_stops_nothing(self):
        good = self.used().files
        whole = good.stored["log/00001"]
        for content in (b"", whole[:-1] + b"?", b"?" + whole[1:]):
            files = good.copy()
            files.stored["log/00001"] = content
            bench = self.boot(files)
            self.assertTrue(bench.shown(alarm_table.LOG_DAMAGED), content)
            self.assertTrue(bench.state() in ("running", "stopped") and bench.recovery.is_known, content)

    @proves("P2", "P4")
    def test_a_flash_that_was_formatted_is_no_new_pump(self):
        files = self.used().files
        files.stored.clear()
        bench = self.boot(files)
        self.assertEqual((bench.state(), bench.recovery.why), ("locked", "there is no ledger"))
        self.assertTrue(bench.shown(alarm_table.HISTORY_UNKNOWN))

    @proves("P1", "P2")
    def test_an_empty_ledger_on_a_pump_with_an_identity_is_unknown_history(self):
        files = self.used().files
        for name in SEGMENTS:
            del files.stored[name]
        bench = self.boot(files)
        self.assertEqual(bench.state(), "locked")
        self.assertTrue(bench.shown(alarm_table.HISTORY_UNKNOWN))

    @proves("B1", "P2")
    def test_a_locked_pump_gives_no_bolus_and_cannot_be_started(self):
        files = self.used().files
        files.stored["therapy"] = b"?"
        bench = self.boot(files)
        bench.press()
        bench.run_for(1)
        self.assertEqual(bench.engine.made(), [])
        self.assertRaises(Refused, bench.desk.start)
        self.assertEqual(bench.desk.clinician_bolus(MG, 60), denials.LOCKED)

    @proves("B4", "P1")
    def test_what_was_reserved_counts_as_given_though_the_therapy_is_lost(self):
        bench = HeartBench(ORDER)
        bench.start()
        bench.run_to(60)
        ceiling = bench.history.ceiling.value()
        for begins_a_segment in (False, True):
            if begins_a_segment:
                while not bench.recorder.is_clear():
                    bench.turn()
                bench.recorder.begin_segment()
            files = bench.files.copy()
            files.stored["therapy"] = b"?"
            again = self.boot(files)
            self.assertEqual(again.state(), "locked")
            self.assertEqual(again.history.given.value(), ceiling)
            self.assertTrue(again.history.window.total.value() >= ceiling * 468_750)

    @proves("P2", "B1")
    def test_the_power_goes_between_a_therapy_that_stops_and_the_record_of_the_stop(self):
        bench = HeartBench(ORDER)
        bench.start()
        bench.run_to(30)
        stopped = therapy(mode="stopped", basal_pg_per_day=0, bolus=patient_bolus())
        bench.confirm(stopped)
        while bench.settings.therapy() != stopped:
            bench.turn()
        again = bench.reset()
        again.run_for(2)
        again.press()
        again.run_for(30)
        self.assertEqual((again.state(), again.engine.made()), ("stopped", []))
        self.assertEqual(reasons(again), [denials.STOPPED])

    def test_a_flash_that_was_never_a_pump_is_a_new_one(self):
        files = MemoryFiles()
        bench = self.boot(files)
        self.assertEqual((bench.state(), bench.alarms.priority), ("locked", 0))
        self.assertEqual(files.names(), ["identity", "ledger-a", "ledger-b"])


if __name__ == "__main__":
    unittest.main()
