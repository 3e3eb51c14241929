"""Virtual time: exact events, sources run in order, laps."""

import unittest

from fakes.stops import PowerCut
from fakes.virtual_clock import VirtualClock, us_after, us_from

LAP_US = 1 << 30


class Recorder:
    """A source that writes down how far it was run, and when the clock said so."""

    def __init__(self, name, log):
        self.name = name
        self.log = log

    def run_until(self, us):
        self.log.append((self.name, us))


class TestLapTimes(unittest.TestCase):
    def test_a_difference_is_signed_across_the_end_of_a_lap(self):
        self.assertEqual(us_from(LAP_US - 5, 7), 12)
        self.assertEqual(us_from(7, LAP_US - 5), -12)
        self.assertEqual(us_from(3, 3), 0)

    def test_a_sum_passes_the_end_of_a_lap(self):
        self.assertEqual(us_after(LAP_US - 5, 12), 7)
        self.assertEqual(us_after(0, LAP_US - 1), LAP_US - 1)


class TestAdvance(unittest.TestCase):
    def test_time_passes_and_laps_are_counted(self):
        clock = VirtualClock(LAP_US - 10)
        clock.advance(25)
        self.assertEqual((clock.laps, clock.us), (1, 15))
        self.assertEqual(clock.now_us(), LAP_US + 15)

    def test_a_lap_time_of_the_past_is_turned_into_absolute_time(self):
        clock = VirtualClock(3 * LAP_US + 5)
        self.assertEqual(clock.absolute(5), 3 * LAP_US + 5)
        self.assertEqual(clock.absolute(LAP_US - 1), 3 * LAP_US - 1)

    def test_samplers_run_before_drivers_and_both_before_the_event_of_that_instant(self):
        clock = VirtualClock()
        log = []
        clock.drivers.append(Recorder("driver", log))
        clock.samplers.append(Recorder("sampler", log))
        clock.at(40, lambda: log.append(("event", clock.us)))
        clock.advance(100)
        self.assertEqual(
            log,
            [("sampler", 40), ("driver", 40), ("event", 40), ("sampler", 100), ("driver", 100)],
        )

    def test_events_at_one_time_come_in_the_order_they_were_entered(self):
        clock = VirtualClock()
        log = []
        clock.at(10, lambda: log.append("a"))
        clock.at(5, lambda: log.append("b"))
        clock.at(10, lambda: log.append("c"))
        clock.advance(10)
        self.assertEqual(log, ["b", "a", "c"])

    def test_an_event_may_enter_another_for_the_same_instant(self):
        clock = VirtualClock()
        log = []
        clock.at(10, lambda: clock.after(0, lambda: log.append(clock.us)))
        clock.advance(11)
        self.assertEqual(log, [10])

    def test_a_cancelled_event_does_not_come(self):
        clock = VirtualClock()
        log = []
        clock.at(10, lambda: log.append(1)).cancel()
        self.assertEqual(clock.next_external_us(), None)
        clock.advance(20)
        self.assertEqual(log, [])

    def test_an_event_days_ahead_comes_at_its_microsecond(self):
        clock = VirtualClock(LAP_US // 2)
        log = []
        when = 5 * LAP_US + 17
        clock.at(when, lambda: log.append(clock.now_us()))
        self.assertEqual(clock.next_external_us(), when)
        for _ in range(6):
            clock.advance(LAP_US - 1)
        self.assertEqual(log, [when])

    def test_an_exception_comes_out_at_its_instant_and_the_next_events_are_kept(self):
        clock = VirtualClock()
        log = []

        def cut():
            raise PowerCut()

        clock.at(33, cut)
        clock.at(33, lambda: log.append("after"))
        with self.assertRaises(PowerCut):
            clock.advance(1000)
        self.assertEqual(clock.us, 33)
        self.assertEqual(log, [])
        clock.advance(1)
        self.assertEqual(log, ["after"])

    def test_an_event_in_the_past_is_refused(self):
        clock = VirtualClock(100)
        with self.assertRaises(ValueError):
            clock.at(99, lambda: None)

    def test_a_wait_ends_at_the_first_event_and_tells_the_time_that_passed(self):
        clock = VirtualClock()
        clock.at(40, lambda: None)
        self.assertEqual(clock.wait(100), 40)
        self.assertEqual(clock.wait(60), 60)
        self.assertEqual(clock.us, 100)


if __name__ == "__main__":
    unittest.main()
