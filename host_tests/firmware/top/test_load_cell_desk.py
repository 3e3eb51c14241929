"""Calibrating the load cell with two known masses, on the whole firmware: what comes out, is kept, and is refused."""

import unittest

from assembled import Bench
from known_masses import BLOCKS_S, PER_G, ZERO_RAW, Scale
from storage.sealed import seal
from storage.settings import Settings
from storage.weighing_files import WeighingFiles
from support import proves
from therapy.memory import record_kinds
from units.refused import Refused
from witness_watch import LEARNING, NOT_CALIBRATED


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


class Stored(unittest.TestCase):
    @proves("P3", "P4")
    def test_with_the_moment_the_chip_and_a_crc(self):
        bench, _scale = calibrated()
        files = WeighingFiles(bench.fake.files)
        stored = files.calibration()
        assert stored is not None
        self.assertEqual(stored["pump"], bench.pump.unique_id())
        self.assertTrue(0 < stored["when"][0] <= bench.pump.history.t_s)
        self.assertEqual(stored["when"][1:], [None, None], "the time of day is not known")
        content = bytearray(bench.fake.files.contents["load-cell"])
        content[-3] ^= 1
        bench.fake.files.contents["load-cell"] = bytes(content)
        self.assertTrue(files.is_damaged())

    def test_with_the_pump_time_where_it_is_known(self):
        bench, scale, desk = powered()
        bench.pump.clock_desk.set_time(9_461, 43_200, 0)
        weigh(bench, scale, 0)
        weigh(bench, scale, 50_000)
        desk.accept()
        stored = WeighingFiles(bench.fake.files).calibration()
        assert stored is not None
        self.assertEqual(stored["when"][1], 9_461)
        self.assertTrue(43_250 <= stored["when"][2] <= 43_270, stored)

    def test_of_the_head_too_and_one_of_an_older_firmware_is_read(self):
        bench, _scale = calibrated()
        bench.pump.programming.calibrate(18_700_000)
        stored = Settings(bench.fake.files).head_calibration()
        assert stored is not None
        self.assertEqual((stored["step_volume_fl"], stored["pump"]), (18_700_000, bench.pump.unique_id()))
        self.assertTrue(stored["when"][0] > 0)
        bench.fake.files.contents["calibration"] = seal({"step_volume_fl": 18_600_000})
        self.assertEqual(Settings(bench.fake.files).step_volume_fl(), 18_600_000)


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
