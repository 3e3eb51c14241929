"""A prescription: what can be met is worked out exactly, what cannot is refused whole and by name."""

# pyright: reportOptionalMemberAccess=false, reportArgumentType=false

import unittest

from example_orders import MG, ML, ML_PER_DAY, STEP_FL, fast_therapy, patient_bolus, therapy
from support import proves
from therapy.prescribing.prescription import Prescription
from units.refused import Refused


def minimum(fl_per_day, **changes):
    return therapy(mode="minimum", basal_pg_per_day=0, basal_fl_per_day=fl_per_day, **changes)


class RefusingTestCase(unittest.TestCase):
    def refused(self, order, step_volume_fl=STEP_FL):
        """The refusal, checked to be one line of four parts."""
        try:
            Prescription(order, step_volume_fl)
        except Refused as refused:
            self.assertEqual(str(refused).count("\n"), 0)
            for part in (refused.field, refused.value, refused.limit, refused.advice):
                self.assertTrue(len(part) > 0)
            return refused
        raise AssertionError("not refused")


class WhatIsWorkedOut(unittest.TestCase):
    @proves("U5", "D1")
    def test_a_dose_becomes_its_exact_flow_and_is_shown_as_it_will_run(self):
        rx = Prescription(therapy(), STEP_FL)
        self.assertEqual((rx.infusion.flows[0].steps, rx.infusion.flows[0].us), (1, 16_200_000))
        self.assertEqual(rx.shown_rate(), "0.1 mL/day")
        self.assertEqual(rx.infusion.least_steps_a_day, 5_333)

    @proves("D1")
    def test_24_ml_a_day_of_50_mg_per_ml_with_a_step_volume_of_six_digits(self):
        order = fast_therapy(24, drugs=[["morphine", 50 * MG]], basal_pg_per_day=1_200 * MG)
        for step_volume_fl in (STEP_FL, 18_746_300, 99_999_900):
            flow = Prescription(order, step_volume_fl).infusion.flows[0]
            # us / steps = 86,400 s * step volume / 24 mL, without a remainder
            self.assertEqual(flow.us * 24 * ML_PER_DAY, 86_400_000_000 * step_volume_fl * flow.steps)
            self.assertTrue(flow.steps < 1 << 29 and flow.whole_us < 1 << 29)

    @proves("U5")
    def test_the_shown_rate_is_within_a_hundredth_of_a_percent_of_what_runs(self):
        for fl_per_day in (6_000_900_000, 6_000_400_000, 7_123_456_000, 48_000_900_000):
            rx = Prescription(minimum(fl_per_day), STEP_FL)
            shown = rx.shown_rate().split(" ")[0].split(".")
            shown_nl = int(shown[0]) * ML + int((shown[1] + "000000")[:6])
            error_fl = abs(shown_nl * 1_000_000 - fl_per_day)
            self.assertTrue(error_fl * 10_000 <= fl_per_day, (fl_per_day, rx.shown_rate()))

    def test_minimum_and_stopped(self):
        rx = Prescription(minimum(6_000_000_000), STEP_FL)
        self.assertEqual((rx.infusion.flows[0].steps, rx.infusion.flows[0].us), (1, 270_000_000))
        self.assertEqual(rx.shown_rate(), "0.006 mL/day")
        stopped = Prescription(therapy(mode="stopped", basal_pg_per_day=0), STEP_FL)
        self.assertEqual((stopped.infusion, stopped.shown_rate()), (None, "0 mL/day"))

    def test_a_mixture_doses_by_its_first_drug(self):
        both = therapy(drugs=[["morphine", 25 * MG], ["bupivacaine", 10 * MG]])
        self.assertEqual(Prescription(both, STEP_FL).infusion.flows[0].us, 16_200_000)

    @proves("D1")
    def test_a_minimum_rate_too_slow_for_the_clock_is_refused_by_name(self):
        # 6 uL a day at 37.3 nL is a step in 537.1 s; 2**29 us are 536.87 s
        Prescription(minimum(6_000_000_000), 37_282_000)
        try:
            Prescription(minimum(6_000_000_000), 37_283_000)
        except Refused as refused:
            self.assertEqual(refused.field, "infusion.rate")
        else:
            self.fail("not refused")


