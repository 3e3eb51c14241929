"""The second witness: read a block a minute, named when it is lost, and not lost because somebody moves the load."""

import unittest

from assembled import Bench
from boards.RPI_PICO import board
from support import proves
from therapy.alarms import alarm_table
from therapy.memory import record_kinds

PER_G = board.LOADCELL["counts_per_g"]
REFILL_G = 19
BLOCK_US = 1_700_000


class Load:
    """The rig's load cell under the test's control: `raw` counts with the converter's own noise."""

    def __init__(self, bench):
        self.raw = 400_000
        self.noise = 64
        self._state = 1
        bench.conversions.raw_at = self._conversion

    def _conversion(self, _us):
        self._state = (self._state * 1_103 + 12_345) & 0xFFFF
        return self.raw + self._state % self.noise


def weighed():
    """Some seconds after power-on, the first block taken and called zero; the next begins within the minute."""
    bench = Bench()
    bench.boot()
    load = Load(bench)
    bench.prescribe()
    bench.run_for(70)
    bench.pump.weighing.calibrate(load.raw + load.noise // 2, PER_G)
    bench.run_for(60)
    return bench, load


def until_a_block_begins(bench):
    while bench.pump.sensor.is_done:
        bench.pump.turn()


def weight_mg(bench):
    found = bench.pump.weighing.mass_ug
    assert found is not None
    return found // 1_000


def shown(bench, alarm):
    return bool(bench.pump.alarms.shown[alarm])


class Weight(unittest.TestCase):
    def test_in_mg_against_the_tare_after_the_next_block(self):
        bench, load = weighed()
        load.raw += 3 * PER_G
        bench.run_for(62)
        self.assertTrue(abs(weight_mg(bench) - 3_000) <= 10)

    @proves("R7", "A8")
    def test_a_load_that_changes_at_any_moment_of_a_block_is_no_fault_of_the_cell(self):
        for after_us in range(0, BLOCK_US, 50_000):
            bench, load = weighed()
            until_a_block_begins(bench)
            bench.fake.clock.after(after_us, lambda load=load: setattr(load, "raw", load.raw + REFILL_G * PER_G))
            bench.run_for(125)
            self.assertEqual(bench.recorded(record_kinds.ALARM_ON), [], after_us)
            self.assertTrue(abs(weight_mg(bench) - 1_000 * REFILL_G) <= 10, after_us)

    @proves("R7")
    def test_words_that_stay_out_of_step_are_named_within_a_minute_and_a_few_seconds(self):
        bench, load = weighed()
        bench.conversions.raw_at = lambda us: load.raw + (us // 100_000 * 7_919_017) % 4_000_000
        bench.run_for(65)
        self.assertTrue(shown(bench, alarm_table.LOAD_CELL_DESYNCHRONISED))
        self.assertEqual(bench.pump.weighing.mass_ug, None)
        Load(bench)
        bench.run_for(65)
        self.assertFalse(shown(bench, alarm_table.LOAD_CELL_DESYNCHRONISED))

    @proves("R7")
    def test_absent_stuck_and_saturated_are_named_and_end_with_their_cause(self):
        bench, load = weighed()
        for raw, is_present, alarm in (
            (400_000, True, alarm_table.LOAD_CELL_STUCK),
            (0x7FFFFF, True, alarm_table.LOAD_CELL_SATURATED),
            (400_000, False, alarm_table.LOAD_CELL_LOST),
        ):
            load.raw, load.noise, bench.conversions.is_present = raw, 1, is_present
            bench.load_cell.look_again()
            bench.run_for(63)
            self.assertTrue(shown(bench, alarm), alarm_table.NAMES[alarm])
            self.assertEqual(bench.pump.weighing.mass_ug, None)
            load = Load(bench)
            bench.conversions.is_present = True
            bench.load_cell.look_again()
            bench.run_for(63)
            self.assertFalse(shown(bench, alarm), alarm_table.NAMES[alarm])
        self.assertEqual(bench.pump.state(), "stopped")


if __name__ == "__main__":
    unittest.main()
