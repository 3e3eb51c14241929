"""A supply too low to hold through a write stops delivery and alarms; nothing is written until it is back."""

import unittest

from assembled import MG, Bench, described, order
from support import proves
from therapy.alarms import alarm_table
from units.refused import Refused

FITTED = {"full_scale_mv": 9_900, "least_mv": 4_200}
PIN = 26


def reading(millivolts):
    return millivolts * 65_536 // 9_900


def running():
    bench = Bench(data=described(SUPPLY_SENSE=FITTED))
    bench.fake.adc_levels[PIN] = reading(5_000)
    bench.boot()
    bench.prescribe(order(basal_pg_per_day=600 * MG, max_dose_pg_per_day=1_200 * MG))
    bench.start()
    bench.watch_steps()
    bench.run_for(5)
    return bench


class ASupplySense(unittest.TestCase):
    @proves("P7")
    def test_a_supply_that_holds_is_no_matter(self):
        bench = running()
        bench.fake.adc_levels[PIN] = reading(4_201)
        bench.run_for(5)
        self.assertEqual((bench.pump.state(), bench.pump.alarms.priority < 3), ("running", True))

    @proves("P7")
    def test_too_low_it_stops_and_alarms_and_writes_nothing(self):
        bench = running()
        bench.fake.adc_levels[PIN] = reading(4_199)
        writes = bench.fake.files.writes
        bench.run_for(5)
        self.assertEqual((bench.pump.state(), bench.fake.files.writes), ("stopped", writes))
        self.assertTrue(bench.pump.alarms.shown[alarm_table.SUPPLY_LOW])
        edges = len(bench.edges)
        bench.run_for(5)
        self.assertEqual(len(bench.edges), edges)

    @proves("P7", "P1")
    def test_if_the_power_goes_then_what_was_given_is_on_record(self):
        bench = running()
        bench.fake.adc_levels[PIN] = reading(3_000)
        bench.run_for(0.5)
        made = len(bench.edges)
        again = bench.rebooted()
        again.fake.adc_levels[PIN] = reading(5_000)
        again.boot()
        self.assertTrue(again.pump.history.given.value() >= made)

    @proves("P7", "P5")
    def test_back_again_the_stop_is_put_on_record_and_a_person_starts_it(self):
        bench = running()
        bench.fake.adc_levels[PIN] = reading(4_000)
        bench.run_for(5)
        bench.fake.adc_levels[PIN] = reading(5_000)
        bench.run_for(5)
        self.assertEqual(bench.pump.state(), "stopped")
        self.assertTrue(bench.pump.recorder.is_clear())
        self.assertRaises(Refused, bench.pump.desk.start)
        bench.pump.desk.acknowledge()
        bench.start()
        self.assertEqual(bench.pump.state(), "running")

    @proves("P7", "P1")
    def test_a_board_without_one_is_never_low(self):
        bench = Bench()
        bench.boot()
        self.assertFalse(bench.pump.alarms.shown[alarm_table.SUPPLY_LOW])
        self.assertFalse(bench.pump.reporting.report()["supply_is_sensed"], "and its status tells")
        self.assertTrue(running().pump.reporting.report()["supply_is_sensed"])


if __name__ == "__main__":
    unittest.main()
