"""The fake I2C bus keeps to its wires and takes its time; the model of the clock chip keeps to its datasheet."""

import unittest

from fakes.board import FakeBoard
from fakes.ds3231_chip import Ds3231Chip
from fakes.i2c_like import EIO, ETIMEDOUT
from fakes.stops import NotModelled, PowerCut

ADDRESS = 0x68
STATUS = 0x0F
SECOND_US = 1_000_000


class Bench(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.chip = Ds3231Chip(self.board.clock)
        self.board.attach_i2c(4, 5, ADDRESS, self.chip)
        self.i2c = self.bus()

    def bus(self, block=0, sda=4, scl=5, hz=100_000):
        machine = self.board.machine
        return machine.I2C(block, sda=machine.Pin(sda), scl=machine.Pin(scl), freq=hz)

    def error_of(self, act):
        with self.assertRaises(OSError) as raised:
            act()
        return raised.exception.args[0]

    def took(self, act, *arguments):
        before = self.board.clock.us
        act(*arguments)
        return self.board.clock.us - before


class TestBus(Bench):
    def test_a_device_answers_on_its_own_pair_of_wires_at_its_own_address(self):
        self.assertEqual(self.i2c.scan(), [ADDRESS])
        self.assertEqual(self.board.machine.I2C(0).scan(), [ADDRESS])  # the block's default pins
        for other in (self.bus(0, 8, 9), self.bus(1, 6, 7), self.bus(0, 4, 9), self.bus(0, 8, 5)):
            self.assertEqual(other.scan(), [])
        self.assertEqual(self.error_of(lambda: self.i2c.readfrom_mem(0x69, 0, 1)), EIO)
        self.assertEqual(self.error_of(lambda: self.i2c.writeto_mem(0x69, 0, b"1")), EIO)
        self.chip.is_present = False
        self.assertEqual(self.i2c.scan(), [])

    def test_pins_belong_to_the_blocks_in_pairs_by_turns(self):
        for block in (0, 1):
            for sda in range(0, 28, 2):
                if sda // 2 % 2 == block:
                    self.bus(block, sda, sda + 1)
                    continue
                with self.assertRaises(ValueError):
                    self.bus(block, sda, sda + 1)
        for block, sda, scl in ((0, 5, 4), (0, 4, 4), (0, 5, 5), (0, 4, 7), (2, 4, 5)):
            with self.assertRaises(ValueError):
                self.bus(block, sda, scl)

    def test_two_devices_at_one_address_are_refused(self):
        with self.assertRaises(ValueError):
            self.board.attach_i2c(4, 5, ADDRESS, Ds3231Chip(self.board.clock))
        self.board.attach_i2c(4, 5, 0x57, Ds3231Chip(self.board.clock))
        self.assertEqual(self.i2c.scan(), [0x57, ADDRESS])

    def test_a_transfer_takes_nine_clocks_a_byte_and_one_for_start_and_stop_each(self):
        for count in range(1, 17):
            self.assertEqual(self.took(self.i2c.readfrom_mem, ADDRESS, 0, count), 10 * (3 + 9 * (3 + count)))
            self.assertEqual(self.took(self.i2c.writeto_mem, ADDRESS, 7, bytes(count)), 10 * (2 + 9 * (2 + count)))
        self.assertTrue(self.took(self.bus(hz=400_000).readfrom_mem, ADDRESS, 0, 16) <= 460)

    def test_a_wire_held_low_ends_in_a_time_out(self):
        for pin in (4, 5):
            self.board.wire(pin).drive(0)
            self.assertEqual(self.took(self.error_of, lambda: self.i2c.readfrom_mem(ADDRESS, 0, 1)), 50_000)
            self.assertEqual(self.error_of(lambda: self.i2c.writeto_mem(ADDRESS, 0, b"1")), ETIMEDOUT)
            self.board.wire(pin).drive(None)
            self.i2c.readfrom_mem(ADDRESS, 0, 1)

    def test_faster_than_the_device_is_not_modelled(self):
        with self.assertRaises(NotModelled):
            self.bus(hz=1_000_000).readfrom_mem(ADDRESS, 0, 1)

    def test_nothing_passes_after_the_end_of_a_boot_and_the_device_is_there_in_the_next(self):
        self.board.cut_power_at(self.board.clock.us + 1)
        for act in (lambda: self.board.time.sleep_ms(1), self.i2c.scan, lambda: self.i2c.readfrom_mem(ADDRESS, 0, 1)):
            with self.assertRaises(PowerCut):
                act()
        with self.assertRaises(PowerCut):
            self.i2c.writeto_mem(ADDRESS, 0, b"1")
        self.board.reboot()
        self.assertEqual(self.bus().scan(), [ADDRESS])

    def test_a_power_cut_in_a_transfer_leaves_the_bytes_before_it(self):
        for cut_us in range(0, 700, 10):
            self.setUp()
            self.board.cut_power_at(cut_us)
            with self.assertRaises(PowerCut):
                self.i2c.writeto_mem(ADDRESS, 7, b"\x01\x02\x03\x04")
                self.board.time.sleep_ms(1)
            whole = max(0, min(4, (cut_us - 191) // 90))  # START, address and register are 19 clocks; byte n ends later
            self.assertEqual(self.chip.registers[7:11], (b"\x01\x02\x03\x04"[:whole] + bytes(4))[:4])


class TestClockChip(Bench):
    def set_clock(self, text):
        """Registers 0 to 6, in hexadecimal."""
        self.chip.set_clock(bytes([int(part, 16) for part in text.split()]))

    def time(self):
        return " ".join(["{:02x}".format(byte) for byte in self.i2c.readfrom_mem(ADDRESS, 0, 7)])

    def after_a_second(self, text):
        self.set_clock(text)
        self.board.time.sleep_us(SECOND_US)
        return self.time()

    def test_every_field_carries_into_the_next(self):
        for before, after in (
            ("08 00 00 01 01 01 01", "09 00 00 01 01 01 01"),
            ("59 59 23 07 28 02 01", "00 00 00 01 01 03 01"),
            ("59 59 23 07 28 02 04", "00 00 00 01 29 02 04"),
            ("59 59 23 03 31 12 09", "00 00 00 04 01 01 10"),
            ("59 59 23 03 31 12 99", "00 00 00 04 01 81 00"),
            ("59 59 23 03 31 92 99", "00 00 00 04 01 01 00"),
            ("59 59 71 02 30 11 26", "00 00 52 03 01 12 26"),
            ("59 59 51 02 30 11 26", "00 00 72 02 30 11 26"),
            ("59 59 72 02 30 11 26", "00 00 61 02 30 11 26"),
        ):
            self.assertEqual(self.after_a_second(before), after)

    def test_registers_that_hold_no_time_stand_still(self):
        for text in ("08 7f 00 01 01 01 01", "08 00 3a 01 01 01 01", "59 59 23 01 01 13 01"):
            self.assertEqual(self.after_a_second(text), text)

    def test_a_read_holds_the_time_until_the_pointer_comes_round(self):
        self.set_clock("59 59 23 03 31 12 09")
        self.board.time.sleep_us(SECOND_US - 250)
        both = self.i2c.readfrom_mem(ADDRESS, 0, 0x13 + 7)
        self.assertEqual(both[:7], b"\x59\x59\x23\x03\x31\x12\x09")
        self.assertEqual(both[0x13:], b"\x00\x00\x00\x04\x01\x01\x10")

    def test_seconds_written_restart_the_second_and_no_other_field_does(self):
        self.set_clock("08 00 00 01 01 01 01")
        self.board.time.sleep_us(600_000)
        self.i2c.writeto_mem(ADDRESS, 1, b"\x10")
        self.board.time.sleep_us(400_000)
        self.assertEqual(self.time()[:5], "09 10")
        self.board.time.sleep_us(600_000)
        self.i2c.writeto_mem(ADDRESS, 0, b"\x20")
        self.board.time.sleep_us(999_000)
        self.assertEqual(self.time()[:2], "20")
        self.board.time.sleep_us(1_000)
        self.assertEqual(self.time()[:2], "21")

    def test_flags_are_cleared_by_writing_and_never_set_and_fixed_bits_stay(self):
        self.chip.registers[STATUS] = 0x83
        for written, left in ((0xFF, 0x8B), (0x82, 0x82), (0x7F, 0x0A), (0xFF, 0x0A), (0x00, 0x00), (0x80, 0x00)):
            self.i2c.writeto_mem(ADDRESS, STATUS, bytes([written]))
            self.assertEqual(self.i2c.readfrom_mem(ADDRESS, STATUS, 1)[0], left)
        self.i2c.writeto_mem(ADDRESS, 0, b"\xff" * 7)
        self.assertEqual(self.time(), "7f 7f 7f 07 3f 9f ff")
        self.i2c.writeto_mem(ADDRESS, 0x11, b"\xff\xff")
        self.assertEqual(self.i2c.readfrom_mem(ADDRESS, 0x11, 2), b"\x19\x00")
        with self.assertRaises(NotModelled):
            self.i2c.readfrom_mem(ADDRESS, 0x13, 1)

    def test_drift_adds_up_to_its_parts_in_a_million(self):
        for drift_ppm in (-30, 0, 30):
            self.board = FakeBoard()
            self.chip = Ds3231Chip(self.board.clock, drift_ppm)
            self.board.attach_i2c(4, 5, ADDRESS, self.chip)
            self.i2c = self.bus()
            self.set_clock("00 00 12 01 01 01 01")
            for _ in range(1000):  # looking often must not lose or gain anything
                self.board.time.sleep_ms(99_000)
                self.time()
            self.board.time.sleep_us(1_000_000_000 - self.board.clock.now_us() % 1_000_000_000)
            second = 43_200 + 100_000 + drift_ppm // 10
            expected = "{:02d} {:02d} {:02d}".format(second % 60, second // 60 % 60, second // 3600 % 24)
            self.assertEqual(self.time()[:8], expected)


if __name__ == "__main__":
    unittest.main()
