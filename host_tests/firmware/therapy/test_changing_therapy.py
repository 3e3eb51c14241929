"""A new rate taken over while the old one runs: at the end of what is queued, with the phase that it has."""

import unittest

from bench_of_heart import HeartBench
from example_orders import fast_therapy, patient_bolus, therapy
from support import proves
from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from units.refused import Refused

HALF_A_STEP = 510  # in thousandths: half a step, and the rounding of the change


class WhileItRuns(unittest.TestCase):
    def changed(self, old, new, at_s, until_s):
        bench = HeartBench(old)
        bench.start()
        bench.at(at_s, lambda: bench.confirm(new))
        bench.run_to(at_s)
        while bench.prescription().order != new:
            bench.turn()
        # the flow changes at the last edge that was queued when it was taken over
        changed_us = max(bench.engine.queue_end_us() or 0, bench.clock.tick_us)
        bench.integral.end("basal", changed_us)
        if bench.prescription().infusion is not None:
            bench.integral.begin("basal", bench.basal(), changed_us)
        bench.run_to(until_s)
        return bench

    @proves("D1", "D5")
    def test_the_steps_follow_the_integral_of_the_old_rate_and_then_of_the_new(self):
        for old, new in (
            (fast_therapy(24), fast_therapy(1)),
            (fast_therapy(1), fast_therapy(24)),
            (fast_therapy(24), therapy()),
            (therapy(), fast_therapy(12)),
        ):
            bench = self.changed(old, new, 10.03, 30)
            lead, lag = bench.worst()
            self.assertTrue(lead <= HALF_A_STEP and lag <= HALF_A_STEP, (lead, lag))
            due = bench.integral.whole_steps(bench.time.now_us)
            self.assertTrue(abs(due - 1000 * len(bench.engine.made())) <= HALF_A_STEP)
            self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])

    @proves("D1", "D8")
    def test_a_stop_right_after_it_neither_loses_nor_gives_more_than_what_was_queued(self):
        for old, new in ((fast_therapy(24), therapy()), (fast_therapy(24), fast_therapy(1))):
            bench = HeartBench(old)
            bench.start()
            bench.at(5, lambda bench=bench, new=new: bench.confirm(new))
            bench.run_to(5)
            while bench.prescription().order != new:
                bench.turn()
            bench.desk.stop()
            bench.run_for(2)
            made = len(bench.engine.made())
            bench.start()
            bench.run_for(8)
            self.assertTrue(len(bench.engine.made()) - made <= 6, len(bench.engine.made()) - made)
            self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])

    @proves("B1", "D5")
    def test_a_therapy_that_stops_ends_delivery(self):
        stopped = therapy(mode="stopped", basal_pg_per_day=0, bolus=patient_bolus())
        bench = self.changed(fast_therapy(24), stopped, 5, 8)
        self.assertEqual(bench.state(), "stopped")
        self.assertRaises(Refused, bench.desk.start)

    @proves("U1", "U2")
    def test_only_what_was_shown_is_put_in_force(self):
        bench = HeartBench(therapy())
        bench.programming.stage(fast_therapy(6))
        self.assertRaises(Refused, bench.programming.confirm, "0" * 64)
        self.assertRaises(Refused, bench.programming.stage, therapy(mode="fast"))
        shown = bench.programming.stage(fast_therapy(12))
        bench.programming.confirm(shown, [question.name for question in bench.programming.questions()])
        self.assertRaises(Refused, bench.programming.confirm, shown)
        bench.run_for(2)
        self.assertEqual(bench.prescription().order, fast_therapy(12))

    @proves("B3", "B4")
    def test_a_therapy_that_with_the_last_day_exceeds_its_limit_is_refused(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(60)
        bench.desk.stop()
        bench.run_for(1)
        # a minute of 24 mL/day is 0.417 mg of 25 mg/mL: beside it 2.5 mg/day and a bucket do not fit into 2.6 mg
        self.assertRaises(
            Refused,
            lambda: bench.confirm(therapy(max_dose_pg_per_day=2_600_000_000)),
        )


class AfterALongStop(unittest.TestCase):
    @proves("A6")
    def test_a_pump_that_was_stopped_for_more_than_48_h_can_be_started(self):
        bench = HeartBench(therapy())
        bench.history.stopped_s = -172_801
        bench.run_for(3)
        self.assertTrue(bench.shown(alarm_table.STOPPED_TOO_LONG))
        bench.desk.acknowledge()
        bench.alarms.strike(alarm_table.DOSE_LIMIT)
        self.assertRaises(Refused, bench.desk.start)
        bench.desk.acknowledge()
        bench.start()
        bench.run_for(20)
        self.assertEqual(bench.state(), "running")
        self.assertFalse(bench.shown(alarm_table.STOPPED_TOO_LONG))


if __name__ == "__main__":
    unittest.main()
