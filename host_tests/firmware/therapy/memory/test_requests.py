"""What the patient asked for, by the hour of the pump time; a place of its own where that was not known."""

import unittest

from bench_of_heart import HeartBench
from example_orders import patient_bolus, therapy
from support import proves
from therapy.delivery.pump_time import HOUR_UNKNOWN
from therapy.memory.requests import HOURS, Requests


class Counts(unittest.TestCase):
    def test_there_is_a_place_for_each_hour_and_one_for_the_unknown(self):
        requests = Requests()
        self.assertEqual((HOURS, HOUR_UNKNOWN), (25, 24))
        self.assertEqual((len(requests.granted), len(requests.denied)), (25, 25))
        self.assertEqual(sum(requests.granted) + sum(requests.denied), 0)

    @proves("B2")
    def test_a_new_report_begins_at_zero(self):
        requests = Requests()
        for hour in range(HOURS):
            requests.granted[hour] += hour
            requests.denied[hour] += 2 * hour
        requests.clear()
        self.assertEqual(list(requests.granted) + list(requests.denied), [0] * 50)


class OfThePump(unittest.TestCase):
    def asked_at(self, bench, seconds):
        bench.at(seconds, bench.press)
        bench.run_to(seconds + 2)

    @proves("B2")
    def test_presses_are_counted_granted_or_denied_by_their_hour(self):
        bench = HeartBench(therapy(bolus=patient_bolus(lockout_s=3_600)))
        bench.start()
        self.asked_at(bench, 5)
        # 60 s after power-on it is 08:00: asked before it, twice after it within the lockout, and at 09:00:30
        bench.clock_desk.set_time(3, 28_740 + bench.history.t_s)
        for seconds in (10, 65, 70, 3_690):
            self.asked_at(bench, seconds)
        bench.run_to(3_700)
        requests = bench.history.requests
        self.assertEqual([hour for hour in range(HOURS) if requests.granted[hour]], [9, HOUR_UNKNOWN])
        self.assertEqual((requests.denied[7], requests.denied[8], sum(requests.denied)), (1, 2, 3))
        self.assertEqual(sum(requests.granted), 2)


if __name__ == "__main__":
    unittest.main()
