"""The way out of an unknown history: what a clinician says was given counts, and the pump begins anew, carefully."""

# pyright: reportOptionalMemberAccess=false

import unittest

from assembled import MG, Bench, bolus, order
from drivers.reset_marker import NEW_HISTORY
from fakes.machine_like import WDT_RESET
from fakes.stops import Reset
from support import proves
from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from units.refused import Refused


def with_unknown_history():
    """A pump that delivered for half a minute, and whose ledger was then damaged; booted."""
    bench = Bench()
    bench.boot()
    bench.prescribe(order(bolus=bolus()))
    bench.start()
    bench.run_for(30)
    contents = bench.fake.files.contents
    for name in ("ledger-a", "ledger-b"):
        contents[name] = contents[name][:40] + b"?" + contents[name][41:]
    again = bench.rebooted()
    again.boot()
    return again


def begun_anew(bench, given_pg):
    """After `begin_history` and the reset that it makes."""
    try:
        bench.pump.begin_history(given_pg)
    except Reset:
        pass
    again = bench.rebooted(WDT_RESET)
    again.boot()
    return again


class AnUnknownHistory(unittest.TestCase):
    @proves("P2", "P4")
    def test_locks_the_pump_and_says_why(self):
        bench = with_unknown_history()
        bench.run_for(5)
        self.assertEqual(bench.pump.state(), "locked")
        self.assertTrue(bench.pump.alarms.shown[alarm_table.HISTORY_UNKNOWN])
        self.assertEqual(bench.pump.recovery.why, "ledger-a is damaged at its head")

    @proves("P5", "P2")
    def test_is_in_the_event_log_all_the_same(self):
        bench = with_unknown_history()
        before = len(bench.fake.files.contents["log/00001"])
        bench.run_for(5)
        bench.pump.desk.acknowledge()
        bench.run_for(5)
        self.assertTrue(len(bench.fake.files.contents["log/00001"]) > before)
        self.assertIn(record_kinds.RESET, bench.kinds())

    @proves("P2", "U2")
    def test_nothing_can_be_programmed_in_it(self):
        bench = with_unknown_history()
        self.assertRaises(Refused, bench.pump.programming.stage, order())
        self.assertRaises(Refused, bench.pump.programming.calibrate, 18_750_000)


class BegunAnew(unittest.TestCase):
    @proves("P2", "S3")
    def test_it_restarts_with_a_history_and_without_a_therapy(self):
        bench = begun_anew(with_unknown_history(), 2 * MG)
        self.assertTrue(bench.pump.recovery.is_known)
        self.assertEqual((bench.pump.state(), bench.pump.heart.prescription), ("locked", None))
        self.assertFalse(bench.pump.alarms.shown[alarm_table.HISTORY_UNKNOWN])
        reset = bench.recorded(record_kinds.RESET)[-1]
        self.assertEqual((reset[0], reset[3]), (WDT_RESET, NEW_HISTORY))
        self.assertFalse(bench.pump.alarms.shown[alarm_table.WATCHDOG_RESET], "it was commanded")

    @proves("B3", "B4")
    def test_what_the_clinician_says_was_given_counts_for_a_day(self):
        bench = begun_anew(with_unknown_history(), 2 * MG)
        self.assertEqual(bench.pump.history.window.total.value(), 2 * MG)
        with self.assertRaises(Refused) as caught:
            bench.prescribe(order(basal_pg_per_day=5 * MG))  # of at most 6 a day
        self.assertEqual(caught.exception.field, "limits.max_dose_per_day")
        bench.prescribe(order(bolus=bolus()))
        bench.start()
        bench.run_for(60)
        self.assertEqual(bench.pump.state(), "running")

    @proves("B2")
    def test_the_lockout_begins_with_it(self):
        bench = begun_anew(with_unknown_history(), 0)
        bench.prescribe(order(bolus=bolus()))
        bench.start()
        bench.press()
        self.assertEqual(bench.recorded(record_kinds.GRANTED), [])
        self.assertEqual(len(bench.recorded(record_kinds.DENIED)), 1)
        self.assertEqual(bench.pump.history.lockout.last_granted_s(), None, "which a hand-held would take for a grant")

    @proves("P5")
    def test_what_was_there_is_put_aside_and_the_log_goes_on(self):
        bench = with_unknown_history()
        contents = bench.fake.files.contents
        damaged = contents["ledger-a"]
        begun_anew(bench, 0)
        self.assertEqual(contents["ledger-a.aside"], damaged)
        self.assertTrue("therapy.aside" in contents and "therapy" not in contents)

    @proves("P2")
    def test_after_a_cut_at_any_of_its_writes_it_can_be_said_again(self):
        for number in range(1, 16):
            bench = with_unknown_history()
            files, written = bench.fake.files, [0]
            stall = files._stall

            def counted(us, stall=stall, written=written, number=number, bench=bench):
                written[0] += 1
                if written[0] == number:
                    bench.fake.boot.end(Reset())
                stall(us)

            files._stall = counted
            try:
                bench.pump.begin_history(MG)
            except Reset:
                pass
            files._stall = stall
            again = bench.rebooted(WDT_RESET)
            again.boot()
            if not again.pump.recovery.is_known:
                self.assertTrue(again.pump.alarms.shown[alarm_table.HISTORY_UNKNOWN], number)
                again = begun_anew(again, MG)
            self.assertTrue(again.pump.recovery.is_known, number)
            self.assertEqual(again.pump.history.window.total.value(), MG, number)


class WhatIsRefused(unittest.TestCase):
    def refusal(self, bench, given_pg):
        with self.assertRaises(Refused) as caught:
            bench.pump.begin_history(given_pg)
        return caught.exception.field

    @proves("P2")
    def test_where_the_history_is_known_it_stays(self):
        bench = Bench()
        bench.boot()
        self.assertEqual(self.refusal(bench, 0), "history")
        self.assertTrue(bench.pump.recovery.is_known)

    @proves("B9", "U2")
    def test_a_dose_that_cannot_be(self):
        bench = with_unknown_history()
        for given_pg in (-1, 1_250 * MG + 1, 2.5, None, "2 mg"):
            self.assertEqual(self.refusal(bench, given_pg), "given_24h")
        self.assertFalse("ledger-a.aside" in bench.fake.files.contents)


if __name__ == "__main__":
    unittest.main()
