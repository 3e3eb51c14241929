"""The fake `time` counts, wraps and costs as the RP2 port's does."""

import unittest

from fakes.board import FakeBoard
from fakes.virtual_clock import VirtualClock

WRAP = 1 << 30


class TestTicks(unittest.TestCase):
    def test_ticks_us_starts_where_asked_and_wraps(self):
        board = FakeBoard(start_ticks_us=WRAP - 10)
        self.assertEqual(board.time.ticks_us(), WRAP - 10)
        board.time.sleep_us(25)
        self.assertEqual(board.time.ticks_us(), 15)

    def test_ticks_ms_is_the_thousandth_of_the_same_time_even_where_ticks_us_wraps(self):
        board = FakeBoard(start_ticks_us=WRAP - 1)
        before = board.time.ticks_ms()
        self.assertEqual(before, (WRAP - 1) // 1000)
        for passed_us in (1, 176, 999, 1, 999_999, 600_000_000, 900_000_000):
            for _ in range(20):
                board.clock.advance(passed_us)
                absolute = WRAP - 1 + board.clock.now_us()
                self.assertEqual(board.time.ticks_ms(), absolute // 1000)

    def test_a_boot_late_in_a_lap_of_the_clock_counts_on_past_it(self):
        board = FakeBoard(VirtualClock(WRAP - 1500))
        board.time.sleep_ms(1)
        self.assertEqual((board.time.ticks_us(), board.time.ticks_ms()), (1000, 1))
        board.time.sleep_ms(1)
        self.assertEqual((board.time.ticks_us(), board.time.ticks_ms()), (2000, 2))

    def test_after_many_laps_the_millisecond_still_turns_at_its_microsecond(self):
        board = FakeBoard(start_ticks_us=123)
        board.time.sleep_ms(40 * 1_073_742)
        board.time.sleep_us(999 - 123)
        before = board.time.ticks_ms()
        board.time.sleep_us(1)
        self.assertEqual((before, board.time.ticks_ms()), (40 * 1_073_742, 40 * 1_073_742 + 1))

    def test_ticks_ms_wraps_at_its_own_time(self):
        board = FakeBoard(start_ticks_us=WRAP * 1000 - 1500)
        self.assertEqual(board.time.ticks_ms(), WRAP - 2)
        board.time.sleep_ms(1)
        self.assertEqual(board.time.ticks_ms(), WRAP - 1)
        board.time.sleep_ms(1)
        self.assertEqual(board.time.ticks_ms(), 0)

    def test_a_difference_is_signed_and_right_across_the_wrap(self):
        time = FakeBoard().time
        self.assertEqual(time.ticks_diff(5, WRAP - 5), 10)
        self.assertEqual(time.ticks_diff(WRAP - 5, 5), -10)
        self.assertEqual(time.ticks_diff(WRAP // 2, 0), -WRAP // 2)

    def test_a_sum_wraps_both_ways_and_refuses_half_the_period(self):
        time = FakeBoard().time
        self.assertEqual(time.ticks_add(WRAP - 5, 10), 5)
        self.assertEqual(time.ticks_add(5, -10), WRAP - 5)
        with self.assertRaises(OverflowError):
            time.ticks_add(0, WRAP // 2)

    def test_a_second_boot_counts_from_its_own_start(self):
        board = FakeBoard()
        board.time.sleep_ms(1234)
        board.reboot(start_ticks_us=7000)
        self.assertEqual(board.time.ticks_us(), 7000)
        self.assertEqual(board.time.ticks_ms(), 7)
        self.assertEqual(board.clock.now_us(), 1_234_000)

    def test_a_reading_costs_what_was_set(self):
        time = FakeBoard().time
        self.assertEqual(time.ticks_us(), time.ticks_us())
        time.call_cost_us = 3
        first = time.ticks_us()
        self.assertEqual(time.ticks_us() - first, 3)

    def test_a_long_sleep_passes_laps(self):
        board = FakeBoard()
        board.time.sleep_ms(3_600_000)
        self.assertEqual(board.clock.now_us(), 3_600_000_000)


if __name__ == "__main__":
    unittest.main()
