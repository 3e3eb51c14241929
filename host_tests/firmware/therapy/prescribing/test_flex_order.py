"""A flex therapy as ordered: what it needs beside its periods, what its limits must leave room for, what is shown."""

# pyright: reportOptionalMemberAccess=false

import unittest

from chance import Chance
from example_orders import MG, ML_PER_DAY, STEP_FL, patient_bolus, therapy
from flex_orders import EVERY_DAY, THREE_A_DAY, flex, h, largest_window, random_periods, week_in
from support import proves
from therapy.prescribing.prescription import Prescription
from units.refused import Refused

STOPPED = {"mode": "stopped", "basal_pg_per_day": 0}
MINIMUM = {"mode": "minimum", "basal_pg_per_day": 0, "basal_fl_per_day": ML_PER_DAY}
WINDOW_S = 87_000  # 24 h and ten minutes


def refusal(order, step_volume_fl=STEP_FL):
    """The refusal, checked to be one line of four parts."""
    try:
        Prescription(order, step_volume_fl)
    except Refused as refused:
        assert all((refused.field, refused.value, refused.limit, refused.advice)) and "\n" not in str(refused)
        return refused
    raise AssertionError("not refused")


def pg_in(text):
    """The dose that ends a text like "... 3.4 mg"."""
    number, unit = text.rsplit(" ", 2)[-2:]
    whole, _, part = number.partition(".")
    digits = 9 if unit == "mg" else 6
    return int(whole) * 10**digits + int((part + "0" * digits)[:digits])


def least_limit_pg(order, step_volume_fl=STEP_FL):
    """The daily maximum that the refusal of a far too small one names."""
    return pg_in(refusal(dict(order, max_dose_pg_per_day=1_000), step_volume_fl).limit)


class ModesAndPolicies(unittest.TestCase):
    def test_what_may_stand_together(self):
        for order in (
            [flex(THREE_A_DAY, clock_lost=policy) for policy in ("minimum", "stop", "lowest period")]
            + [therapy(clock_lost=policy) for policy in ("", "minimum", "stop")]
            + [therapy(**MINIMUM), therapy(**STOPPED)]
        ):
            self.assertEqual(Prescription(order, STEP_FL).order, order)

    @proves("U2", "B9")
    def test_flex_needs_to_be_told_what_to_do_when_the_time_is_lost(self):
        refused = refusal(flex(THREE_A_DAY, clock_lost=""))
        self.assertEqual((refused.field, refused.value), ("infusion.clock_lost", "none"))

    @proves("U2", "B9")
    def test_a_policy_that_is_none_or_does_not_fit_the_mode_is_refused_by_name(self):
        for policy in ("run", "Stop", " stop", None, 3, True, [], ["stop"]):
            refused = refusal(flex(THREE_A_DAY, clock_lost=policy))
            self.assertEqual((refused.field, refused.value), ("infusion.clock_lost", repr(policy)))
            self.assertEqual(refused.limit, "one of minimum, stop, lowest period")
        for mode in (MINIMUM, STOPPED):
            for policy in ("minimum", "stop", "lowest period"):
                refused = refusal(therapy(clock_lost=policy, **mode))
                self.assertEqual((refused.field, refused.value), ("infusion.clock_lost", policy))
                self.assertTrue("mode = " + mode["mode"] in refused.limit)
        refused = refusal(therapy(clock_lost="lowest period"))
        self.assertEqual((refused.field, refused.limit), ("infusion.clock_lost", "only mode = flex has periods"))

    @proves("U2", "B9")
    def test_a_number_of_another_mode_is_refused_as_that_number(self):
        for changes, field in (
            ({"basal_pg_per_day": MG}, "infusion.dose"),
            ({"basal_fl_per_day": ML_PER_DAY}, "infusion.rate"),
            ({"basal_pg_per_day": False}, "infusion.dose"),
        ):
            refused = refusal(flex(THREE_A_DAY, **changes))
            self.assertEqual((refused.field, refused.value), (field, "mode = flex"))
        for mode in ({}, MINIMUM, STOPPED):
            for periods in (THREE_A_DAY, (), None, {}, 0):
                refused = refusal(therapy(periods=periods, **mode))
                self.assertEqual((refused.field, refused.limit), ("infusion.period", "only mode = flex takes it"))

    @proves("U2", "B9")
    def test_what_the_periods_refuse_the_therapy_refuses(self):
        for periods, field in (
            ([], "infusion.period"),
            ([[1, 0, MG]], "infusion.period.days"),
            ([[EVERY_DAY, 1, MG]], "infusion.period.from"),
            ([[EVERY_DAY, 0, MG], [128, 0, MG]], "infusion.period 2.days"),
            ([[EVERY_DAY, 0, 0]], "infusion.period.dose"),
            ([[EVERY_DAY, 0, 601 * MG]], "infusion.period.dose"),
            ([[EVERY_DAY, 0, MG + 1]], "infusion.period.dose"),
        ):
            self.assertEqual(refusal(flex(periods)).field, field, periods)

    @proves("B9", "U2")
    def test_nothing_is_altered_in_what_was_asked(self):
        order = flex([list(period) for period in reversed(THREE_A_DAY)])
        before = repr(order)
        self.assertEqual(repr(Prescription(order, STEP_FL).order), before)


