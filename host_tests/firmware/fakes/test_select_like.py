"""Waiting in virtual time: to the timeout, or until an interrupt sets what is polled."""

import io
import unittest

from fakes.board import FakeBoard
from fakes.stops import NotModelled, WatchdogReset


class Flag(io.IOBase):
    def __init__(self):
        self.is_set = False
        self.asked = 0

    def ioctl(self, request, argument):
        self.asked += 1
        return argument & 1 if request == 3 and self.is_set else 0


class TestWait(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.flag = Flag()
        self.poll = self.board.select.poll()
        self.poll.register(self.flag, self.board.select.POLLIN)

    def ready(self, timeout_ms):
        return [(thing, events) for thing, events in self.poll.ipoll(timeout_ms)]

    def test_a_wait_ends_at_its_timeout_with_nothing_ready(self):
        self.assertEqual(self.ready(250), [])
        self.assertEqual(self.board.clock.now_us(), 250_000)

    def test_a_pin_interrupt_ends_it_at_its_instant(self):
        board = self.board
        Pin = board.machine.Pin

        def pressed(pin):
            self.flag.is_set = True

        Pin(9, Pin.IN, Pin.PULL_UP).irq(pressed, Pin.IRQ_FALLING)
        board.clock.at(123_456, lambda: board.wire(9).drive(0))
        self.assertEqual(self.ready(250), [(self.flag, 1)])
        self.assertEqual(board.clock.now_us(), 123_456)

    def test_what_is_ready_already_takes_no_time(self):
        self.flag.is_set = True
        self.assertEqual(self.ready(250), [(self.flag, 1)])
        self.assertEqual(self.board.clock.now_us(), 0)

    def test_other_events_do_not_end_it(self):
        self.board.clock.at(1000, lambda: None)
        self.assertEqual(self.ready(250), [])
        self.assertEqual(self.board.clock.now_us(), 250_000)

    def test_nothing_is_asked_while_nothing_happens(self):
        self.ready(900_000)
        self.assertTrue(self.flag.asked < 10, self.flag.asked)

    def test_a_wait_longer_than_a_lap_of_the_clock(self):
        self.assertEqual(self.ready(3_000_000), [])
        self.assertEqual(self.board.clock.now_us(), 3_000_000_000)

    def test_an_unregistered_object_is_not_asked(self):
        self.poll.unregister(self.flag)
        self.flag.is_set = True
        self.assertEqual(self.ready(1), [])

    def test_an_endless_wait_ends_with_an_event_and_is_refused_without_one(self):
        with self.assertRaises(NotModelled):
            self.ready(-1)
        self.board.machine.WDT(timeout=100)
        with self.assertRaises(WatchdogReset):
            self.ready(-1)


if __name__ == "__main__":
    unittest.main()
