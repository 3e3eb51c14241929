"""Calibrating the load cell with two known masses, on the whole firmware: what comes out, is kept, and is refused."""

import unittest

from assembled import Bench
from support import proves
from therapy.memory import record_kinds
from units.refused import Refused
from witness_watch import LEARNING, NOT_CALIBRATED

ZERO_RAW = 134_218
PER_G = 10_737
BLOCKS_S = 30  # sixteen blocks take 24 s, and one may be under way


class Scale:
    """The load cell of the bench with a mass of the test's choice on it."""

    def __init__(self, bench, per_g=PER_G):
        self.mg = 0
        self.per_g = per_g
        self._state = 1
        bench.conversions.raw_at = self._conversion

    def _conversion(self, _us):
        self._state = (self._state * 1_103 + 12_345) & 0xFFFF
        return ZERO_RAW + self.mg * self.per_g // 1_000 + self._state % 101 - 50


def powered(per_g=PER_G):
    bench = Bench()
    bench.boot()
    return bench, Scale(bench, per_g), bench.pump.load_cell_desk


def weigh(bench, scale, mg, doubt_mg=10):
    scale.mg = mg
    bench.pump.load_cell_desk.weigh(mg, doubt_mg)
    bench.run_for(BLOCKS_S)


def calibrated(per_g=PER_G):
    bench, scale, desk = powered(per_g)
    weigh(bench, scale, 0)
    weigh(bench, scale, 50_000)
    desk.accept()
    bench.run_for(1)
    return bench, scale


class TwoMasses(unittest.TestCase):
    @proves("R7")
    def test_give_zero_span_and_their_doubts(self):
        bench, scale, desk = powered()
        weigh(bench, scale, 0)
        self.assertFalse(desk.is_weighing())
        weigh(bench, scale, 50_000)
        found = desk.proposal()
        self.assertTrue(abs(found["zero_raw"] - ZERO_RAW) <= 12, found)
        self.assertTrue(abs(found["counts_per_g"] - PER_G) <= 1, found)
        # sqrt(10**2 + 10**2) mg of 50 g.
        self.assertTrue(270 <= found["doubt_ppm"] <= 290, found)
        self.assertEqual(found["zero_doubt_ug"], 10_000)

    @proves("R7")
    def test_what_was_accepted_weighs_and_outlives_a_power_cut_and_is_on_record(self):
        bench, _scale = calibrated()
        self.assertEqual(len(bench.recorded(record_kinds.LOAD_CELL_SET)), 1)
        again = bench.rebooted()
        again.boot()
        again_scale = Scale(again)
        again_scale.mg = 20_000
        again.prescribe()
        again.run_for(130)
        mass_ug = again.pump.weighing.mass_ug
        assert mass_ug is not None
        self.assertTrue(abs(mass_ug - 20_000_000) < 10_000, mass_ug)
        self.assertEqual(again.pump.witness.state(), LEARNING)

    def test_a_cell_that_is_wired_the_other_way_round_weighs_too(self):
        bench, scale = calibrated(-PER_G)
        scale.mg = 20_000
        bench.run_for(130)
        mass_ug = bench.pump.weighing.mass_ug
        assert mass_ug is not None
        self.assertTrue(abs(mass_ug - 20_000_000) < 10_000, mass_ug)

    @proves("R7")
    def test_without_a_calibration_the_second_witness_says_so_and_raises_nothing(self):
        bench, scale, _ = powered()
        bench.prescribe()
        scale.mg = 20_000
        bench.run_for(130)
        self.assertEqual(bench.pump.witness.state(), NOT_CALIBRATED)
        scale.mg = 0
        bench.run_for(600)
        self.assertEqual(bench.recorded(record_kinds.ALARM_ON), [])


class Refusals(unittest.TestCase):
    def refused(self, call, *arguments):
        try:
            call(*arguments)
        except Refused as refused:
            return str(refused)
        return self.fail("it was not refused")
        return None

    @proves("B9")
    def test_name_what_is_wrong(self):
        bench, scale, desk = powered()
        self.assertIn("load_cell.mass", self.refused(desk.weigh, -1, 10))
        self.assertIn("load_cell.doubt", self.refused(desk.weigh, 1, "x"))
        self.assertIn("two are needed", self.refused(desk.accept))
        weigh(bench, scale, 0)
        self.assertIn("two are needed", self.refused(desk.accept))
        desk.weigh(0, 10)
        self.assertIn("one at a time", self.refused(desk.weigh, 0, 10))
        bench.run_for(BLOCKS_S)
        self.assertIn("at least 5 g", self.refused(desk.accept))
        scale.per_g = 0
        weigh(bench, scale, 50_000)
        self.assertIn("load_cell.span", self.refused(desk.accept))
        self.assertIn("load_cell.zero_raw", self.refused(desk.set, 1 << 24, PER_G, 300, 2_000))

    @proves("B9")
    def test_never_while_it_delivers(self):
        bench, _scale = calibrated()
        bench.prescribe()
        bench.start()
        self.assertIn("stop first", self.refused(bench.pump.load_cell_desk.weigh, 0, 10))
        self.assertIn("stop first", self.refused(bench.pump.load_cell_desk.set, 0, PER_G, 300, 2_000))


if __name__ == "__main__":
    unittest.main()
