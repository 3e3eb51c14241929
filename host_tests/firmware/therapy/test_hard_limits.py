"""Limits that no client can change: each end of each range is taken exactly, and one beyond it is refused by name."""

# pyright: reportOptionalMemberAccess=false

import unittest

from example_orders import STEP_FL
from support import proves
from therapy.prescribing.hard_limits import HARD_LIMITS, check
from units.refused import Refused


def refusal(row, value, field=None):
    try:
        check(row, value, field)
    except Refused as refused:
        return refused
    return None


class EveryLimit(unittest.TestCase):
    @proves("U2", "B9")
    def test_both_ends_are_taken_exactly(self):
        for row in HARD_LIMITS:
            lowest, highest = HARD_LIMITS[row][:2]
            for value in (lowest, lowest + 1, (lowest + highest) // 2, highest - 1, highest):
                self.assertEqual(refusal(row, value), None, (row, value))

    @proves("U2", "B9")
    def test_one_beyond_either_end_is_refused_with_field_value_limit_and_advice(self):
        for row in HARD_LIMITS:
            lowest, highest, _, unit, reason = HARD_LIMITS[row]
            for value, side in ((lowest - 1, "at least "), (highest + 1, "at most ")):
                refused = refusal(row, value)
                self.assertEqual(refused.field, row)
                self.assertTrue(refused.value.endswith(" " + unit), refused.value)
                self.assertTrue(refused.limit.startswith(side), refused.limit)
                self.assertTrue(reason in refused.limit)
                self.assertTrue(len(refused.advice) > 0)
                self.assertEqual(str(refused).count("\n"), 0)

    @proves("U2", "B9")
    def test_what_is_no_whole_number_is_refused_whatever_it_is(self):
        for value in (None, True, False, 1.0, 2.5, float("nan"), "1", "", [1], (1,), {"a": 1}, b"1"):
            for row in ("infusion.dose", "bolus.over"):
                refused = refusal(row, value)
                self.assertTrue(refused is not None, (row, value))
                self.assertEqual((refused.field, refused.value), (row, repr(value)))

    def test_the_field_is_named_as_the_caller_knows_it(self):
        self.assertEqual(refusal("bolus.over", 9, "clinician_bolus.over").field, "clinician_bolus.over")

    def test_the_value_is_shown_in_its_unit_with_every_digit(self):
        self.assertEqual(refusal("infusion.dose", 1_200_000_000_001).value, "1200.000000001 mg/day")
        self.assertEqual(refusal("step_volume", 14_999_999).value, "14.999999 nL")
        self.assertEqual(refusal("reservoir.filled", -1).value, "-0.000001 mL")
        self.assertTrue(refusal("bolus.over", 9).limit.startswith("at least 10 s "))

    def test_every_row_has_a_sane_range_and_a_reason(self):
        for row in HARD_LIMITS:
            lowest, highest, digits, unit, reason = HARD_LIMITS[row]
            self.assertTrue(0 <= lowest < highest)
            self.assertTrue(0 <= digits <= 12 and unit and reason)

    def test_the_default_head_lies_inside_its_range(self):
        self.assertEqual(refusal("step_volume", STEP_FL), None)


if __name__ == "__main__":
    unittest.main()
