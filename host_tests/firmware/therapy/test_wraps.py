"""The tick counter wraps every 17.9 min: readings are differences, so nothing shows it."""

import unittest

from bench_of_heart import HeartBench
from drivers.running_clock import RunningClock
from example_orders import MG, fast_therapy, patient_bolus, therapy
from ideal_engine import WRAP, VirtualTime
from support import proves
from therapy.bolus_kinds import PATIENT


class TheRunningClock(unittest.TestCase):
    @proves("D1", "B4")
    def test_it_adds_up_short_differences_over_many_wraps(self):
        time = VirtualTime(ahead_us=WRAP - 5)
        clock = RunningClock(time)
        clock.begin(7)
        total = 0
        for turn in range(400):
            step_us = (turn * 7_919_003) % 30_000_001
            time.now_us += step_us
            total += step_us
            self.assertEqual(clock.read(), step_us)
        self.assertTrue(total > 3 * WRAP)
        self.assertEqual((clock.t_s, clock.t_us), (7 + total // 1_000_000, total % 1_000_000))

    def test_no_time_at_all_is_no_time(self):
        clock = RunningClock(VirtualTime())
        self.assertEqual((clock.read(), clock.t_s, clock.t_us), (0, 0, 0))


class ThroughAWrap(unittest.TestCase):
    @proves("D1")
    def test_the_same_steps_as_without_it(self):
        for order, seconds in ((fast_therapy(24), 12), (therapy(), 60)):
            plain = HeartBench(order)
            plain.start()
            plain.run_to(seconds)
            for ahead_us in (WRAP - 3_000_000, WRAP - 5_250_001, WRAP // 2 - 4_000_000):
                wrapping = HeartBench(order, time=VirtualTime(ahead_us=ahead_us))
                wrapping.start()
                wrapping.run_to(seconds)
                self.assertEqual(wrapping.engine.made(), plain.engine.made())

    @proves("D1", "D6")
    def test_a_bolus_through_a_wrap_is_whole(self):
        order = therapy(bolus=patient_bolus(dose_pg=MG // 40, over_s=20))
        bench = HeartBench(order, time=VirtualTime(ahead_us=WRAP - 18_000_000))
        bench.start()
        bench.at(10, bench.press)
        bench.run_to(50)
        self.assertEqual(bench.history.by_kind[PATIENT].value(), 53)


if __name__ == "__main__":
    unittest.main()
