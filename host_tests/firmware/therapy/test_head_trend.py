"""The head's volume a step by weight: worked by hand, within its own doubt for every head, offered only if good."""

import unittest

from chance import Chance
from support import proves
from therapy.head_trend import KEPT, HeadTrend

STEP_FL = 18_750_000
TURN = 3_200
DAY_S = 86_400
SPAN_PPM = 300


def lost_ug(step_fl, steps, days, water=998_000, air=1_000):
    """Of so many steps of water at `water` ug a mL, and what evaporated."""
    return step_fl * steps * water // 10**12 + air * days


class WorkedByHand(unittest.TestCase):
    @proves("D2")
    def test_eighteen_ml_in_eighteen_days(self):
        # 960,000 steps of 18.75 nL are 18 mL: 17.964 g of water, and 18 mg of it evaporated.
        trend = HeadTrend()
        self.assertTrue(trend.add(17_964_000 + 18_000, 960_000, 18 * DAY_S, SPAN_PPM, TURN))
        step_fl, doubt_fl = trend.offer() or (0, 0)
        self.assertEqual(step_fl, STEP_FL)
        # 17.964 g x 300 ppm = 5.4 mg; x 700 ppm = 12.6 mg; air 18 mg; drift 2 mg x sqrt(18) = 8.5 mg; warmth 8 mg:
        # together 25.4 mg, 0.14 % of 17.964 g.
        self.assertTrue(25_000 < doubt_fl < 28_000, doubt_fl)


class WithinItsDoubt(unittest.TestCase):
    @proves("D2")
    def test_for_random_heads_spans_air_and_water_the_offer_is_within_four_of_its_doubts(self):
        chance = Chance(7)
        for _ in range(300):
            step_fl = 15_000_000 + chance.below(30_000_000)
            steps = 400_000 + chance.below(800_000)
            days = 1 + chance.below(60)
            span = 1_000_000 + chance.below(4 * SPAN_PPM) - 2 * SPAN_PPM
            mass_ug = lost_ug(step_fl, steps, days, 997_000 + chance.below(1_600), chance.below(3_000))
            trend = HeadTrend()
            if trend.add(mass_ug * span // 1_000_000, steps, days * DAY_S, SPAN_PPM, TURN):
                found_fl, doubt_fl = trend.offer() or (0, 0)
                self.assertTrue(abs(found_fl - step_fl) <= 4 * doubt_fl, (step_fl, steps, days, found_fl, doubt_fl))


class WhatIsNoOffer(unittest.TestCase):
    @proves("D2")
    def test_less_than_five_turns_or_a_doubt_of_more_than_one_percent_tells_nothing(self):
        trend = HeadTrend()
        self.assertFalse(trend.add(lost_ug(STEP_FL, 5 * TURN - 1, 1), 5 * TURN - 1, DAY_S, SPAN_PPM, TURN))
        # 20,000 steps are 0.375 mL: drift and warmth, 8.5 mg, are more than one percent of it.
        self.assertFalse(trend.add(lost_ug(STEP_FL, 20_000, 1), 20_000, DAY_S, SPAN_PPM, TURN))
        self.assertFalse(trend.add(0, 900_000, DAY_S, SPAN_PPM, TURN))
        self.assertEqual(trend.offer(), None)

    def test_the_last_eight_are_kept(self):
        trend = HeadTrend()
        for number in range(KEPT + 3):
            step_fl = STEP_FL + number * 10_000
            trend.add(lost_ug(step_fl, 900_000, 10), 900_000, 10 * DAY_S, SPAN_PPM, TURN)
        self.assertEqual(len(trend.found), KEPT)
        self.assertTrue(abs((trend.offer() or (0, 0))[0] - STEP_FL - (KEPT + 2) * 10_000) < 20)


class Drift(unittest.TestCase):
    @proves("D2", "A12")
    def test_beyond_three_percent_and_three_doubts_it_has_drifted(self):
        for percent_10, has_drifted in ((0, False), (29, False), (-29, False), (31, True), (-31, True)):
            trend = HeadTrend()
            step_fl = STEP_FL * (1_000 + percent_10) // 1_000
            trend.add(lost_ug(step_fl, 900_000, 10), 900_000, 10 * DAY_S, SPAN_PPM, TURN)
            self.assertEqual(trend.has_drifted(STEP_FL), has_drifted, percent_10)
        self.assertFalse(HeadTrend().has_drifted(STEP_FL))


if __name__ == "__main__":
    unittest.main()
