"""The control tick allocates nothing, in any of its transitions (rule 2); on CPython the same runs unlocked."""

import unittest

from assembled import MG, MICROPYTHON, ML, Bench, bolus, order
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.memory import record_kinds


class EveryTransitionWithTheHeapLocked(unittest.TestCase):
    """Each test drives whole turns; on MicroPython every tick in them runs under micropython.heap_lock()."""

    def bench(self, therapy=None):
        bench = Bench(lock_ticks=MICROPYTHON)
        bench.boot()
        bench.prescribe(therapy)
        return bench

    def denied(self, bench):
        return [h[3] for h in bench.happened if h[0] == record_kinds.DENIED]

    @proves("D1", "B1")
    def test_start_deliver_stop_and_denials_when_stopped(self):
        bench = self.bench(order(bolus=bolus()))
        bench.press()
        bench.start()
        bench.run_for(40)
        self.assertEqual(bench.pump.history.given.value(), 2)
        bench.pump.desk.stop()
        bench.run_for(2)
        self.assertEqual(bench.pump.state(), "stopped")
        bench.press()
        self.assertEqual(self.denied(bench), [denials.STOPPED, denials.STOPPED])

    @proves("B2", "B5", "B6", "D6")
    def test_a_bolus_from_grant_to_end_with_busy_lockout_and_unprescribed_denials(self):
        bench = self.bench(order(bolus=bolus(over_s=60)))
        bench.start()
        bench.press()
        bench.press()
        bench.run_for(70)
        bench.press()
        self.assertEqual(self.denied(bench), [denials.BUSY, denials.LOCKOUT])
        self.assertEqual(bench.pump.history.by_kind[1].value(), 213)
        self.assertEqual(bench.kinds().count(record_kinds.BOLUS_ENDED), 1)
        bare = self.bench()
        bare.start()
        bare.press()
        self.assertEqual(self.denied(bare), [denials.NOT_PRESCRIBED])

    @proves("B7", "D8")
    def test_a_stop_cuts_the_bolus_and_counts_what_was_given(self):
        bench = self.bench(order(bolus=bolus(over_s=60)))
        bench.start()
        bench.press()
        bench.run_for(30)
        bench.pump.desk.stop()
        bench.run_for(2)
        ended = [h for h in bench.happened if h[0] == record_kinds.BOLUS_ENDED]
        self.assertEqual(len(ended), 1)
        self.assertEqual(ended[0][4], 1)
        self.assertEqual(ended[0][3], bench.pump.history.by_kind[1].value())
        self.assertTrue(90 <= ended[0][3] <= 115)

    @proves("B3")
    def test_the_daily_count_and_the_daily_dose_deny(self):
        bench = self.bench(order(bolus=bolus(over_s=20, lockout_s=60, most_per_day=1)))
        bench.start()
        bench.press()
        bench.run_for(61)
        bench.press()
        self.assertEqual(self.denied(bench), [denials.DAILY_COUNT])
        tight = self.bench(
            order(max_dose_pg_per_day=2_700_000_000, bolus=bolus(over_s=20, lockout_s=60, most_per_day=9))
        )
        tight.start()
        tight.press()
        tight.run_for(61)
        tight.press()
        self.assertEqual(self.denied(tight), [denials.DAILY_DOSE])

    @proves("R2")
    def test_the_reservoir_runs_low_and_empty(self):
        fast = order(
            basal_pg_per_day=600 * MG,
            max_dose_pg_per_day=1_200 * MG,
            reservoir_filled_nl=20_000,
            reservoir_low_nl=10_000,
        )
        bench = self.bench(fast)
        bench.start()
        bench.run_for(80)
        shown = [h[2] for h in bench.happened if h[0] == record_kinds.ALARM_ON]
        self.assertEqual(shown, [alarm_table.RESERVOIR_LOW, alarm_table.RESERVOIR_EMPTY])
        self.assertEqual(bench.pump.state(), "stopped")
        self.assertEqual(bench.pump.history.given.value(), 1_066)

    @proves("D10")
    def test_a_stall_is_made_up_and_a_long_one_is_not(self):
        bench = self.bench(order(basal_pg_per_day=600 * MG, max_dose_pg_per_day=1_200 * MG))
        bench.start()
        bench.run_for(5)
        bench.fake.clock.advance(900_000)
        bench.run_for(20)
        self.assertEqual(bench.kinds().count(record_kinds.NOT_GIVEN), 0)
        bench.fake.clock.advance(2_000_000)
        bench.run_for(5)
        self.assertEqual(bench.kinds().count(record_kinds.NOT_GIVEN), 1)
        self.assertTrue(bench.pump.alarms.shown[alarm_table.DOSE_MISSED])
        bench.pump.desk.acknowledge("dose-missed")
        self.assertFalse(bench.pump.alarms.shown[alarm_table.DOSE_MISSED])

    @proves("B7", "S2")
    def test_a_fault_of_the_step_engine_stops_at_once(self):
        bench = self.bench()
        bench.start()
        bench.run_for(20)
        bench.pump.engine.fault = True
        bench.run_for(2)
        self.assertEqual(bench.pump.state(), "stopped")
        self.assertFalse(bench.pump.motor.is_on)
        self.assertTrue(bench.pump.alarms.shown[alarm_table.STEP_ENGINE_FAULT])

    @proves("P5")
    def test_a_record_that_cannot_be_written_stops_delivery(self):
        bench = self.bench()
        bench.start()
        bench.run_for(20)
        bench.pump.recorder.failed = True
        bench.run_for(2)
        self.assertEqual(bench.pump.state(), "stopped")
        self.assertTrue(bench.pump.alarms.shown[alarm_table.MEMORY_ERROR])

    @proves("D1")
    def test_the_tick_counters_wrap_while_it_delivers(self):
        bench = self.bench()
        bench.start()
        left_us = (1 << 30) - bench.fake.time.ticks_us()
        before = bench.pump.history.given.value()
        bench.run_for(40)
        bench.fake.clock.advance(0)
        self.assertTrue(left_us > 0)
        self.assertTrue(bench.pump.history.given.value() - before in (2, 3))

    @proves("A6")
    def test_the_stopped_reminder_begins_and_ends(self):
        bench = self.bench()
        bench.pump.history.stopped_s = -900
        bench.run_for(3)
        self.assertTrue(bench.pump.alarms.shown[alarm_table.STOPPED])
        bench.start()
        bench.run_for(1)
        self.assertFalse(bench.pump.alarms.shown[alarm_table.STOPPED])


