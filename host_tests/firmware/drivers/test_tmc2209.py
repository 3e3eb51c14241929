"""The motor driver's set-up over its one wire: each write is proved by the chip's own count, or it is no set-up."""

import unittest

from assembled import Bench, described
from boards.RPI_PICO import board
from drivers import tmc2209
from fakes.board import FakeBoard
from fakes.tmc2209_chip import Tmc2209Chip
from fakes.uart_like import OneWire
from support import proves
from therapy.alarms import alarm_table

FITTED = {"baud": 115_200, "address": 3, "run": 15, "hold": 7}
TX, RX = board.PINS["driver_tx"], board.PINS["driver_rx"]
WANTED = {0x00: 0x1C0, 0x10: 1 << 16 | 15 << 8 | 7, 0x6C: 0x14020053}
MICROSTEPS_16 = 4  # of MRES: 256 shifted right by it


class OnTheWire(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.chip = Tmc2209Chip()
        self.board.attach_uart(TX, RX, self.chip)

    def driver(self, address=3):
        machine = self.board.machine
        uart = machine.UART(1, 115_200, tx=machine.Pin(TX), rx=machine.Pin(RX), timeout=10)
        return tmc2209.Tmc2209(uart, address, 15, 7)

    def test_the_crc_is_that_of_the_datasheets_example(self):
        self.assertEqual(tmc2209.crc8(bytes((0x05, 0x00, 0x00)), 3), 0x48)  # a read of GCONF at address 0
        self.assertEqual(tmc2209.crc8(bytes((0x05, 0x03, 0x02, 0x99)), 3), tmc2209.crc8(bytes((0x05, 0x03, 0x02)), 3))

    @proves("S1")
    def test_a_sound_chip_is_set_up_with_three_writes_in_thirty_ms(self):
        before_us = self.board.clock.now_us()
        self.assertTrue(self.driver().set_up())
        self.assertEqual(dict(self.chip.writes), WANTED)
        self.assertEqual(len(self.chip.writes), 3)
        self.assertTrue(self.board.clock.now_us() - before_us < 30_000)

    def test_what_is_set_is_what_the_pins_say_of_the_microsteps_and_what_the_board_says_of_the_current(self):
        self.driver().set_up()
        self.assertEqual(self.chip.registers[0x6C] >> 24 & 15, MICROSTEPS_16)
        self.assertEqual(256 >> MICROSTEPS_16, 16)
        self.assertEqual(self.chip.registers[0x10] >> 8 & 31, FITTED["run"])
        self.assertEqual(self.chip.registers[0x10] & 31, FITTED["hold"])
        self.assertEqual(self.chip.registers[0x00] & 1, 0)  # the current is not the potentiometer's
        self.assertEqual(self.chip.registers[0x00] >> 6 & 3, 3)  # the pins PDN and MS1, MS2 are out of it

    @proves("S1")
    def test_a_write_that_the_chip_did_not_count_is_made_again_and_given_up_after_three(self):
        self.chip.loses = 2
        self.assertTrue(self.driver().set_up())
        self.assertEqual(dict(self.chip.writes), WANTED)
        self.chip.lose_supply()
        self.chip.loses = 3
        self.assertFalse(self.driver().set_up())

    @proves("S1")
    def test_the_count_may_wrap(self):
        self.chip.registers[0x02] = 254
        self.assertTrue(self.driver().set_up())
        self.assertEqual(self.chip.registers[0x02], 1)

    @proves("S1", "P4")
    def test_a_damaged_answer_is_none_and_never_a_value(self):
        driver = self.driver()
        self.chip.damages = 1
        self.assertEqual(driver.read(0x6C), None)
        self.assertEqual(driver.read(0x6C), 0x10000053)

    @proves("S1")
    def test_no_chip_another_address_and_a_cut_wire_are_no_set_up_within_a_tenth_of_a_second(self):
        for change in ("absent", "address", "wire"):
            self.setUp()
            address = 3
            if change == "absent":
                self.chip.is_present = False
            elif change == "address":
                address = 0
            else:
                self.board.uart_devices.clear()
            before_us = self.board.clock.now_us()
            self.assertFalse(self.driver(address).set_up())
            self.assertTrue(self.board.clock.now_us() - before_us < 100_000)

    def test_bytes_that_lie_about_before_are_not_taken_for_an_answer(self):
        driver = self.driver()
        wire = driver._uart._wire
        assert isinstance(wire, OneWire)
        wire._received.extend(b"\x05\xff\x6c\x00\x00\x00\x01\x00")
        self.assertEqual(driver.read(0x6C), 0x10000053)


class InThePump(unittest.TestCase):
    def bench(self, chip=None):
        fake = FakeBoard()
        if chip is not None:
            fake.attach_uart(TX, RX, chip)
        from storage.settings import new_pump

        fake.files.contents.update(new_pump())
        return Bench(fake, data=described(DRIVER_UART=FITTED))

    @proves("S1", "S5")
    def test_power_on_sets_it_up_with_the_motor_off(self):
        chip = Tmc2209Chip()
        bench = self.bench(chip)
        self.assertEqual(chip.writes, [])
        bench.boot()
        self.assertEqual(bench.pump.self_test.failures, [])
        self.assertEqual(dict(chip.writes), WANTED)
        self.assertEqual(bench.fake.wire(board.PINS["enable"]).level(), 1)

    @proves("S1")
    def test_a_driver_that_does_not_answer_fails_the_self_test_by_name(self):
        bench = self.bench()
        bench.boot()
        self.assertEqual(bench.pump.self_test.failures, ["driver"])
        self.assertEqual(bench.pump.self_test.failed_items(), 16)
        self.assertTrue(bench.pump.alarms.shown[alarm_table.SELF_TEST_FAILED])

    def test_without_a_uart_there_is_nothing_to_set_up(self):
        bench = Bench()
        bench.boot()
        self.assertEqual(bench.pump.self_test.failures, [])
        self.assertEqual(bench.fake.uart_devices, {})