class WholeAndKnown(RefusingTestCase):
    @proves("U2")
    def test_a_missing_or_an_unknown_setting_is_refused_by_name(self):
        for key in therapy():
            order = therapy()
            del order[key]
            self.assertTrue(key in self.refused(order).value)
        for key in ("speed", "", "basal_pg_per_day ", "two\nlines"):
            self.assertTrue("no such setting" in str(self.refused(therapy(**{key: 1}))))
        for key in patient_bolus():
            bolus = patient_bolus()
            del bolus[key]
            refused = self.refused(therapy(bolus=bolus))
            self.assertTrue(refused.field == "patient_bolus" and key in refused.value)
        self.assertEqual(self.refused(therapy(bolus=patient_bolus(speed=1))).field, "patient_bolus")

    @proves("U2", "B9")
    def test_what_is_no_table_is_refused(self):
        for order in (None, [], "therapy", 5, ("mode", "simple")):
            self.assertEqual(self.refused(order).field, "therapy")
        for bolus in ([], "bolus", 5, True, ()):
            self.assertEqual(self.refused(therapy(bolus=bolus)).field, "patient_bolus")

    @proves("U2", "B9")
    def test_a_wrong_type_in_any_setting_is_refused(self):
        for key in therapy():
            if key == "bolus":
                continue
            for value in (None, True, 2.5, [], {}, ["x"], "two\nlines"):
                if not (key == "periods" and value == []):
                    self.refused(therapy(**{key: value}))
        for key in patient_bolus():
            for value in (None, True, 2.5, "1", [], {}):
                self.assertTrue(self.refused(therapy(bolus=patient_bolus(**{key: value}))).field.startswith("patient_"))
        for step_volume_fl in (None, True, 18.75, "18.75 nL"):
            self.assertEqual(self.refused(therapy(), step_volume_fl).field, "step_volume")

    @proves("B9", "U2")
    def test_nothing_is_altered_in_what_was_asked(self):
        for order in (therapy(bolus=patient_bolus()), fast_therapy(24), minimum(6_000_000_000)):
            before = repr(order)
            self.assertEqual(repr(Prescription(order, STEP_FL).order), before)
            self.assertEqual(repr(order), before)


class DrugsAndVessels(RefusingTestCase):
    @proves("U2")
    def test_drugs_need_one_to_four_different_printable_names(self):
        good = ["morphine", 25 * MG]
        for drugs in (
            [],
            [good] * 2,
            [["a", MG], ["b", MG], ["c", MG], ["d", MG], ["e", MG]],
            [["", MG]],
            [["seventeen letters", MG]],
            [["two\nlines", MG]],
            [["\u00fc", MG]],
            [["morphine"]],
            [["morphine", MG, 1]],
            [[5, MG]],
            ["morphine"],
            [["morphine", "25 mg/mL"]],
            [["morphine", 99_999]],
            [["morphine", 50 * MG + 1]],
            [good, ["b", 0]],
        ):
            self.assertTrue(self.refused(therapy(drugs=drugs)).field.startswith("drug"), drugs)
        Prescription(therapy(drugs=[good, ["b", 100_000], ["c", 50 * MG], ["sixteen letters.", MG]]), STEP_FL)

    @proves("U2")
    def test_a_reservoir_cannot_hold_more_than_its_capacity(self):
        Prescription(therapy(reservoir_low_nl=20 * ML), STEP_FL)
        for key in ("reservoir_filled_nl", "reservoir_low_nl"):
            refused = self.refused(therapy(**{key: 20 * ML + 1}))
            self.assertTrue("20 mL" in refused.limit)
            self.assertEqual(refused.value, "20.000001 mL")
            self.assertTrue(refused.field in ("reservoir.filled", "reservoir.low_alarm"))


