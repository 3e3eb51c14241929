"""A run in service mode: exactly the steps and the rate that were asked for, on record before they are made."""

import unittest

from assembled import MICROPYTHON, Bench, order
from boards.RPI_PICO import board
from fakes.stops import PowerCut
from ledger_state import replayed
from memory_files import MemoryFiles
from support import proves
from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from units.refused import Refused

FASTEST_US = 225  # 18.75 nL * 60 s / 5 mL
LONGEST_US = 100_000
HALF_A_SECOND_US = 500_000


def in_service(therapy=None, data=board):
    bench = Bench(data=data)
    bench.boot()
    bench.prescribe(therapy)
    bench.hold()
    bench.watch_steps()
    return bench


def gaps(edges):
    return [edges[i + 1] - edges[i] for i in range(len(edges) - 1)]


def ran(bench, seconds=0.0):
    """Turn until the run is over and settled: none here takes a minute."""
    bench.run_for(seconds)
    end_us = bench.fake.clock.now_us() + 60_000_000
    while bench.pump.service.is_busy():
        assert bench.fake.clock.now_us() < end_us, "the run does not end"
        bench.pump.turn()
    bench.run_for(0.1)


def drawn(bench):
    return bench.pump.history.since_fill.value(), bench.pump.history.tube_steps.value()


class Steps(unittest.TestCase):
    @proves("T8", "D1")
    def test_exactly_so_many_at_exactly_that_rate(self):
        for steps, gap_us in ((1, FASTEST_US), (2, 300), (3_000, FASTEST_US), (400, 1_000), (700, 4_321), (9, 99_999)):
            bench = in_service()
            bench.pump.service.run(steps, gap_us)
            ran(bench)
            self.assertEqual(len(bench.edges), steps)
            self.assertEqual(set(gaps(bench.edges)), {gap_us} if steps > 1 else set())
            self.assertEqual(bench.stray_edges, [])
            self.assertEqual(bench.pump.service.made(), steps)
            self.assertEqual(drawn(bench), (steps, steps))

    @proves("T8")
    def test_five_ml_a_minute_and_no_more(self):
        bench = in_service()
        self.assertEqual(bench.pump.service.fastest_us(), FASTEST_US)
        for gap_us in (FASTEST_US - 1, 0, LONGEST_US + 1, 1.5, None):
            self.assertRaises(Refused, bench.pump.service.run, 100, gap_us)
        for steps in (0, -1, 4_000_001, 1.5, None):
            self.assertRaises(Refused, bench.pump.service.run, steps, FASTEST_US)
        self.assertRaises(Refused, bench.pump.service.fill, 0)
        self.assertRaises(Refused, bench.pump.service.fill, 18)  # less than a step
        ran(bench, 1)
        self.assertEqual((bench.edges, drawn(bench)), ([], (0, 0)))

    @proves("T8")
    def test_the_tubing_is_filled_with_the_volume_asked_for(self):
        bench = in_service()
        bench.pump.service.fill(25_000)  # 25 uL are 1333.3 steps
        ran(bench)
        self.assertEqual(len(bench.edges), 1_333)
        self.assertEqual(set(gaps(bench.edges)), {FASTEST_US})

    @proves("S5")
    def test_the_motor_is_on_for_the_run_alone(self):
        bench = in_service()
        enable, changes = bench.fake.wire(board.PINS["enable"]), []
        enable.listeners.append(lambda level, _us: changes.append((level, bench.fake.clock.now_us())))
        bench.pump.service.run(1_000, 500)
        ran(bench, 3)
        self.assertEqual([level for level, _us in changes], [0, 1])
        self.assertTrue(changes[0][1] + 2_000 <= bench.edges[0])
        self.assertTrue(bench.edges[-1] < changes[1][1] <= bench.edges[-1] + 100_000)

    @proves("D7")
    def test_one_run_at_a_time_and_none_is_left_in_the_middle(self):
        bench = in_service()
        bench.pump.service.run(4_000, 500)
        bench.run_for(0.5)
        for ask in (lambda: bench.pump.service.run(1, 500), bench.pump.service.leave, bench.pump.service.tube_changed):
            try:
                ask()
                self.fail("taken")
            except Refused as refused:
                self.assertEqual(refused.value, "a run is under way")
        ran(bench)
        self.assertEqual(len(bench.edges), 4_000)

    @proves("D10")
    def test_a_flash_erase_in_the_middle_delays_no_step(self):
        bench = in_service()
        bench.pump.service.run(6_000, FASTEST_US)
        bench.run_for(0.4)
        bench.fake.clock.advance(400_000)
        ran(bench)
        self.assertEqual(set(gaps(bench.edges)), {FASTEST_US})
        self.assertEqual(len(bench.edges), 6_000)

    @proves("D10")
    def test_a_longer_stall_makes_a_gap_and_loses_nothing(self):
        bench = in_service()
        bench.pump.service.run(6_000, FASTEST_US)
        bench.run_for(0.4)
        bench.fake.clock.advance(900_000)
        ran(bench)
        long = [gap for gap in gaps(bench.edges) if gap != FASTEST_US]
        self.assertEqual((len(bench.edges), len(long)), (6_000, 1))
        self.assertTrue(long[0] >= FASTEST_US)
        self.assertEqual(drawn(bench), (6_000, 6_000))

    @proves("A12")
    def test_a_new_tube_begins_at_zero_and_the_reservoir_goes_on(self):
        bench = in_service()
        bench.pump.service.run(100, 500)
        ran(bench)
        bench.pump.service.tube_changed()
        self.assertEqual(drawn(bench), (100, 0))


