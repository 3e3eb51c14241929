"""TwoWords against plain integers: the same amounts, in small words."""

import unittest

from support import proves
from units.two_words import MILLION, TwoWords

TEN_YEARS_AT_24_ML = 1_280_000 * 3652  # steps of 18.75 nL
EXAMPLES = (0, 1, 999_999, 1_000_000, 1_000_001, 536_870_911, 1_073_741_824, TEN_YEARS_AT_24_ML, 1_200_000_000_000)


class TwoWordsAreTheAmount(unittest.TestCase):
    def test_value_gives_back_what_was_put_in(self):
        for amount in EXAMPLES:
            words = TwoWords(amount)
            self.assertEqual(words.value(), amount)
            self.assertTrue(0 <= words.ones < MILLION)

    @proves("D1")
    def test_one_step_at_a_time_carries_over_the_million(self):
        words = TwoWords(999_998)
        for expected in (999_999, 1_000_000, 1_000_001):
            words.add(1)
            self.assertEqual(words.value(), expected)
            self.assertTrue(0 <= words.ones < MILLION)

    def test_adding_the_largest_part_is_exact(self):
        words = TwoWords(999_999)
        words.add(1 << 29)
        self.assertEqual(words.value(), 999_999 + (1 << 29))

    def test_a_decade_at_the_largest_flow_stays_in_small_words(self):
        words = TwoWords()
        for _ in range(3652):
            words.add(1_280_000)
        self.assertEqual(words.value(), TEN_YEARS_AT_24_ML)
        self.assertTrue(words.millions < 1 << 29)

    def test_sum_and_difference_of_two_amounts(self):
        for a in EXAMPLES:
            for b in EXAMPLES:
                words = TwoWords(a)
                words.add_words(TwoWords(b))
                self.assertEqual(words.value(), a + b)
                words.take_words(TwoWords(a))
                self.assertEqual(words.value(), b)
                self.assertTrue(0 <= words.ones < MILLION)

    def test_exceeds_is_strictly_more(self):
        for a in EXAMPLES:
            for b in EXAMPLES:
                self.assertEqual(TwoWords(a).exceeds(TwoWords(b)), a > b)

    def test_copy_is_the_amount_and_not_the_object(self):
        first, second = TwoWords(5_000_001), TwoWords()
        second.copy(first)
        first.add(1)
        self.assertEqual((first.value(), second.value()), (5_000_002, 5_000_001))

    def test_set_normalises_its_ones(self):
        words = TwoWords(7)
        words.set(2, 1 << 29)
        self.assertEqual(words.value(), 2 * MILLION + (1 << 29))
        self.assertTrue(words.ones < MILLION)


class ADifferenceInOneWord(unittest.TestCase):
    def test_small_differences_are_exact_in_both_directions(self):
        for base in EXAMPLES:
            for far in (0, 1, 24, 999_999, 1_000_001, 499_999_999):
                more, less = TwoWords(base + far), TwoWords(base)
                self.assertEqual(more.minus_small(less), far)
                self.assertEqual(less.minus_small(more), -far)

    def test_what_does_not_fit_is_given_as_the_end_of_the_range(self):
        far, near = TwoWords(502 * MILLION), TwoWords(0)
        self.assertEqual(far.minus_small(near), 1 << 29)
        self.assertEqual(near.minus_small(far), -(1 << 29))

    def test_every_difference_stays_inside_2_to_the_29(self):
        for millions in range(495, 510):
            for ones in (0, 1, 999_999):
                difference = TwoWords(millions * MILLION + ones).minus_small(TwoWords(999_999))
                self.assertTrue(abs(difference) <= 1 << 29)


if __name__ == "__main__":
    unittest.main()
