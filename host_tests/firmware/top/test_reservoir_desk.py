"""Refill and outlook through the whole firmware: what is recorded, what alarms, what is held, and what is refused."""

import unittest

from assembled import MG, ML, Bench, bolus, order
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from units.refused import Refused

FAST = {"basal_pg_per_day": 600 * MG, "max_dose_pg_per_day": 1_200 * MG}  # 24 mL/day
STEP_FL = 18_750_000


def running(**changes):
    bench = Bench()
    bench.boot()
    bench.prescribe(order(**changes))
    bench.start()
    return bench


def stopped(**changes):
    bench = Bench()
    bench.boot()
    bench.prescribe(order(**changes))
    return bench


def shown(bench, alarm):
    return bool(bench.pump.alarms.shown[alarm])


def until_recorded(bench):
    while not bench.pump.recorder.is_clear() or bench.pump.heart.is_beginning():
        bench.pump.turn()


class WhatWasWithdrawn(unittest.TestCase):
    @proves("R5")
    def test_more_than_one_ml_of_a_reservoir_of_20_either_way_alarms_and_one_ml_does_not(self):
        for capacity, doubt in ((20 * ML, ML), (40 * ML, 2 * ML), (21 * ML, 2 * ML)):
            for off in (doubt + 1, -doubt - 1, doubt, -doubt, 0):
                bench = stopped(reservoir_capacity_nl=capacity, reservoir_filled_nl=10 * ML)
                expected = bench.pump.reservoir_desk.refill(10 * ML + off, capacity, False)
                self.assertEqual(expected, 10 * ML)
                self.assertEqual(shown(bench, alarm_table.REFILL_DISCREPANCY), abs(off) > doubt, (capacity, off))

    @proves("R5")
    def test_expected_is_what_the_steps_left_and_both_are_on_record(self):
        bench = running(**FAST)
        bench.run_for(120)
        drawn = bench.pump.history.since_fill.value()
        self.assertTrue(1_700 < drawn < 1_800)
        expected = bench.pump.reservoir_desk.refill(19 * ML, 20 * ML, False)
        self.assertEqual(expected, 20 * ML - drawn * STEP_FL // 1_000_000)
        until_recorded(bench)
        self.assertEqual(bench.recorded(record_kinds.FILLED)[-1], (20 * ML, 19 * ML, 20 * ML, 0))
        self.assertEqual(bench.pump.state(), "running")

    @proves("R2", "R5")
    def test_a_full_reservoir_ends_the_alarms_of_an_empty_one_and_a_start_is_possible(self):
        bench = running(**dict(FAST, reservoir_filled_nl=20_000, reservoir_low_nl=10_000))
        bench.run_for(80)
        self.assertTrue(shown(bench, alarm_table.RESERVOIR_EMPTY))
        self.assertRaises(Refused, bench.pump.desk.start)
        bench.pump.reservoir_desk.refill(0, 20 * ML, False)
        bench.run_for(1)
        self.assertFalse(shown(bench, alarm_table.RESERVOIR_EMPTY) or shown(bench, alarm_table.RESERVOIR_LOW))
        bench.start()

    @proves("R2", "P2")
    def test_a_reservoir_left_empty_stays_empty_over_a_reset_and_with_the_next_therapy(self):
        bench = stopped()
        bench.pump.reservoir_desk.refill(20 * ML, 0, False)
        until_recorded(bench)
        bench.prescribe(order(basal_pg_per_day=3 * MG))
        self.assertEqual(bench.pump.reservoir_desk.outlook().remaining_nl, 0)
        after = bench.rebooted()
        after.boot()
        after.run_for(1)
        self.assertEqual(after.pump.reservoir_desk.outlook().remaining_nl, 0)
        self.assertTrue(shown(after, alarm_table.RESERVOIR_EMPTY))

    @proves("R5", "P1")
    def test_a_refill_is_remembered_to_the_step_over_a_reset(self):
        bench = running(**FAST)
        bench.run_for(60)
        bench.pump.reservoir_desk.refill(20 * ML, 15 * ML, False)
        bench.run_for(30)
        bench.pump.desk.stop()
        bench.run_for(2)
        drawn = bench.pump.history.since_fill.value()
        after = bench.rebooted()
        after.boot()
        self.assertEqual(after.pump.history.since_fill.value(), drawn)
        left_nl = (15 * ML * 1_000_000 - drawn * STEP_FL) // 1_000_000
        self.assertEqual(after.pump.reservoir_desk.outlook().remaining_nl, left_nl)


class AnotherMixture(unittest.TestCase):
    NEW = {"drugs": [["morphine", 50 * MG]]}

    @proves("R8")
    def test_nothing_flows_until_its_therapy_is_in_force_and_then_it_goes_on(self):
        bench = running()
        bench.run_for(40)
        bench.watch_steps()
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(300)
        self.assertEqual((bench.pump.state(), bench.edges), ("stopped", []))
        self.assertTrue(shown(bench, alarm_table.THERAPY_NEEDED))
        self.assertRaises(Refused, bench.pump.desk.start)
        self.assertEqual(bench.pump.desk.clinician_bolus(MG // 10, 300), denials.STOPPED)
        self.assertRaises(Refused, bench.pump.programming.stage, order())  # the mixture that was there before
        bench.prescribe(order(**self.NEW))
        bench.run_for(100)
        self.assertFalse(shown(bench, alarm_table.THERAPY_NEEDED))
        self.assertEqual(bench.pump.state(), "running")
        self.assertEqual(len(bench.edges), 3)  # a step in 32.4 s

    @proves("R8")
    def test_a_therapy_for_the_old_mixture_staged_before_the_refill_is_not_confirmed_after_it(self):
        bench = running()
        staged = bench.pump.programming.stage(order(basal_pg_per_day=3 * MG))
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        self.assertRaises(Refused, bench.pump.programming.confirm, staged)
        bench.run_for(2)
        self.assertTrue(bench.pump.history.awaits_therapy)

    @proves("R8", "P2")
    def test_the_hold_survives_a_reset_and_delivery_goes_on_with_the_new_therapy(self):
        bench = running()
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(1)
        after = bench.rebooted()
        self.assertEqual(after.boot(), "stopped")
        after.run_for(60)
        self.assertTrue(shown(after, alarm_table.THERAPY_NEEDED))
        self.assertEqual(after.pump.history.given.value(), bench.pump.history.given.value())
        after.prescribe(order(**self.NEW))
        after.run_for(1)
        self.assertEqual(after.pump.state(), "running")

    @proves("R8")
    def test_the_mixture_of_the_therapy_in_force_filled_again_ends_the_hold(self):
        bench = running()
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(1)
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, False)
        until_recorded(bench)
        bench.run_for(1)
        self.assertEqual(bench.pump.state(), "running")

    @proves("R8")
    def test_a_pump_that_was_stopped_stays_stopped(self):
        bench = stopped()
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.prescribe(order(**self.NEW))
        bench.run_for(2)
        self.assertEqual(bench.pump.state(), "stopped")
        bench.start()

    @proves("R8", "T7")
    def test_a_stop_while_it_is_held_is_a_stop(self):
        bench = running()
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(1)
        bench.pump.desk.stop()
        bench.prescribe(order(**self.NEW))
        bench.run_for(2)
        self.assertEqual(bench.pump.state(), "stopped")

    @proves("B7", "R8")
    def test_a_bolus_under_way_is_cut_by_the_hold(self):
        bench = running(bolus=bolus(over_s=60))
        bench.press()
        bench.run_for(20)
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(2)
        ended = bench.recorded(record_kinds.BOLUS_ENDED)
        self.assertEqual([cut for _kind, _given, cut, _d in ended], [1])


class Refusals(unittest.TestCase):
    def line(self, ask):
        try:
            ask()
        except Refused as refused:
            return str(refused)
        raise AssertionError("taken")

    @proves("B9", "U2")
    def test_each_is_one_line_with_field_value_limit_and_what_to_do(self):
        bench = stopped()
        desk = bench.pump.reservoir_desk
        for ask, begins in (
            (lambda: desk.refill(0, 20 * ML + 1, False), "refill.filled: 20.000001 mL: at most the capacity, 20 mL; "),
            (lambda: desk.refill(-1, 20 * ML, False), "refill.withdrawn: -0.000001 mL: at least 0 mL "),
            (lambda: desk.refill(101 * ML, 20 * ML, False), "refill.withdrawn: 101 mL: at most 100 mL "),
            (lambda: desk.refill(1.5, 20 * ML, False), "refill.withdrawn: 1.5: a whole number is needed; "),
            (lambda: desk.refill(0, None, False), "refill.filled: None: a whole number is needed; "),
        ):
            line = self.line(ask)
            self.assertEqual(line[: len(begins)], begins)
            self.assertFalse("\n" in line)
        self.assertEqual(len(bench.recorded(record_kinds.FILLED)), 1)  # the first therapy's

    @proves("P2")
    def test_not_without_a_therapy_while_one_changes_or_without_room_for_the_record(self):
        bench = Bench()
        bench.boot()
        self.assertEqual(self.line(lambda: bench.pump.reservoir_desk.refill(0, ML, False))[:14], "refill: locked")
        self.assertEqual(self.line(bench.pump.reservoir_desk.outlook)[:15], "outlook: locked")
        bench.prescribe()
        programming = bench.pump.programming
        programming.confirm(programming.stage(order(basal_pg_per_day=3 * MG)))
        self.assertTrue("the therapy is changing" in self.line(lambda: bench.pump.reservoir_desk.refill(0, ML, False)))
        bench.run_for(2)
        while bench.pump.desk._book.has_room():
            bench.pump.desk._book.settle()
        self.assertTrue("ask again" in self.line(lambda: bench.pump.reservoir_desk.refill(0, ML, False)))


class HowLongItLasts(unittest.TestCase):
    @proves("R1")
    def test_before_the_start_and_after_every_change_with_and_without_every_patient_bolus(self):
        # 18 mL to the low alarm are 960,000 steps, 5,333.33 a day: 180 days; 4 boluses a day of 213 steps are 852 more.
        # 20 mL are 1,066,666 whole steps.
        bench = stopped(bolus=bolus())
        outlook = bench.pump.reservoir_desk.outlook()
        self.assertEqual((outlook.low_s, outlook.empty_s), (180 * 86_400, -(-1_066_666 * 162 // 10)))
        self.assertEqual(outlook.low_with_boluses_s, -(-960_000 * 3 * 86_400 // 18_556))
        self.assertEqual(outlook.empty_with_boluses_s, -(-1_066_666 * 3 * 86_400 // 18_556))
        bench.pump.reservoir_desk.refill(20 * ML, 11 * ML, False)
        self.assertEqual(bench.pump.reservoir_desk.outlook().low_s, 90 * 86_400)
        bench.prescribe(order(basal_pg_per_day=5 * MG))
        self.assertEqual(bench.pump.reservoir_desk.outlook().low_s, 45 * 86_400)

    @proves("R1")
    def test_a_stopped_therapy_never_gets_there(self):
        outlook = stopped(mode="stopped", basal_pg_per_day=0).pump.reservoir_desk.outlook()
        self.assertEqual((outlook.low_s, outlook.empty_s), (None, None))


if __name__ == "__main__":
    unittest.main()
