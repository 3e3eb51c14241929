"""A clinician's bolus where the therapy has no infusion: it runs alone, and whatever else is asked for leaves it be."""

import unittest

from assembled import MG, Bench, order
from support import proves
from therapy import denials
from therapy.memory import record_kinds
from units.refused import Refused

STEPS = 213  # 0.1 mg
MONDAY = 9_450


def stopped():
    bench = Bench()
    bench.boot()
    bench.prescribe(order(mode="stopped", basal_pg_per_day=0))
    bench.watch_steps()
    return bench


def ended(bench):
    return [(given, cut) for _kind, given, cut, _d in bench.recorded(record_kinds.BOLUS_ENDED)]


class Alone(unittest.TestCase):
    @proves("B5", "D9")
    def test_it_gives_its_steps_over_its_duration_and_leaves_the_pump_stopped(self):
        bench = stopped()
        self.assertEqual(bench.pump.desk.clinician_bolus(MG // 10, 60), 0)
        bench.run_for(70)
        self.assertEqual((bench.pump.state(), len(bench.edges), ended(bench)), ("stopped", STEPS, [(STEPS, 0)]))
        took_us = (bench.edges[-1] - bench.edges[0]) * STEPS // (STEPS - 1)
        self.assertTrue(abs(took_us - 60_000_000) <= 600_000, took_us)

    @proves("B5", "D9")
    def test_setting_and_losing_the_pump_time_does_not_touch_it(self):
        bench = stopped()
        bench.pump.desk.clinician_bolus(MG // 10, 60)
        bench.pump.clock_desk.set_time(MONDAY, 100)  # before its record is on flash
        bench.run_for(20)
        bench.pump.clock_desk.set_time(MONDAY, 50)
        bench.run_for(20)
        bench.pump.clock_desk.forget_time()
        bench.run_for(30)
        self.assertEqual((len(bench.edges), ended(bench)), (STEPS, [(STEPS, 0)]))

    @proves("B7", "D8")
    def test_a_stop_before_it_has_begun_ends_it_with_nothing_given(self):
        bench = stopped()
        bench.pump.desk.clinician_bolus(MG // 10, 60)
        bench.pump.desk.stop()
        bench.run_for(5)
        self.assertEqual((bench.pump.state(), bench.edges, ended(bench)), ("stopped", [], [(0, 1)]))
        self.assertEqual(bench.pump.desk.clinician_bolus(MG // 10, 60), 0)
        bench.run_for(70)
        self.assertEqual(len(bench.edges), STEPS)

    @proves("B7")
    def test_stopped_as_a_bolus_it_leaves_the_pump_stopped_too(self):
        bench = stopped()
        bench.pump.desk.clinician_bolus(MG // 10, 60)
        bench.run_for(30)
        bench.pump.desk.stop_bolus()
        bench.run_for(5)
        made = len(bench.edges)
        self.assertEqual((bench.pump.state(), ended(bench)), ("stopped", [(made, 1)]))
        self.assertTrue(95 <= made <= 115)

    @proves("B6", "B1")
    def test_meanwhile_nothing_else_begins(self):
        bench = stopped()
        bench.pump.desk.clinician_bolus(MG // 10, 60)
        self.assertRaises(Refused, bench.pump.desk.start)
        bench.run_for(10)
        self.assertEqual(bench.pump.desk.clinician_bolus(MG // 10, 60), denials.BUSY)
        bench.hold()
        self.assertEqual(bench.pump.state(), "running")

    @proves("P1", "B7")
    def test_a_reset_cuts_it_and_the_pump_stays_stopped(self):
        bench = stopped()
        bench.pump.desk.clinician_bolus(MG // 10, 60)
        bench.run_for(30)
        after = bench.rebooted()
        self.assertEqual(after.boot(), "stopped")
        after.run_for(2)
        ((given, cut),) = ended(after)
        self.assertEqual(cut, 1)
        self.assertTrue(len(bench.edges) <= given <= STEPS)


if __name__ == "__main__":
    unittest.main()
