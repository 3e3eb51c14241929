"""Days and dates from 2001 to 2099, every one of them."""

import unittest

from units import calendar

DAY_S = 86_400


def days_on_the_wall():
    """(day, year, month, day of the month) of every day from 2001 to 2099, counted up as on a wall calendar."""
    day = 0
    for year in range(2001, 2100):
        february = 29 if year in range(2004, 2100, 4) else 28
        for month, days in enumerate((31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)):
            for dom in range(1, days + 1):
                yield day, year, month + 1, dom
                day += 1


class TestCalendar(unittest.TestCase):
    def test_every_day_is_its_date_and_back(self):
        last = -1
        for day, year, month, dom in days_on_the_wall():
            if calendar.date_of(day) != (year, month, dom) or calendar.day_of(year, month, dom) != day:
                self.fail("{} {} {} {}".format(day, year, month, dom))
            last = day
        self.assertEqual(last, calendar.LAST_DAY)

    def test_what_is_no_date_is_refused_by_name(self):
        no_dates = ((2000, 12, 31), (2100, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32))
        for date in no_dates + ((2026, 4, 31), (2026, 2, 29), (2028, 2, 30)):
            with self.assertRaises(ValueError) as refused:
                calendar.day_of(*date)
            self.assertTrue("{:04d}-{:02d}-{:02d}".format(*date) in str(refused.exception))
        for day in (-1, calendar.LAST_DAY + 1):
            with self.assertRaises(ValueError) as refused:
                calendar.date_of(day)
            self.assertTrue(str(day) in str(refused.exception))

    def test_shown_says_the_day_the_date_and_the_minute_that_has_begun(self):
        self.assertEqual(calendar.shown(9467, 14 * 3600 + 5 * 60 + 59), "thu 2026-12-03 14:05")
        for day, year, month, dom in days_on_the_wall():
            second = day * 7919 % DAY_S
            text = calendar.shown(day, second)
            self.assertEqual(("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(text[:3]), day % 7)
            fields = [int(part) for part in text[4:].replace(":", "-").replace(" ", "-").split("-")]
            self.assertEqual(fields, [year, month, dom, second // 3600, second // 60 % 60])


if __name__ == "__main__":
    unittest.main()
