"""A clinician's boluses: single and priming, beside a basal or with no infusion at all, and each stopped early."""

import unittest

from bench_of_heart import HOUR_S, HeartBench
from example_orders import MG, fast_therapy, flex, patient_bolus, therapy
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.bolus_kinds import BASAL, CLINICIAN, PATIENT, PRIMING
from therapy.memory import record_kinds
from units.refused import Refused

ONE_STEP = 1_001


def ended(bench):
    return [happening[2:5] for happening in bench.of_kind(record_kinds.BOLUS_ENDED)]


class WithoutAnInfusion(unittest.TestCase):
    def bench(self, **changes):
        return HeartBench(therapy(mode="stopped", basal_pg_per_day=0, **changes))

    @proves("B5", "D9")
    def test_it_runs_alone_and_leaves_the_pump_stopped(self):
        bench = self.bench()
        self.assertEqual(bench.desk.clinician_bolus(MG // 10, 60), 0)
        bench.run_to(65)
        self.assertEqual(ended(bench), [(CLINICIAN, 213, 0)])
        self.assertEqual((bench.state(), bench.motor.is_on), ("stopped", False))
        self.assertFalse(bench.history.running)
        lead, lag = bench.worst()
        self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (lead, lag))
        self.assertEqual(bench.history.by_kind[BASAL].value(), 0)
        self.assertRaises(Refused, bench.desk.start)

    @proves("B5")
    def test_another_follows_it(self):
        bench = self.bench()
        for asked_s in (5, 80):
            bench.at(asked_s, lambda: bench.desk.clinician_bolus(MG // 10, 60))
        bench.run_to(150)
        self.assertEqual(ended(bench), [(CLINICIAN, 213, 0)] * 2)
        self.assertEqual(bench.state(), "stopped")

    @proves("B1")
    def test_a_patient_gets_none_not_even_while_it_runs(self):
        bench = self.bench(bolus=patient_bolus())
        bench.press()
        bench.run_for(2)
        bench.desk.clinician_bolus(MG // 10, 60)
        bench.run_for(10)
        bench.press()
        bench.run_to(90)
        reasons = [happening[3] for happening in bench.of_kind(record_kinds.DENIED)]
        self.assertEqual(reasons, [denials.STOPPED, denials.BUSY])
        self.assertEqual(bench.history.by_kind[PATIENT].value(), 0)

    @proves("B7")
    def test_stopped_early_it_counts_what_was_given_and_leaves_the_pump_stopped(self):
        bench = self.bench()
        bench.desk.clinician_bolus(MG // 10, 60)
        bench.run_to(30)
        bench.desk.stop_bolus()
        bench.run_to(40)
        self.assertEqual((bench.state(), bench.motor.is_on), ("stopped", False))
        kind, steps, cut = ended(bench)[0]
        self.assertEqual((kind, cut, steps), (CLINICIAN, 1, len(bench.engine.made())))
        self.assertTrue(105 <= steps <= 109, steps)

    @proves("B1", "B7")
    def test_stopped_before_its_first_step_it_gives_nothing_and_leaves_the_pump_stopped(self):
        for turns in (0, 1):
            bench = self.bench(bolus=patient_bolus())
            bench.desk.clinician_bolus(MG // 10, 60)
            for _ in range(turns):
                bench.loop.tick()
            bench.desk.stop_bolus()
            bench.run_to(10)
            self.assertEqual((bench.state(), bench.motor.is_on), ("stopped", False))
            self.assertEqual((bench.engine.made(), ended(bench)), ([], [(CLINICIAN, 0, 1)]))
            self.assertFalse(bench.history.running)
            bench.press()
            bench.run_to(20)
            self.assertEqual(bench.engine.made(), [])

    @proves("P2", "B7")
    def test_a_power_cut_ends_it_and_the_pump_stays_stopped(self):
        bench = self.bench()
        bench.desk.clinician_bolus(MG // 10, 60)
        bench.run_to(30)
        again = bench.reset()
        again.run_for(20)
        self.assertEqual((again.state(), again.engine.made()), ("stopped", []))
        kind, steps, cut = ended(again)[0]
        self.assertEqual((kind, cut), (CLINICIAN, 1))
        self.assertTrue(steps >= len(bench.engine.made()), steps)
        self.assertEqual(again.desk.clinician_bolus(MG // 10, 60), 0)

    @proves("B1")
    def test_it_is_denied_in_a_high_alarm_but_for_that_of_the_long_stop(self):
        bench = self.bench()
        bench.alarms.begin(alarm_table.STOPPED_TOO_LONG)
        bench.alarms.begin(alarm_table.MEMORY_ERROR)
        self.assertEqual(bench.desk.clinician_bolus(MG // 10, 60), denials.HIGH_ALARM)
        bench.alarms.end(alarm_table.MEMORY_ERROR)
        bench.desk.acknowledge("memory-error")
        self.assertEqual(bench.desk.clinician_bolus(MG // 10, 60), 0)


class BesideABasal(unittest.TestCase):
    @proves("B7", "D1")
    def test_stopped_early_the_therapy_goes_on_with_its_phase(self):
        plain = HeartBench(therapy())
        plain.start()
        plain.run_to(200)
        for stopped_s in (40, 40.25, 47.3):
            bench = HeartBench(therapy())
            bench.start()
            bench.at(20, lambda bench=bench: bench.desk.clinician_bolus(MG // 10, 60))
            bench.at(stopped_s, bench.desk.stop_bolus)
            bench.run_to(200)
            kind, steps, cut = ended(bench)[0]
            self.assertEqual((kind, cut), (CLINICIAN, 1))
            due = (stopped_s - 20) * 213 / 60
            self.assertTrue(due - 1 <= steps <= due + 3, (steps, due))
            self.assertEqual(bench.state(), "running")
            self.assertEqual(bench.history.by_kind[CLINICIAN].value(), steps)
            self.assertEqual(
                [edge for edge in bench.engine.made() if edge > 60_000_000],
                [edge for edge in plain.engine.made() if edge > 60_000_000],
            )
            lead, lag = bench.worst()
            self.assertTrue(lead <= ONE_STEP + 500 and lag <= ONE_STEP, (lead, lag))

    @proves("B7")
    def test_what_is_queued_is_made_and_nothing_after_it(self):
        bench = HeartBench(therapy())
        bench.start()
        bench.run_to(20)
        bench.desk.clinician_bolus(MG // 10, 60)
        bench.run_to(40)
        bench.desk.stop_bolus()
        bench.loop.tick()
        queued, cancelled_us = bench.engine.planned(), bench.clock.tick_us
        bench.run_to(50)
        self.assertEqual(bench.engine.made(), queued)
        self.assertTrue(queued[-1] <= cancelled_us + 500_000)

    @proves("B7", "B6")
    def test_the_next_may_follow_at_once_and_none_can_be_stopped_twice(self):
        bench = HeartBench(therapy())
        bench.start()
        self.assertRaises(Refused, bench.desk.stop_bolus)
        bench.desk.clinician_bolus(MG // 10, 60)
        bench.run_to(20)
        bench.desk.stop_bolus()
        bench.run_to(23)
        self.assertRaises(Refused, bench.desk.stop_bolus)
        self.assertEqual(bench.desk.clinician_bolus(MG // 10, 60), 0)
        bench.run_to(90)
        self.assertEqual(ended(bench)[1], (CLINICIAN, 213, 0))

    @proves("B2", "B7")
    def test_a_patients_bolus_that_a_clinician_stops_keeps_its_lockout(self):
        bench = HeartBench(therapy(bolus=patient_bolus(over_s=60)))
        bench.start()
        bench.at(10, bench.press)
        bench.at(20, bench.desk.stop_bolus)
        bench.at(30, bench.press)
        bench.run_to(40)
        self.assertEqual([h[3] for h in bench.of_kind(record_kinds.DENIED)], [denials.LOCKOUT])

    @proves("B7", "D1")
    def test_a_stop_of_the_pump_right_after_that_of_the_bolus(self):
        bench = HeartBench(fast_therapy(6))
        bench.start()
        bench.run_to(5)
        bench.desk.clinician_bolus(MG // 5, 60)
        bench.run_to(20)
        bench.desk.stop_bolus()
        bench.desk.stop()
        bench.run_to(30)
        kind, steps, cut = ended(bench)[0]
        self.assertEqual((len(ended(bench)), kind, cut), (1, CLINICIAN, 1))
        self.assertEqual(bench.history.given.value(), len(bench.engine.made()))
        bench.start()
        bench.run_to(60)
        self.assertEqual(bench.history.by_kind[CLINICIAN].value(), steps)
        lead, lag = bench.worst()
        self.assertTrue(lead <= ONE_STEP + 500 and lag <= ONE_STEP + 1_000, (lead, lag))


class Priming(unittest.TestCase):
    """2 uL of catheter at 18.75 nL a step: 106 steps and 0.67 of one."""

    @proves("B10", "D6")
    def test_it_moves_the_catheters_volume_and_no_more_at_the_largest_rate(self):
        bench = HeartBench(therapy(catheter_volume_nl=2_000))
        bench.start()
        bench.run_to(20)
        self.assertEqual(bench.desk.prime(), 0)
        bench.run_to(40)
        granted = bench.of_kind(record_kinds.GRANTED)[0]
        # at 24 mL/day 106 steps take 7.2 s; a bolus takes ten at least
        self.assertEqual(granted[2:5], (PRIMING, 106, 10))
        self.assertEqual(ended(bench), [(PRIMING, 106, 0)])
        self.assertEqual(bench.history.by_kind[PRIMING].value(), 106)
        lead, lag = bench.worst()
        self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (lead, lag))

    @proves("B10", "D6")
    def test_beside_a_basal_it_takes_as_long_as_the_largest_rate_needs(self):
        bench = HeartBench(fast_therapy(12, catheter_volume_nl=10_000))
        bench.start()
        bench.run_to(5)
        bench.desk.prime()
        bench.run_to(90)
        # 533 steps in what 12 mL/day leave: one in 135 ms
        self.assertEqual(bench.of_kind(record_kinds.GRANTED)[0][2:5], (PRIMING, 533, 72))
        self.assertEqual(ended(bench), [(PRIMING, 533, 0)])
        self.assertEqual(bench.heart.lateness.stalls, 0)

    @proves("B10")
    def test_it_goes_on_over_a_change_of_period(self):
        bench = HeartBench(flex((0, 100), (8 * HOUR_S, 12_000), catheter_volume_nl=10_000))
        bench.set_time(8 * HOUR_S - 20)
        bench.start()
        bench.run_to(5)
        bench.desk.prime()
        bench.run_to(100)
        lead, lag = bench.worst()
        self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (lead, lag))
        self.assertEqual(bench.history.by_kind[PRIMING].value(), 533)

    @proves("B10", "B7")
    def test_without_an_infusion_and_stopped_early(self):
        bench = HeartBench(therapy(mode="stopped", basal_pg_per_day=0, catheter_volume_nl=10_000))
        self.assertEqual(bench.desk.prime(), 0)
        bench.run_to(10)
        bench.desk.stop_bolus()
        bench.run_to(12)
        kind, steps, cut = ended(bench)[0]
        self.assertEqual((kind, cut, bench.state()), (PRIMING, 1, "stopped"))
        self.assertEqual(steps, len(bench.engine.made()))

    @proves("B10", "B9")
    def test_without_a_catheter_there_is_nothing_to_prime(self):
        bench = HeartBench(therapy(catheter_volume_nl=0))
        bench.start()
        self.assertRaises(Refused, bench.desk.prime)


if __name__ == "__main__":
    unittest.main()
