"""State machines as the firmware handles them, and what the fakes refuse to guess."""
# ruff: noqa: F821
# pyright: reportUndefinedVariable=false

import unittest
from array import array

from drivers import hx711_pio, stepper_pio
from fakes.board import FakeBoard
from fakes.stops import NotModelled, WouldBlock

STEP = 2
HZ = 1_000_000


class WithStepper(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.rp2 = self.board.rp2
        self.pin = self.board.machine.Pin(STEP, self.board.machine.Pin.IN)
        self.machine = self.rp2.StateMachine(0, stepper_pio.program(self.rp2), freq=HZ, sideset_base=self.pin)
        self.edges = []
        self.board.wire(STEP).on_rising = self.edges.append

    def pass_us(self, us):
        self.board.time.sleep_us(us)


class TestSteps(WithStepper):
    def test_edges_come_delay_plus_5_after_an_idle_pull_and_then_every_delay_plus_11(self):
        self.machine.active(1)
        self.pass_us(1000)
        self.machine.put(2 | 39 << 11)
        self.machine.put(1 | 89 << 11)
        self.pass_us(1000)
        self.assertEqual(self.edges, [1044, 1094, 1144, 1244, 1344])

    def test_each_word_leaves_its_delay_as_receipt_once_its_last_step_is_counted(self):
        self.machine.active(1)
        self.machine.put(1 | 39 << 11)
        self.pass_us(44 + 50 + 5)
        self.assertEqual(self.machine.rx_fifo(), 0)
        self.pass_us(1)
        self.assertEqual(self.machine.rx_fifo(), 1)
        self.assertEqual(self.machine.get(), 39)

    def test_the_pin_is_high_for_4_us_and_falls_as_the_step_is_counted(self):
        self.machine.active(1)
        self.machine.put(39 << 11)
        levels = []
        self.pass_us(44)
        for _ in range(6):
            levels.append(self.pin.value())
            self.pass_us(1)
        self.assertEqual(levels, [0, 1, 1, 1, 1, 0])

    def test_four_uncollected_receipts_hold_the_fifth_words_steps_back(self):
        self.machine.active(1)
        for _ in range(4):
            self.machine.put(0)
        self.pass_us(1000)
        self.machine.put(0)
        self.machine.put(0)
        self.pass_us(1000)
        self.assertEqual((len(self.edges), self.machine.rx_fifo(), self.machine.tx_fifo()), (5, 4, 1))
        self.machine.get()
        self.pass_us(1000)
        self.assertEqual(len(self.edges), 6)

    def test_a_stop_reads_back_the_steps_that_the_open_word_has_left(self):
        self.machine.active(1)
        self.machine.put(9 | 89 << 11)
        self.pass_us(94 + 300 + 50)
        self.machine.active(0)
        for text in ("mov(isr, null)", "in_(y, 11)", "push(noblock)"):
            self.machine.exec(text)
        self.assertEqual(self.machine.get(), 9 - 4)
        self.pass_us(10_000)
        self.assertEqual(len(self.edges), 4)

    def test_restart_keeps_the_fifos_and_goes_to_the_next_word(self):
        self.machine.active(1)
        self.machine.put(99 | 89 << 11)
        self.machine.put(39 << 11)
        self.pass_us(250)
        self.machine.active(0)
        self.machine.restart()
        self.assertEqual(self.machine.tx_fifo(), 1)
        self.machine.active(1)
        self.pass_us(1000)
        self.assertEqual(self.edges, [94, 194, 294])

    def test_steps_across_the_end_of_a_lap_are_evenly_spaced(self):
        self.machine.active(1)
        wrap = 1 << 30
        for _ in range(9):
            self.pass_us(wrap // 10)
        self.pass_us(wrap - 250 - self.board.clock.us)
        self.machine.put(4 | 89 << 11)
        self.pass_us(1000)
        self.assertEqual(self.edges, [wrap - 156, wrap - 56, 44, 144, 244])

    def test_time_passing_in_one_piece_or_in_many_gives_the_same_edges(self):
        self.machine.active(1)
        self.machine.put(9 | 20 << 11)
        for _ in range(400):
            self.pass_us(1)
        in_many = self.edges
        self.setUp()
        self.machine.active(1)
        self.machine.put(9 | 20 << 11)
        self.pass_us(400)
        self.assertEqual(self.edges, in_many)


class TestFifos(WithStepper):
    def test_put_to_a_full_fifo_is_an_error(self):
        for _ in range(4):
            self.machine.put(1)
        self.assertEqual(self.machine.tx_fifo(), 4)
        with self.assertRaises(WouldBlock):
            self.machine.put(1)

    def test_get_from_an_empty_fifo_is_an_error(self):
        with self.assertRaises(WouldBlock):
            self.machine.get()
        with self.assertRaises(AssertionError):
            self.machine.get()

    def test_get_shifts_and_fills_a_buffer(self):
        self.machine.exec("mov(isr, invert(null))")
        self.machine.exec("push(noblock)")
        self.assertEqual(self.machine.get(), 0xFFFFFFFF)
        self.machine.exec("mov(isr, invert(null))")
        self.machine.exec("push(noblock)")
        self.assertEqual(self.machine.get(None, 8), 0xFFFFFF)
        buffer = array("I", [0, 0])
        for _ in range(2):
            self.machine.exec("mov(isr, invert(null))")
            self.machine.exec("push(noblock)")
        self.machine.get(buffer, 24)
        self.assertEqual(list(buffer), [0xFF, 0xFF])

    def test_put_shifts(self):
        self.machine.put(39, 11)
        self.machine.active(1)
        self.pass_us(100)
        self.assertEqual(self.edges, [44])

    def test_a_new_machine_on_the_same_id_starts_with_empty_fifos_and_the_old_one_is_off(self):
        self.machine.active(1)
        self.machine.put(99 | 89 << 11)
        self.pass_us(200)
        again = self.rp2.StateMachine(0, stepper_pio.program(self.rp2), freq=HZ, sideset_base=self.pin)
        self.assertEqual((again.tx_fifo(), again.rx_fifo(), again.active()), (0, 0, False))
        self.pass_us(10_000)
        self.assertEqual(self.edges, [94, 194])
        self.assertTrue(self.rp2.StateMachine(0) is again)


class TestRefusals(WithStepper):
    def refused(self, error, call):
        try:
            call()
        except error as e:
            return str(e)
        return self.fail("not refused")

    def test_an_unknown_program_is_named_with_its_words(self):
        @self.rp2.asm_pio()
        def blinker():
            nop()

        text = self.refused(NotModelled, lambda: self.rp2.StateMachine(1, blinker, freq=HZ))
        self.assertTrue("blinker" in text and "a042" in text, text)

    def test_another_cycle_time_than_a_microsecond(self):
        program = stepper_pio.program(self.rp2)
        self.refused(NotModelled, lambda: self.rp2.StateMachine(1, program, freq=2 * HZ, sideset_base=self.pin))

    def test_a_frequency_that_no_divider_makes(self):
        program = stepper_pio.program(self.rp2)
        for hz in (1000, 200_000_000):
            self.refused(ValueError, lambda hz=hz: self.rp2.StateMachine(1, program, freq=hz, sideset_base=self.pin))

    def test_an_id_that_the_chip_does_not_have(self):
        program = stepper_pio.program(self.rp2)
        self.refused(ValueError, lambda: self.rp2.StateMachine(8, program, freq=HZ, sideset_base=self.pin))

    def test_a_missing_pin(self):
        program = stepper_pio.program(self.rp2)
        self.refused(NotModelled, lambda: self.rp2.StateMachine(1, program, freq=HZ))
        program = hx711_pio.program(self.rp2)
        self.refused(NotModelled, lambda: self.rp2.StateMachine(1, program, freq=HZ, sideset_base=self.pin))

    def test_shifting_the_wrong_way(self):
        program = stepper_pio.program(self.rp2)
        left = self.rp2.PIO.SHIFT_LEFT
        self.refused(
            NotModelled,
            lambda: self.rp2.StateMachine(1, program, freq=HZ, sideset_base=self.pin, out_shiftdir=left),
        )

    def test_exec_while_it_runs(self):
        self.machine.active(1)
        self.refused(NotModelled, lambda: self.machine.exec("nop()"))

    def test_going_on_after_exec_in_the_middle_of_a_delay(self):
        self.machine.active(1)
        self.machine.put(39 << 11)
        self.pass_us(46)
        self.machine.active(0)
        self.machine.exec("nop().side(0)")
        self.refused(NotModelled, lambda: self.machine.active(1))
        self.machine.restart()
        self.assertTrue(self.machine.active(1))

    def test_forced_instructions_that_would_stall_or_touch_what_is_not_kept(self):
        for text in ("pull(block)", "wait(1, gpio, 1)", "irq(1)", "out(pins, 1)", "push(iffull)", "nop()[1]"):
            self.refused(NotModelled, lambda text=text: self.machine.exec(text))


if __name__ == "__main__":
    unittest.main()
