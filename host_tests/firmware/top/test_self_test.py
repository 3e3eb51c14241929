"""The self-test at power-on: what fails stops the pump with its name; a press of the button is none of it."""

import unittest

from assembled import Bench, bolus, order
from boards.RPI_PICO import board
from support import proves
from therapy import denials
from therapy.alarms import alarm_table
from therapy.memory import record_kinds


class AtPowerOn(unittest.TestCase):
    @proves("S1", "S5")
    def test_a_sound_pump_passes_with_the_motor_off(self):
        bench = Bench()
        self.assertEqual(bench.fake.wire(board.PINS["enable"]).level(), 1)
        enabled = []
        bench.fake.wire(board.PINS["enable"]).listeners.append(lambda level, _us: enabled.append(level))
        bench.boot()
        self.assertEqual(bench.pump.self_test.failures, [])
        self.assertTrue(bench.pump.self_test.load_cell_answers)
        self.assertFalse(0 in enabled)

    @proves("S1")
    def test_a_button_that_is_down_throughout_is_stuck_and_named(self):
        bench = Bench()
        bench.button.drive(0)
        bench.boot()
        self.assertEqual(bench.pump.self_test.failures, ["button"])
        self.assertTrue(bench.pump.alarms.shown[alarm_table.SELF_TEST_FAILED])

    @proves("S1", "B1")
    def test_a_press_in_the_self_test_is_denied_and_no_failure(self):
        bench = Bench()
        clock = bench.fake.clock
        clock.after(400_000, lambda: bench.button.drive(0))
        clock.after(700_000, lambda: bench.button.drive(None))
        bench.boot()
        bench.prescribe(order(bolus=bolus()))
        self.assertEqual(bench.pump.self_test.failures, [])
        denied = [h[3] for h in bench.happened if h[0] == record_kinds.DENIED]
        self.assertEqual(denied, [denials.SELF_TEST])

    @proves("S1")
    def test_a_step_engine_that_makes_no_steps_is_named(self):
        bench = Bench()
        bench.pump.engine.queue = lambda count, first_us, gap_us, now: None
        bench.boot()
        self.assertEqual(bench.pump.self_test.failures, ["step-engine"])

    @proves("S1", "R7")
    def test_a_load_cell_that_does_not_answer_is_named_and_does_not_stop_dosing(self):
        bench = Bench()
        bench.conversions.is_present = False
        bench.load_cell.look_again()
        bench.boot()
        self.assertTrue(bench.pump.alarms.shown[alarm_table.LOAD_CELL_LOST])
        bench.prescribe()
        bench.start()
        bench.run_for(20)
        self.assertEqual(bench.pump.history.given.value(), 1)

    @proves("S3")
    def test_the_cause_of_the_reset_is_on_record(self):
        bench = Bench()
        bench.boot()
        bench.prescribe()
        resets = [h[2] for h in bench.happened if h[0] == record_kinds.RESET]
        self.assertEqual(resets, [1])


if __name__ == "__main__":
    unittest.main()
