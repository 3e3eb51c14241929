"""Another volume of a microstep for the therapy in force: exact from then on, old or new after a cut, or refused."""

import unittest

from assembled import ML, Bench, bolus, order
from support import proves
from therapy.memory import record_kinds
from units.refused import Refused

OLD_FL = 18_750_000
NEW_FL = 19_687_500  # five percent more


def running(**changes):
    bench = Bench()
    bench.boot()
    bench.prescribe(order(**changes))
    bench.start()
    return bench


def settled(bench):
    while bench.pump.programming.is_committing() or not bench.pump.recorder.is_clear():
        bench.pump.turn()


class InForce(unittest.TestCase):
    @proves("D1", "D2", "D5")
    def test_the_steps_are_those_of_the_new_volume_and_delivery_never_stops(self):
        bench = running(basal_pg_per_day=250 * 10**9, max_dose_pg_per_day=10**12)  # 10 mL/day: a step in 162 ms
        bench.run_for(60)
        before = bench.pump.history.given.value()
        bench.pump.programming.recalibrate(NEW_FL)
        bench.run_for(1_000)
        made = bench.pump.history.given.value() - before
        # 10 mL/day are 115.741 uL in 1000 s, of 19.6875 nL each.
        self.assertTrue(abs(made - 115_740_741 * 1_000 // NEW_FL * 1_000 // 1_000) <= 5, made)
        self.assertEqual(bench.pump.state(), "running")
        self.assertEqual(bench.recorded(record_kinds.STOPPED), [])
        self.assertEqual(bench.recorded(record_kinds.CALIBRATED), [(OLD_FL, NEW_FL, 0, 0)])

    @proves("R1")
    def test_the_reservoir_is_counted_in_the_new_volume(self):
        bench = running()
        bench.run_for(600)
        drawn = bench.pump.history.since_fill.value()
        bench.pump.programming.recalibrate(NEW_FL)
        settled(bench)
        drawn = bench.pump.history.since_fill.value()
        outlook = bench.pump.reservoir_desk.outlook()
        self.assertEqual(outlook.remaining_nl, (20 * ML * 1_000_000 // NEW_FL - drawn) * NEW_FL // 1_000_000)

    @proves("P2", "P3")
    def test_it_outlives_a_power_cut(self):
        bench = running()
        bench.pump.programming.recalibrate(NEW_FL)
        settled(bench)
        again = bench.rebooted()
        again.boot()
        self.assertEqual(again.pump.programming.step_volume_fl, NEW_FL)
        self.assertTrue(again.pump.state() in ("running", "starting"), again.pump.state())

    @proves("P3")
    def test_cut_between_the_file_and_its_record_the_next_boot_records_it(self):
        bench = running()
        bench.pump.programming.recalibrate(NEW_FL)
        while bench.pump.programming.is_committing():
            bench.pump.turn()
        again = bench.rebooted()  # before the recorder could write what is in the book
        again.boot()
        settled(again)
        self.assertEqual(len(again.recorded(record_kinds.PRESCRIBED)), 1)
        self.assertEqual(again.pump.programming.step_volume_fl, NEW_FL)
        again.run_for(30)
        self.assertEqual(again.recorded(record_kinds.ALARM_ON), [(14, 0, 0, 0)])  # restarted, and nothing else

    @proves("S4")
    def test_the_hourly_look_finds_nothing_changed(self):
        bench = running()
        bench.pump.programming.recalibrate(NEW_FL)
        bench.run_for(3_700)
        self.assertEqual(bench.pump.integrity.failed, "")
        self.assertTrue(bench.pump.integrity.looks >= 1)


class Refusals(unittest.TestCase):
    def refused(self, bench, fl):
        try:
            bench.pump.programming.recalibrate(fl)
        except Refused as refused:
            self.assertFalse(bench.pump.programming.is_committing())
            return str(refused)
        return self.fail("it was not refused")

    @proves("B9", "U2")
    def test_name_the_field_and_change_nothing(self):
        bench = running(bolus=bolus())
        self.assertIn("step_volume", self.refused(bench, 14_999_999))
        self.assertIn("step_volume", self.refused(bench, "18"))
        bench.press()
        self.assertIn("a bolus is running", self.refused(bench, NEW_FL))
        self.assertEqual(bench.pump.programming.step_volume_fl, OLD_FL)

    def test_without_a_therapy_and_while_another_is_put_in_force(self):
        bench = Bench()
        bench.boot()
        self.assertIn("no therapy", self.refused(bench, NEW_FL))
        bench = running()
        bench.pump.programming.recalibrate(NEW_FL)
        try:
            bench.pump.programming.recalibrate(OLD_FL)
        except Refused as refused:
            self.assertIn("one at a time", str(refused))
        else:
            self.fail("two at a time")

    @proves("U1")
    def test_what_was_staged_for_the_old_volume_cannot_be_confirmed(self):
        bench = running()
        shown = bench.pump.programming.stage(order(basal_pg_per_day=3 * 10**9))
        bench.pump.programming.recalibrate(NEW_FL)
        settled(bench)
        try:
            bench.pump.programming.confirm(shown)
        except Refused as refused:
            self.assertIn("nothing staged", str(refused))
        else:
            self.fail("it was confirmed")


if __name__ == "__main__":
    unittest.main()
