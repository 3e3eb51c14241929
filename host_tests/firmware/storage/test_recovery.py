"""A power cut in every state of the pump: what may have been given counts as given, and only once."""

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, fast_therapy, patient_bolus, therapy
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.bolus_kinds import PATIENT
from therapy.memory import record_kinds
from watched_flash import until

ORDER = therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=60))


def reasons(bench):
    return [happening[3] for happening in bench.of_kind(record_kinds.DENIED)]


class CutWhile(unittest.TestCase):
    def check_counts(self, bench, again):
        """Never less than was made, never more than one reservation beyond what was known, and only once."""
        given = again.history.given.value()
        self.assertTrue(given >= again.made_before, (given, again.made_before))
        most = bench.history.given.value() + bench.heart.governor.largest_reservation
        self.assertTrue(given <= most, (given, most))
        self.assertEqual(sum(kind.value() for kind in again.history.by_kind), given)
        self.assertEqual(again.history.reserved_steps(), 0)
        self.assertEqual(again.reset().history.given.value(), given)

    @proves("P1", "P2", "B4")
    def test_it_delivers(self):
        for order in (ORDER, fast_therapy(24)):
            bench = HeartBench(order)
            bench.start()
            for seconds in (1, 3.21, 40):
                bench.run_to(seconds)
                again = bench.reset()
                self.check_counts(bench, again)
                again.run_for(1)
                self.assertEqual(again.state(), "running")
                bench = again

    @proves("P1", "B2", "B7")
    def test_a_bolus_runs(self):
        bench = HeartBench(ORDER)
        bench.start()
        bench.at(20, bench.press)
        bench.run_to(50)
        given = bench.history.by_kind[PATIENT].value()
        again = bench.reset()
        self.check_counts(bench, again)
        self.assertTrue(given <= again.history.by_kind[PATIENT].value() <= 53)
        self.assertEqual(again.history.bolus_kind, 0)
        self.assertEqual(again.history.lockout.granted_today(again.history.t_s), 1)
        again.run_for(1)
        ended = again.of_kind(record_kinds.BOLUS_ENDED)[0]
        self.assertEqual(ended[2:5], (PATIENT, again.history.by_kind[PATIENT].value(), 1))
        before = again.history.by_kind[PATIENT].value()
        again.press()
        again.run_for(100)
        self.assertEqual(reasons(again), [denials.LOCKOUT])
        self.assertEqual(again.history.by_kind[PATIENT].value(), before)

    @proves("P1", "B2")
    def test_a_bolus_was_just_granted(self):
        bench = HeartBench(ORDER)
        bench.start()
        bench.run_to(20)
        bench.press()
        bench.loop.tick()
        lost = bench.reset()
        self.check_counts(bench, lost)
        self.assertEqual(lost.history.lockout.granted_today(lost.history.t_s), 0)
        bench.turn()
        kept = bench.reset()
        self.check_counts(bench, kept)
        self.assertEqual(kept.history.lockout.granted_today(kept.history.t_s), 1)

    @proves("P1")
    def test_a_bolus_has_just_ended(self):
        bench = HeartBench(ORDER)
        bench.start()
        bench.at(20, bench.press)
        while not bench.of_kind(record_kinds.BOLUS_ENDED):
            bench.turn()
        again = bench.reset()
        self.check_counts(bench, again)
        self.assertEqual(again.history.by_kind[PATIENT].value(), 53)
        again.run_for(1)
        self.assertEqual(again.of_kind(record_kinds.BOLUS_ENDED), [])

    @proves("P1", "P2")
    def test_a_start_is_not_yet_on_record(self):
        bench = HeartBench(ORDER)
        bench.desk.start()
        bench.loop.tick()
        again = bench.reset()
        again.run_for(1)
        self.assertEqual((again.state(), again.history.given.value()), ("stopped", 0))

    @proves("P2", "D8")
    def test_a_stop_is_not_yet_on_record(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(5)
        bench.desk.stop()
        bench.loop.tick()
        again = bench.reset()
        self.check_counts(bench, again)
        bench.turn()
        stopped = bench.reset()
        self.check_counts(bench, stopped)
        stopped.run_for(1)
        self.assertEqual(stopped.state(), "stopped")

    @proves("P2", "D8", "B4")
    def test_a_stop_and_what_it_takes_back_are_on_record(self):
        # a write later nothing is reserved any more: what was made is what counts
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(5)
        bench.desk.stop()
        until(bench, lambda: bench.history.reserved_steps() == 0)
        later = bench.reset()
        later.run_for(1)
        self.assertEqual(later.state(), "stopped")
        self.assertEqual(later.history.given.value(), later.made_before)

    @proves("P1", "R2")
    def test_the_reservoir_has_run_empty(self):
        bench = HeartBench(fast_therapy(24, reservoir_filled_nl=1_000, reservoir_low_nl=500))
        bench.start()
        bench.run_to(10)
        self.assertEqual((bench.state(), bench.history.given.value()), ("stopped", 53))
        again = bench.reset()
        again.run_for(1)
        self.assertEqual((again.state(), again.history.since_fill.value()), ("stopped", 53))
        self.assertTrue(again.shown(alarm_table.RESERVOIR_EMPTY))

    @proves("P1", "B4")
    def test_a_segment_is_begun_in_the_middle_of_a_bolus(self):
        bench = HeartBench(ORDER)
        bench.start()
        bench.at(20, bench.press)
        bench.run_to(45)
        while not bench.recorder.is_clear():
            bench.turn()
        bench.recorder.begin_segment()
        bench.run_to(50)
        given = bench.history.by_kind[PATIENT].value()
        again = bench.reset()
        self.check_counts(bench, again)
        self.assertTrue(again.history.by_kind[PATIENT].value() >= given)

    @proves("P1", "B4")
    def test_power_comes_and_goes_many_times(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        for cut in range(12):
            bench.run_for(0.3 if cut % 3 else 0)
            again = bench.reset()
            self.assertTrue(again.history.given.value() >= again.made_before)
            bench = again
        bench.run_for(2)
        self.assertEqual(bench.state(), "running")


class WhatPowerDoesNotTakeAway(unittest.TestCase):
    @proves("P2")
    def test_a_stopped_pump_stays_stopped(self):
        bench = HeartBench(ORDER)
        again = bench.reset()
        again.run_for(5)
        self.assertEqual((again.state(), again.engine.made()), ("stopped", []))

    @proves("B4", "B2")
    def test_time_off_shortens_no_lockout(self):
        bench = HeartBench(ORDER)
        bench.start()
        bench.at(20, bench.press)
        bench.run_to(100)
        again = bench.reset(after_us=86_400_000_000)
        again.run_for(1)
        again.press()
        again.run_for(2)
        self.assertEqual(reasons(again), [denials.LOCKOUT])

    @proves("B4", "B3")
    def test_time_off_empties_no_bucket_of_the_window(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(60)
        total_pg = bench.history.window.total.value()
        again = bench.reset(after_us=2 * 86_400_000_000)
        again.run_for(1)
        self.assertTrue(again.history.window.total.value() >= total_pg)

    @proves("P3")
    def test_a_therapy_is_old_or_new_whenever_the_power_goes_while_it_is_put_in_force(self):
        new = therapy(basal_pg_per_day=5 * MG)
        for writes in range(6):
            bench = HeartBench(ORDER)
            bench.confirm(new)
            for _ in range(writes):
                bench.turn()
            again = bench.reset()
            again.run_for(1)
            self.assertEqual(again.state(), "stopped")
            self.assertTrue(again.prescription().order in (ORDER, new))


if __name__ == "__main__":
    unittest.main()
