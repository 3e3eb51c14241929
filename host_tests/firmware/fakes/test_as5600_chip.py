"""The model of the encoder keeps to its datasheet, and to the rotor it is told of."""

import unittest

from fakes.as5600_chip import AGC, CONF, NONE, STRONG, WEAK, ZPOS, As5600Chip
from fakes.board import FakeBoard
from fakes.i2c_like import EIO
from fakes.stops import NotModelled

ADDRESS = 0x36
STATUS = 0x0B
RAW_ANGLE = 0x0C
ANGLE = 0x0E
MAGNITUDE = 0x1B
MD = 0x20
ML = 0x10
MH = 0x08
A_TURN = 3_200


class Bench(unittest.TestCase):
    def setUp(self):
        self.rotor = 0
        self.fit()

    def fit(self, seed=0):
        self.board = FakeBoard()
        self.chip = As5600Chip(self.board.clock, lambda: self.rotor, A_TURN, seed)
        self.board.attach_i2c(4, 5, ADDRESS, self.chip)
        machine = self.board.machine
        self.i2c = machine.I2C(0, sda=machine.Pin(4), scl=machine.Pin(5), freq=100_000)

    def word(self, place):
        high, low = self.i2c.readfrom_mem(ADDRESS, place, 2)
        return high << 8 | low

    def byte(self, place):
        return self.i2c.readfrom_mem(ADDRESS, place, 1)[0]

    def angles(self, count):
        """Signed, from the rotor's own angle on."""
        found = []
        for _ in range(count):
            self.board.time.sleep_us(1_000)
            found.append((self.word(RAW_ANGLE) - self.rotor * 4_096 // A_TURN + 2_048) % 4_096 - 2_048)
        return found


class TestAngle(Bench):
    def test_it_is_the_rotors_place_within_a_count_and_goes_round(self):
        for rotor in (0, 1, 25, 800, 1_600, 3_199, 3_200, 3_225, -1, -25, 10**9 + 800):
            self.rotor = rotor
            for off in self.angles(5):
                self.assertTrue(-1 <= off <= 1, (rotor, off))
            self.assertTrue(0 <= self.word(ANGLE) < 4_096)

    def test_a_microstep_is_a_count_and_a_quarter(self):
        before = 0
        for rotor in range(1, 101):
            self.rotor = rotor
            after = self.word(RAW_ANGLE)
            self.assertTrue(0 <= after - before <= 3)  # 1.28, and the noise of both
            before = after
        self.assertTrue(127 <= before <= 129)

    def test_its_noise_is_that_of_the_slow_filter(self):
        for setting, rms_mdeg in ((0, 15), (1, 21), (2, 30), (3, 43)):
            self.fit()
            self.i2c.writeto_mem(ADDRESS, CONF, bytes([setting]))
            total = 0
            for rotor in range(1_000):
                self.rotor = rotor
                self.board.time.sleep_us(1_000)
                off = (self.word(RAW_ANGLE) - rotor * 4_096 / A_TURN + 2_048) % 4_096 - 2_048
                total += off * off
            # Over places all between two counts rounding is a noise of its own, a twelfth of a count squared.
            found_mdeg = (total / 1_000 - 1 / 12) ** 0.5 * 360_000 / 4_096
            self.assertTrue(0.8 * rms_mdeg < found_mdeg < 1.2 * rms_mdeg, (setting, found_mdeg))

    def test_noise_belongs_to_seed_and_time_not_to_who_reads(self):
        self.rotor = 5
        first = self.angles(60)
        self.fit()
        self.assertEqual(self.angles(60), first)
        self.fit(seed=1)
        self.assertNotEqual(self.angles(60), first)
        self.fit()
        for _ in range(30):
            self.board.time.sleep_us(1_000)
            self.board.clock.advance(10 * (3 + 9 * 5))
        self.assertEqual(self.angles(30), first[30:])

    def test_both_bytes_are_of_one_moment(self):
        self.rotor = 200  # 256: the high byte changes here
        for _ in range(200):
            self.board.time.sleep_us(150)
            self.assertTrue(self.word(RAW_ANGLE) in (255, 256, 257))


class TestRegisters(Bench):
    def test_a_sound_magnet(self):
        self.assertEqual(self.byte(STATUS), MD)
        self.assertEqual(self.byte(AGC), 64)
        self.assertTrue(1_000 < self.word(MAGNITUDE) < 4_096)

    def test_a_magnet_too_weak_or_too_strong_is_told_and_still_gives_the_angle(self):
        self.rotor = 800
        for magnet, flag, gain in ((WEAK, ML, 128), (STRONG, MH, 0)):
            self.chip.magnet = magnet
            self.assertEqual((self.byte(STATUS), self.byte(AGC)), (MD | flag, gain))
            self.assertTrue(1_023 <= self.word(RAW_ANGLE) <= 1_025)

    def test_without_a_magnet_nothing_is_detected_and_the_angle_is_any(self):
        self.chip.magnet = NONE
        self.assertEqual((self.byte(STATUS), self.byte(AGC)), (ML, 128))
        angles = self.angles(50)
        self.assertTrue(len(set(angles)) > 40)
        self.assertTrue(max(angles) - min(angles) > 2_000)

    def test_who_is_not_there_does_not_answer(self):
        self.chip.is_present = False
        with self.assertRaises(OSError) as raised:
            self.word(RAW_ANGLE)
        self.assertEqual(raised.exception.args[0], EIO)

    def test_status_and_angle_come_in_one_read(self):
        self.rotor = 800
        status, high, low = self.i2c.readfrom_mem(ADDRESS, STATUS, 3)
        self.assertEqual(status, MD)
        self.assertTrue(1_023 <= high << 8 | low <= 1_025)

    def test_a_word_that_was_pointed_to_is_read_again_and_again(self):
        self.rotor = 800
        read = self.i2c.readfrom_mem(ADDRESS, RAW_ANGLE, 6)
        for place in (0, 2, 4):
            self.assertTrue(1_023 <= read[place] << 8 | read[place + 1] <= 1_025)

    def test_where_there_is_no_register_zero_is_read(self):
        self.assertEqual(self.i2c.readfrom_mem(ADDRESS, 0x08, 4), bytes([0, 0, 0, MD]))

    def test_the_zero_position_turns_the_scaled_angle_and_is_lost_with_the_supply(self):
        self.rotor = 800
        self.i2c.writeto_mem(ADDRESS, ZPOS, b"\x02\x00")
        self.assertTrue(511 <= self.word(ANGLE) <= 513)
        self.assertTrue(1_023 <= self.word(RAW_ANGLE) <= 1_025)
        self.chip.supply_lost()
        self.chip.supply_back()
        self.assertTrue(1_023 <= self.word(ANGLE) <= 1_025)

    def test_what_is_not_modelled_is_refused(self):
        for place, data in ((0x03, b"\x01"), (0x05, b"\x01"), (0x07, b"\x20"), (0x08, b"\x04"), (0x08, b"\x01")):
            with self.assertRaises(NotModelled):
                self.i2c.writeto_mem(ADDRESS, place, data)
        for place in (0x0B, 0x0E, 0x1A):
            with self.assertRaises(NotModelled):
                self.i2c.writeto_mem(ADDRESS, place, b"\x00")
        for place in (0x09, 0x10, 0x1D, 0xFF):
            with self.assertRaises(NotModelled):
                self.byte(place)
