"""Waiting: how long, and that memory is collected only where a wait is long, with the rest of it waited."""

import unittest

from drivers.waiting import TIDY_EVERY, TIDY_US, Waiting
from support import proves


class Clock:
    """The module time, and select whose polls pass the time that they are given."""

    def __init__(self):
        self.us = 0
        self.polled_ms = []

    def ticks_us(self):
        return self.us

    def ticks_diff(self, later, earlier):
        return later - earlier

    def sleep_us(self, us):
        self.us += us

    def poll(self):
        return self

    def register(self, _stream, _events):
        pass

    def ipoll(self, ms):
        self.polled_ms.append(ms)
        self.us += ms * 1_000
        return ()


def tidying(clock, takes_us, done):
    waiting = Waiting(clock, clock)

    def tidy():
        clock.us += takes_us
        done.append(clock.us)

    waiting.tidy_with(tidy)
    return waiting


class Tidying(unittest.TestCase):
    @proves("D1")
    def test_a_wait_takes_as_long_with_it_as_without(self):
        clock, done = Clock(), []
        waiting = tidying(clock, 90_000, done)
        for _ in range(5 * TIDY_EVERY):
            before_us = clock.us
            waiting.wait_us(TIDY_US)
            self.assertEqual(clock.us - before_us, TIDY_US)
        self.assertEqual(len(done), 5)

    def test_never_in_a_short_wait(self):
        clock, done = Clock(), []
        waiting = tidying(clock, 90_000, done)
        for _ in range(100):
            waiting.wait_us(TIDY_US - 1_000)
            waiting.wait_us(500)
        self.assertEqual(done, [])

    def test_one_that_takes_longer_than_the_wait_ends_it(self):
        clock, done = Clock(), []
        waiting = tidying(clock, 300_000, done)
        for _ in range(TIDY_EVERY):
            waiting.wait_us(TIDY_US)
        self.assertEqual(len(done), 1)
        self.assertEqual(clock.polled_ms[-1], 0)

    def test_without_one_only_time_passes(self):
        clock = Clock()
        waiting = Waiting(clock, clock)
        for _ in range(3 * TIDY_EVERY):
            waiting.wait_us(TIDY_US)
        self.assertEqual(clock.us, 3 * TIDY_EVERY * TIDY_US)


if __name__ == "__main__":
    unittest.main()
