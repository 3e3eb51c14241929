"""The pump time set by a clinician while the pump runs: the basal follows from then on, and nothing else does."""

import unittest

from bench_of_heart import DAY_S, HOUR_S, HeartBench
from example_orders import MG, flex, patient_bolus, therapy
from support import proves
from therapy import denials
from therapy.bolus_kinds import PATIENT
from therapy.memory import record_kinds
from units.refused import Refused
from units.two_words import TwoWords

HALF_A_STEP = 502
ONE_STEP = 1_001
CHANGE_S = 8 * HOUR_S
SMALL = patient_bolus(dose_pg=MG // 40, over_s=20, lockout_s=600, most_per_day=2)


def running(order, second_of_week, us=0):
    bench = HeartBench(order)
    bench.set_time(second_of_week, us)
    bench.start()
    return bench


def reasons(bench):
    return [happening[3] for happening in bench.of_kind(record_kinds.DENIED)]


class WhileItRuns(unittest.TestCase):
    def check(self, bench, limit=HALF_A_STEP):
        lead, lag = bench.worst()
        self.assertTrue(lead <= limit and lag <= limit, (lead, lag))
        self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])

    @proves("D1")
    def test_forward_and_back_into_another_period_keeps_the_phase(self):
        for flows in ((100, 24_000), (24_000, 100), (1_000, 3_000), (24_000, 6_000)):
            for at_s in (20, 21.3, 28.9, 29.999):
                bench = running(flex((0, flows[0]), (CHANGE_S, flows[1])), CHANGE_S - HOUR_S)
                bench.at(at_s, lambda bench=bench: bench.set_time(CHANGE_S + HOUR_S))
                bench.at(at_s + 17.77, lambda bench=bench: bench.set_time(CHANGE_S - 2 * HOUR_S, 7))
                bench.run_for(70)
                self.check(bench)

    @proves("D1")
    def test_the_next_change_comes_at_the_second_of_the_new_time(self):
        # The loop sleeps for up to 1.7 s: what passed since its last tick is no part of the time that is set.
        for at_s in (10.2, 10.9, 11.4):
            bench = running(flex((0, 100), (CHANGE_S, 24_000)), CHANGE_S - HOUR_S)
            bench.at(at_s, lambda bench=bench: bench.set_time(CHANGE_S - 10, 300_000))
            bench.run_for(60)
            self.check(bench)
            changed_us = int(at_s * 1_000_000) + 9_700_000
            fast = [edge for edge in bench.engine.made() if edge > changed_us]
            self.assertTrue(fast[0] - changed_us <= 67_500, fast[0] - changed_us)

    @proves("D1")
    def test_a_time_within_half_a_second_of_a_change(self):
        for flows in ((1_000, 24_000), (24_000, 1_000), (24_000, 12_000)):
            for left_us in (1, 50_000, 200_000, 400_000, 499_999, 500_001):
                for again in (False, True):
                    bench = running(flex((0, flows[0]), (CHANGE_S, flows[1])), CHANGE_S - HOUR_S)
                    left = 1_000_000 - left_us

                    def set_it(bench=bench, left=left):
                        bench.set_time(CHANGE_S - 1, left)

                    bench.at(15, set_it)
                    if again:
                        bench.at(15 + left_us / 2_000_000, lambda bench=bench: bench.set_time(CHANGE_S - 60))
                    bench.run_for(40)
                    self.check(bench, ONE_STEP)

    @proves("D1")
    def test_the_same_time_again_changes_nothing(self):
        order = flex((0, 100), (CHANGE_S, 24_000))
        plain = running(order, CHANGE_S - 20)
        plain.run_to(40)
        for at_s in (5, 12.345678, 19.4, 19.6, 19.99, 20.0, 21.5):
            bench = running(order, CHANGE_S - 20)

            def again(bench=bench):
                now_us = bench.time.now_us
                bench.set_time(CHANGE_S - 20 + now_us // 1_000_000, now_us % 1_000_000)

            bench.at(at_s, again)
            bench.run_to(40)
            self.check(bench)
            self.assertTrue(abs(len(bench.engine.made()) - len(plain.engine.made())) <= 1)

    @proves("D6", "B5", "D9")
    def test_in_a_bolus_the_bolus_goes_on(self):
        bench = running(flex((0, 500), (CHANGE_S, 9_000), bolus=patient_bolus(over_s=60)), CHANGE_S - HOUR_S)
        bench.at(10, bench.press)
        bench.at(30, lambda: bench.set_time(CHANGE_S + 5))
        bench.at(50, lambda: bench.set_time(CHANGE_S - 5))
        bench.run_to(100)
        self.check(bench, ONE_STEP)
        ended = bench.of_kind(record_kinds.BOLUS_ENDED)
        self.assertEqual([h[2:5] for h in ended], [(PATIENT, 213, 0)])
        self.assertTrue(69 <= ended[0][1] <= 71, ended)

    @proves("D1")
    def test_a_therapy_that_does_not_depend_on_the_time_does_not_notice(self):
        plain, bench = HeartBench(therapy()), HeartBench(therapy())
        for pump in (plain, bench):
            pump.start()
        bench.at(20, lambda: bench.set_time(3 * DAY_S))
        bench.at(40.5, bench.lose_time)
        for pump in (plain, bench):
            pump.run_to(120)
        self.assertEqual(bench.engine.made(), plain.engine.made())


class WhatDoesNotDependOnIt(unittest.TestCase):
    """B4: lockouts, grants of the day and the rolling window are kept in running time."""

    @proves("B4", "B2")
    def test_setting_it_forward_ends_no_lockout(self):
        bench = running(flex((0, 100), bolus=SMALL), CHANGE_S)
        bench.at(10, bench.press)
        bench.at(40, lambda: bench.set_time(3 * DAY_S))
        bench.at(45, bench.press)
        bench.at(50, lambda: bench.set_time(0))
        bench.at(55, bench.press)
        bench.run_to(60)
        self.assertEqual(reasons(bench), [denials.LOCKOUT, denials.LOCKOUT])
        self.assertEqual(bench.history.lockout.left_s(bench.history.t_s, 600), 10 + 601 - bench.history.t_s)

    @proves("B4", "B2")
    def test_setting_it_forward_by_days_gives_back_none_of_the_most_per_day(self):
        bench = running(flex((0, 100), bolus=SMALL), CHANGE_S)
        for asked_s in (10, 620, 1_300):
            bench.at(asked_s, bench.press)
        bench.at(1_250, lambda: bench.set_time(5 * DAY_S))
        bench.run_to(1_310)
        self.assertEqual(reasons(bench), [denials.DAILY_COUNT])

    @proves("B4", "B3")
    def test_the_window_keeps_what_was_given(self):
        bench = running(flex((0, 24_000), (CHANGE_S, 12_000)), CHANGE_S - HOUR_S)
        bench.run_to(30)
        before_pg = bench.history.window.total.value()
        self.assertTrue(before_pg > 0)
        for second in (CHANGE_S + HOUR_S, 6 * DAY_S, 0):
            bench.set_time(second)
            bench.turn()
            self.assertTrue(bench.history.window.total.value() >= before_pg)

    @proves("B4")
    def test_running_time_does_not_jump(self):
        bench = running(flex((0, 100)), CHANGE_S)
        bench.run_to(20)
        for second in (0, 6 * DAY_S, 5):
            bench.set_time(second)
            bench.turn()
        self.assertTrue(20 <= bench.history.t_s <= 22)


class RefusedWhereTheDayWouldBeExceeded(unittest.TestCase):
    """2.5 mg/day, and on Monday at 8:00 a minute at 20 mL/day of 25 mg/mL: 0.347 mg."""

    def order(self, max_dose_pg):
        periods = [[127, 0, 5 * MG // 2], [1, CHANGE_S, 500 * MG], [1, CHANGE_S + 60, 5 * MG // 2]]
        return flex((0, 100), periods=periods, max_dose_pg_per_day=max_dose_pg)

    @proves("B3", "B4")
    def test_going_back_before_a_peak_that_was_given_is_refused_and_changes_nothing(self):
        bench = running(self.order(2_950_000_000), CHANGE_S - 10)
        bench.run_to(90)
        second, week_us = bench.heart.time.second, bench.week_us
        self.assertRaises(Refused, bench.set_time, CHANGE_S - 30)
        bench.turn()
        self.assertEqual(bench.week_us, week_us)
        self.assertTrue(0 <= bench.heart.time.second - second <= 2)
        bench.set_time(CHANGE_S + 120)  # to stay after it is no harm
        bench.run_for(60)
        self.assertEqual(bench.state(), "running")

    @proves("B3", "B4")
    def test_what_a_bolus_has_still_to_give_counts(self):
        # the peak twice makes 3.22 mg; with 0.3 mg of a bolus, of which a minute and a half is over, 3.52 mg
        bench = running(self.order(3_300_000_000), CHANGE_S - 10)
        self.assertEqual(bench.desk.clinician_bolus(3 * MG // 10, 3_600), 0)
        bench.run_to(90)
        self.assertRaises(Refused, bench.set_time, CHANGE_S - 30)
        bench.desk.stop_bolus()
        bench.run_to(100)
        bench.set_time(CHANGE_S - 30)

    @proves("B3")
    def test_what_is_queued_counts(self):
        bench = running(self.order(2_950_000_000), CHANGE_S - 10)
        bench.run_to(30)
        queued, history, rx = bench.heart.governor.queue.queued, bench.history, bench.prescription()
        self.assertTrue(queued >= 4)
        # from 8:00:20 on 40 s of the peak are to come, and 2.5 mg/day for the rest of 24 h and ten minutes
        coming_pg = (40 * 500 * MG + (DAY_S + 530) * 5 * MG // 2) // DAY_S
        for missing, refused in ((0, False), (3 * 468_750, True)):
            enough_pg = history.window.total.value() + coming_pg + (queued + 3) * 468_750
            rx.max_dose.set(0, 0)
            rx.max_dose.add_words(TwoWords(enough_pg - missing + 100_000))
            if refused:
                self.assertRaises(Refused, bench.set_time, CHANGE_S + 20)
            else:
                bench.set_time(CHANGE_S + 20)


if __name__ == "__main__":
    unittest.main()
