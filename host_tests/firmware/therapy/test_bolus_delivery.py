"""A bolus in virtual time: even, in its time, on top of an unchanged basal."""

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, fast_therapy, patient_bolus, therapy
from ideal_engine import gaps_of
from support import proves
from therapy.alarms import alarm_table
from therapy.bolus_kinds import PATIENT
from therapy.memory import record_kinds

ONE_STEP = 1_001


def run_bolus(order, asked_s, until_s, step_volume_fl=18_750_000):
    bench = HeartBench(order, step_volume_fl)
    bench.start()
    bench.at(asked_s, bench.press)
    bench.run_to(until_s)
    return bench


class ABolusOnTopOfTheBasal(unittest.TestCase):
    """0.025 mg at 25 mg/mL is 1 uL: 53 steps of 18.75 nL. With the basal of one in 16.2 s: one in 1.0581 s for 60 s.

    The basal has a step at 8.1 s and every 16.2 s after; the bolus is asked for at three phases of it.
    """

    PHASES = (24.4, 31.5, 40)
    ORDER = therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=60))

    @proves("D1", "D6")
    def test_the_steps_follow_the_integral_of_both(self):
        for asked_s in self.PHASES:
            lead, lag = run_bolus(self.ORDER, asked_s, 140).worst()
            self.assertTrue(lead <= ONE_STEP, (asked_s, lead))
            self.assertTrue(lag <= ONE_STEP, (asked_s, lag))

    @proves("D1", "D6", "D10")
    def test_the_end_of_a_bolus_costs_no_basal_step(self):
        for asked_s in self.PHASES:
            bench = run_bolus(self.ORDER, asked_s, 140)
            self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])
            self.assertFalse(bench.shown(alarm_table.DOSE_MISSED))
            self.assertEqual(bench.heart.lateness.stalls, 0)

    @proves("D6")
    def test_the_basal_has_the_same_count_and_phase_as_without_the_bolus(self):
        plain = HeartBench(therapy())
        plain.start()
        plain.run_to(200)
        after = [edge for edge in plain.engine.made() if edge > 120_000_000]
        for asked_s in self.PHASES:
            bench = run_bolus(self.ORDER, asked_s, 200)
            self.assertEqual(bench.history.by_kind[PATIENT].value(), 53)
            self.assertEqual(bench.history.by_kind[0].value(), plain.history.by_kind[0].value())
            self.assertEqual([edge for edge in bench.engine.made() if edge > 120_000_000], after)

    @proves("B5")
    def test_it_is_even_over_its_duration(self):
        bench = run_bolus(self.ORDER, 30, 100)
        gaps = gaps_of([edge for edge in bench.engine.made() if 31_000_000 < edge < 88_000_000])
        # 1 / (1 / 16.2 s + 53 / 60 s) = 1.058132 s
        self.assertTrue(1_058_131 <= min(gaps) and max(gaps) <= 1_058_132, (min(gaps), max(gaps)))

    @proves("D6")
    def test_no_two_steps_are_closer_than_both_rates_together_put_them(self):
        for asked_s in self.PHASES:
            gaps = gaps_of(run_bolus(self.ORDER, asked_s, 140).engine.made())
            self.assertTrue(min(gaps) >= 1_058_131, (asked_s, min(gaps)))

    @proves("D9")
    def test_the_time_it_takes_is_within_one_percent_or_one_second(self):
        for dose_pg, over_s in ((MG // 40, 30), (MG // 40, 106), (MG // 10, 100)):
            bench = run_bolus(therapy(bolus=patient_bolus(dose_pg=dose_pg, over_s=over_s)), 20, 24 + over_s)
            granted = bench.of_kind(record_kinds.GRANTED)[0]
            ended = bench.of_kind(record_kinds.BOLUS_ENDED)[0]
            self.assertEqual(ended[3:5], (granted[3], 0))
            # its last step stands for the half interval after it, too
            half_us = over_s * 1_000_000 // granted[3] // 2
            last_us = [edge for edge in bench.engine.made() if edge <= (ended[1] + 1) * 1_000_000][-1]
            took_us = last_us + half_us - 20_000_000
            allowed_us = max(1_000_000, over_s * 10_000)
            self.assertTrue(abs(took_us - over_s * 1_000_000) <= allowed_us, (dose_pg, over_s, took_us))

    @proves("B6")
    def test_the_next_can_begin_right_after_the_end_of_the_last(self):
        bench = HeartBench(therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=60, lockout_s=60)))
        bench.start()
        for asked_s in (20, 82, 144):
            bench.at(asked_s, bench.press)
        bench.run_to(220)
        self.assertEqual(len(bench.of_kind(record_kinds.GRANTED)), 3)
        self.assertEqual(bench.history.by_kind[PATIENT].value(), 3 * 53)
        self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])
        lead, lag = bench.worst()
        self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (lead, lag))


class ABolusOnTopOfAFastBasal(unittest.TestCase):
    """12 mL/day of basal (a step in 135 ms) and a bolus that doubles it: 24 mL/day, a step in 67.5 ms."""

    @proves("D1", "D6")
    def test_starting_it_neither_lags_nor_counts_as_a_stall(self):
        # 25 mg/mL: 1 mg is 40 uL = 2133 steps; at 135 ms a step 288 s
        bench = run_bolus(fast_therapy(12, bolus=patient_bolus(dose_pg=MG, over_s=288)), 3, 8)
        lead, lag = bench.worst()
        self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (lead, lag))
        self.assertEqual(bench.heart.lateness.stalls, 0)
        self.assertTrue(min(gaps_of(bench.engine.made())) >= 67_499)

    @proves("D1", "D6")
    def test_ending_it_neither_leads_nor_counts_as_a_stall(self):
        for asked_s in (2, 2.06):
            bench = run_bolus(fast_therapy(12, bolus=patient_bolus(dose_pg=MG // 40, over_s=10)), asked_s, 14)
            lead, lag = bench.worst()
            self.assertTrue(lead <= ONE_STEP and lag <= ONE_STEP, (lead, lag))
            self.assertEqual(bench.heart.lateness.stalls, 0)
            # 1 / (1 / 135 ms + 53 / 10 s) = 78.69 ms
            self.assertTrue(min(gaps_of(bench.engine.made())) >= 78_600)


class TheRecordComesFirst(unittest.TestCase):
    @proves("P1", "B2")
    def test_no_step_of_a_bolus_is_planned_before_its_grant_is_on_flash(self):
        bench = HeartBench(therapy(bolus=patient_bolus()))
        bench.start()
        bench.run_to(30)
        written = bench.files.writes
        bench.press()
        bench.loop.tick()
        self.assertEqual(bench.history.bolus_kind, PATIENT)
        self.assertEqual((bench.heart.bolus.kind, bench.files.writes), (0, written))
        bench.turn()
        bench.turn()
        self.assertEqual(bench.heart.bolus.kind, PATIENT)
        self.assertTrue(bench.files.writes > written)


if __name__ == "__main__":
    unittest.main()
