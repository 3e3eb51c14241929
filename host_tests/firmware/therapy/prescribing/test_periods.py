"""Periods over the week: at every second the latest one of that day; what leaves a doubt is refused by name."""

import unittest

from chance import Chance
from support import proves
from therapy.prescribing.periods import DAYS, EVERY_DAY, MOST_A_DAY, week_of
from units.refused import Refused

MG = 1_000_000_000
DAY_S = 86_400
MON_TO_FRI, SAT_SUN = 0b0011111, 0b1100000


def refusal(periods):
    try:
        week_of(periods)
    except Refused as refused:
        return refused
    raise AssertionError("not refused")


def h(hours, minutes=0, seconds=0):
    return hours * 3_600 + minutes * 60 + seconds


def dose_at(week, second):
    """What a laid-out week runs at a second of it."""
    return [pg for begins_s, pg in week if begins_s <= second][-1]


def dose_of_periods(periods, second):
    """The same from the periods as they were entered: the latest of that day that has begun."""
    day, second_of_day = second // DAY_S, second % DAY_S
    begun = [(from_s, pg) for days, from_s, pg in periods if days >> day & 1 and from_s <= second_of_day]
    return max(begun)[1]


class WorkedExamples(unittest.TestCase):
    def test_one_period_for_every_day_is_one_entry_for_the_week(self):
        self.assertEqual(week_of([[EVERY_DAY, 0, 2 * MG]]), [(0, 2 * MG)])

    @proves("D1")
    def test_three_periods_on_working_days_and_one_at_the_weekend(self):
        # Monday 00:00, 08:00 and 22:00, the same to Friday; Saturday 00:00 is second 5 * 86,400
        periods = [[MON_TO_FRI, 0, MG], [MON_TO_FRI, h(8), 3 * MG], [MON_TO_FRI, h(22), MG], [SAT_SUN, 0, 2 * MG]]
        week = week_of(periods)
        self.assertEqual(week[:3], [(0, MG), (28_800, 3 * MG), (79_200, MG)])
        # Tuesday begins at the dose that Monday ends with: no new entry before 08:00
        self.assertEqual(week[3:5], [(86_400 + 28_800, 3 * MG), (86_400 + 79_200, MG)])
        self.assertEqual(week[-1], (432_000, 2 * MG))
        self.assertEqual(len(week), 3 + 4 * 2 + 1)

    def test_periods_may_be_entered_in_any_order(self):
        periods = [[EVERY_DAY, h(8), 3], [0b1, 0, 1], [EVERY_DAY - 1, 0, 2], [0b1000, h(23, 59, 59), 4]]
        week = week_of(periods)
        self.assertEqual(week_of(list(reversed(periods))), week)
        self.assertEqual(week_of(tuple(tuple(period) for period in periods)), week)
        self.assertTrue((3 * DAY_S + DAY_S - 1, 4) in week)

    @proves("U2")
    def test_sixteen_a_day_on_all_seven_days_are_taken_and_seventeen_are_not(self):
        full = [[EVERY_DAY, h(0, 1) * number, number + 1] for number in range(MOST_A_DAY)]
        self.assertEqual(len(week_of(full)), 16 * 7)
        thirteen = [[1 << day, h(1) * number, 100 * day + number] for day in range(7) for number in range(13)]
        self.assertEqual(len(week_of(thirteen)), 13 * 7)
        refused = refusal(full + [[0b0100000, h(12), 99]])
        self.assertEqual((refused.field, refused.value), ("infusion.period", "17 on sat"))
        self.assertEqual(refused.limit, "at most 16 a day")


class AtEverySecond(unittest.TestCase):
    @proves("D1")
    def test_the_week_runs_what_the_latest_period_of_that_day_says(self):
        chance = Chance(4)
        for _ in range(12):
            periods = [[EVERY_DAY, 0, chance.between(1, 3)]]
            for from_s in sorted({1 + chance.below(DAY_S - 1) for _ in range(chance.below(12))}):
                periods.append([chance.between(1, EVERY_DAY), from_s, chance.between(1, 3)])
            week = week_of(periods)
            begins = [begins_s for begins_s, _ in week]
            self.assertEqual(begins, sorted(set(begins)))
            self.assertTrue(all(week[i][1] != week[i + 1][1] for i in range(len(week) - 1)))
            moments = [chance.below(7 * DAY_S) for _ in range(40)]
            for begins_s in [day * DAY_S for day in range(7)] + begins[1:]:
                moments += [begins_s, (begins_s - 1) % (7 * DAY_S)]
            for moment in moments:
                self.assertEqual(dose_at(week, moment), dose_of_periods(periods, moment), (periods, moment))


class WhatIsRefused(unittest.TestCase):
    def expect(self, periods, field, value, limit):
        refused = refusal(periods)
        self.assertEqual((refused.field, refused.value), (field, value))
        self.assertTrue(limit in refused.limit, refused.limit)
        self.assertTrue(refused.advice)
        self.assertEqual(str(refused).count("\n"), 0)

    @proves("U2", "B9")
    def test_a_day_without_a_period_is_named(self):
        for day in range(7):
            self.expect([[EVERY_DAY - (1 << day), 0, 1]], "infusion.period.days", DAYS[day], "every day")

    @proves("U2", "B9")
    def test_a_day_that_does_not_begin_at_midnight_is_named_with_its_first_time_to_the_second(self):
        periods = [[EVERY_DAY - 0b100, 0, 1], [0b100, h(0, 0, 30), 2]]
        self.expect(periods, "infusion.period.from", "wed first at 00:00:30", "00:00:00")

    @proves("U2", "B9")
    def test_two_periods_at_one_time_are_named(self):
        periods = [[EVERY_DAY, 0, 1], [MON_TO_FRI, h(8, 15, 9), 2], [0b10, h(8, 15, 9), 2]]
        self.expect(periods, "infusion.period.from", "tue 08:15:09 twice", "one period at a time")
        self.expect([[EVERY_DAY, 0, 1]] * 2, "infusion.period.from", "mon 00:00:00 twice", "one period at a time")

    @proves("U2", "B9")
    def test_days_and_times_outside_the_week_name_the_period_by_its_number(self):
        good = [EVERY_DAY, 0, 1]
        for days in (0, -1, 128, 1 << 70):
            self.expect([good, [days, 60, 1]], "infusion.period 2.days", str(days), "1 to 127")
        for from_s in (-1, DAY_S, 1 << 70):
            self.expect([good, good, [1, from_s, 1]], "infusion.period 3.from", "%d s" % from_s, "0 to 86399")
        self.assertEqual(week_of([good, [1, DAY_S - 1, 2]])[1], (DAY_S - 1, 2))

    @proves("U2", "B9")
    def test_what_is_no_period_is_refused(self):
        for periods in ([], (), None, {}, "", 5, True):
            self.expect(periods, "infusion.period", "none", "needs periods")
        for period in ([], [127, 0], [127, 0, 1, 1], [127, 0, True], [127, 0.0, 1], ["mon", 0, 1], None, "mon", {}):
            self.expect([period], "infusion.period 1", repr(period), "days, second of the day and pg a day")


if __name__ == "__main__":
    unittest.main()
