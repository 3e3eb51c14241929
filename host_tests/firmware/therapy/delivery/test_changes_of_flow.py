"""A flow that changes keeps the part of a step that was left, so steps stay on the integral of all the flows."""

import unittest

from support import MICROPYTHON, proves
from therapy.delivery.cadence import Cadence
from units.flow import Flow, MergedFlow

SLOW = Flow(1, 16_200_000, "x")  # 0.1 mL/day of 18.75 nL steps
FAST = Flow(1, 67_500, "x")  # 24 mL/day
S = 1_000_000


def begun(flow=SLOW):
    cadence = Cadence()
    cadence.begin(flow)
    return cadence


class WorkedExamples(unittest.TestCase):
    """A step in 16.2 s; the first is due after 8.1 s."""

    @proves("D1")
    def test_half_of_a_step_that_is_left_takes_half_of_the_new_interval(self):
        # at 4.05 s a quarter of a step has passed since the middle of one; 4.05 s of 16.2 s are left: a quarter
        cadence = begun()
        cadence.elapse(4_050_000)
        cadence.change(FAST, 0)
        self.assertEqual(cadence.to_next_us, 16_875)
        cadence.take()
        self.assertEqual(cadence.to_next_us, 16_875 + 67_500)

    @proves("D1")
    def test_a_change_ahead_of_now_counts_from_its_own_moment(self):
        # 8.1 s to the next step, the change in 0.405 s: 7.695 s are left, 0.475 of a step, 32,062.5 us at the new flow
        cadence = begun()
        cadence.change(FAST, 405_000)
        self.assertEqual(cadence.to_next_us, 405_000 + 32_062)

    @proves("D1")
    def test_a_change_that_has_passed_counts_from_then_too(self):
        # 5 s ago the step was 8.1 s away: half a step, 33,750 us at the new flow, which were over 4.966250 s ago
        cadence = begun()
        cadence.elapse(5 * S)
        cadence.change(FAST, -5 * S)
        self.assertEqual(cadence.to_next_us, 33_750 - 5 * S)

    @proves("D1")
    def test_a_step_due_before_the_change_keeps_its_time(self):
        # due in 0.1 s, the change in 0.4 s: then 15.9 s of 16.2 s are left, 66,250 us at the new flow
        cadence = begun()
        cadence.elapse(8 * S)
        cadence.change(FAST, 400_000)
        self.assertEqual((cadence.to_next_us, cadence.whole_us), (100_000, 16_200_000))
        cadence.take()
        self.assertEqual(cadence.whole_us, 67_500)
        self.assertTrue(400_000 + 66_248 <= cadence.to_next_us <= 400_000 + 66_250)

    @proves("D1")
    def test_of_two_changes_ahead_of_a_step_each_comes_at_its_moment(self):
        # due 1 s ago, after a stall; 0.3 s later 24 mL/day begins: 15.9 s of 16.2 s are left, 66,250 us
        cadence = begun()
        cadence.elapse(9_100_000)
        cadence.change(FAST, -700_000)
        cadence.change(SLOW, -600_000)
        cadence.take()
        self.assertTrue(-700_000 + 66_248 <= cadence.to_next_us <= -700_000 + 66_250)
        # the step after it would come 67,500 us later; 33,750 us of that are left at -0.6 s: half a step, 8.1 s
        cadence.take()
        self.assertTrue(-600_000 + 8_100_000 - 500 <= cadence.to_next_us <= -600_000 + 8_100_000)

    @proves("D1", "D5")
    def test_what_was_to_change_later_is_forgotten_by_a_change_before_it(self):
        cadence = begun()
        cadence.elapse(8 * S)
        cadence.change(FAST, 400_000)
        cadence.change(Flow(1, 32_400_000, "x"), 300_000)
        # the step due in 0.1 s; at 0.3 s 16.0 s of 16.2 s are left, 32.0 s of 32.4 s
        cadence.take()
        self.assertEqual(cadence.whole_us, 32_400_000)
        self.assertTrue(300_000 + 31_999_998 <= cadence.to_next_us <= 300_000 + 32_000_000)
        cadence.take()
        self.assertEqual(cadence.whole_us, 32_400_000)

    @proves("D1")
    def test_a_merged_flow_follows_with_the_phase_of_the_basal(self):
        # 8.1 of 16.2 s are left: half of a step, so half of the merged interval of 1.2957929 s
        merged, basal = Cadence(), begun()
        merged.follow(basal, MergedFlow(SLOW, Flow(71, 100_000_000, "x")), 0)
        self.assertEqual((merged.to_next_us, basal.to_next_us), (647_896, 8_100_000))


class InTheTick(unittest.TestCase):
    @proves("D1")
    @unittest.skipUnless(MICROPYTHON, "only MicroPython can lock its heap")
    def test_changing_waiting_and_taking_over_allocate_nothing(self):
        import micropython  # pyright: ignore[reportMissingImports]

        cadence, merged = begun(), MergedFlow(SLOW, Flow(71, 100_000_000, "x"))
        cadence.elapse(8 * S)
        micropython.heap_lock()
        try:
            cadence.change(FAST, 400_000)
            cadence.change(merged, 450_000)
            cadence.elapse(200_000)
            for _ in range(20):
                cadence.take()
            cadence.change(SLOW, 0)
        finally:
            micropython.heap_unlock()
        self.assertEqual(cadence.whole_us, 16_200_000)


if __name__ == "__main__":
    unittest.main()
