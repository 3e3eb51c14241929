"""The steps of a basal rate against the exact integral of its flow, in virtual time, under undisturbed running."""

# pyright: reportOptionalOperand=false

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, ML_PER_DAY, fast_therapy, therapy
from ideal_engine import gaps_of
from support import proves
from therapy.delivery.pacing import HORIZON_US
from therapy.memory import record_kinds

HALF_A_STEP = 501  # in thousandths, and a microsecond of rounding


def minimum(ml_thousandths_per_day):
    return therapy(mode="minimum", basal_pg_per_day=0, basal_fl_per_day=ml_thousandths_per_day * ML_PER_DAY // 1000)


class StepsFollowTheIntegral(unittest.TestCase):
    """D1 allows 1 step either way; a cadence that starts half way needs only half."""

    def check(self, order, seconds, step_volume_fl=18_750_000):
        bench = HeartBench(order, step_volume_fl)
        bench.start()
        bench.run_to(seconds)
        lead, lag = bench.worst()
        self.assertTrue(lead <= HALF_A_STEP, lead)
        self.assertTrue(lag <= HALF_A_STEP, lag)
        due = bench.integral.whole_steps(bench.time.now_us)
        self.assertTrue(abs(due - 1000 * len(bench.engine.made())) <= HALF_A_STEP)
        self.assertEqual(bench.of_kind(record_kinds.NOT_GIVEN), [])
        self.assertEqual(bench.heart.lateness.stalls, 0)
        return bench

    @proves("D1")
    def test_at_the_minimum_rate(self):
        bench = self.check(minimum(6), 3_000)
        self.assertEqual(len(bench.engine.made()), 11)

    @proves("D1")
    def test_at_the_minimum_rate_with_a_large_step_volume(self):
        # 37 nL at 6 uL a day is a step in 532.8 s, longer than half the wrap of the tick counter is away
        bench = self.check(minimum(6), 3_600, 37_000_000)
        self.assertEqual(len(bench.engine.made()), 7)

    @proves("D1")
    def test_at_the_smallest_simple_rate(self):
        # 0.048 mL/day at 25 mg/mL is 1.2 mg/day: a step in 33.75 s
        bench = self.check(therapy(basal_pg_per_day=1_200_000_000), 3_600)
        self.assertEqual(len(bench.engine.made()), 107)

    @proves("D1")
    def test_at_rates_between(self):
        for ml_per_day, seconds in ((1, 600), (3, 200), (4, 150), (12, 40), (24, 30)):
            self.check(fast_therapy(ml_per_day), seconds)

    @proves("D1")
    def test_at_a_rate_with_a_fraction_of_a_microsecond(self):
        self.check(therapy(basal_pg_per_day=2_345_000_000), 3_600)
        self.check(fast_therapy(24), 30, 18_746_300)

    @proves("D1")
    def test_at_the_smallest_step_volume_and_the_largest_flow(self):
        bench = self.check(fast_therapy(24), 20, 15_000_000)
        self.assertTrue(370 <= len(bench.engine.made()) <= 371)


class WhatIsQueued(unittest.TestCase):
    @proves("D1", "S2")
    def test_no_step_is_queued_for_later_than_half_a_second(self):
        for ml_per_day in (1, 3, 7, 24):
            bench = HeartBench(fast_therapy(ml_per_day))
            bench.start()
            latest = 0
            for _ in range(150):
                bench.turn()
                latest = max(latest, (bench.engine.queue_end_us() or 0) - bench.clock.tick_us)
            self.assertTrue(latest <= HORIZON_US, latest)
            self.assertTrue(latest > HORIZON_US // 2, latest)

    @proves("D1", "S2")
    def test_a_dead_processor_gives_at_most_eight_steps_more_at_the_largest_flow(self):
        bench = HeartBench(fast_therapy(24))
        bench.start()
        most = 0
        for _ in range(100):
            bench.turn()
            most = max(most, bench.heart.governor.queue.queued)
        self.assertTrue(7 <= most <= 8, most)

    def test_the_loop_wakes_at_most_ten_times_a_second(self):
        for ml_per_day in (1, 3, 24):
            bench = HeartBench(fast_therapy(ml_per_day))
            bench.start()
            bench.run_to(5)
            before = bench.loop.turns
            bench.run_for(20)
            self.assertTrue(bench.loop.turns - before <= 200, (ml_per_day, bench.loop.turns - before))

    def test_gaps_of_a_steady_rate_are_equal_to_a_microsecond(self):
        bench = HeartBench(fast_therapy(24), 18_746_300)
        bench.start()
        bench.run_to(30)
        gaps = gaps_of(bench.engine.made())
        # 86,400 s * 18.7463 nL / 24 mL = 67,486.68 us
        self.assertTrue(min(gaps) >= 67_485, min(gaps))
        self.assertTrue(max(gaps) <= 67_488, max(gaps))


class DoseFromTheProgramme(unittest.TestCase):
    @proves("D1")
    def test_one_milligram_a_day_gives_its_dose_to_the_step(self):
        # 24 h of 24 mL/day is 1,280,000 steps; a minute is 888.9
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(60)
        given = bench.history.given.value() + bench.heart.governor.queue.queued
        self.assertTrue(888 <= given <= 889 + 8, given)
        self.assertEqual(len(bench.engine.made()), 889)
        self.assertEqual(bench.history.by_kind[0].value(), bench.history.given.value())
        dose_pg = bench.history.window.total.value()
        self.assertEqual(dose_pg, bench.history.given.value() * 468_750)

    def test_the_dose_counts_as_of_its_strongest_concentration(self):
        bench = HeartBench(fast_therapy(24, drugs=[["morphine", 50 * MG]], basal_pg_per_day=1_200 * MG))
        bench.start()
        bench.run_to(10)
        self.assertEqual(bench.history.window.total.value(), bench.history.given.value() * 937_500)


if __name__ == "__main__":
    unittest.main()