class Rates(RefusingTestCase):
    @proves("U2", "B9")
    def test_a_mode_takes_no_number_of_another(self):
        for order in (
            therapy(mode="flex"),
            therapy(mode="stopped"),
            therapy(mode="minimum", basal_pg_per_day=0),
            therapy(basal_fl_per_day=6_000_000_000),
            therapy(basal_pg_per_day=0),
            therapy(mode="minimum"),
            therapy(mode="stopped", basal_pg_per_day=0, basal_fl_per_day=1),
        ):
            self.assertTrue(self.refused(order).field.startswith("infusion"), order["mode"])

    @proves("U2")
    def test_the_flow_of_a_dose_lies_between_0_048_and_24_ml_a_day(self):
        least = 48 * 25 * MG // 1_000
        Prescription(therapy(basal_pg_per_day=least), STEP_FL)
        self.assertEqual(self.refused(therapy(basal_pg_per_day=least - 1)).field, "infusion.dose")
        Prescription(fast_therapy(24), STEP_FL)
        self.assertEqual(self.refused(fast_therapy(24, basal_pg_per_day=24 * 25 * MG + 1)).field, "infusion.dose")

    @proves("D6", "U2")
    def test_the_basal_may_reach_the_largest_rate_but_not_pass_it(self):
        most = 25 * MG
        Prescription(therapy(basal_pg_per_day=most, max_rate_fl_per_day=ML_PER_DAY), STEP_FL)
        refused = self.refused(therapy(basal_pg_per_day=most + 100, max_rate_fl_per_day=ML_PER_DAY))
        self.assertEqual(refused.field, "infusion.dose")
        self.assertTrue("limits.max_rate, 1 mL/day" in refused.limit)
        refused = self.refused(minimum(7_000_000_000, max_rate_fl_per_day=6_900_000_000))
        self.assertEqual(refused.field, "infusion.rate")


class TheWorstDay(RefusingTestCase):
    """2.5 mg/day for 24 h and a bucket of 10 min: 2.5 * 145 / 144 = 2.51736 mg; a step is 0.00046875 mg."""

    @proves("B3")
    def test_a_basal_whose_worst_day_exceeds_the_limit_is_refused(self):
        self.assertEqual(self.refused(therapy(max_dose_pg_per_day=2_517_361_111)).field, "limits.max_dose_per_day")
        self.assertTrue("2.5" in self.refused(therapy(max_dose_pg_per_day=2_500_000_000)).limit)

    @proves("B3")
    def test_a_limit_a_few_steps_above_it_is_enough(self):
        Prescription(therapy(max_dose_pg_per_day=2_517_361_112 + 5 * 468_750), STEP_FL)

    @proves("B3")
    def test_the_limit_that_the_refusal_names_is_accepted_and_one_less_is_not(self):
        for order in (therapy(), fast_therapy(24), minimum(6_000_000_000), therapy(drugs=[["weak", 25_000_001]])):
            if order["drugs"][0][0] == "weak":
                order["basal_pg_per_day"] = 2_500_000
            order["max_dose_pg_per_day"] = 1_000
            named = self.refused(order).limit.rsplit(" ", 2)
            whole, _, part = named[-2].partition(".")
            digits = 9 if named[-1] == "mg" else 6
            limit_pg = int(whole) * 10**digits + int((part + "0" * digits)[:digits])
            order["max_dose_pg_per_day"] = limit_pg
            Prescription(order, STEP_FL)
            order["max_dose_pg_per_day"] = limit_pg - 1
            self.refused(order)

    @proves("B3")
    def test_a_patient_bolus_that_can_never_be_given_is_refused_at_entry(self):
        # 2.51736 mg of basal and 0.1 mg of bolus
        self.assertEqual(
            self.refused(therapy(bolus=patient_bolus(), max_dose_pg_per_day=2_600_000_000)).field,
            "patient_bolus.dose",
        )
        Prescription(therapy(bolus=patient_bolus(), max_dose_pg_per_day=2_620_000_000), STEP_FL)


