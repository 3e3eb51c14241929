"""The heart on the real step engine and the mocked pins: what the ideal engine of the other tests cannot show."""

# pyright: reportOptionalMemberAccess=false

import unittest

from assembled import MG, Bench, order
from boards.RPI_PICO import board
from fakes.virtual_clock import LAP_MASK
from ideal_engine import gaps_of
from support import proves


class StepsAtTheEngine(unittest.TestCase):
    def running(self, therapy, step_volume_fl=18_750_000):
        bench = Bench()
        bench.boot()
        bench.prescribe(therapy, step_volume_fl)
        self.rises = []
        bench.fake.wire(board.PINS["step"]).on_rising = self.rises.append
        bench.start()
        return bench

    def late_once(self, bench, late_us):
        """Stalls the processor once, from a turn with nothing queued to late_us after the next step is due."""
        pump = bench.pump
        pump.turn()
        while pump.heart.governor.queue.queued:
            pump.turn()
        bench.fake.clock.advance(pump.heart.basal.to_next_us + late_us)

    @proves("D1")
    def test_the_minimum_rate_is_given_with_a_large_step_volume(self):
        # 37 nL at 6 uL a day: a step in 532.8 s, the first after 266.4 s
        slowest = order(mode="minimum", basal_pg_per_day=0, basal_fl_per_day=6_000_000_000)
        bench = self.running(slowest, 37_000_000)
        bench.run_for(900)
        self.assertEqual(bench.pump.history.given.value(), 2)
        self.assertEqual(bench.pump.history.not_given.value(), 0)

    @proves("D1", "D10")
    def test_a_late_step_is_not_followed_closer_than_the_rate_allows_though_the_queue_ran_dry(self):
        # 1 mL/day: a step in 1.62 s
        bench = self.running(order(basal_pg_per_day=25 * MG, max_dose_pg_per_day=60 * MG))
        bench.run_for(8)
        self.late_once(bench, 400_000)
        bench.run_for(14)
        gaps = [gap & LAP_MASK for gap in gaps_of(self.rises)]
        self.assertTrue(max(gaps) > 1_900_000, gaps)
        self.assertTrue(min(gaps) >= 1_620_000 * 20 // 21 - 1_000, gaps)


if __name__ == "__main__":
    unittest.main()
