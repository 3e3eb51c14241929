"""Four receipts fill the FIFO; the fifth is held back until somebody collects. It is late, not overdue."""

import unittest

from drivers import stepper_pio
from drivers.step_engine import StepEngine
from fakes.board import FakeBoard
from support import proves

STEP = 2
GAP_US = 70_000


class TestHeldBackReceipt(unittest.TestCase):
    def setUp(self):
        board = self.board = FakeBoard()
        pin = board.machine.Pin(STEP, board.machine.Pin.IN)
        self.engine = StepEngine(board.rp2, board.time, 0, stepper_pio.program(board.rp2), pin)

    def queue(self, words):
        """One word under way and the rest behind it."""
        now = self.board.time.ticks_us()
        self.engine.queue(1, GAP_US, GAP_US, now)
        self.board.time.sleep_us(1_000)
        for word in range(1, words):
            self.engine.queue(1, (word + 1) * GAP_US, GAP_US, now)

    def collect_after(self, us):
        self.board.time.sleep_us(us)
        return self.engine.collect(self.board.time.ticks_us())

    @proves("D8", "S2")
    def test_five_words_made_while_nobody_looked_are_five_steps_and_no_fault(self):
        self.queue(5)
        self.assertEqual(self.collect_after(1_200_000), 4)
        self.assertFalse(self.engine.fault)
        self.assertEqual(self.collect_after(10), 1)
        self.assertFalse(self.engine.fault)

    def test_the_next_word_follows_the_one_held_back(self):
        self.queue(5)
        made = self.collect_after(1_200_000)
        self.engine.queue(1, GAP_US, GAP_US, self.board.time.ticks_us())
        self.assertEqual(made + self.collect_after(2 * GAP_US), 6)
        self.assertFalse(self.engine.fault)

    @proves("S2")
    def test_a_receipt_that_does_not_come_is_a_fault_when_nothing_holds_it_back(self):
        self.queue(2)
        self.board.rp2.machines[0].active(0)
        self.assertEqual(self.collect_after(1_200_000), 0)
        self.assertTrue(self.engine.fault)

    @proves("S2")
    def test_the_one_held_back_is_overdue_if_it_is_not_there_the_next_time(self):
        self.queue(5)
        self.board.time.sleep_us(1_200_000)
        self.board.rp2.machines[0].active(0)
        self.assertEqual(self.collect_after(1), 4)
        self.assertFalse(self.engine.fault)
        self.assertEqual(self.collect_after(1_000), 0)
        self.assertTrue(self.engine.fault)


if __name__ == "__main__":
    unittest.main()
