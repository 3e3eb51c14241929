"""The rolling 24 h in buckets, against the list of every dose and its time: never less, at most a bucket more."""

import unittest

from support import proves
from therapy.memory.dose_window import BUCKET_S, BUCKETS, DoseWindow
from units.scale import DAY_S
from units.two_words import TwoWords


def random_numbers(seed):
    while True:
        seed = (seed * 1_103_515 + 12_345) % 1_000_003
        yield seed


class Even:
    """A basal that comes evenly, rounded up in every piece."""

    def __init__(self, bucket_pg):
        self.bucket_pg = bucket_pg

    def begin(self):
        pass

    def take(self, seconds, into):
        into.add(-(-self.bucket_pg * seconds // BUCKET_S))


class BesideAList(unittest.TestCase):
    def run_both(self, seed, steps):
        """The window and the list [(t_s, pg)], over about three days."""
        window, doses, t_s = DoseWindow(), [], 0
        numbers = random_numbers(seed)
        for _ in range(steps):
            t_s += next(numbers) % 3_000
            pg = next(numbers) * 1_500
            window.advance(t_s)
            window.add(TwoWords(pg))
            doses.append((t_s, pg))
            yield window, doses, t_s

    @proves("B3", "B4")
    def test_the_total_is_never_less_than_the_last_24_h_and_never_more_than_a_bucket_older(self):
        for seed in (1, 77):
            for window, doses, t_s in self.run_both(seed, 180):
                true_pg = sum(pg for at_s, pg in doses if at_s > t_s - DAY_S)
                most_pg = sum(pg for at_s, pg in doses if at_s > t_s - DAY_S - BUCKET_S)
                self.assertTrue(true_pg <= window.total.value() <= most_pg)

    @proves("B3")
    def test_the_total_is_the_sum_of_its_buckets(self):
        for window, _, _ in self.run_both(5, 120):
            total = window.total.value()
            window.sum_up()
            self.assertEqual(window.total.value(), total)

    @proves("B3", "B4")
    def test_the_worst_day_to_come_is_that_of_the_list_over_every_window(self):
        extra_pg, bucket_pg = 123_456_789, 17_361_112
        worst = TwoWords()
        for window, doses, t_s in self.run_both(9, 40):
            window.worst_day(t_s, Even(bucket_pg), TwoWords(extra_pg), worst)
            true_pg = 0
            for end_s in range(t_s, t_s + DAY_S + 1, BUCKET_S // 2):
                past = sum(pg for at_s, pg in doses if at_s > end_s - DAY_S)
                to_come = -(-(end_s - t_s) * bucket_pg // BUCKET_S)
                true_pg = max(true_pg, past + to_come + extra_pg)
            self.assertTrue(worst.value() >= true_pg, (worst.value(), true_pg))
            oldest = sum(pg for at_s, pg in doses if at_s > t_s - DAY_S - BUCKET_S)
            self.assertTrue(worst.value() <= oldest + BUCKETS * bucket_pg + extra_pg)

    @proves("B3")
    def test_nothing_given_leaves_the_basal_of_24_h_and_a_bucket(self):
        worst = TwoWords()
        DoseWindow().worst_day(0, Even(1_000_001), TwoWords(5), worst)
        self.assertEqual(worst.value(), BUCKETS * 1_000_001 + 5)


class Time(unittest.TestCase):
    @proves("B3")
    def test_a_dose_is_remembered_for_24_h_and_gone_after_a_bucket_more(self):
        for at_s in (0, 599, 600, 12_345):
            window = DoseWindow()
            window.advance(at_s)
            window.add(TwoWords(7))
            window.advance(at_s + DAY_S - 1)
            self.assertEqual(window.total.value(), 7)
            window.advance(at_s + DAY_S + BUCKET_S)
            self.assertEqual(window.total.value(), 0)

    @proves("B4")
    def test_time_that_goes_back_forgets_nothing(self):
        window = DoseWindow()
        window.advance(90_000)
        window.add(TwoWords(7))
        window.advance(10)
        self.assertEqual(window.total.value(), 7)
        window.advance(90_000)
        self.assertEqual(window.total.value(), 7)

    def test_a_leap_of_years_empties_it(self):
        window = DoseWindow()
        window.add(TwoWords(7))
        window.advance(400_000_000)
        self.assertEqual(window.total.value(), 0)

    @proves("B3")
    def test_ten_years_of_the_largest_dose_leave_it_exact(self):
        # 1200 mg a day in ten-minute parts; only the last 24 h and a bucket stay
        window, part = DoseWindow(), TwoWords(1_200_000_000_000 // 144)
        window.advance(3_650 * DAY_S)
        for bucket in range(2 * BUCKETS):
            window.advance(3_650 * DAY_S + bucket * BUCKET_S)
            window.add(part)
        self.assertEqual(window.total.value(), BUCKETS * part.value())
        self.assertTrue(window.total.millions < 1 << 29)


if __name__ == "__main__":
    unittest.main()
