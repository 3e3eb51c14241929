"""The basal over the week: its flows, its days and its worst window, worked by hand and counted minute by minute."""

# pyright: reportOptionalMemberAccess=false

import unittest

from chance import Chance
from example_orders import MG, ML_PER_DAY, STEP_FL, therapy
from flex_orders import (
    DAY_S,
    EVERY_DAY,
    MON_TO_FRI,
    SAT_SUN,
    THREE_A_DAY,
    WEEK_S,
    flex,
    h,
    largest_window,
    random_periods,
    week_in,
)
from support import proves
from therapy.delivery.basal_schedule import NONE
from therapy.prescribing.infusion import Infusion
from therapy.prescribing.week import segments, stretches
from units.flow import flow_of_volume
from units.refused import Refused

MOST = flow_of_volume(24 * ML_PER_DAY, STEP_FL, "x")
CONCENTRATION = 25 * MG
WINDOW_S = 87_000  # 24 h and ten minutes


def infusion_of(order, concentration=CONCENTRATION, max_flow=MOST):
    return Infusion(order, concentration, STEP_FL, max_flow)


def refusal(order, **changes):
    try:
        infusion_of(order, **changes)
    except Refused as refused:
        return refused
    raise AssertionError("not refused")


class ThreePeriodsADay(unittest.TestCase):
    """At 25 mg/mL a step of 18.75 nL is 0.46875 ug. 2.4 mg/day is 96 uL/day, 5,120 steps a day, one in 16.875 s;
    4.8 mg/day twice that, one in 8.4375 s; 1.2 mg/day half, one in 33.75 s.

        00:00 to 08:00    8 h of  5,120 a day    1,706.67 steps    0.8 mg
        08:00 to 20:00   12 h of 10,240 a day    5,120             2.4 mg
        20:00 to 24:00    4 h of  2,560 a day      426.67          0.2 mg
        a day                                    7,253.33 steps    3.4 mg
    """

    def setUp(self):
        self.infusion = infusion_of(flex(THREE_A_DAY))

    @proves("D1")
    def test_each_dose_is_one_exact_flow_used_on_every_day(self):
        flows = [(flow.steps, flow.us) for flow in self.infusion.flows]
        self.assertEqual(flows, [(1, 16_875_000), (1, 8_437_500), (1, 33_750_000)])
        self.assertEqual(list(self.infusion.which), [0, 1, 2] * 7)
        self.assertEqual(list(self.infusion.starts_s)[:4], [0, 28_800, 72_000, 86_400])
        self.assertTrue(self.infusion.fastest is self.infusion.flows[1])
        self.assertFalse(self.infusion.is_constant())

    @proves("D1")
    def test_steps_are_counted_over_days_and_hours(self):
        self.assertEqual(self.infusion.least_steps_a_day, 1_706 + 5_120 + 426)
        self.assertEqual(self.infusion.steps_between(0, DAY_S), 7_252)
        # 07:00 to 09:00 on Sunday: 213.3 and 426.7
        self.assertEqual(self.infusion.steps_between(6 * DAY_S + h(7), 6 * DAY_S + h(9)), 213 + 426)
        # from Sunday 23:00 over midnight to Monday 01:00 of the next week: 106.7 and 213.3
        self.assertEqual(self.infusion.steps_between(7 * DAY_S - 3_600, 7 * DAY_S + 3_600), 106 + 213)

    @proves("B3")
    def test_ten_minutes_of_each_are_rounded_up(self):
        # 2.4 mg * 600 / 86,400 = 16,666,666.67 pg
        self.assertEqual([bucket.value() for bucket in self.infusion.buckets], [16_666_667, 33_333_334, 8_333_334])

    @proves("B3")
    def test_the_worst_24_h_and_ten_minutes_hold_a_day_and_ten_minutes_of_the_highest(self):
        # 3.4 mg and 33,333,333.33 pg
        self.assertEqual(self.infusion.worst_window_pg(), 3_433_333_334)

    @proves("B3")
    def test_the_worst_window_may_end_with_a_period_and_begin_within_one(self):
        # Monday 4.8 mg/day, from 20:00 to Tuesday 06:00 9.6, else 1.2. The worst ends on Tuesday at 06:00:
        # 10 h of 0.4 mg and the 14 h 10 min before them of 0.2 mg an hour, 6.833333 mg
        week = [[0b1, 0, 4_800_000_000], [0b1, h(20), 9_600_000_000], [0b10, 0, 9_600_000_000]]
        week += [[0b10, h(6), 1_200_000_000], [EVERY_DAY - 0b11, 0, 1_200_000_000]]
        self.assertEqual(infusion_of(flex(week)).worst_window_pg(), 6_833_333_334)

    @proves("D1")
    def test_with_the_time_lost_the_lowest_runs(self):
        self.assertEqual((self.infusion.when_lost, self.infusion.has_policy), (2, True))
        self.assertEqual(self.infusion.steps_a_day_when_lost, 2_560)


