"""The rotor encoder's driver: one short read, its direction, and what it says without magnet or chip."""

import unittest

from drivers import as5600
from fakes.board import FakeBoard
from fitted import EncoderChip
from support import MICROPYTHON, proves


class OnTheBus(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.angle = 0
        self.chip = EncoderChip(lambda: self.angle)
        self.board.attach_i2c(4, 5, 0x36, self.chip)

    def encoder(self, direction=1):
        machine = self.board.machine
        i2c = machine.I2C(0, sda=machine.Pin(4), scl=machine.Pin(5), freq=100_000)
        return as5600.As5600(i2c, direction)

    def test_the_angle_is_the_chips_in_the_direction_that_is_declared(self):
        for direction, wanted in ((1, (0, 1, 255, 2048, 4095)), (-1, (0, 4095, 3841, 2048, 1))):
            encoder = self.encoder(direction)
            for self.angle, angle in zip((0, 1, 255, 2048, 4095), wanted):
                self.assertTrue(encoder.read())
                self.assertEqual((encoder.angle, encoder.state), (angle, as5600.OK))

    def test_a_read_takes_less_than_a_millisecond_at_100_khz_and_allocates_nothing(self):
        encoder = self.encoder()
        before_us = self.board.clock.us
        if MICROPYTHON:
            micropython = __import__("micropython")
            micropython.heap_lock()
            try:
                encoder.read()
            finally:
                micropython.heap_unlock()
        else:
            encoder.read()
        self.assertTrue(self.board.clock.us - before_us < 1_000)
        self.assertEqual(self.chip.reads, 1)

    @proves("A7")
    def test_absent_and_without_a_magnet_are_states_and_no_exceptions(self):
        encoder = self.encoder()
        self.angle = 77
        self.assertTrue(encoder.read())
        self.chip.has_magnet = False
        self.assertFalse(encoder.read())
        self.assertEqual((as5600.STATES[encoder.state], encoder.angle), ("no magnet", 77))
        self.chip.is_present = False
        self.assertFalse(encoder.read())
        self.assertEqual(as5600.STATES[encoder.state], "absent")
        self.chip.is_present = self.chip.has_magnet = True
        self.assertTrue(encoder.read())
        self.board.wire(5).drive(0)
        self.assertFalse(encoder.read())
        self.assertEqual(encoder.state, as5600.ABSENT)


if __name__ == "__main__":
    unittest.main()
