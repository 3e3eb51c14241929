"""A refill by weight, and how far two witnesses may be apart: worked by hand."""

import unittest

from support import proves
from therapy.detection.fill_witness import GIVEN_UP_AFTER, FillWitness
from therapy.detection.joint_doubt import joint_doubt_nl

ML = 1_000_000
DAY_S = 86_400


def entered(before_ml=2, withdrawn_ml=2, filled_ml=20):
    fill = FillWitness()
    fill.entered(before_ml * ML, withdrawn_ml * ML, filled_ml * ML, ML)
    return fill


class Filling(unittest.TestCase):
    @proves("R6")
    def test_two_measured_minutes_tell_what_came_with_the_withdrawn_volume_added_back_and_the_steps_taken_off(self):
        fill = entered()
        self.assertFalse(fill.minute(20 * ML, True, 4_000))
        self.assertFalse(fill.minute(0, False, 4_000))
        self.assertTrue(fill.minute(20 * ML - 12_000, True, 4_000))
        self.assertEqual(fill.weighed_nl, 20 * ML)
        self.assertFalse(fill.is_misplaced())
        self.assertFalse(fill.is_waiting())

    @proves("R6")
    def test_more_than_one_ml_missing_is_misplaced_and_one_ml_is_not(self):
        for missing_nl, is_misplaced in ((ML, False), (ML + 1, True), (20 * ML, True), (-ML, False)):
            fill = entered()
            fill.minute(20 * ML, True, 0)
            fill.minute(20 * ML - missing_nl, True, 0)
            self.assertEqual(fill.is_misplaced(), is_misplaced, missing_nl)

    @proves("R6", "R7")
    def test_without_a_load_cell_nothing_is_said(self):
        fill = entered()
        for _ in range(GIVEN_UP_AFTER + 5):
            self.assertFalse(fill.minute(0, False, 1_000))
        self.assertFalse(fill.is_waiting())


class Doubt(unittest.TestCase):
    @proves("R4")
    def test_is_the_sum_of_all_that_is_not_known(self):
        # Half of 20 mL is gone in ten days. By steps: 1 mL of the refill and 5 % of 10 mL. By weight: three times
        # 300 ppm of 10 g, 60 mg of zero, three times 2 mg of its calibration. Of air 3 mg a day.
        expected = ML + 500_000 + 9_000 + 60_000 + 6_000 + 30_000
        self.assertEqual(joint_doubt_nl(ML, 10 * ML, 10 * ML, 300, 2_000, 10 * DAY_S), expected)

    @proves("R4")
    def test_grows_with_what_was_drawn_and_with_time_and_is_never_less_than_the_zero_may_be_off(self):
        before = 0
        for drawn in range(0, 20 * ML, ML // 2):
            doubt = joint_doubt_nl(ML, drawn, 20 * ML - drawn, 300, 2_000, drawn // 10)
            self.assertTrue(doubt > before)
            before = doubt
        self.assertTrue(joint_doubt_nl(0, 0, -5, 0, 0, 0) == 60_000)


if __name__ == "__main__":
    unittest.main()
