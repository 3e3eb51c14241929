"""The UART as a line of the link: it never waits, and loses nothing that it said it took."""

import unittest

from drivers.uart_line import RX_BYTES, TX_BYTES, UartLine
from fakes.board import FakeBoard
from fakes.uart_cable import UartCable
from support import proves

TX, RX = 0, 1


class OnACable(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.cable = UartCable(self.board.clock)
        self.far = self.cable.ends[1]
        self.board.attach_uart(TX, RX, self.cable.ends[0])
        pin = self.board.machine.Pin
        self.line = UartLine(
            self.board.machine.UART(0, 115_200, tx=pin(TX), rx=pin(RX), txbuf=TX_BYTES, rxbuf=RX_BYTES)
        )

    def pass_ms(self, ms):
        self.board.clock.advance(ms * 1_000)

    @proves("D1")
    def test_neither_reading_nor_writing_takes_any_time(self):
        clock = self.board.clock
        self.far.send(b"abc")
        self.pass_ms(1)
        before_us = clock.now_us()
        self.assertEqual(self.line.read(64), b"abc")
        self.assertEqual(self.line.read(64), b"")
        self.assertFalse(self.line.has_bytes())
        for _ in range(10):
            self.line.write(bytes(500))
        self.assertEqual(clock.now_us(), before_us)

    def test_what_it_took_arrives_in_order_and_what_it_did_not_take_does_not(self):
        content, place = bytes(place & 0xFF for place in range(500)), 0
        while place < len(content):
            taken = self.line.write(content[place : place + TX_BYTES])
            self.assertTrue(taken in (0, TX_BYTES, len(content) - place))
            place += taken
            self.pass_ms(1)
        self.pass_ms(10)
        self.assertEqual(self.far.received(), content)

    def test_no_more_is_taken_than_its_buffer_holds_and_nothing_until_that_is_out(self):
        self.assertEqual(self.line.write(bytes(500)), TX_BYTES)
        self.assertEqual(self.line.write(b"x"), 0)
        self.pass_ms(5)
        self.assertEqual(self.line.write(b"x"), 0)  # 64 bytes take 5.6 ms
        self.pass_ms(1)
        self.assertEqual(self.line.write(b"x"), 1)
        self.assertEqual(self.line.write(b""), 0)

    def test_it_is_read_in_pieces_of_the_size_that_was_asked_for(self):
        self.far.send(bytes(range(100)))
        self.pass_ms(10)
        self.assertTrue(self.line.has_bytes())
        self.assertEqual(self.line.read(64), bytes(range(64)))
        self.assertEqual(self.line.read(64), bytes(range(64, 100)))

    def test_what_comes_wakes_who_waits_for_it(self):
        poll = self.board.select.poll()
        poll.register(self.line.pollable, self.board.select.POLLIN)
        self.far.send(b"x")
        self.assertEqual(len([ready for ready in poll.ipoll(1_000)]), 1)
        self.assertTrue(self.board.clock.now_us() < 100)
        self.line.read(1)
        self.assertEqual([ready for ready in poll.ipoll(1_000)], [])


if __name__ == "__main__":
    unittest.main()
