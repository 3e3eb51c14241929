"""Watchdog, reset and power cut: when they come, and that nothing acts after them."""

import unittest

from drivers import stepper_pio
from fakes.board import FakeBoard
from fakes.stops import PowerCut, Reset, Stop, WatchdogReset


class TestWatchdog(unittest.TestCase):
    def test_it_bites_at_its_timeout_to_the_microsecond(self):
        board = FakeBoard(start_ticks_us=500)
        board.machine.WDT(timeout=2000)
        with self.assertRaises(WatchdogReset):
            board.time.sleep_ms(60_000)
        self.assertEqual(board.clock.now_us(), 2_000_000)

    def test_feeding_puts_it_off_from_the_time_of_feeding(self):
        board = FakeBoard()
        dog = board.machine.WDT(timeout=2000)
        for _ in range(30):
            board.time.sleep_ms(1999)
            dog.feed()
        self.assertEqual(dog.feeds, 30)
        with self.assertRaises(WatchdogReset):
            board.time.sleep_ms(60_000)
        self.assertEqual(board.clock.now_us(), 30 * 1_999_000 + 2_000_000)

    def test_a_timeout_beyond_the_chips_is_refused(self):
        with self.assertRaises(ValueError):
            FakeBoard().machine.WDT(timeout=8389)
        FakeBoard().machine.WDT(timeout=8388)

    def test_it_bites_within_a_flash_erase(self):
        board = FakeBoard()
        board.machine.WDT(timeout=20)
        with self.assertRaises(WatchdogReset):
            board.files.replace("a", b"1")
        self.assertEqual(board.clock.now_us(), 20_000)

    def test_a_new_boot_has_none(self):
        board = FakeBoard()
        board.machine.WDT(timeout=100)
        board.reboot()
        board.time.sleep_ms(1000)
        self.assertEqual(board.clock.now_us(), 1_000_000)


class TestEnd(unittest.TestCase):
    def test_a_stop_passes_through_except_exception(self):
        self.assertFalse(issubclass(Stop, Exception))
        self.assertTrue(issubclass(Stop, BaseException))

    def test_a_power_cut_comes_at_its_microsecond_inside_whatever_call_lets_time_pass(self):
        board = FakeBoard()
        board.cut_power_at(12_345)
        with self.assertRaises(PowerCut):
            board.files.append("log", b"x")
        self.assertEqual(board.clock.now_us(), 12_345)

    def test_a_cut_that_was_to_come_to_an_ended_boot_stops_nobody_who_drives_the_next(self):
        board = FakeBoard()
        board.cut_power_at(100)
        board.cut_power_at(150)
        with self.assertRaises(PowerCut):
            board.time.sleep_ms(1)
        board.reboot()
        board.time.sleep_ms(1)
        self.assertEqual(board.clock.now_us(), 1_100)

    def test_a_finally_cannot_touch_the_hardware_after_the_end(self):
        board = FakeBoard()
        Pin = board.machine.Pin
        enable = Pin(4, Pin.OUT, value=0)
        board.wire(4).pull(1)
        machine = board.rp2.StateMachine(0, stepper_pio.program(board.rp2), freq=1_000_000, sideset_base=Pin(2, Pin.IN))
        machine.active(1)
        dog = board.machine.WDT(timeout=8000)
        board.cut_power_at(50)
        with self.assertRaises(PowerCut):
            board.time.sleep_ms(1)
        self.assertEqual(board.wire(4).level(), 1)
        acts = (
            lambda: enable.value(1),
            lambda: enable.init(Pin.OUT),
            lambda: Pin(5, Pin.OUT),
            lambda: machine.put(1),
            lambda: machine.active(1),
            lambda: machine.exec(0xA042),
            lambda: machine.restart(),
            lambda: board.time.sleep_us(1),
            lambda: board.files.read("a"),
            lambda: board.files.replace("a", b""),
            lambda: board.select.poll().poll(1),
            dog.feed,
            board.machine.reset,
        )
        for act in acts:
            with self.assertRaises(PowerCut):
                act()
        self.assertEqual(board.clock.now_us(), 50)

    def test_no_edge_comes_after_the_end(self):
        board = FakeBoard()
        edges = []
        board.wire(2).on_rising = edges.append
        Pin = board.machine.Pin
        machine = board.rp2.StateMachine(0, stepper_pio.program(board.rp2), freq=1_000_000, sideset_base=Pin(2, Pin.IN))
        machine.active(1)
        machine.put(99 | 89 << 11)  # first edge after 94 us, then one every 100 us
        board.cut_power_at(295)
        with self.assertRaises(PowerCut):
            board.time.sleep_ms(50)
        self.assertEqual(edges, [94, 194, 294])
        board.clock.advance(100_000)
        self.assertEqual(edges, [94, 194, 294])
        self.assertEqual(board.wire(2).level(), 0)

    def test_reset_ends_the_boot_and_the_next_one_knows_its_cause(self):
        board = FakeBoard()
        self.assertEqual(board.machine.reset_cause(), board.machine.PWRON_RESET)
        with self.assertRaises(Reset):
            board.machine.reset()
        board.reboot(cause=board.machine.WDT_RESET)
        self.assertEqual(board.machine.reset_cause(), 3)
        board.machine.Pin(4, board.machine.Pin.OUT, value=1)
        self.assertEqual(board.wire(4).level(), 1)

    def test_files_outlive_a_reset(self):
        board = FakeBoard()
        board.files.replace("a", b"1")
        board.reboot()
        self.assertEqual(board.files.read("a"), b"1")


if __name__ == "__main__":
    unittest.main()
