"""Soft limits ask: exactly beyond the limit, in so many words, and never for what is within."""

import unittest

from example_orders import MG, STEP_FL, patient_bolus, therapy
from flex_orders import EVERY_DAY, flex, h
from support import proves
from therapy.prescribing.prescription import Prescription
from therapy.prescribing.soft_limits import NAMES, bits, questions

DAY_DOSE = 5 * MG // 2  # of the bench's therapy


def rx_of(**changes):
    """2.5 mg/day of 25 mg/mL with a limit of 10 mg and a catheter: nothing to ask."""
    changes.setdefault("max_dose_pg_per_day", 10 * MG)
    return Prescription(therapy(**changes), STEP_FL)


def asked(new, old=None):
    return [question.name for question in questions(new, old)]


class Asks(unittest.TestCase):
    def expect(self, name, new, field, value, limit, old=None):
        found = questions(new, old)
        self.assertEqual([question.name for question in found], [name])
        self.assertEqual((found[0].field, found[0].value), (field, value))
        self.assertTrue(limit in found[0].limit, found[0].limit)
        text = str(found[0])
        for part in (field, value, limit):
            self.assertTrue(part in text and "\n" not in text)

    @proves("U4")
    def test_nothing_about_an_ordinary_therapy(self):
        self.assertEqual(asked(rx_of()), [])
        bolus = patient_bolus(dose_pg=DAY_DOSE // 5, over_s=1_200, lockout_s=3_600, most_per_day=12)
        self.assertEqual(asked(rx_of(bolus=bolus), rx_of(basal_pg_per_day=DAY_DOSE // 2)), [])

    @proves("U4")
    def test_about_more_than_twice_the_dose_in_force(self):
        # twice 1.25 mg/day is 2.5 mg/day
        old, new = rx_of(basal_pg_per_day=1_250_000_000), rx_of(basal_pg_per_day=2_500_100_000)
        self.expect("dose-change", new, "infusion.dose", "2.5001 mg/day", "2 times the dose in force, 1.25 mg/day", old)
        self.assertEqual(asked(rx_of(basal_pg_per_day=DAY_DOSE), old), [])

    @proves("U4")
    def test_about_less_than_half_of_the_dose_in_force(self):
        old = rx_of(basal_pg_per_day=5 * MG, max_dose_pg_per_day=9 * MG)
        half = rx_of(basal_pg_per_day=5 * MG // 2)
        self.assertFalse("dose-change" in asked(half, old))
        less = rx_of(basal_pg_per_day=5 * MG // 2 - 1_000_000, max_dose_pg_per_day=9 * MG)
        self.expect("dose-change", less, "infusion.dose", "2.499 mg/day", "less than 1/2 of the dose in force", old)

    @proves("U4")
    def test_the_dose_of_a_flex_therapy_is_that_of_its_highest_period(self):
        day = [[EVERY_DAY, 0, 2 * MG], [0b1, h(8), 5_000_100_000]]
        new = Prescription(flex(day, max_dose_pg_per_day=10 * MG), STEP_FL)
        self.expect("dose-change", new, "infusion.dose", "5.0001 mg/day", "2.5 mg/day", rx_of())
        stopped = rx_of(mode="stopped", basal_pg_per_day=0)
        self.assertEqual((asked(new, stopped), asked(stopped, new)), ([], ["dose-change"]))

    @proves("U4")
    def test_about_a_concentration_above_25_mg_per_ml(self):
        self.assertEqual(asked(rx_of(drugs=[["a", 25 * MG], ["b", 25 * MG]])), [])
        stronger = rx_of(drugs=[["a", 25 * MG], ["b", 25 * MG + 100]])
        self.expect("concentration", stronger, "drug.concentration", "b 25.0000001 mg/mL", "more than 25 mg/mL")

    @proves("U4")
    def test_every_drug_that_is_too_strong_is_named_in_the_question(self):
        stronger = rx_of(drugs=[["a", 26 * MG], ["b", 25 * MG], ["c", 50 * MG]])
        self.expect("concentration", stronger, "drug.concentration", "a 26 mg/mL, c 50 mg/mL", "more than 25 mg/mL")

    @proves("U4")
    def test_about_a_bolus_above_a_fifth_of_the_day(self):
        # a fifth of 2.5 mg is 0.5 mg
        bolus = patient_bolus(dose_pg=500_100_000, over_s=1_200)
        self.expect("bolus-dose", rx_of(bolus=bolus), "patient_bolus.dose", "0.5001 mg", "20 % of the basal a day")

    @proves("U4")
    def test_about_a_lockout_below_an_hour_and_more_than_twelve_a_day(self):
        short, often = patient_bolus(lockout_s=3_599), patient_bolus(most_per_day=13)
        self.expect("lockout", rx_of(bolus=short), "patient_bolus.lockout", "3599 s", "less than 3600 s")
        self.expect("most-per-day", rx_of(bolus=often), "patient_bolus.most_per_day", "13 a day", "more than 12")

    @proves("U4")
    def test_about_a_limit_above_four_times_the_day(self):
        wide = rx_of(max_dose_pg_per_day=10 * MG + 1_000)
        self.expect("headroom", wide, "limits.max_dose_per_day", "10.000001 mg", "4 times the basal, 2.5 mg")

    @proves("U4")
    def test_about_no_catheter(self):
        bare = rx_of(catheter_volume_nl=0)
        self.expect("no-catheter", bare, "catheter.volume", "0 mL", "no priming and no bridge")

    @proves("U4")
    def test_everything_at_once_is_asked_once_each(self):
        bolus = patient_bolus(dose_pg=2 * MG, over_s=1_800, lockout_s=1_800, most_per_day=48)
        drugs = [["a", 26 * MG], ["b", 50 * MG]]
        new = rx_of(bolus=bolus, drugs=drugs, catheter_volume_nl=0, max_dose_pg_per_day=1_000 * MG)
        names = asked(new, rx_of(basal_pg_per_day=1_240_000_000, drugs=[["a", 25 * MG]]))
        self.assertEqual(sorted(names), sorted(NAMES))


class OnRecord(unittest.TestCase):
    @proves("U4")
    def test_every_name_has_a_bit_of_its_own(self):
        self.assertEqual([bits([name]) for name in NAMES], [1 << place for place in range(len(NAMES))])
        self.assertEqual(bits(list(NAMES)), (1 << len(NAMES)) - 1)
        self.assertEqual(bits([]), 0)


if __name__ == "__main__":
    unittest.main()
