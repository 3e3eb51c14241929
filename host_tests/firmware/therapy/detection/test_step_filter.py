"""A step that stays is taken off, one that comes back is left out, and what flows on is never hidden for longer."""

import unittest

from chance import Chance
from support import proves
from therapy.detection.step_filter import StepFilter

NOISE_UG = 1_400
JUMP_UG = 100_000
START_UG = 20_000_000


class Bench:
    """A load that the steps lighten by delivered_ug a minute; `seen`: what the detector was given, None for nothing."""

    def __init__(self, delivered_ug=700, seed=1):
        self.filter = StepFilter(NOISE_UG, JUMP_UG)
        self.delivered_ug = delivered_ug
        self.mass_ug = START_UG
        self.off_ug = 0
        self.chance = Chance(seed)
        self.seen = []

    def minute(self, extra_ug=0, is_measured=True):
        self.mass_ug -= self.delivered_ug + extra_ug
        noise_ug = sum(self.chance.below(1_200) for _ in range(4)) - 2_398
        passes = self.filter.pass_on(self.mass_ug + self.off_ug + noise_ug, is_measured, self.delivered_ug)
        self.seen.append(self.filter.mass_ug if passes else None)

    def minutes(self, count, extra_ug=0):
        for _ in range(count):
            self.minute(extra_ug)

    def error_ug(self):
        """What the detector is given, less what there would be without any step."""
        seen_ug = self.seen[-1]
        assert seen_ug is not None
        return seen_ug - self.mass_ug


class Steps(unittest.TestCase):
    @proves("A8")
    def test_noise_alone_passes_unchanged(self):
        for delivered_ug in (0, 30, 700, 16_700):
            bench = Bench(delivered_ug)
            bench.minutes(2_000)
            self.assertFalse(None in bench.seen)
            self.assertTrue(abs(bench.error_ug()) < 2_500)

    @proves("A8")
    def test_a_step_that_stays_is_left_out_once_and_then_taken_off(self):
        for off_ug in (20_000, -20_000, 60_000, -60_000):
            bench = Bench()
            bench.minutes(10)
            bench.off_ug = off_ug
            bench.minutes(2)
            self.assertEqual(bench.seen.count(None), 1)
            bench.minutes(50)
            self.assertTrue(abs(bench.error_ug()) < 8_000, (off_ug, bench.error_ug()))

    @proves("A8")
    def test_a_knock_that_is_over_a_minute_later_leaves_no_trace(self):
        bench = Bench()
        bench.minutes(10)
        bench.off_ug = 40_000
        bench.minute()
        bench.off_ug = 0
        bench.minutes(10)
        self.assertEqual(bench.seen.count(None), 1)
        self.assertTrue(abs(bench.error_ug()) < 2_500)

    @proves("D3", "A8")
    def test_what_flows_on_is_hidden_for_one_minute_at_most_and_none_of_it_is_taken_off(self):
        for extra_ug, most in ((10_000, 4), (17_000, 1), (40_000, 1), (90_000, 1)):  # 10 mg are hardly more than noise
            bench = Bench()
            bench.minutes(10)
            bench.minutes(8, extra_ug)
            self.assertTrue(bench.seen.count(None) <= most, (extra_ug, bench.seen))
            self.assertTrue(abs(bench.error_ug()) < 2_500, (extra_ug, bench.error_ug()))

    @proves("A8")
    def test_a_jump_is_for_the_detector_itself(self):
        bench = Bench()
        bench.minutes(10)
        bench.off_ug = 150_000
        bench.minutes(2)
        self.assertFalse(None in bench.seen)

    def test_minutes_without_a_measurement_are_no_step(self):
        bench = Bench(16_700)
        bench.minutes(10)
        for _ in range(30):
            bench.minute(is_measured=False)
        bench.minutes(5)
        self.assertEqual(bench.seen.count(None), 30)
        self.assertTrue(abs(bench.error_ug()) < 2_500)


if __name__ == "__main__":
    unittest.main()
