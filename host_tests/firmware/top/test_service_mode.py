"""Service mode: only at the pump, only while nothing is delivered, without therapy, and out through the self-test."""

import unittest

from assembled import MG, ML, Bench, bolus, order
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from units.refused import Refused

IDLE_S = 600


def stopped(therapy=None):
    bench = Bench()
    bench.boot()
    bench.prescribe(therapy)
    return bench


def in_service(therapy=None):
    bench = stopped(therapy)
    bench.hold()
    return bench


class TheWayIn(unittest.TestCase):
    @proves("T8", "S5")
    def test_the_button_held_for_ten_seconds_while_stopped_or_locked(self):
        bench = stopped()
        bench.button.drive(0)
        bench.run_for(9.9)
        self.assertEqual(bench.pump.state(), "stopped")
        bench.run_for(0.3)
        self.assertEqual(bench.pump.state(), "service")
        self.assertFalse(bench.pump.motor.is_on)
        self.assertEqual(bench.recorded(record_kinds.SERVICE), [(1, 0, 0, 0)])
        blank = Bench()
        blank.boot()
        blank.hold()
        self.assertEqual(blank.pump.state(), "service")

    @proves("T8")
    def test_a_press_counts_from_the_moment_of_the_press(self):
        bench = stopped()
        bench.run_for(0.9)  # the loop last looked a while ago
        bench.hold(9.8)
        self.assertEqual(bench.pump.state(), "stopped")

    @proves("T8")
    def test_many_short_presses_are_no_long_one(self):
        bench = stopped()
        for _ in range(15):
            bench.button.drive(0)
            bench.run_for(0.8)
            bench.button.drive(None)
            bench.run_for(0.1)
        self.assertEqual(bench.pump.state(), "stopped")

    @proves("T8")
    def test_not_while_it_runs_is_held_for_another_mixture_or_changes_its_therapy(self):
        bench = stopped()
        bench.start()
        bench.hold()
        self.assertEqual(bench.pump.state(), "running")
        bench.pump.reservoir_desk.refill(20 * ML, 20 * ML, True)
        bench.run_for(1)
        bench.hold()
        self.assertEqual(bench.pump.state(), "stopped")

    @proves("T8")
    def test_not_where_nothing_can_be_put_on_record(self):
        bench = stopped()
        bench.pump.recorder.failed = True
        bench.hold()
        self.assertNotEqual(bench.pump.state(), "service")

    @proves("T8")
    def test_every_command_is_refused_elsewhere_with_the_way_in(self):
        bench = stopped()
        service = bench.pump.service
        for ask in (lambda: service.run(1, 1000), lambda: service.fill(1000), service.stop, service.tube_changed,
                    service.leave):  # fmt: skip
            try:
                ask()
                self.fail("taken")
            except Refused as refused:
                self.assertEqual((refused.value, refused.limit), ("stopped", "only in service mode"))
                self.assertEqual(refused.advice, "hold the button for 10 s")


class WithoutTherapy(unittest.TestCase):
    @proves("B1", "T8")
    def test_no_start_no_bolus_no_therapy_and_no_refill(self):
        bench = stopped(order(bolus=bolus()))
        programming = bench.pump.programming
        shown = programming.stage(order(basal_pg_per_day=3 * MG))
        bench.hold()
        self.assertRaises(Refused, bench.pump.desk.start)
        self.assertRaises(Refused, programming.confirm, shown)
        self.assertRaises(Refused, bench.pump.reservoir_desk.refill, 0, 20 * ML, False)
        self.assertEqual(bench.pump.desk.clinician_bolus(MG // 10, 300), denials.STOPPED)
        bench.press()
        bench.run_for(60)
        self.assertEqual(bench.pump.state(), "service")
        self.assertEqual(bench.pump.history.given.value(), 0)
        self.assertFalse(bench.pump.motor.is_on)

    @proves("A6")
    def test_the_reminder_that_it_is_stopped_comes_in_service_too(self):
        bench = in_service()
        bench.pump.history.stopped_s = bench.pump.history.t_s - 900
        bench.run_for(2)
        self.assertTrue(bench.pump.alarms.shown[alarm_table.STOPPED])


class TheWayOut(unittest.TestCase):
    @proves("S1", "T8")
    def test_through_the_self_test_back_to_where_it_came_from(self):
        bench = in_service()
        self.assertTrue(bench.pump.service.leave())
        self.assertEqual(bench.pump.state(), "stopped")
        self.assertTrue(bench.pump.self_test.load_cell_answers)
        bench.run_for(1)
        self.assertEqual(bench.recorded(record_kinds.SERVICE), [(1, 0, 0, 0), (0, 0, 0, 0)])
        bench.start()
        blank = Bench()
        blank.boot()
        blank.hold()
        blank.pump.service.leave()
        self.assertEqual(blank.pump.state(), "locked")

    @proves("S1")
    def test_a_failed_self_test_forbids_a_start_until_one_passes(self):
        bench = in_service()
        queue = bench.pump.engine.queue
        bench.pump.engine.queue = lambda count, first_us, gap_us, now: None
        self.assertFalse(bench.pump.service.leave())
        self.assertEqual(bench.pump.state(), "stopped")
        bench.pump.desk.acknowledge()
        self.assertTrue(bench.pump.alarms.shown[alarm_table.SELF_TEST_FAILED])
        self.assertRaises(Refused, bench.pump.desk.start)
        bench.run_for(1)
        self.assertEqual(bench.recorded(record_kinds.SERVICE)[-1], (0, 4, 0, 0))  # the step engine
        bench.pump.engine.queue = queue
        bench.hold()
        self.assertTrue(bench.pump.service.leave())
        self.assertFalse(bench.pump.alarms.shown[alarm_table.SELF_TEST_FAILED])
        bench.start()

    @proves("T8")
    def test_left_alone_for_ten_minutes_it_ends_by_itself(self):
        bench = in_service()
        bench.run_for(IDLE_S - 5)
        self.assertEqual(bench.pump.state(), "service")
        bench.press()  # somebody is there
        bench.run_for(IDLE_S - 5)
        self.assertEqual(bench.pump.state(), "service")
        bench.run_for(10)
        self.assertEqual(bench.pump.state(), "stopped")
        self.assertEqual(bench.recorded(record_kinds.SERVICE)[-1], (0, 0, 0, 0))

    @proves("P2")
    def test_after_a_reset_it_is_over(self):
        bench = in_service().rebooted()
        self.assertEqual(bench.boot(), "stopped")


if __name__ == "__main__":
    unittest.main()
