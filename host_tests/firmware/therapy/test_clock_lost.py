"""The pump time is lost: the therapy's policy rules, alarmed, until a clinician sets it."""

import unittest

from bench_of_heart import HOUR_S, HeartBench
from example_orders import MG, flex, patient_bolus, therapy
from support import proves
from therapy.alarms import alarm_table
from therapy.bolus_kinds import PATIENT
from therapy.memory import record_kinds
from units.refused import Refused

HALF_A_STEP = 502
CHANGE_S = 8 * HOUR_S


def policies(policy):
    """3 mL/day, from 8:00 on 12; 1 mL/day at night."""
    return flex((0, 1_000), (6 * HOUR_S, 3_000), (CHANGE_S, 12_000), clock_lost=policy)


def running(order, second_of_week=7 * HOUR_S):
    bench = HeartBench(order)
    bench.set_time(second_of_week)
    bench.start()
    return bench


def gap_us(bench):
    """From step to step, lately."""
    made = bench.engine.made()
    return made[-1] - made[-2]


class WhileItRuns(unittest.TestCase):
    def check(self, bench):
        lead, lag = bench.worst()
        self.assertTrue(lead <= HALF_A_STEP and lag <= HALF_A_STEP, (lead, lag))
        self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])

    @proves("D1")
    def test_the_lowest_period_goes_on_whatever_the_hour(self):
        bench = running(policies("lowest period"))
        bench.at(20, bench.lose_time)
        bench.run_to(60)
        self.assertTrue(abs(gap_us(bench) - 1_620_000) <= 1)  # 1 mL/day
        self.assertTrue(bench.shown(alarm_table.CLOCK_LOST))
        self.check(bench)

    @proves("D1")
    def test_the_minimum_rate_is_0_006_ml_a_day(self):
        bench = running(policies("minimum"))
        bench.at(20, bench.lose_time)
        bench.run_to(620)
        self.assertTrue(abs(gap_us(bench) - 270_000_000) <= 1)
        self.check(bench)

    @proves("D1", "B1", "A4")
    def test_stop_stops_it_and_says_why(self):
        bench = running(policies("stop"))
        bench.at(20, bench.lose_time)
        bench.run_to(60)
        self.assertEqual((bench.state(), bench.motor.is_on), ("stopped", False))
        self.assertEqual([h[2] for h in bench.of_kind(record_kinds.STOPPED)], [record_kinds.BY_CLOCK])
        self.assertTrue(bench.engine.made()[-1] <= 20_000_000)
        self.assertTrue(bench.shown(alarm_table.CLOCK_LOST))
        self.assertRaises(Refused, bench.desk.start)
        self.check(bench)

    @proves("D1")
    def test_set_again_the_period_of_the_hour_runs_with_the_phase_kept(self):
        for policy in ("lowest period", "minimum"):
            for lost_s, set_s in ((20, 31.7), (20.4, 20.7), (19.99, 45)):
                bench = running(policies(policy))
                bench.at(lost_s, bench.lose_time)
                bench.at(set_s, lambda bench=bench: bench.set_time(CHANGE_S - 5))
                bench.run_to(70)
                self.assertFalse(bench.shown(alarm_table.CLOCK_LOST))
                self.assertTrue(abs(gap_us(bench) - 135_000) <= 1)  # 12 mL/day
                self.check(bench)

    @proves("D1")
    def test_after_stop_it_waits_for_a_start_and_keeps_the_phase(self):
        bench = running(policies("stop"))
        for number in range(6):
            bench.at(20 + 30 * number, bench.lose_time)
            bench.at(30 + 30 * number, lambda: bench.set_time(7 * HOUR_S))
            bench.at(35 + 30 * number, lambda: self.assertEqual(bench.state(), "stopped"))
            bench.at(40 + 30 * number, bench.desk.start)
        bench.run_to(220)
        self.assertEqual(bench.state(), "running")
        self.check(bench)

    @proves("B7", "D1")
    def test_stop_cuts_a_bolus_and_the_other_policies_let_it_go_on(self):
        for policy, given in (("stop", False), ("minimum", True), ("lowest period", True)):
            order = policies(policy)
            order["bolus"] = patient_bolus(over_s=60)
            bench = running(order)
            bench.at(10, bench.press)
            bench.at(30, bench.lose_time)
            bench.run_to(90)
            kind, steps, cut = bench.of_kind(record_kinds.BOLUS_ENDED)[0][2:5]
            self.assertEqual((kind, cut), (PATIENT, 0 if given else 1))
            self.assertTrue(steps == 213 if given else 70 <= steps <= 72, steps)

    @proves("D1")
    def test_a_simple_therapy_may_have_a_policy_too(self):
        bench = HeartBench(therapy(clock_lost="minimum"))
        bench.set_time(0)
        bench.start()
        bench.at(20, bench.lose_time)
        bench.at(300, lambda: bench.set_time(0))
        bench.run_to(400)
        self.assertTrue(abs(gap_us(bench) - 16_200_000) <= 1)
        self.check(bench)

    @proves("D1")
    def test_a_bolus_over_a_loss_and_a_setting_keeps_the_integral(self):
        order = policies("lowest period")
        order["bolus"] = patient_bolus(over_s=60)
        bench = running(order)
        bench.at(10, bench.press)
        bench.at(30, bench.lose_time)
        bench.at(50, lambda: bench.set_time(CHANGE_S))
        bench.run_to(90)
        lead, lag = bench.worst()
        self.assertTrue(lead <= 1_001 and lag <= 1_001, (lead, lag))


