"""A bolus as whole steps over whole seconds: what fits beside the basal is taken, what does not is told what would."""

# pyright: reportOptionalMemberAccess=false, reportAttributeAccessIssue=false

import unittest

from chance import Chance
from example_orders import MG, ML_PER_DAY, STEP_FL, fast_therapy, therapy
from flex_orders import EVERY_DAY, THREE_A_DAY, flex, h
from support import proves
from therapy.bolus_kinds import CLINICIAN
from therapy.prescribing.bolus_order import BolusOrder, bolus_of_dose, shortest_over_s, steps_of_dose
from therapy.prescribing.prescription import Prescription
from units.refused import Refused

SHORTEST = "the shortest possible duration is "


def rx_of(order, step_volume_fl=STEP_FL):
    return Prescription(order, step_volume_fl)


def order_of(steps, over_s, rx):
    return BolusOrder(CLINICIAN, steps, over_s, rx, "clinician_bolus")


def refusal(steps, over_s, rx):
    """The refusal, checked to be one line of four parts; None if it is taken."""
    try:
        order_of(steps, over_s, rx)
    except Refused as refused:
        assert all((refused.field, refused.value, refused.limit, refused.advice)) and "\n" not in str(refused)
        return refused
    return None


class StepsOfADose(unittest.TestCase):
    @proves("B9")
    def test_a_dose_is_rounded_down_to_whole_steps(self):
        # a step of 18.75 nL of 25 mg/mL is 0.46875 ug: 0.1 mg is 213.33 of them, and 213 hold 99.84375 ug
        rx = rx_of(therapy())
        self.assertEqual(steps_of_dose(MG // 10, rx, "x"), 213)
        self.assertEqual(steps_of_dose(213 * 468_750, rx, "x"), 213)
        self.assertEqual(steps_of_dose(213 * 468_750 - 1, rx, "x"), 212)
        self.assertEqual(order_of(213, 300, rx).dose.value(), 99_843_750)

    @proves("B9")
    def test_it_is_never_more_than_was_asked_and_less_by_under_a_step(self):
        chance = Chance(31)
        for _ in range(40):
            step_fl, pg_per_ml = chance.between(15_000_000, 100_000_000), chance.between(100_000, 50 * MG)
            rx = rx_of(therapy(mode="stopped", basal_pg_per_day=0, drugs=[["x", pg_per_ml]]), step_fl)
            dose_pg = chance.below(MG)
            steps = steps_of_dose(dose_pg, rx, "x")
            held = steps * step_fl * pg_per_ml
            self.assertTrue(held <= dose_pg * 10**12 < held + step_fl * pg_per_ml)

    @proves("U2", "B9")
    def test_what_is_no_whole_number_of_pg_is_refused_as_the_dose(self):
        rx = rx_of(therapy())
        for dose_pg in (None, True, 0.1, "0.1 mg", [MG]):
            try:
                bolus_of_dose(CLINICIAN, dose_pg, 60, rx, "clinician_bolus")
            except Refused as refused:
                self.assertEqual((refused.field, refused.value), ("clinician_bolus.dose", repr(dose_pg)))
            else:
                self.fail("not refused")


class TheShortestDuration(unittest.TestCase):
    @proves("D6")
    def test_beside_100_ul_a_day_under_24_ml_a_day(self):
        # 1/67.5 ms - 1/16.2 s = 14.7531 steps a second are left; 213 take 14.44 s, 1,000 take 67.78 s
        rx = rx_of(therapy())
        self.assertEqual((shortest_over_s(213, rx), shortest_over_s(1_000, rx)), (15, 68))

    @proves("D6")
    def test_beside_the_fastest_period_of_a_flex_day(self):
        # 4.8 mg/day are one in 8.4375 s: of 14.8148 a second 14.6963 are left; 1,000 take 68.04 s
        self.assertEqual(shortest_over_s(1_000, rx_of(flex(THREE_A_DAY))), 69)

    @proves("D6")
    def test_without_a_basal_the_whole_rate_is_left(self):
        # 1,000 * 67.5 ms
        self.assertEqual(shortest_over_s(1_000, rx_of(therapy(mode="stopped", basal_pg_per_day=0))), 68)
        self.assertEqual(shortest_over_s(800, rx_of(therapy(mode="stopped", basal_pg_per_day=0))), 54)

    @proves("D6")
    def test_a_basal_at_the_largest_rate_leaves_none(self):
        self.assertEqual(shortest_over_s(1, rx_of(fast_therapy(24))), None)
        full = flex([[EVERY_DAY, 0, 2 * MG], [1, h(5), 600 * MG]])
        self.assertEqual(shortest_over_s(50, rx_of(full)), None)
        self.assertTrue("lower the basal rate" in refusal(200, 86_400, rx_of(full)).advice)

    @proves("D6", "B9", "U2")
    def test_the_duration_that_a_refusal_names_is_taken_and_a_second_less_is_refused(self):
        chance, named = Chance(32), 0
        for _ in range(150):
            ml_most = chance.between(1, 24)
            ul = chance.between(48, 900 * ml_most)
            order = therapy(
                basal_pg_per_day=ul * 25 * MG // 1_000,
                max_rate_fl_per_day=ml_most * ML_PER_DAY,
                max_dose_pg_per_day=1_250 * MG,
            )
            rx = rx_of(order, chance.choose([15_000_000, STEP_FL, 18_746_300, 100_000_000]))
            steps = chance.between(50, chance.choose([120, 2_000, 400_000]))
            refused = refusal(steps, chance.between(10, steps // 10 + 20), rx)
            if refused is not None and refused.advice.startswith(SHORTEST):
                named += 1
                shortest_s = int(refused.advice[len(SHORTEST) : -2])
                self.assertEqual(refusal(steps, shortest_s, rx), None, str(refused))
                self.assertEqual(refusal(steps, shortest_s - 1, rx).advice, refused.advice)
        self.assertTrue(named > 20, named)

    @proves("D6", "B9")
    def test_no_duration_is_named_that_would_be_too_coarse_in_turn(self):
        # of 0.1 mL/day 0.05 are left, one step in 32.4 s: 60 steps take 1,944 s, and 60 steps may take 120 s
        rx = rx_of(therapy(basal_pg_per_day=1_250_000_000, max_rate_fl_per_day=ML_PER_DAY // 10))
        self.assertEqual(shortest_over_s(60, rx), 1_944)
        refused = refusal(60, 120, rx)
        self.assertEqual(refused.field, "clinician_bolus.over")
        self.assertFalse(SHORTEST in refused.advice, refused.advice)
        self.assertEqual(refusal(60, 1_944, rx).advice, "shorten it, or give at least 100 microsteps")


class EvenEnough(unittest.TestCase):
    """The last step comes half an interval before the end: within 1 s, or 1 % of the duration."""

    @proves("D9", "B9")
    def test_fewer_than_100_steps_take_at_most_two_seconds_each(self):
        rx = rx_of(therapy())
        for steps in (50, 77, 99):
            self.assertEqual(refusal(steps, 2 * steps, rx), None)
            refused = refusal(steps, 2 * steps + 1, rx)
            self.assertEqual(refused.field, "clinician_bolus.over")
            self.assertTrue("at most %d s for %d microsteps" % (2 * steps, steps) in refused.limit)

    @proves("B9", "U2")
    def test_no_two_steps_are_further_apart_than_the_clock_can_tell(self):
        # 2**29 us are 536.87 s: 100 steps may take 53,687 s, 161 the whole day
        rx = rx_of(therapy())
        self.assertEqual(refusal(100, 53_687, rx), None)
        refused = refusal(100, 53_688, rx)
        self.assertEqual((refused.field, refused.advice), ("clinician_bolus.over", "shorten it"))
        self.assertTrue("at most 53687 s for 100 microsteps" in refused.limit)
        self.assertEqual(refusal(161, 86_400, rx), None)


class WithTheBasal(unittest.TestCase):
    @proves("D6")
    def test_each_flow_of_the_infusion_has_its_even_stream_with_the_bolus(self):
        rx = rx_of(flex(THREE_A_DAY))
        order = order_of(1_000, 100, rx)
        for basal, merged in zip(rx.infusion.flows, order.merged):
            # 1 / (10 + 1/16.875 s), and so on, to the microsecond
            self.assertEqual(merged.whole_us, basal.us * 100_000 // (basal.us + basal.steps * 100_000))
        self.assertEqual(len(order.merged), 3)
        alone = order_of(1_000, 100, rx_of(therapy(mode="stopped", basal_pg_per_day=0)))
        self.assertEqual((len(alone.merged), alone.merged[0].us // alone.merged[0].steps), (1, 100_000))

    @proves("D6")
    def test_no_stream_that_is_taken_exceeds_the_largest_rate(self):
        rx = rx_of(flex(THREE_A_DAY, max_rate_fl_per_day=ML_PER_DAY))
        chance, taken = Chance(33), 0
        for _ in range(60):
            steps, over_s = chance.between(100, 3_000), chance.between(10, 6_000)
            if refusal(steps, over_s, rx) is None:
                taken += 1
                for merged in order_of(steps, over_s, rx).merged:
                    self.assertTrue(merged.whole_us >= rx.max_flow.whole_us)
        self.assertTrue(taken > 10)

    @proves("U2", "B9")
    def test_a_bolus_has_hard_limits_of_its_own(self):
        rx = rx_of(therapy())
        for steps, over_s, field in (
            (49, 60, "dose"),
            (0, 60, "dose"),
            (-1, 60, "dose"),
            (10_000_001, 86_400, "dose"),
            (100, 9, "over"),
            (100, 86_401, "over"),
            (100, 60.0, "over"),
            (100, None, "over"),
        ):
            self.assertEqual(refusal(steps, over_s, rx).field, "clinician_bolus." + field)


if __name__ == "__main__":
    unittest.main()