class AVisitWithTheHeapLocked(unittest.TestCase):
    """What a clinician changes takes effect in the tick: periods, mixtures, boluses, the pump time."""

    def bench(self, therapy):
        bench = Bench(lock_ticks=MICROPYTHON)
        bench.boot()
        bench.prescribe(therapy)
        return bench

    @proves("D1", "P2")
    def test_periods_pass_and_the_pump_time_is_set_and_lost(self):
        periods = [[127, 0, 300 * MG], [127, 5, 75 * MG], [127, 7, 350 * MG], [127, 43_200, 30 * MG]]
        flex = order(mode="flex", basal_pg_per_day=0, periods=periods, clock_lost="lowest period")
        bench = self.bench(dict(flex, max_dose_pg_per_day=1_200 * MG, bolus=bolus(over_s=40)))
        bench.pump.clock_desk.set_time(9_450, 86_390)
        bench.start()
        bench.run_for(12)
        bench.press()
        bench.run_for(20)
        bench.pump.clock_desk.set_time(9_450, 43_195, 500_000)
        bench.run_for(8)
        bench.pump.clock_desk.forget_time()
        bench.run_for(5)
        self.assertTrue(bench.pump.alarms.shown[alarm_table.CLOCK_LOST])
        self.assertEqual(bench.pump.state(), "running")

    @proves("R8", "B11", "B10", "B7")
    def test_a_refill_another_mixture_a_bridge_that_is_stopped_and_priming(self):
        fast = {"basal_pg_per_day": 300 * MG, "max_dose_pg_per_day": 1_200 * MG, "catheter_volume_nl": 3_000}
        bench = self.bench(order(**fast))
        bench.start()
        bench.run_for(3)
        bench.pump.reservoir_desk.refill(17 * ML, 20 * ML, True)
        bench.run_for(3)
        bench.prescribe(order(**dict(fast, drugs=[["morphine", 50 * MG]])))
        bench.run_for(2)
        self.assertEqual(bench.pump.desk.bridge(), 0)
        bench.run_for(3)
        bench.pump.desk.stop_bolus()
        bench.run_for(3)
        self.assertEqual(bench.pump.desk.bridge(), 0)
        bench.run_for(30)
        self.assertEqual(bench.pump.desk.prime(), 0)
        bench.run_for(30)
        self.assertEqual(bench.kinds().count(record_kinds.BOLUS_ENDED), 3)
        self.assertTrue(bench.pump.alarms.shown[alarm_table.REFILL_DISCREPANCY])


class TheLockItself(unittest.TestCase):
    @unittest.skipUnless(MICROPYTHON, "only MicroPython can lock its heap")
    def test_a_tick_that_allocates_is_caught(self):
        bench = Bench(lock_ticks=True)
        bench.boot()
        heart_step = bench.pump.heart.step

        def wasteful(readings, orders):
            readings.note = [1, 2, 3]
            heart_step(readings, orders)

        bench.pump.heart.step = wasteful
        self.assertRaises(MemoryError, bench.pump.turn)


if __name__ == "__main__":
    unittest.main()
