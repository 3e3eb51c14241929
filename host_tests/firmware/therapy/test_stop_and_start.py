"""Stopping in the middle of a queue and starting again: what was not made is due again, nothing twice."""

# pyright: reportOptionalOperand=false

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, fast_therapy, patient_bolus, therapy
from ideal_engine import gaps_of
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.bolus_kinds import PATIENT
from therapy.memory import record_kinds
from units.refused import Refused

ONE_STEP = 1_001


def reasons(bench):
    return [happening[3] for happening in bench.of_kind(record_kinds.DENIED)]


class StopAndStart(unittest.TestCase):
    @proves("D1", "D8")
    def test_what_a_stop_takes_back_is_given_after_the_start(self):
        bench = HeartBench(fast_therapy(24))
        for stop_s in (2, 4.03, 6.061, 8.09):
            bench.start()
            bench.run_to(stop_s)
            bench.desk.stop()
            bench.run_for(1)
        lead, lag = bench.worst()
        self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (lead, lag))
        self.assertEqual(bench.history.given.value(), len(bench.engine.made()))
        self.assertEqual(bench.heart.lateness.stalls, 0)

    @proves("D8")
    def test_no_step_is_made_after_the_stop(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(3)
        bench.desk.stop()
        bench.turn()
        stopped_us = bench.clock.tick_us
        bench.run_for(5)
        self.assertTrue(bench.engine.made()[-1] <= stopped_us)
        self.assertEqual(bench.state(), "stopped")
        self.assertFalse(bench.motor.is_on)
        self.assertEqual(bench.heart.governor.queue.queued, 0)

    @proves("D8", "P1")
    def test_a_stop_leaves_nothing_reserved_on_record(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(3)
        self.assertTrue(bench.history.reserved_steps() > 0)
        bench.desk.stop()
        bench.run_for(1)
        self.assertEqual(bench.history.reserved_steps(), 0)
        again = bench.reset()
        self.assertEqual(again.history.given.value(), bench.history.given.value())

    @proves("D8")
    def test_a_fault_turns_the_motor_off_at_once_and_a_command_after_the_step_under_way(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(3)
        bench.desk.stop()
        bench.loop.tick()
        self.assertEqual((bench.loop.orders.halt, bench.loop.orders.at_once), (True, False))
        bench.run_for(1)
        bench.start()
        bench.heart.fault(alarm_table.STEP_ENGINE_FAULT)
        bench.loop.tick()
        self.assertEqual((bench.loop.orders.halt, bench.loop.orders.at_once), (True, True))

    @proves("D8")
    def test_a_fault_while_a_commanded_stop_waits_still_stops_at_once(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(3)
        bench.desk.stop()
        bench.engine.fault = True
        bench.loop.tick()
        self.assertEqual((bench.loop.orders.halt, bench.loop.orders.at_once), (True, True))

    @proves("B1", "D8")
    def test_a_start_taken_back_before_its_record_is_written_never_delivers(self):
        bench = HeartBench(fast_therapy(24))
        bench.desk.start()
        bench.desk.stop()
        bench.run_for(2)
        self.assertEqual((bench.state(), bench.engine.made()), ("stopped", []))
        self.assertFalse(bench.history.running)
        kinds = [h[0] for h in bench.happened if h[0] in (record_kinds.STARTED, record_kinds.STOPPED)]
        self.assertEqual(kinds, [record_kinds.STARTED, record_kinds.STOPPED])

    def test_a_second_start_or_stop_is_refused(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        self.assertRaises(Refused, bench.desk.start)
        bench.desk.stop()
        self.assertRaises(Refused, bench.desk.stop)
        self.assertRaises(Refused, bench.desk.start)
        bench.run_for(1)
        bench.start()
        self.assertEqual(bench.state(), "running")

    @proves("D1")
    def test_the_phase_is_kept_over_a_stop_of_any_length(self):
        bench = HeartBench(therapy())
        bench.start()
        bench.at(20, bench.desk.stop)
        bench.at(50, bench.desk.start)
        bench.run_to(60)
        # a step at 8.1 s; the next was due 4.3 s after the stop, so it is made 4.3 s after the start
        self.assertEqual(bench.engine.made(), [8_100_000, 54_300_000])


class AStopInABolus(unittest.TestCase):
    ORDER = therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=60))

    def running_bolus(self, seconds):
        bench = HeartBench(self.ORDER)
        bench.start()
        bench.at(20, bench.press)
        bench.run_to(seconds)
        return bench

    @proves("B7", "D8", "D6")
    def test_it_is_cut_and_what_was_given_is_counted(self):
        bench = self.running_bolus(50)
        bench.desk.stop()
        bench.run_to(52)
        ended = bench.of_kind(record_kinds.BOLUS_ENDED)[0]
        # 30 s of 53 steps in 60 s: 26 or 27 of the bolus; the basal has had steps at 8.1, 24.3 and 40.5 s
        self.assertTrue(26 <= ended[3] <= 27, ended)
        self.assertEqual(ended[4], 1)
        self.assertEqual(bench.history.by_kind[PATIENT].value(), ended[3])
        self.assertEqual(bench.history.by_kind[0].value(), 3)
        self.assertEqual(bench.history.given.value(), len(bench.engine.made()))

    @proves("B7")
    def test_what_was_left_of_it_is_not_given_after_the_next_start(self):
        bench = self.running_bolus(50)
        bench.desk.stop()
        bench.run_to(52)
        given = bench.history.by_kind[PATIENT].value()
        bench.start()
        bench.run_to(120)
        self.assertEqual(bench.history.by_kind[PATIENT].value(), given)
        self.assertEqual(bench.heart.bolus.kind, 0)
        lead, lag = bench.worst()
        self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (lead, lag))

    @proves("B1", "B7")
    def test_a_stop_before_it_began_ends_it_with_nothing_given(self):
        bench = self.running_bolus(19)
        bench.press()
        bench.loop.tick()
        bench.desk.stop()
        bench.run_to(25)
        self.assertEqual([h[2:5] for h in bench.of_kind(record_kinds.BOLUS_ENDED)], [(PATIENT, 0, 1)])
        self.assertEqual(bench.history.by_kind[PATIENT].value(), 0)
        bench.start()
        bench.run_to(60)
        self.assertEqual(bench.history.by_kind[PATIENT].value(), 0)

    @proves("B1")
    def test_a_request_in_the_same_turn_as_a_stop_is_denied(self):
        bench = HeartBench(self.ORDER)
        bench.start()
        bench.run_to(19)
        bench.desk.stop()
        bench.press()
        bench.run_to(25)
        self.assertEqual(reasons(bench), [denials.STOPPED])
        self.assertEqual(bench.of_kind(record_kinds.GRANTED), [])

    @proves("B7")
    def test_a_stop_in_the_turn_that_confirms_its_last_step_finds_it_complete(self):
        bench = self.running_bolus(78)
        while bench.history.bolus_given + bench.heart.governor.queue.queued < 53:
            bench.turn()
        while bench.engine.queue_end_us() > bench.time.now_us:
            bench.stall(10_000)
        bench.desk.stop()
        bench.run_for(1)
        self.assertEqual([h[2:5] for h in bench.of_kind(record_kinds.BOLUS_ENDED)], [(PATIENT, 53, 0)])
        self.assertEqual(bench.history.by_kind[PATIENT].value(), 53)

    @proves("B7", "D8")
    def test_a_fault_cuts_it_too_and_delivery_waits_for_a_command(self):
        bench = self.running_bolus(50)
        bench.heart.fault(alarm_table.STEP_ENGINE_FAULT)
        bench.run_to(80)
        self.assertEqual(bench.state(), "stopped")
        self.assertEqual(bench.of_kind(record_kinds.BOLUS_ENDED)[0][4], 1)
        made = len(bench.engine.made())
        bench.run_to(120)
        self.assertEqual(len(bench.engine.made()), made)
        self.assertTrue(min(gaps_of(bench.engine.made())) > 0)

    @proves("B2")
    def test_a_bolus_that_was_cut_counts_for_the_lockout(self):
        bench = self.running_bolus(50)
        bench.desk.stop()
        bench.run_to(52)
        bench.start()
        bench.press()
        bench.run_to(60)
        self.assertEqual(reasons(bench), [denials.LOCKOUT])


class StepsThatNobodyAskedFor(unittest.TestCase):
    @proves("D8", "B4")
    def test_they_are_a_fault_and_count_as_given(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(3)
        queued = bench.heart.governor.queue.queued
        given = bench.history.given.value()
        bench.engine.extra_receipts = 30
        bench.turn()
        self.assertTrue(bench.shown(alarm_table.STEP_ENGINE_FAULT))
        bench.run_for(1)
        self.assertEqual(bench.state(), "stopped")
        self.assertTrue(bench.history.given.value() >= given + 30, (given, queued, bench.history.given.value()))

    @proves("D8", "B4")
    def test_more_steps_at_the_stop_than_were_queued_are_a_fault_and_count_as_given(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(3)
        bench.desk.stop()
        stop = bench.engine.stop
        bench.engine.stop = lambda: stop() + 40
        bench.loop.tick()
        self.assertEqual(bench.history.given.value(), len(bench.engine.made()) + 40)
        self.assertTrue(bench.shown(alarm_table.STEP_ENGINE_FAULT))


if __name__ == "__main__":
    unittest.main()
