"""A refill: whether what came out is what the steps say was there, and what the reservoir then holds at least."""

import unittest

from chance import Chance
from example_orders import ML
from support import proves
from therapy.refill import content_nl, doubt_nl, is_discrepancy

SMALL, LARGE = 20 * ML, 40 * ML


class TheBooks(unittest.TestCase):
    @proves("R5")
    def test_a_20_ml_reservoir_allows_1_ml_and_a_larger_one_2(self):
        for capacity_nl, doubt in ((SMALL, ML), (ML, ML), (SMALL + 1, 2 * ML), (LARGE, 2 * ML), (100 * ML, 2 * ML)):
            self.assertEqual(doubt_nl(capacity_nl), doubt)

    @proves("R5")
    def test_up_to_the_doubt_they_balance_and_beyond_it_they_do_not_either_way(self):
        for capacity_nl, doubt in ((SMALL, ML), (LARGE, 2 * ML)):
            for expected_nl in (0, 3 * ML, capacity_nl):
                for off_nl in (0, 1, doubt):
                    self.assertFalse(is_discrepancy(expected_nl, expected_nl + off_nl, capacity_nl))
                    self.assertFalse(is_discrepancy(expected_nl + off_nl, expected_nl, capacity_nl))
                self.assertTrue(is_discrepancy(expected_nl, expected_nl + doubt + 1, capacity_nl))
                self.assertTrue(is_discrepancy(expected_nl + doubt + 1, expected_nl, capacity_nl))


class WhatItThenHolds(unittest.TestCase):
    @proves("R5", "R1")
    def test_what_came_out_to_within_the_doubt_was_all_there_was(self):
        # 3 mL expected, 2 mL or more withdrawn: empty, then 18 mL filled
        for withdrawn_nl in (2 * ML, 3 * ML, 4 * ML, 20 * ML):
            self.assertEqual(content_nl(3 * ML, withdrawn_nl, 18 * ML, SMALL), 18 * ML)

    @proves("R5", "R1")
    def test_clearly_less_is_a_top_up_of_what_stayed(self):
        # 8 mL expected, none withdrawn, 10 filled: 18; a nanolitre more than the doubt counts as well
        self.assertEqual(content_nl(8 * ML, 0, 10 * ML, SMALL), 18 * ML)
        self.assertEqual(content_nl(3 * ML + 1, 2 * ML, 5 * ML, SMALL), 6 * ML + 1)

    @proves("R5", "R1")
    def test_a_sum_that_does_not_fit_was_not_there(self):
        # 8 mL expected, 5 withdrawn: 3 cannot have stayed under 18 filled into 20
        self.assertEqual(content_nl(8 * ML, 5 * ML, 18 * ML, SMALL), 18 * ML)
        self.assertEqual(content_nl(8 * ML, 5 * ML, 17 * ML, SMALL), 20 * ML)

    @proves("R5", "R1")
    def test_it_is_never_less_than_was_filled_nor_more_than_fits_or_than_can_have_stayed(self):
        chance = Chance(81)
        for _ in range(300):
            capacity_nl = chance.choose([5 * ML, SMALL, LARGE])
            expected, withdrawn, filled = (chance.below(capacity_nl + 1) for _ in range(3))
            content = content_nl(expected, withdrawn, filled, capacity_nl)
            self.assertTrue(filled <= content <= capacity_nl)
            self.assertTrue(content == filled or content == filled + expected - withdrawn)
            if not is_discrepancy(expected, withdrawn, capacity_nl):
                self.assertEqual(content, filled)


if __name__ == "__main__":
    unittest.main()
