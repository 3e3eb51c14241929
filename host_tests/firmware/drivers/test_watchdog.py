"""The watchdog is fed by evidence of this turn, by all of it, and by each piece of it once."""

import unittest

from drivers.watchdog import Watchdog
from support import proves


class Dog:
    feeds = 0

    def feed(self):
        self.feeds += 1


def fed(tick_ran=True, receipts_agree=True, journal_writable=True, times=1):
    """How often the dog was fed in so many turns, after evidence that was given once."""
    dog = Dog()
    watchdog = Watchdog(dog)
    watchdog.tick_ran, watchdog.receipts_agree = tick_ran, receipts_agree
    watchdog.journal_writable = journal_writable
    for _ in range(times):
        watchdog.feed_if_proved()
    return dog.feeds


class Evidence(unittest.TestCase):
    @proves("S2")
    def test_all_of_it_feeds(self):
        self.assertEqual(fed(), 1)

    @proves("S2")
    def test_without_any_piece_of_it_nothing_does(self):
        self.assertEqual(fed(tick_ran=False), 0)
        self.assertEqual(fed(receipts_agree=False), 0)
        self.assertEqual(fed(journal_writable=False), 0)

    @proves("S2")
    def test_it_is_used_up(self):
        self.assertEqual(fed(times=3), 1)

    @proves("S2")
    def test_a_tick_alone_or_receipts_alone_are_not_enough_the_second_time(self):
        for name in ("tick_ran", "receipts_agree"):
            dog = Dog()
            watchdog = Watchdog(dog)
            watchdog.tick_ran = watchdog.receipts_agree = True
            watchdog.feed_if_proved()
            setattr(watchdog, name, True)
            watchdog.feed_if_proved()
            self.assertEqual(dog.feeds, 1, name)


if __name__ == "__main__":
    unittest.main()