class RoomForTheWorstDay(unittest.TestCase):
    @proves("B3")
    def test_three_periods_need_a_day_and_ten_minutes_of_the_highest_and_some_steps(self):
        # 3.4 mg and 4.8 mg * 600 / 86,400 = 33,333,333.33 pg: 7,324.4 steps; half a second twice is not one step of
        # 8.4 s, and four steps to be sure: 7,329 of 468,750 pg
        self.assertEqual(least_limit_pg(flex(THREE_A_DAY)), 7_329 * 468_750)

    @proves("B3", "U2")
    def test_the_limit_that_the_refusal_names_is_taken_and_one_less_is_not(self):
        chance = Chance(61)
        for _ in range(10):
            order = flex(random_periods(chance))
            least_pg = least_limit_pg(order)
            Prescription(dict(order, max_dose_pg_per_day=least_pg), STEP_FL)
            refused = refusal(dict(order, max_dose_pg_per_day=least_pg - 1))
            self.assertEqual(refused.field, "limits.max_dose_per_day")

    @proves("B3")
    def test_no_basal_that_is_taken_can_fill_the_window_by_itself(self):
        """The window counts every step rounded up to a thousandth of a pg: that matters where a step holds few."""
        chance = Chance(62)
        for pg_per_ml in (100_001, 1_000_003, 123_456_700, 25 * MG):
            for step_fl in (15_000_000, 18_746_300):
                periods = [[EVERY_DAY, 0, 20 * pg_per_ml], [EVERY_DAY, h(chance.below(23), 1), 24 * pg_per_ml]]
                order = flex(periods, drugs=[["weak", pg_per_ml]])
                rx = Prescription(dict(order, max_dose_pg_per_day=least_limit_pg(order, step_fl)), step_fl)
                worst_pg_minutes = largest_window(week_in(60, periods), WINDOW_S // 60)
                steps = worst_pg_minutes * 10**12 // (1_440 * step_fl * pg_per_ml) + 1
                # beside the integral: half a second that was counted late, half a second that is queued
                extra = 2 * 500_000 // rx.infusion.fastest.whole_us + 1
                counted_pg = rx.dose_per_step.of(steps + extra)
                self.assertTrue(counted_pg <= rx.max_dose.value(), (pg_per_ml, step_fl))

    @proves("B3")
    def test_a_bolus_needs_room_beside_the_worst_day(self):
        bolus = patient_bolus()
        order = flex(THREE_A_DAY, bolus=bolus)
        with_bolus_pg = least_limit_pg(dict(order, bolus=None)) + 213 * 468_750
        Prescription(dict(order, max_dose_pg_per_day=with_bolus_pg), STEP_FL)
        self.assertEqual(refusal(dict(order, max_dose_pg_per_day=with_bolus_pg - 1)).field, "patient_bolus.dose")


class Shown(unittest.TestCase):
    @proves("U5")
    def test_the_range_of_rates_that_the_week_runs(self):
        # 1.2 mg/day of 25 mg/mL is 0.048 mL/day, 4.8 mg/day 0.192; the minimum of the policy is no part of the week
        for policy in ("minimum", "stop", "lowest period"):
            rx = Prescription(flex(THREE_A_DAY, clock_lost=policy), STEP_FL)
            self.assertEqual(rx.shown_rate(), "0.048 mL/day to 0.192 mL/day")
        self.assertEqual(Prescription(flex([[EVERY_DAY, 0, 2 * MG]]), STEP_FL).shown_rate(), "0.08 mL/day")

    @proves("U5")
    def test_each_end_is_within_a_hundredth_of_a_percent_of_what_runs(self):
        chance = Chance(63)
        for _ in range(20):
            low, high = sorted(chance.between(1_200_000_000, 20 * MG) // 1_000 * 1_000 for _ in range(2))
            rx = Prescription(flex([[EVERY_DAY, 0, high], [1, h(3), low]]), STEP_FL)
            for shown, dose_pg in zip(rx.shown_rate().split(" to "), (low, high)):
                whole, _, part = shown.split(" ")[0].partition(".")
                shown_nl = int(whole) * 1_000_000 + int((part + "000000")[:6])
                # dose / 25 mg/mL in nL a day: dose_pg / 25,000
                self.assertTrue(abs(shown_nl * 25_000 - dose_pg) * 10_000 <= dose_pg, (shown, dose_pg))


if __name__ == "__main__":
    unittest.main()