class AtPowerOn(unittest.TestCase):
    """Without a clock chip every power cut loses the pump time."""

    def booted(self, order):
        bench = running(order)
        bench.run_to(20)
        again = bench.reset(after_us=3_600_000_000)
        again.run_for(40)
        return again

    @proves("P2", "D1")
    def test_lowest_period_and_minimum_resume_at_their_flow(self):
        for policy, us in (("lowest period", 1_620_000), ("minimum", 270_000_000)):
            bench = self.booted(policies(policy))
            self.assertEqual(bench.state(), "running")
            bench.run_for(600)
            self.assertTrue(abs(gap_us(bench) - us) <= 1, gap_us(bench))
            self.assertTrue(bench.shown(alarm_table.CLOCK_LOST))
            self.assertTrue(bench.shown(alarm_table.RESTARTED))

    @proves("P2", "B1")
    def test_stop_leaves_it_stopped_alarmed_and_startable_once_the_time_is_set(self):
        bench = self.booted(policies("stop"))
        self.assertEqual((bench.state(), bench.engine.made()), ("stopped", []))
        self.assertTrue(bench.shown(alarm_table.CLOCK_LOST))
        self.assertRaises(Refused, bench.desk.start)
        bench.set_time(CHANGE_S)
        bench.start()
        bench.run_for(20)
        self.assertTrue(abs(gap_us(bench) - 135_000) <= 1)
        self.assertFalse(bench.shown(alarm_table.CLOCK_LOST))

    @proves("P2")
    def test_a_therapy_without_a_policy_resumes_as_it_was_and_raises_no_alarm(self):
        bench = HeartBench(therapy())
        bench.start()
        bench.run_to(20)
        again = bench.reset()
        again.run_for(60)
        self.assertEqual(again.state(), "running")
        self.assertTrue(abs(gap_us(again) - 16_200_000) <= 1)
        self.assertFalse(again.shown(alarm_table.CLOCK_LOST))

    @proves("B4", "B3")
    def test_the_time_off_and_a_lost_clock_shorten_no_window(self):
        order = policies("lowest period")
        order["bolus"] = patient_bolus(over_s=60, lockout_s=600)
        bench = running(order)
        bench.at(10, bench.press)
        bench.run_to(100)
        window_pg, t_s = bench.history.window.total.value(), bench.history.t_s
        left_s = bench.history.lockout.left_s(t_s, 600)
        again = bench.reset(after_us=24 * 3_600_000_000)
        self.assertTrue(again.history.window.total.value() >= window_pg)
        self.assertTrue(again.history.lockout.left_s(again.history.t_s, 600) >= left_s)

    @proves("B3")
    def test_the_time_cannot_be_set_to_give_the_same_peak_twice_in_a_day(self):
        # 2.5 mg/day, and 0.167 mg in a minute on Monday at 8:00
        periods = [[127, 0, 5 * MG // 2], [1, CHANGE_S, 240 * MG], [1, CHANGE_S + 60, 5 * MG // 2]]
        order = flex((0, 1), periods=periods, clock_lost="lowest period", max_dose_pg_per_day=2_750_000_000)
        bench = running(order, CHANGE_S - 5)
        bench.run_to(80)
        again = bench.reset(after_us=24 * 3_600_000_000)
        again.run_for(5)
        self.assertRaises(Refused, again.set_time, CHANGE_S - 5)
        again.set_time(CHANGE_S + 65)
        again.run_for(5)
        self.assertEqual(again.state(), "running")


if __name__ == "__main__":
    unittest.main()
