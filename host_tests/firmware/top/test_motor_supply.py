"""A motor supply that fails under running logic stops delivery within a quarter of a second, by its own name."""

import unittest

from assembled import order
from fitted import FASTEST, MOTOR_SENSE, FittedBench, running, supply_reading
from support import proves
from therapy.alarms import alarm_table
from units.refused import Refused


def shown(bench):
    return bool(bench.pump.alarms.shown[alarm_table.MOTOR_SUPPLY_LOST])


def supply(bench, millivolts):
    bench.fake.adc_levels[MOTOR_SENSE] = supply_reading(millivolts)


class MotorSupply(unittest.TestCase):
    def bench(self):
        return running(order(**FASTEST), display=False, encoder=False)

    @proves("A11")
    def test_one_that_holds_is_no_matter(self):
        bench = self.bench()
        supply(bench, 7_010)
        bench.run_for(5)
        self.assertEqual((bench.pump.state(), shown(bench)), ("running", False))

    @proves("A11")
    def test_lost_it_stops_within_a_quarter_of_a_second_and_alarms_by_its_name(self):
        for at_s in (5.0, 5.08, 5.17):
            bench = self.bench()
            bench.run_for(at_s)
            supply(bench, 6_990)
            edges = len(bench.edges)
            bench.run_for(0.27)
            self.assertEqual((bench.pump.state(), shown(bench)), ("stopped", True))
            self.assertTrue(len(bench.edges) - edges <= 4)
            self.assertEqual(bench.pump.alarms.priority, alarm_table.HIGH)

    @proves("A11")
    def test_it_is_started_again_only_once_it_is_back_and_acknowledged(self):
        bench = self.bench()
        supply(bench, 0)
        bench.run_for(1)
        bench.pump.desk.acknowledge()
        self.assertRaises(Refused, bench.pump.desk.start)
        bench.run_for(5)
        self.assertTrue(shown(bench))
        supply(bench, 12_000)
        bench.run_for(1)
        self.assertFalse(shown(bench))
        bench.start()
        bench.run_for(5)
        self.assertEqual(bench.pump.state(), "running")

    @proves("A11")
    def test_missing_at_the_start_it_is_found_at_once(self):
        bench = FittedBench(display=False, encoder=False)
        bench.prescribe(order(**FASTEST))
        supply(bench, 100)
        bench.run_for(5)
        self.assertFalse(shown(bench), "a motor that is off needs none")
        bench.pump.desk.start()
        bench.run_for(0.3)
        self.assertEqual((bench.pump.state(), shown(bench)), ("stopped", True))

    @proves("A11")
    def test_in_service_the_run_ends(self):
        bench = FittedBench(display=False, encoder=False)
        bench.prescribe(order(**FASTEST))
        bench.hold()
        bench.pump.service.run(100_000, 1_000)
        bench.run_for(3)
        supply(bench, 100)
        bench.run_for(2)
        self.assertTrue(shown(bench))
        self.assertFalse(bench.pump.service.is_busy())
        supply(bench, 12_000)
        bench.run_for(1)
        self.assertFalse(bench.pump.alarms.standing[alarm_table.MOTOR_SUPPLY_LOST])

    @proves("A11")
    def test_a_board_without_a_sense_knows_nothing_and_its_status_tells(self):
        bench = running(order(**FASTEST), display=False, encoder=False, supply=False)
        supply(bench, 0)
        bench.run_for(5)
        self.assertFalse(shown(bench))
        self.assertFalse(bench.pump.reporting.report()["motor_supply_is_sensed"])
        self.assertTrue(self.bench().pump.reporting.report()["motor_supply_is_sensed"])


if __name__ == "__main__":
    unittest.main()
