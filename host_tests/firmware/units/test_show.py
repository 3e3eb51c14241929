"""Integers as decimal text, and a refusal as one line."""

import unittest

from support import proves
from units.refused import Refused
from units.show import decimal, dose, volume


class DecimalText(unittest.TestCase):
    def test_every_digit_and_no_more(self):
        self.assertEqual(decimal(2_500_000_000, 9, "mg"), "2.5 mg")
        self.assertEqual(decimal(2_000_000_000, 9, "mg"), "2 mg")
        self.assertEqual(decimal(1, 9, "mg"), "0.000000001 mg")
        self.assertEqual(decimal(0, 9, "mg"), "0 mg")
        self.assertEqual(decimal(1_000_000_001, 9, "mg"), "1.000000001 mg")
        self.assertEqual(decimal(100, 0, "s"), "100 s")
        self.assertEqual(decimal(18_746_300, 6, "nL"), "18.7463 nL")

    def test_a_dose_changes_its_unit_at_a_tenth_of_a_milligram(self):
        self.assertEqual(dose(100_000_000), "0.1 mg")
        self.assertEqual(dose(99_999_999), "99.999999 mcg")

    def test_a_volume_changes_its_unit_at_a_tenth_of_a_millilitre(self):
        self.assertEqual(volume(100_000), "0.1 mL")
        self.assertEqual(volume(99_999), "99.999 uL")


class ARefusal(unittest.TestCase):
    @proves("U2")
    def test_it_names_field_value_limit_and_advice(self):
        refused = Refused("infusion.dose", "0 mg/day", "at least 0.000001 mg/day", "raise it")
        self.assertEqual(str(refused), "infusion.dose: 0 mg/day: at least 0.000001 mg/day; raise it")
        self.assertEqual(
            (refused.field, refused.value, refused.limit, refused.advice),
            ("infusion.dose", "0 mg/day", "at least 0.000001 mg/day", "raise it"),
        )


if __name__ == "__main__":
    unittest.main()
