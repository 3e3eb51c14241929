"""Flow: the exact time from step to step, and what cannot be held exactly in small integers is refused by name."""

# pyright: reportOptionalMemberAccess=false

import unittest

from support import proves
from units.flow import FINE, LARGEST, Flow, MergedFlow, flow_of_dose, flow_of_volume, flow_over
from units.refused import Refused
from units.scale import DAY_US, FL_PER_ML

MG = 1_000_000_000
STEP_FL = 18_750_000
ML_PER_DAY = 1_000_000_000_000


def refusal(make, *arguments):
    try:
        make(*arguments)
    except Refused as refused:
        return refused
    return None


class WorkedExamples(unittest.TestCase):
    """2.5 mg/day of 25 mg/mL is 0.1 mL = 100 uL a day. In steps of 18.75 nL: 100,000 / 18.75 = 5333.33 a day.
    86,400 s / 5333.33 = 16.2 s a step, with nothing left over."""

    @proves("D1", "U5")
    def test_2_5_mg_a_day_is_one_step_in_16_2_s(self):
        flow = flow_of_dose(5 * MG // 2, 25 * MG, STEP_FL, "infusion.dose")
        self.assertEqual((flow.steps, flow.us), (1, 16_200_000))
        self.assertEqual((flow.whole_us, flow.rest), (16_200_000, 0))

    @proves("D1")
    def test_24_ml_a_day_is_one_step_in_67_5_ms_whatever_way_it_is_written(self):
        by_volume = flow_of_volume(24 * ML_PER_DAY, STEP_FL, "infusion.rate")
        by_dose = flow_of_dose(1200 * MG, 50 * MG, STEP_FL, "infusion.dose")
        for flow in (by_volume, by_dose):
            self.assertEqual((flow.steps, flow.us), (1, 67_500))

    @proves("D1")
    def test_a_step_volume_of_six_digits_is_kept_without_rounding(self):
        # 24e12 fL / 18,746,300 fL = 1,280,252.6 steps a day; 86.4e9 us * 18,746,300 / 24e12 = 67,486.68 us
        flow = flow_of_volume(24 * ML_PER_DAY, 18_746_300, "infusion.rate")
        self.assertEqual(flow.us * 24 * ML_PER_DAY, DAY_US * 18_746_300 * flow.steps)
        # 17/25 us left over, counted in parts: 25 doubled to between 2**28 and 2**29
        self.assertEqual((flow.whole_us, flow.steps, flow.parts), (67_486, 25, 25 << 24))
        self.assertEqual(flow.rest, 17 << 24)

    @proves("D1")
    def test_a_rate_that_divides_badly_keeps_its_fraction(self):
        # 2.345 mg/day of 25 mg/mL: 93.8 uL a day, 86,400 s * 18.75 nL / 93,800 nL = 17.2707889... s a step
        flow = flow_of_dose(2_345_000_000, 25 * MG, STEP_FL, "infusion.dose")
        self.assertEqual(flow.whole_us, 17_270_788)
        self.assertEqual(flow.us * 2_345_000_000 * FL_PER_ML, DAY_US * STEP_FL * 25 * MG * flow.steps)
        self.assertEqual(flow.whole_us * flow.parts + flow.rest, flow.us * (flow.parts // flow.steps))
        self.assertTrue(0 < flow.rest < flow.parts)
        self.assertTrue(FINE <= flow.parts < LARGEST and flow.parts % flow.steps == 0)

    def test_a_bolus_of_213_steps_over_five_minutes(self):
        flow = flow_over(213, 300, "patient_bolus.over")
        self.assertEqual((flow.steps, flow.us), (71, 100_000_000))

    def test_which_of_two_flows_is_faster(self):
        slow, fast = Flow(1, 16_200_000, "x"), Flow(1, 16_199_999, "x")
        self.assertTrue(fast.exceeds(slow))
        self.assertFalse(slow.exceeds(fast))
        self.assertFalse(slow.exceeds(Flow(2, 32_400_000, "x")))


class WhatCannotBeHeld(unittest.TestCase):
    @proves("U2", "B9")
    def test_an_interval_below_2_to_the_29_us_is_held_and_at_it_refused(self):
        self.assertEqual(Flow(1, LARGEST - 1, "infusion.rate").whole_us, LARGEST - 1)
        refused = refusal(Flow, 1, LARGEST, "infusion.rate")
        self.assertEqual(refused.field, "infusion.rate")
        self.assertTrue("536 s" in str(refused))
        self.assertTrue("raise the rate" in refused.advice)

    @proves("U2", "B9")
    def test_a_denominator_below_2_to_the_29_is_held_and_at_it_refused(self):
        prime_us = (1 << 31) - 1
        self.assertEqual(Flow(LARGEST - 1, prime_us, "infusion.dose").steps, LARGEST - 1)
        refused = refusal(Flow, LARGEST, prime_us, "infusion.dose")
        self.assertEqual(refused.field, "infusion.dose")
        self.assertTrue("2**29" in refused.limit)
        self.assertTrue("fewer digits" in refused.advice)

    def test_a_common_factor_is_no_reason_to_refuse(self):
        self.assertEqual(Flow(LARGEST, 2 * LARGEST, "x").steps, 1)

    def test_the_refusal_is_one_line_of_field_value_limit_and_advice(self):
        text = str(refusal(Flow, 1, LARGEST, "infusion.rate"))
        self.assertEqual(text.count("\n"), 0)
        self.assertTrue(text.startswith("infusion.rate: one step in 536 s: "))


class BasalAndBolusAsOneStream(unittest.TestCase):
    def test_the_merged_rate_is_the_sum_of_both(self):
        # 1/16.2 s + 213/300 s = 0.771728.. steps a second, one in 1.2957929 s
        merged = MergedFlow(Flow(1, 16_200_000, "x"), Flow(71, 100_000_000, "x"))
        self.assertEqual(merged.whole_us, 1_295_792)
        # in 2**-28 us the interval is short of the true one by less than one part
        over, under = 16_200_000 * 100_000_000, 100_000_000 + 71 * 16_200_000
        true_parts = over * (1 << 28)
        parts = (merged.whole_us << 28) + merged.rest
        self.assertTrue(parts * under <= true_parts < (parts + 1) * under)

    def test_its_constants_fit_small_integers_at_both_ends_of_the_range(self):
        slowest, fastest = Flow(1, LARGEST - 1, "x"), Flow(1, 54_000, "x")
        for basal in (slowest, fastest):
            for bolus in (slowest, fastest):
                merged = MergedFlow(basal, bolus)
                self.assertTrue(0 <= merged.rest < merged.parts < LARGEST)
                self.assertTrue(merged.whole_us < LARGEST)


if __name__ == "__main__":
    unittest.main()
