"""The model of the display's chip: where a byte lands, what a person then sees, and what it does not take."""

import unittest

from fakes.board import FakeBoard
from fakes.ssd1306_chip import Ssd1306Chip
from fakes.stops import NotModelled

MODULE = b"\x00\xa8\x3f\xd3\x00\xda\x12\x8d\x14\xa1\xc8"  # 64 rows, charge pump, mounted as most are


class Chip(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.chip = Ssd1306Chip()
        self.board.attach_i2c(4, 5, 0x3C, self.chip)
        machine = self.board.machine
        self.i2c = machine.I2C(0, sda=machine.Pin(4), scl=machine.Pin(5), freq=400_000)

    def write(self, content):
        self.i2c.writeto(0x3C, content)

    def clear(self):
        for page in range(8):
            self.write(bytes((0x00, 0xB0 | page, 0x00, 0x10)))
            self.write(b"\x40" + bytes(128))

    def lit(self):
        rows = self.chip.rows()
        return [(x, y) for y in range(64) for x in range(128) if rows[y][x]]

    def test_page_addressing_stays_on_its_page(self):
        self.write(MODULE + b"\x20\x02\xaf")
        self.clear()
        self.write(b"\x00\xb3\x0e\x17")  # page 3, column 0x7E
        self.write(b"\x40\x01\x80\x03")
        self.assertEqual(self.lit(), [(0, 24), (126, 24), (0, 25), (127, 31)])

    def test_horizontal_addressing_goes_on_to_the_next_page_within_its_window(self):
        self.write(MODULE + b"\x20\x02\xaf")
        self.clear()
        self.write(b"\x00\x20\x00\x21\x0a\x0b\x22\x01\x02")
        self.write(b"\x40\x01\x01\x01\x01\x02")
        self.assertEqual(self.lit(), [(11, 8), (10, 9), (10, 16), (11, 16)])

    def test_off_without_its_charge_pump_or_before_it_is_turned_on_nobody_sees_anything(self):
        self.assertEqual(self.lit(), [])
        self.write(b"\x00\xaf")
        self.assertEqual(self.lit(), [])
        self.write(MODULE)
        self.assertTrue(len(self.lit()) > 1_000, "what the memory happened to hold")
        self.write(b"\x00\xae")
        self.assertEqual(self.lit(), [])

    def test_its_status_says_whether_it_is_on_and_losing_the_supply_turns_it_off(self):
        status = bytearray(1)
        self.write(MODULE + b"\xaf")
        self.i2c.readfrom_into(0x3C, status)
        self.assertEqual(status[0] & 0x40, 0)
        self.chip.supply_lost()
        self.i2c.readfrom_into(0x3C, status)
        self.assertEqual(status[0] & 0x40, 0x40)

    def test_what_it_does_not_know_is_refused(self):
        self.assertRaises(NotModelled, self.write, b"\x00\x2f")
        self.assertRaises(NotModelled, self.write, b"\x80\xaf")
        self.assertRaises(NotModelled, self.write, b"\x00\x20\x01")

    def test_rows_that_do_not_fit_the_panel_are_no_picture(self):
        self.write(b"\x00\xa8\x1f\xd3\x00\xda\x02\x8d\x14\xa1\xc8\xaf")
        self.assertRaises(NotModelled, self.chip.rows)


if __name__ == "__main__":
    unittest.main()