class OnRecord(unittest.TestCase):
    @proves("P1")
    def test_the_record_is_on_flash_before_the_first_step(self):
        bench = in_service()
        at_steps, flash = [], MemoryFiles()

        def note(_us):
            flash.stored = dict(bench.fake.files.contents)
            at_steps.append(replayed(flash)[1].tube_steps.value())

        self.assertEqual(drawn(bench), (0, 0))
        bench.fake.wire(board.PINS["step"]).on_rising = note
        bench.pump.service.run(50, 500)
        ran(bench)
        self.assertEqual(at_steps, [50] * 50)
        self.assertEqual(bench.recorded(record_kinds.SERVED), [(50, 0, 0, 0)])

    @proves("P1", "A12")
    def test_a_power_cut_in_a_run_counts_all_of_it_for_reservoir_and_tube_and_none_as_dose(self):
        bench = in_service()
        bench.pump.service.run(8_000, FASTEST_US)
        bench.fake.cut_power_at(bench.fake.clock.now_us() + 1_000_000)
        try:
            bench.run_for(3)
        except PowerCut:
            pass
        made = len(bench.edges)
        self.assertTrue(3_000 < made < 5_000)
        after = bench.rebooted()
        after.boot()
        self.assertEqual(drawn(after), (8_000, 8_000))
        self.assertEqual(after.pump.history.given.value(), 0)
        self.assertEqual(after.pump.history.window.total.value(), 0)

    @proves("D8")
    def test_a_run_that_is_stopped_ends_within_half_a_second_and_is_counted_back(self):
        bench = in_service()
        bench.pump.service.run(40_000, FASTEST_US)
        bench.run_for(1)
        stopped_us = bench.fake.clock.now_us()
        bench.pump.service.stop()
        ran(bench)
        made = len(bench.edges)
        self.assertTrue(bench.edges[-1] - stopped_us <= HALF_A_SECOND_US)
        self.assertEqual(drawn(bench), (made, made))
        self.assertEqual(bench.recorded(record_kinds.UNSERVED), [(40_000 - made, 0, 0, 0)])
        after = bench.rebooted()
        after.boot()
        self.assertEqual(drawn(after), (made, made))

    @proves("D8")
    def test_a_run_that_is_stopped_before_it_begins_makes_no_step(self):
        bench = in_service()
        bench.pump.service.run(500, FASTEST_US)
        bench.pump.service.stop()
        ran(bench, 1)
        self.assertEqual((bench.edges, drawn(bench)), ([], (0, 0)))

    def test_without_room_for_its_record_it_is_refused(self):
        bench = in_service()
        while bench.pump.desk._book.has_room():
            bench.pump.desk._book.settle()
        self.assertRaises(Refused, bench.pump.service.run, 10, 500)


class Faults(unittest.TestCase):
    @proves("S2")
    def test_a_dead_processor_makes_steps_for_half_a_second_at_most(self):
        bench = in_service()
        bench.pump.service.run(40_000, FASTEST_US)
        bench.run_for(1.05)
        for _ in range(7):
            bench.pump.turn()
        died_us = bench.fake.clock.now_us()
        bench.fake.clock.advance(2_500_000)
        self.assertTrue(bench.edges[-1] - died_us <= HALF_A_SECOND_US)

    @proves("S2", "D8")
    def test_a_fault_of_the_step_engine_ends_it_at_once(self):
        bench = in_service()
        bench.pump.service.run(40_000, FASTEST_US)
        bench.run_for(1)
        bench.pump.engine.fault = True
        at_us = bench.fake.clock.now_us()
        bench.run_for(2)
        self.assertTrue(bench.pump.alarms.shown[alarm_table.STEP_ENGINE_FAULT])
        self.assertTrue(bench.edges[-1] - at_us <= 100_000)
        self.assertFalse(bench.pump.motor.is_on)
        made = len(bench.edges)
        self.assertEqual(drawn(bench), (made, made))
        self.assertFalse(bench.pump.service.leave(), "the self-test finds the fault")

    @proves("P5")
    def test_what_cannot_be_put_on_record_is_not_run(self):
        bench = in_service()
        bench.fake.files.fail_next("append", 5)
        bench.pump.service.run(100, 500)
        bench.run_for(3)
        self.assertEqual(bench.edges, [])
        self.assertTrue(bench.pump.alarms.shown[alarm_table.MEMORY_ERROR])
        self.assertFalse(bench.pump.service.is_busy())

    @proves("P5", "S2")
    def test_a_memory_error_in_a_run_ends_it(self):
        bench = in_service()
        bench.pump.service.run(40_000, FASTEST_US)
        bench.run_for(1)
        bench.pump.recorder.failed = True
        at_us = bench.fake.clock.now_us()
        bench.run_for(5)  # the watchdog goes on being fed
        self.assertTrue(bench.edges[-1] - at_us <= 100_000)

    @proves("D1")
    def test_the_control_tick_of_a_run_allocates_nothing(self):
        bench = Bench(lock_ticks=MICROPYTHON)
        bench.boot()
        bench.prescribe(order())
        bench.hold()
        bench.pump.service.run(8_000, FASTEST_US)
        bench.run_for(0.5)
        bench.pump.service.stop()
        ran(bench)
        self.assertTrue(2_000 < bench.pump.service.made() < 5_000)


if __name__ == "__main__":
    unittest.main()
