"""The dose of a microstep is never under-counted."""

import unittest

from support import proves
from units.dose_per_step import dose_per_step
from units.flow import FL_PER_ML
from units.two_words import TwoWords

MG = 1_000_000_000


def exact_thousandths(step_volume_fl, concentration_pg_per_ml, steps):
    """True dose in thousandths of a pg, rounded up."""
    return -(-steps * step_volume_fl * concentration_pg_per_ml * 1000 // FL_PER_ML)


class DoseOfSteps(unittest.TestCase):
    CASES = (
        (18_750_000, 25 * MG),
        (18_746_300, 50 * MG),
        (15_000_001, 100_001),
        (100_000_000, 50 * MG),
        (18_750_000, 25_000_000),
    )

    def test_a_step_of_25_mg_per_ml_is_0_46875_micrograms(self):
        # 18.75e-6 mL * 25 mg/mL = 0.00046875 mg = 468,750 pg
        per_step = dose_per_step(18_750_000, 25 * MG)
        self.assertEqual((per_step.whole_pg, per_step.thousandth_pg), (468_750, 0))
        self.assertEqual(per_step.of(213), 99_843_750)

    @proves("B3", "B4")
    def test_a_sum_is_never_less_than_the_true_dose_and_hardly_more(self):
        for volume, concentration in self.CASES:
            per_step = dose_per_step(volume, concentration)
            for steps in (1, 2, 63, 64, 65, 213, 12_800):
                total = TwoWords()
                per_step.add_to(total, steps)
                true = exact_thousandths(volume, concentration, steps)
                self.assertTrue(total.value() * 1000 >= true, (volume, concentration, steps))
                self.assertTrue(per_step.of(steps) * 1000 >= true)
                # a thousandth of a pg a step, and a pg at each end
                self.assertTrue(total.value() * 1000 <= true + steps + 1000 * (steps // 64 + 1))

    @proves("B3", "B4")
    def test_one_step_at_a_time_counts_what_all_at_once_counts(self):
        for volume, concentration in self.CASES:
            per_step = dose_per_step(volume, concentration)
            single, ahead = TwoWords(), 0
            for _ in range(1_000):
                ahead = per_step.add_to(single, 1, ahead)
            at_once, ahead_at_once = TwoWords(), 0
            ahead_at_once = per_step.add_to(at_once, 1_000, 0)
            self.assertEqual((single.value(), ahead), (at_once.value(), ahead_at_once))
            self.assertEqual(single.value(), per_step.of(1_000))

    def test_adding_no_step_adds_nothing(self):
        total = TwoWords(7)
        dose_per_step(18_750_000, 25 * MG).add_to(total, 0)
        self.assertEqual(total.value(), 7)

    def test_the_largest_chunk_stays_inside_2_to_the_29(self):
        strongest = dose_per_step(100_000_000, 50 * MG)
        self.assertTrue(64 * (strongest.whole_pg + 1) < 1 << 29)


if __name__ == "__main__":
    unittest.main()
