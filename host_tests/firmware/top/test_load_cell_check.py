"""Diagnostics of the load cell: figures that are right, a name for each fault, and a pump that goes on unchanged."""

import unittest

from assembled import Bench
from boards.RPI_PICO import board
from load_cell_check import MOST_SAMPLES, STATES, on_board
from storage.weighing_files import WeighingFiles
from support import proves
from therapy.memory import record_kinds
from units.refused import Refused

ZERO_RAW = 134_218
PER_G = board.LOADCELL["counts_per_g"]
NOISE = 33


class Scale:
    """The load cell of the bench: counts, noise of about so many rms, drift in counts a second."""

    def __init__(self, bench, raw=ZERO_RAW + 20 * PER_G, noise=NOISE, a_second=0):
        self.raw = raw
        self.noise = noise
        self.a_second = a_second
        self._began_us = None
        self._state = 1
        bench.conversions.raw_at = self._conversion

    def _conversion(self, us):
        if self._began_us is None:
            self._began_us = us
        total = 0
        for _ in range(12):  # of even chances: near to a bell, with a standard deviation of one part
            self._state = (self._state * 1_103_515_245 + 12_345) & 0x7FFFFFFF
            total += (self._state >> 8) % 1_001 - 500
        return self.raw + total * self.noise // 1_000 + self.a_second * (us - self._began_us) // 1_000_000


def stopped(**scale):
    """A pump that is programmed and stopped, its load cell calibrated with the empty bottle."""
    bench = Bench()
    bench.boot()
    bench.prescribe()
    Scale(bench, **scale)
    bench.pump.load_cell_desk.set(ZERO_RAW, PER_G, 300, 2_000)
    bench.run_for(3)
    return bench


def named(found):
    return STATES[found["state"]]