class WhenTheTimeIsLost(unittest.TestCase):
    @proves("D1")
    def test_the_minimum_is_a_flow_of_its_own_that_no_period_runs(self):
        infusion = infusion_of(flex(THREE_A_DAY, clock_lost="minimum"))
        lost = infusion.flows[infusion.when_lost]
        # 0.006 mL/day: 320 steps, one in 270 s; 0.15 mg/day of 25 mg/mL
        self.assertEqual((lost.steps, lost.us), (1, 270_000_000))
        self.assertEqual((infusion.doses_pg[infusion.when_lost], infusion.steps_a_day_when_lost), (150_000_000, 320))
        self.assertFalse(infusion.when_lost in infusion.which)
        self.assertEqual(infusion.least_steps_a_day, 7_252)

    def test_to_stop_is_no_flow_at_all(self):
        infusion = infusion_of(flex(THREE_A_DAY, clock_lost="stop"))
        self.assertEqual((infusion.when_lost, infusion.steps_a_day_when_lost), (NONE, 0))
        self.assertEqual(len(infusion.flows), 3)

    def test_a_constant_basal_without_a_policy_runs_on(self):
        for order in (therapy(), therapy(mode="minimum", basal_pg_per_day=0, basal_fl_per_day=ML_PER_DAY)):
            infusion = infusion_of(order)
            self.assertEqual((infusion.when_lost, infusion.has_policy, len(infusion.flows)), (0, False, 1))
            self.assertEqual(infusion.steps_a_day_when_lost, infusion.least_steps_a_day)

    def test_a_flex_week_of_one_dose_is_constant_and_keeps_its_policy(self):
        infusion = infusion_of(flex([[MON_TO_FRI, 0, MG * 2], [SAT_SUN, 0, MG * 2], [EVERY_DAY, 60, MG * 2]]))
        self.assertTrue(infusion.is_constant() and infusion.has_policy)
        self.assertEqual(segments(infusion), [(0, WEEK_S, 0)])

    @proves("B3")
    def test_the_worst_window_counts_the_policy_too_if_that_is_more_than_any_period(self):
        infusion = infusion_of(flex([[EVERY_DAY, 0, 2 * MG]], clock_lost="minimum"))
        infusion.doses_pg[infusion.when_lost] = 3 * MG
        self.assertEqual(infusion.worst_window_pg(), 3 * MG * WINDOW_S // DAY_S + 1)


class MinuteByMinute(unittest.TestCase):
    def weeks(self):
        chance = Chance(11)
        for _ in range(8):
            periods = random_periods(chance)
            yield chance, periods, infusion_of(flex(periods))

    @proves("B3")
    def test_the_worst_window_is_that_of_every_minute_of_the_week(self):
        for _, periods, infusion in self.weeks():
            worst = largest_window(week_in(60, periods), WINDOW_S // 60)
            self.assertEqual(infusion.worst_window_pg(), -(-worst * 60 // DAY_S), periods)

    @proves("D1")
    def test_the_segments_are_the_week_without_gap_or_overlap(self):
        for _, periods, infusion in self.weeks():
            minutes = week_in(60, periods)
            end = 0
            for start, length, index in segments(infusion):
                self.assertEqual(start, end)
                end = start + length
                self.assertEqual(set(minutes[start // 60 : end // 60]), {infusion.doses_pg[index]})
            self.assertEqual(end, WEEK_S)

    @proves("D1")
    def test_steps_between_two_times_are_those_of_the_minutes_less_one_a_stretch(self):
        for chance, periods, infusion in self.weeks():
            minutes = week_in(60, periods)
            for _ in range(3):
                begin = chance.below(2 * len(minutes))
                end = begin + chance.between(1, len(minutes))
                pg_minutes = sum(minutes[minute % len(minutes)] for minute in range(begin, end))
                # pg/day * minutes / 1,440 / 468,750 pg a step
                exact_parts, one = pg_minutes, 1_440 * 468_750
                steps = infusion.steps_between(begin * 60, end * 60)
                count = len(stretches(infusion, begin * 60, end * 60))
                self.assertTrue(steps * one <= exact_parts < (steps + count) * one)

    @proves("D6")
    def test_no_flow_of_the_week_exceeds_the_fastest(self):
        for _, _, infusion in self.weeks():
            self.assertTrue(infusion.fastest in infusion.flows)
            self.assertFalse(any(flow.exceeds(infusion.fastest) for flow in infusion.flows))
            days = [infusion.steps_between(day * DAY_S, (day + 1) * DAY_S) for day in range(7)]
            self.assertEqual(infusion.least_steps_a_day, min(days))


class WhatIsRefused(unittest.TestCase):
    def expect(self, refused, field, value, limit):
        self.assertEqual(refused.field, field)
        self.assertTrue(value in refused.value and limit in refused.limit, str(refused))
        self.assertTrue(refused.advice)

    @proves("U2", "B9", "D6")
    def test_a_period_beyond_the_largest_rate_is_refused_with_both_rates(self):
        one_ml = flow_of_volume(ML_PER_DAY, STEP_FL, "x")
        within = [[EVERY_DAY, 0, 2 * MG], [0b1000000, h(23, 59, 59), 25 * MG]]
        self.assertTrue(infusion_of(flex(within), max_flow=one_ml).fastest.us == one_ml.us)
        beyond = within[:1] + [[0b1000000, h(23, 59, 59), 25 * MG + 25_000]]
        refused = refusal(flex(beyond), max_flow=one_ml)
        self.expect(refused, "infusion.period.dose", "1.000001 mL/day", "limits.max_rate, 1 mL/day")

    @proves("U2", "B9")
    def test_a_period_below_the_smallest_flow_is_refused(self):
        # 0.048 mL/day of 25 mg/mL is 1.2 mg/day
        infusion_of(flex([[EVERY_DAY, 0, 1_200_000_000]]))
        refused = refusal(flex([[EVERY_DAY, 0, 2 * MG], [1, 60, 1_199_999_999]]))
        self.expect(refused, "infusion.period.dose", "0.047999", "at least 0.048 mL/day")
        for dose_pg in (0, -MG, 1_200_001 * MG):
            refused = refusal(flex([[EVERY_DAY, 0, dose_pg]]))
            self.assertEqual(refused.field, "infusion.period.dose")

    @proves("U2", "B9")
    def test_a_minimum_that_the_largest_rate_forbids_is_refused_as_the_policy_that_it_is(self):
        least = flow_of_volume(6_000_000_000, STEP_FL, "x")
        below = flow_of_volume(5_999_000_000, STEP_FL, "x")
        order = flex([[EVERY_DAY, 0, 1_200_000_000]], clock_lost="minimum")
        self.assertEqual(refusal(order, max_flow=least).field, "infusion.period.dose")
        simple = therapy(mode="minimum", basal_pg_per_day=0, basal_fl_per_day=6_000_000_000)
        infusion_of(simple, max_flow=least)
        self.expect(refusal(simple, max_flow=below), "infusion.rate", "0.006 mL/day", "0.005999 mL/day")


if __name__ == "__main__":
    unittest.main()
