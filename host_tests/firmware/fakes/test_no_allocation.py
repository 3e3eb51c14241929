"""What the control tick calls of the fakes allocates nothing, or they would hide what the firmware does."""

import unittest

from drivers import hx711_pio, stepper_pio
from fakes.board import FakeBoard
from fakes.hx711_port import EvenConversions, Hx711Port
from support import MICROPYTHON

if MICROPYTHON:
    from micropython import heap_lock, heap_unlock  # pyright: ignore[reportMissingImports]
else:

    def heap_lock():
        return 0

    def heap_unlock():
        return 0


STEP = 2
CLOCK = 3
DATA = 4
ENABLE = 5
WRAP = 1 << 30
SMALL = 1000


class Counter:
    """An edge listener."""

    def __init__(self):
        self.count = 0
        self.last_us = 0

    def rising(self, us):
        self.count += 1
        self.last_us = us


class TestLocked(unittest.TestCase):
    def setUp(self):
        # 900 ms before the end of a lap and 100 ms before ticks_us wraps: large numbers, and both ends are passed
        self.board = FakeBoard(start_ticks_us=800_000)
        board = self.board
        board.clock.advance((1 << 29) - 900_000)
        board.clock.advance(1 << 29)
        Pin = board.machine.Pin
        self.counter = Counter()
        board.wire(STEP).on_rising = self.counter.rising
        self.step_pin = Pin(STEP, Pin.IN)
        self.enable = Pin(ENABLE, Pin.OUT, value=1)
        self.stepper = board.rp2.StateMachine(
            0, stepper_pio.program(board.rp2), freq=1_000_000, sideset_base=self.step_pin
        )
        conversions = EvenConversions(lambda us: 0x7FFFFF, settle_us=0)
        self.port = Hx711Port(board.clock, conversions)
        board.attach_hx711(DATA, self.port)
        self.cell = board.rp2.StateMachine(
            4,
            hx711_pio.program(board.rp2),
            freq=1_000_000,
            sideset_base=Pin(CLOCK),
            in_base=Pin(DATA, Pin.IN, Pin.PULL_UP),
        )
        self.stepper.active(1)
        self.dog = board.machine.WDT(timeout=8000)
        encode = board.rp2.asm_pio_encode
        texts = ("mov(isr, null)", "in_(y, 11)", "push(noblock)", "pull(noblock)", "mov(y, invert(null))")
        self.stop_words = [encode(text, 1) for text in texts]

    def locked(self, body):
        """Run body under the heap lock; an allocation is a MemoryError out of it."""
        heap_lock()
        try:
            body()
        finally:
            heap_unlock()

    def test_the_lock_itself_would_show_an_allocation(self):
        if not MICROPYTHON:
            self.skipTest("CPython has no heap lock")
        with self.assertRaises(MemoryError):
            self.locked(lambda: [SMALL])

    def test_clock_readings_and_their_arithmetic(self):
        time = self.board.time
        clock = self.board.clock

        def body():
            for _ in range(200):
                now = time.ticks_us()
                time.ticks_diff(now, time.ticks_add(now, -SMALL))
                time.ticks_diff(now, time.ticks_add(now, SMALL))
                time.ticks_ms()
                clock.advance(7_000)

        self.locked(body)
        self.assertTrue(time.ticks_us() < WRAP // 2)
        self.assertEqual(clock.laps, 1)

    def test_sleeping_with_steps_going_on_and_a_watchdog_running(self):
        time = self.board.time
        stepper = self.stepper

        def body():
            for _ in range(40):
                if stepper.tx_fifo() < 4:
                    stepper.put(3 | 9989 << 11)
                time.sleep_ms(25)
                time.sleep_us(1)
                if stepper.rx_fifo():
                    stepper.get()
                self.dog.feed()

        self.locked(body)
        self.assertTrue(self.counter.count > 90)
        self.assertEqual(self.board.clock.laps, 1)

    def test_the_longest_word_and_its_receipt(self):
        stepper = self.stepper
        word = 2046 | ((1 << 19) - 1) << 11

        def body():
            stepper.put(word)
            self.board.time.sleep_ms(600)
            stepper.tx_fifo()

        self.locked(body)
        self.assertEqual(self.counter.count, 1)

    def test_a_stop_at_any_cycle_with_its_read_back_and_restart(self):
        stepper = self.stepper
        words = self.stop_words

        def body():
            for after in range(60):
                stepper.put(9 | 12 << 11)
                stepper.put(9 | 12 << 11)
                self.board.clock.advance(40 + after)
                stepper.active(0)
                self.step_pin.value()
                while stepper.rx_fifo():
                    stepper.get()
                stepper.exec(words[0])
                stepper.exec(words[1])
                stepper.exec(words[2])
                stepper.get()
                while stepper.tx_fifo():
                    stepper.exec(words[3])
                stepper.restart()
                stepper.exec(words[4])
                stepper.active(1)

        self.locked(body)
        self.assertTrue(self.counter.count > 60)

    def test_pins(self):
        enable = self.enable
        step_pin = self.step_pin

        def body():
            for _ in range(10):
                enable.value(0)
                enable.value()
                enable.on()
                enable.off()
                enable.toggle()
                step_pin.value()

        self.locked(body)

    def test_taking_load_cell_words(self):
        cell = self.cell
        cell.active(1)
        self.board.time.sleep_ms(850)
        self.assertEqual(cell.rx_fifo(), 8)

        def body():
            while cell.rx_fifo():
                cell.get()

        self.locked(body)


if __name__ == "__main__":
    unittest.main()