class Figures(unittest.TestCase):
    @proves("R7")
    def test_of_a_sound_cell(self):
        found = stopped().pump.check_load_cell(20)
        self.assertEqual(named(found), "ok")
        self.assertTrue(198 <= found["samples"] <= 201, found["samples"])
        self.assertTrue(9_990 <= found["rate_mhz"] <= 10_010, found["rate_mhz"])
        self.assertTrue(98_000 <= found["longest_gap_us"] <= 104_000, found["longest_gap_us"])
        self.assertEqual(found["saturated"], 0)
        self.assertTrue(60 < found["unique"] <= found["samples"], found["unique"])
        self.assertTrue(4 * NOISE < found["range_raw"] < 8 * NOISE, found["range_raw"])
        self.assertEqual(found["range_raw"], found["most_raw"] - found["least_raw"])
        self.assertTrue(abs(found["mean_raw"] - ZERO_RAW - 20 * PER_G) < 10, found["mean_raw"])
        self.assertTrue(abs(found["mass_ug"] - 20_000_000) < 1_000, found["mass_ug"])
        # 33 counts of 10,737 a gram are 3.07 mg; twenty seconds know it to a tenth.
        self.assertTrue(2_700 < found["noise_ug"] < 3_450, found["noise_ug"])
        self.assertEqual(found["noise_expected_ug"], NOISE * 1_000_000 // PER_G)
        self.assertTrue(abs(found["drift_ug"]) < 3_000, found["drift_ug"])
        self.assertEqual(found["blocks"], [found["samples"] // 8, 0, 0, 0, 0])
        self.assertEqual(found["calibration"]["doubt_ppm"], 300)

    @proves("R7")
    def test_drift_is_told_from_noise(self):
        # 20 counts a second for 20 s are 37 mg, ten times the noise.
        found = stopped(a_second=20).pump.check_load_cell(20)
        self.assertTrue(35_000 < found["drift_ug"] < 39_500, found["drift_ug"])
        self.assertTrue(2_700 < found["noise_ug"] < 3_450, found["noise_ug"])
        self.assertTrue(-39_500 < stopped(a_second=-20).pump.check_load_cell(20)["drift_ug"] < -35_000)

    def test_without_a_calibration_by_the_boards_figures_and_without_a_mass(self):
        bench = Bench()
        bench.boot()
        Scale(bench)
        bench.run_for(3)
        found = bench.pump.check_load_cell(4)
        self.assertEqual((found["calibration"], found["mass_ug"], named(found)), (None, None, "ok"))
        self.assertTrue(2_000 < found["noise_ug"] < 4_500, found["noise_ug"])


class Faults(unittest.TestCase):
    @proves("R7")
    def test_absent_stuck_saturated_noisy_and_out_of_step_have_their_names(self):
        for name, scale in (
            ("stuck", {"noise": 0}),
            ("saturated", {"raw": 0x7FFFFF, "noise": 0}),
            ("saturated", {"raw": -0x800000, "noise": 0}),
            ("noisy", {"noise": 150}),
        ):
            found = stopped(**scale).pump.check_load_cell(6)
            self.assertEqual(named(found), name)
            self.assertEqual(found["saturated"], found["samples"] if name == "saturated" else 0)
            self.assertEqual(found["unique"] == 1, name != "noisy")
        bench = stopped()
        bench.conversions.raw_at = lambda us: (us // 100_000 * 7_919_017) % 4_000_000
        self.assertEqual(named(bench.pump.check_load_cell(6)), "desynchronised")

    @proves("R7")
    def test_a_cable_that_is_off_or_goes_off_or_comes_back_is_absent(self):
        bench = stopped()

        def plug(is_present):
            bench.conversions.is_present = is_present
            bench.load_cell.look_again()

        bench.fake.clock.after(6_000_000, lambda: plug(False))
        found = bench.pump.check_load_cell(10)
        self.assertEqual(named(found), "absent")
        self.assertTrue(50 <= found["samples"] <= 56, found["samples"])
        found = bench.pump.check_load_cell(4)
        self.assertEqual((named(found), found["samples"], found["rate_mhz"]), ("absent", 0, 0))
        for name in ("mean_raw", "range_raw", "noise_ug", "drift_ug", "mass_ug"):
            self.assertEqual(found[name], None, name)
        bench.fake.clock.after(4_000_000, lambda: plug(True))
        self.assertEqual(named(bench.pump.check_load_cell(10)), "absent")
        self.assertEqual(named(bench.pump.check_load_cell(4)), "ok")

    @proves("R7")
    def test_a_converter_set_to_eighty_a_second_or_too_slow_is_what_the_pump_calls_it(self):
        for period_us, name in ((12_500, "desynchronised"), (200_000, "absent")):
            bench = stopped()
            bench.conversions.period_us = period_us
            found = bench.pump.check_load_cell(10)
            self.assertEqual(named(found), name)
            self.assertTrue(abs(found["rate_mhz"] * period_us // 1_000_000 - 1_000) < 10, found["rate_mhz"])

    def test_it_is_bounded_however_fast_the_converter_is(self):
        bench = stopped()
        bench.conversions.period_us = 12_500
        found = bench.pump.check_load_cell(60)
        self.assertEqual(found["samples"], MOST_SAMPLES)
        self.assertTrue(found["measured_us"] < 13_500_000, found["measured_us"])

    def test_a_knock_is_no_fault(self):
        bench = stopped()
        sound = bench.conversions.raw_at
        began = bench.fake.clock.now_us()
        bench.conversions.raw_at = lambda us: sound(us) + (900_000 if 3_000_000 < us - began < 3_150_000 else 0)
        self.assertEqual(named(bench.pump.check_load_cell(10)), "ok")


class InThePump(unittest.TestCase):
    @proves("S2", "R7")
    def test_the_watchdog_is_fed_and_the_pump_goes_on_with_no_alarm_and_no_record(self):
        bench = stopped()
        while bench.pump.sensor.is_done:
            bench.pump.turn()
        before = len(bench.happened)
        self.assertEqual(named(bench.pump.check_load_cell(30)), "ok")
        self.assertFalse(bench.pump.sensor.is_done)
        bench.run_for(125)
        self.assertEqual(bench.recorded(record_kinds.ALARM_ON), [])
        self.assertEqual(len(bench.happened), before)
        mass_ug = bench.pump.weighing.mass_ug
        assert mass_ug is not None
        self.assertTrue(abs(mass_ug - 20_000_000) < 10_000, mass_ug)

    @proves("B9")
    def test_never_while_it_delivers_and_never_for_longer_than_the_loop_may_wait(self):
        bench = stopped()
        for wrong in (1, 61, -5, 2.5, None, "10"):
            with self.assertRaises(Refused):
                bench.pump.check_load_cell(wrong)
        bench.start()
        given = bench.pump.history.given.value()
        try:
            bench.pump.check_load_cell(10)
            self.fail("it was not refused")
        except Refused as refused:
            self.assertIn("only while nothing is delivered", str(refused))
        self.assertEqual(bench.pump.history.given.value(), given)
        bench.pump.desk.stop()
        with self.assertRaises(Refused):
            bench.pump.check_load_cell(10)

    @proves("B9")
    def test_never_while_service_mode_turns_the_head(self):
        bench = stopped()
        bench.hold()
        self.assertEqual(bench.pump.state(), "service")
        self.assertEqual(named(bench.pump.check_load_cell(2)), "ok")
        bench.pump.service.run(100, 100_000)
        with self.assertRaises(Refused):
            bench.pump.check_load_cell(2)

    @proves("S5")
    def test_on_a_board_whose_firmware_was_interrupted_the_motor_stays_off(self):
        bench = stopped()
        fake = bench.fake
        enabled = []
        fake.reboot()
        Scale(bench)
        fake.wire(board.PINS["enable"]).listeners.append(lambda level, _us: enabled.append(level))
        calibration = WeighingFiles(fake.files).calibration()
        found = on_board(fake.machine, fake.rp2, fake.time, fake.files, board, 5)
        self.assertEqual((named(found), found["calibration"]), ("ok", calibration))
        self.assertTrue(abs(found["mass_ug"] - 20_000_000) < 2_000, found["mass_ug"])
        self.assertFalse(0 in enabled)
        self.assertEqual(fake.wire(board.PINS["enable"]).level(), 1)


if __name__ == "__main__":
    unittest.main()