class Boluses(RefusingTestCase):
    def bolus_refused(self, **changes):
        return self.refused(therapy(bolus=patient_bolus(**changes)))

    @proves("B9", "U2")
    def test_every_number_of_a_bolus_has_its_limits(self):
        for changes, field in (
            ({"dose_pg": 0}, "patient_bolus.dose"),
            ({"dose_pg": -MG}, "patient_bolus.dose"),
            ({"dose_pg": 49 * 468_750}, "patient_bolus.dose"),
            ({"dose_pg": 99 * 468_750}, "patient_bolus.over"),
            ({"dose_pg": 1_000_000 * MG}, "patient_bolus.dose"),
            ({"over_s": 9}, "patient_bolus.over"),
            ({"over_s": 86_401}, "patient_bolus.over"),
            ({"lockout_s": 59}, "patient_bolus.lockout"),
            ({"lockout_s": 604_801}, "patient_bolus.lockout"),
            ({"most_per_day": 0}, "patient_bolus.most_per_day"),
            ({"most_per_day": 49}, "patient_bolus.most_per_day"),
            ({"lockout_s": 299}, "patient_bolus.lockout"),
        ):
            self.assertEqual(self.bolus_refused(**changes).field, field, changes)
        fewest = {"dose_pg": 50 * 468_750, "over_s": 100}
        for changes in (
            fewest,
            {"dose_pg": 100 * 468_750},
            {"lockout_s": 300},
            {"most_per_day": 48},
            {"lockout_s": 604_800},
        ):
            Prescription(therapy(bolus=patient_bolus(**changes)), STEP_FL)

    @proves("D6", "B9")
    def test_too_fast_a_bolus_is_told_the_shortest_possible_duration(self):
        # 213 steps with one in 16.2 s under one in 67.5 ms: 213 / (1/0.0675 - 1/16.2) = 14.44 s
        refused = self.bolus_refused(over_s=14)
        self.assertEqual(refused.field, "patient_bolus.over")
        self.assertEqual(refused.advice, "the shortest possible duration is 15 s")
        Prescription(therapy(bolus=patient_bolus(over_s=15)), STEP_FL)

    @proves("D6")
    def test_beside_a_basal_at_the_largest_rate_no_bolus_fits(self):
        refused = self.refused(fast_therapy(24, bolus=patient_bolus()))
        self.assertEqual(refused.field, "patient_bolus.over")
        self.assertTrue("lower the basal rate" in refused.advice)

    @proves("D6", "B9")
    def test_advice_never_names_a_duration_that_would_be_refused_in_turn(self):
        # 300 mg at 25 mg/mL are 12 mL beside 18 mL/day of basal: two days at the 6 mL/day that are left
        order = fast_therapy(18, bolus=patient_bolus(dose_pg=300 * MG, over_s=86_400, lockout_s=86_400))
        refused = self.refused(order)
        self.assertEqual(refused.field, "patient_bolus.over")
        self.assertFalse("shortest possible duration" in refused.advice, refused.advice)

    @proves("B9")
    def test_a_bolus_is_never_more_than_was_asked(self):
        # 0.1 mg / 0.46875 ug = 213.3 steps
        rx = Prescription(therapy(bolus=patient_bolus()), STEP_FL)
        self.assertEqual(rx.patient_bolus.steps, 213)
        self.assertEqual(rx.patient_bolus.dose.value(), 99_843_750)
        self.assertEqual((rx.lockout_s, rx.most_per_day), (14_400, 4))


if __name__ == "__main__":
    unittest.main()
