"""A second board goes by its own clock at the first one's time: woken in time, cut anywhere, back with its flash."""

import unittest

from fakes.board import FakeBoard
from fakes.second_board import PASS_US, SecondBoard
from fakes.uart_cable import UartCable

PIN, TX, RX = 10, 0, 1


class Firmware:
    """Looks at its pin and its UART; each pass takes_us and is followed by the next after every_us."""

    def __init__(self, board, every_us=1_000_000):
        self.board = board
        self.every_us = every_us
        self.takes_us = 0
        self.writes = False
        self.seen = []
        machine = board.machine
        self.watchdog = machine.WDT(timeout=3_000)
        self.pin = machine.Pin(PIN, machine.Pin.IN, machine.Pin.PULL_UP)
        self.uart = machine.UART(0, 115_200, tx=machine.Pin(TX), rx=machine.Pin(RX))

    def work(self):
        self.watchdog.feed()
        there = self.uart.any()
        content = self.uart.read(there) if there else b""
        self.seen.append((self.board.clock.now_us(), self.pin.value(), content))
        if self.writes:
            self.board.files.replace("kept", b"%d" % len(self.seen))
        self.board.time.sleep_us(self.takes_us)
        return self.every_us


class Second(unittest.TestCase):
    def setUp(self):
        self.first = FakeBoard()
        self.clock = self.first.clock
        self.cable = UartCable(self.clock)
        self.boots = []
        self.second = SecondBoard(self.clock, self.build)
        self.second.on_uart(TX, RX, self.cable.ends[1])
        self.second.power_on()

    def build(self, board):
        self.boots.append(Firmware(board))
        return self.boots[-1]

    def firmware(self):
        return self.boots[-1]

    def run_ms(self, ms):
        self.clock.advance(ms * 1_000)

    def test_its_passes_come_at_the_first_ones_time(self):
        self.run_ms(3_500)
        self.assertEqual([at_us for at_us, _, _ in self.firmware().seen], [0, 1_000_000, 2_000_000, 3_000_000])

    def test_what_a_pass_takes_is_not_taken_from_the_first_ones_time(self):
        self.firmware().takes_us = 400_000
        self.run_ms(0)
        self.assertEqual((self.clock.now_us(), self.second.clock.now_us()), (0, 400_000))
        self.run_ms(1_500)
        self.assertEqual([at_us for at_us, _, _ in self.firmware().seen], [0, 1_400_000])

    def test_one_that_never_waits_still_takes_time(self):
        self.firmware().every_us = 0
        self.run_ms(100)
        self.assertTrue(abs(len(self.firmware().seen) - 100_000 // PASS_US) <= 1)

    def test_an_edge_wakes_it_and_one_while_it_is_busy_is_seen_after_that(self):
        self.run_ms(100)
        self.second.drive(PIN, 0)
        self.run_ms(1)
        self.assertEqual(self.firmware().seen[-1], (100_000, 0, b""))
        self.firmware().takes_us = 50_000
        self.second.wake()
        self.run_ms(1)
        self.second.drive(PIN, None)
        self.run_ms(100)
        self.assertEqual(self.firmware().seen[-1], (151_000, 1, b""))

    def test_bytes_wake_it_and_what_it_says_comes_after_it_was_said_on_its_own_clock(self):
        self.run_ms(100)
        self.cable.ends[0].send(b"ping")
        self.run_ms(10)
        self.assertEqual(self.firmware().seen[-1], (100_348, 1, b"ping"))
        firmware = self.firmware()
        firmware.takes_us = 20_000
        right = firmware.work

        def work():
            next_us = right()
            firmware.uart.write(b"pong")
            return next_us

        firmware.work = work
        self.second.wake()
        self.run_ms(20)
        self.assertEqual(self.cable.ends[0].received(), b"")
        self.run_ms(1)
        self.assertEqual(self.cable.ends[0].received(), b"pong")

    def test_without_power_nothing_happens_and_it_comes_back_with_its_flash(self):
        self.firmware().writes = True
        self.run_ms(100)
        self.second.power_cut()
        self.second.drive(PIN, 0)
        self.cable.ends[0].send(b"lost")
        self.run_ms(5_000)
        self.assertTrue(self.second.firmware is None)
        self.second.power_on()
        self.run_ms(10)
        self.assertEqual(len(self.boots), 2)
        self.assertEqual(self.firmware().seen, [(5_100_000, 0, b"")])
        self.assertEqual(self.second.board.files.contents, {"kept": b"1"})
        self.second.power_on()
        self.run_ms(10)
        self.assertEqual(len(self.boots), 2)

    def test_it_can_be_cut_in_the_middle_of_a_write_and_come_back_by_itself(self):
        self.run_ms(100)
        self.firmware().writes = True
        self.second.cut_in(5_000, back_after_us=1_000_000)
        self.second.wake()
        self.run_ms(100)
        self.assertTrue(self.second.firmware is None)
        self.assertEqual(self.second.board.files.contents, {})
        self.run_ms(1_000)
        self.assertEqual(len(self.boots), 2)

    def test_a_cut_that_comes_after_another_end_of_the_same_boot_is_none(self):
        self.second.cut_in(1_000_000)
        self.run_ms(100)
        self.second.power_cut()
        self.second.power_on()
        self.run_ms(5_000)
        self.assertTrue(self.second.firmware is not None)

    def test_its_own_watchdog_resets_it(self):
        self.firmware().every_us = 10_000_000
        self.run_ms(12_000)
        self.assertEqual(len(self.boots), 2)
        self.assertEqual(self.second.board.machine.reset_cause(), 3)


if __name__ == "__main__":
    unittest.main()
