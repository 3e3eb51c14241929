"""The display's driver on the model of its chip: set-up, pages, what is sent and what is not, absence."""

import unittest

import fitted  # noqa: F401  where there is no framebuf
import screen_reader
from drivers import ssd1306
from fakes.board import FakeBoard
from fakes.ssd1306_chip import Ssd1306Chip
from support import MICROPYTHON, proves

import framebuf  # isort: skip  # pyright: ignore[reportMissingImports]

HZ = 400_000


class OnTheBus(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.chip = Ssd1306Chip()
        self.board.attach_i2c(4, 5, 0x3C, self.chip)
        machine = self.board.machine
        i2c = machine.I2C(0, sda=machine.Pin(4), scl=machine.Pin(5), freq=HZ)
        self.panel = ssd1306.Ssd1306(i2c, framebuf)

    def send_all(self):
        calls = 0
        while self.panel.is_to_be_sent():
            self.assertTrue(self.panel.send())
            calls += 1
        return calls

    def read(self):
        return screen_reader.read(self.chip.rows())

    def test_what_is_shown_can_be_read_and_nothing_is_lit_before_the_whole_picture_is_there(self):
        self.assertTrue(self.panel.begin())
        self.panel.show(0, "RUNNING")
        self.panel.show(7, "WATER ONLY 0.5/9")
        for _ in range(8):
            self.assertFalse(self.chip.is_on)
            self.panel.send()
        self.panel.send()
        self.assertEqual(self.read(), ["RUNNING", "", "", "", "", "", "", "WATER ONLY 0.5/9"])

    def test_only_lines_that_changed_are_sent_one_a_call_within_4_ms(self):
        self.panel.begin()
        self.send_all()
        self.chip.data_bytes = self.chip.transfers = 0
        self.panel.show(3, "")
        self.assertFalse(self.panel.is_to_be_sent())
        self.panel.show(3, "HIGH ALARM")
        self.panel.show(5, "refill")
        before_us = self.board.clock.us
        self.assertTrue(self.panel.send())
        self.assertTrue(self.board.clock.us - before_us < 4_000, self.board.clock.us - before_us)
        self.assertEqual((self.chip.data_bytes, self.chip.transfers), (128, 2))
        self.assertEqual(self.send_all(), 1)
        self.assertEqual(self.read()[3:6], ["HIGH ALARM", "", "refill"])
        self.panel.show(5, "")
        self.send_all()
        self.assertEqual(self.read()[5], "")

    def test_a_longer_text_is_cut_and_leaves_the_other_lines_alone(self):
        self.panel.begin()
        self.panel.show(1, "seventeen letters")
        self.send_all()
        self.assertEqual(self.read(), ["", "seventeen letter", "", "", "", "", "", ""])

    @proves("A1")
    def test_absent_it_is_a_state_and_no_exception(self):
        self.chip.is_present = False
        for call in (self.panel.begin, self.panel.send, self.panel.is_as_left):
            self.assertFalse(call())
            self.assertEqual(ssd1306.STATES[self.panel.state], "absent")
        self.chip.is_present = True
        self.assertTrue(self.panel.begin())
        self.send_all()
        self.assertEqual((self.panel.is_as_left(), self.panel.state), (True, ssd1306.OK))

    def test_gone_in_the_middle_of_a_line_that_line_is_sent_again(self):
        self.panel.begin()
        self.send_all()
        self.panel.show(2, "Flow 0.100 mL/d")
        self.chip.fails_after = 40
        self.assertFalse(self.panel.send())
        self.chip.is_present, self.chip.fails_after = True, None
        self.assertTrue(self.panel.is_to_be_sent())
        self.send_all()
        self.assertEqual(self.read()[2], "Flow 0.100 mL/d")

    def test_one_that_lost_its_supply_for_a_moment_is_off_and_shows_all_again_once_set_up(self):
        self.panel.begin()
        self.panel.show(0, "STOPPED")
        self.send_all()
        self.chip.supply_lost()
        self.assertFalse(self.panel.is_as_left())
        self.assertEqual(self.panel.state, ssd1306.OK)
        self.panel.begin()
        self.assertEqual(self.send_all(), 9)
        self.assertEqual(self.read()[0], "STOPPED")

    def test_a_stuck_bus_is_a_state_too(self):
        self.board.wire(4).drive(0)
        self.assertFalse(self.panel.begin())
        self.assertEqual(self.panel.state, ssd1306.ABSENT)

    def test_sending_and_looking_allocate_nothing(self):
        self.panel.begin()
        self.send_all()
        self.panel.show(0, "A")
        if not MICROPYTHON:
            return
        micropython = __import__("micropython")
        micropython.heap_lock()
        try:
            self.panel.send()
            self.panel.is_as_left()
        finally:
            micropython.heap_unlock()


if __name__ == "__main__":
    unittest.main()
