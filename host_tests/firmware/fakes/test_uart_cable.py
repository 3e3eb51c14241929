"""Two UARTs on a cable: both ways at once, in the time that the bytes take, and as much as the buffers hold."""

import unittest

from fakes.board import FakeBoard
from fakes.stops import NotModelled
from fakes.uart_cable import FIFO_BYTES, UartCable

BYTE_US = 87  # ten bits at 115200 baud


class Backwards:
    def passed(self, way, content):
        return [(0, bytes(reversed(content)))]


class Two(unittest.TestCase):
    def setUp(self):
        self.near = FakeBoard()
        self.clock = self.near.clock
        self.other = FakeBoard(self.clock)
        self.cable = UartCable(self.clock)
        self.near.attach_uart(0, 1, self.cable.ends[0])
        self.other.attach_uart(4, 5, self.cable.ends[1])

    def uart(self, board, block=0, tx=0, **how):
        pin = board.machine.Pin
        return board.machine.UART(block, 115_200, tx=pin(tx), rx=pin(tx + 1), **how)

    def both(self, **how):
        return self.uart(self.near, **how), self.uart(self.other, 1, 4, **how)

    def test_each_hears_the_other_and_nobody_hears_himself(self):
        one, two = self.both()
        one.write(b"ping")
        two.write(b"pong")
        self.clock.advance(4 * BYTE_US - 1)
        self.assertEqual((one.any(), two.any()), (0, 0))
        self.clock.advance(1)
        self.assertEqual((one.read(4), two.read(4)), (b"pong", b"ping"))

    def test_it_has_sent_when_the_last_bit_is_out_and_what_is_written_meanwhile_comes_after_it(self):
        one, two = self.both()
        one.write(b"ab")
        self.assertFalse(one.txdone())
        one.write(b"c")
        self.clock.advance(3 * BYTE_US - 1)
        self.assertFalse(one.txdone())
        self.assertEqual(two.any(), 2)
        self.clock.advance(1)
        self.assertTrue(one.txdone())
        self.assertEqual(two.read(3), b"abc")

    def test_a_write_beyond_buffer_and_fifo_waits_for_room(self):
        one, _ = self.both(txbuf=64)
        one.write(bytes(64 + FIFO_BYTES))
        self.assertEqual(self.clock.now_us(), 0)
        one.write(bytes(10))
        self.assertEqual(self.clock.now_us(), 10 * BYTE_US)
        one.flush()
        self.assertEqual(self.clock.now_us(), (74 + FIFO_BYTES) * BYTE_US)

    def test_a_read_of_more_than_there_is_waits_its_timeout(self):
        one, two = self.both(timeout=5)
        two.write(b"ab")
        self.clock.advance(1_000)
        self.assertEqual(one.read(2), b"ab")
        self.assertEqual(self.clock.now_us(), 1_000)
        self.assertTrue(one.read(1) is None)
        self.assertTrue(5_000 < self.clock.now_us() - 1_000 <= 6_000)

    def test_what_comes_beside_a_full_buffer_is_lost(self):
        one, two = self.both(rxbuf=32)
        two.write(bytes(range(100)))
        self.clock.advance(10_000)
        self.assertEqual(one.any(), 32 + FIFO_BYTES)
        self.assertEqual(one.read(3), b"\x00\x01\x02")

    def test_a_pulled_cable_carries_nothing_and_one_put_back_goes_on(self):
        one, two = self.both()
        one.write(b"ab")
        self.cable.is_pulled = True
        self.clock.advance(1_000)
        one.write(b"cd")
        self.clock.advance(1_000)
        self.cable.is_pulled = False
        one.write(b"ef")
        self.clock.advance(1_000)
        self.assertEqual(two.read(2), b"ef")

    def test_it_can_be_altered_on_its_way(self):
        one, two = self.both()
        self.cable.trouble = Backwards()
        one.write(b"ab")
        self.clock.advance(1_000)
        self.assertEqual(two.read(2), b"ba")

    def test_a_board_that_is_reset_loses_what_it_had_received_and_what_it_was_sending(self):
        one, two = self.both()
        two.write(b"ab")
        self.clock.advance(1_000)
        one.write(b"cd")
        self.near.reboot()
        self.clock.advance(1_000)
        self.assertEqual(two.any(), 0)
        two.write(b"lost")
        self.clock.advance(1_000)
        again = self.uart(self.near)
        self.assertEqual(again.any(), 0)
        two.write(b"xy")
        self.clock.advance(1_000)
        self.assertEqual(again.read(2), b"xy")

    def test_another_rate_than_the_cables_is_not_modelled(self):
        pin = self.near.machine.Pin
        with self.assertRaises(NotModelled):
            self.near.machine.UART(0, 9_600, tx=pin(0), rx=pin(1))

    def test_select_sees_room_to_write_and_bytes_to_read(self):
        one, two = self.both(txbuf=32)
        self.assertEqual((one.ioctl(3, 1), one.ioctl(3, 4)), (0, 4))
        one.write(bytes(32 + FIFO_BYTES))
        self.assertEqual(one.ioctl(3, 5), 0)
        two.write(b"x")
        self.clock.advance(2 * BYTE_US)
        self.assertEqual(one.ioctl(3, 5), 5)


if __name__ == "__main__":
    unittest.main()
