"""The HX711 at its wires, read by the firmware's own program."""

import unittest

from drivers import hx711_pio
from fakes.board import FakeBoard
from fakes.hx711_port import EvenConversions, Hx711Port

DATA = 4
CLOCK = 3
WRAP = 1 << 30


class TestReading(unittest.TestCase):
    def setUp(self):
        self.board = FakeBoard()
        self.start()

    def start(self):
        board = self.board
        self.asked = []
        self.conversions = EvenConversions(self.raw_at)
        self.conversions.power_up(board.clock.now_us())
        self.port = Hx711Port(board.clock, self.conversions)
        board.attach_hx711(DATA, self.port)
        self.make_machine()

    def make_machine(self):
        board = self.board
        Pin = board.machine.Pin
        self.data = Pin(DATA, Pin.IN, Pin.PULL_UP)
        self.machine = board.rp2.StateMachine(
            4,
            hx711_pio.program(board.rp2),
            freq=1_000_000,
            sideset_base=Pin(CLOCK, Pin.IN),
            in_base=self.data,
        )
        self.machine.active(1)

    def raw_at(self, t_us):
        self.asked.append(t_us)
        return t_us // 1000

    def words(self):
        return [self.machine.get() for _ in range(self.machine.rx_fifo())]

    def test_one_word_a_conversion_77_us_after_it_was_ready(self):
        self.board.time.sleep_us(400_074)
        self.assertEqual(self.words(), [])
        self.board.time.sleep_us(2)
        self.assertEqual(self.words(), [400])
        self.board.time.sleep_ms(1000)
        self.assertEqual(self.words(), [500, 600, 700, 800, 900, 1000, 1100, 1200, 1300, 1400][:8])

    def test_a_negative_value_is_24_bits_of_twos_complement(self):
        self.conversions.raw_at = lambda t_us: -2
        self.board.time.sleep_ms(450)
        self.assertEqual(self.words(), [0xFFFFFE])

    def test_nobody_reading_leaves_nine_old_words_and_then_the_newest(self):
        self.board.time.sleep_ms(60_000)
        self.assertEqual(self.words(), [400, 500, 600, 700, 800, 900, 1000, 1100])
        self.board.time.sleep_ms(1)
        self.assertEqual(self.words(), [1200, 60_000])

    def test_conversions_that_nobody_can_see_are_not_asked_for(self):
        self.board.time.sleep_ms(60_000)
        self.assertEqual(len(self.asked), 9)

    def test_the_drivers_stand_at_the_time_of_the_conversion_that_is_asked_for(self):
        stands = []

        class Driver:
            def run_until(self, us):
                stands.append(us)

        self.board.clock.drivers.append(Driver())
        seen = []
        self.conversions.raw_at = lambda t_us: seen.append((t_us, stands[-1])) or 0
        self.board.time.sleep_ms(650)
        self.assertEqual(seen, [(400_000, 400_000), (500_000, 500_000), (600_000, 600_000)])

    def test_an_absent_chip_gives_no_words_and_the_pull_up_is_read(self):
        self.board.time.sleep_ms(450)
        self.conversions.is_present = False
        self.port.look_again()
        self.board.time.sleep_ms(5000)
        self.assertEqual(self.words(), [400])
        self.assertEqual(self.data.value(), 1)
        self.conversions.is_present = True
        self.conversions.power_up(self.board.clock.now_us())
        self.port.look_again()
        self.board.time.sleep_ms(450)
        self.assertEqual(self.words(), [5850])

    def test_a_data_wire_shorted_to_ground_gives_zeros_without_end(self):
        self.board.wire(DATA).device = None
        self.board.wire(DATA).pull(0)
        self.board.time.sleep_ms(2)
        self.assertEqual(self.words(), [0] * 8)

    def test_data_is_low_from_ready_until_it_is_read(self):
        self.machine.active(0)
        self.board.time.sleep_ms(399)
        self.assertEqual(self.data.value(), 1)
        self.board.time.sleep_ms(2)
        self.assertEqual(self.data.value(), 0)
        self.machine.active(1)
        self.board.time.sleep_ms(1)
        self.assertEqual(self.data.value(), 1)

    def test_a_clock_left_high_powers_it_down_and_it_settles_again(self):
        self.board.time.sleep_us(400_002)
        self.assertEqual(self.board.machine.Pin(CLOCK).value(), 1)
        self.machine.active(0)
        self.board.time.sleep_ms(300)
        self.machine.restart()
        self.machine.active(1)
        began = self.board.clock.now_us()
        self.board.time.sleep_ms(399)
        self.assertEqual(self.words(), [])
        self.board.time.sleep_ms(2)
        self.assertEqual(self.words(), [(began + 400_000) // 1000])

    def test_it_takes_60_us_of_clock_high_to_power_it_down(self):
        for high_us, is_ready in ((59, True), (60, False)):
            self.setUp()
            self.board.time.sleep_us(400_002)  # the clock rose in the cycle before
            self.machine.active(0)
            self.board.time.sleep_us(high_us - 1)
            self.machine.restart()
            self.machine.active(1)
            self.board.time.sleep_ms(150)
            self.assertEqual((high_us, len(self.words()) > 0), (high_us, is_ready))

    def test_a_reset_in_the_middle_of_a_word_shifts_the_next_one(self):
        self.conversions.raw_at = lambda t_us: 0x0F0F0F
        self.board.time.sleep_us(400_000 + 1 + 3 * 3)
        self.board.reboot(cause=self.board.machine.WDT_RESET)
        self.make_machine()
        self.board.time.sleep_ms(250)
        shifted = 0x0F0F0F << 3 & 0xFFFFFF | 7
        at_gain_64 = 0x0F0F0F >> 1  # the pulses of both boots together have chosen it
        self.assertEqual(self.words(), [shifted, at_gain_64, 0x0F0F0F])

    def test_a_reset_with_the_clock_high_lets_it_fall_so_the_chip_stays_awake(self):
        self.board.time.sleep_us(400_002)
        self.assertEqual(self.board.wire(CLOCK).level(), 1)
        self.board.reboot(cause=self.board.machine.WDT_RESET)
        self.board.time.sleep_ms(50)
        self.make_machine()
        self.board.time.sleep_ms(160)
        self.assertEqual(self.words()[-1], 600)

    def test_a_conversion_in_the_middle_of_a_word_tears_it(self):
        self.machine.active(0)
        self.conversions.raw_at = lambda t_us: 0xFFFFFF if t_us < 600_000 else 0
        self.board.time.sleep_us(600_000 - 3 * 10)
        self.machine.active(1)
        self.board.time.sleep_ms(1)
        first = self.words()[0]
        self.assertTrue(0 < first < 0xFFFFFF and first & 0xFF == 0, hex(first))

    def test_an_extra_pulse_selects_the_other_channel_for_one_conversion(self):
        self.port.channel_b_raw = 77
        self.board.time.sleep_ms(450)
        self.port.glitch()
        self.board.time.sleep_ms(300)
        self.assertEqual(self.words(), [400, 77, 600, 700])

    def test_powering_up_again_chooses_channel_a(self):
        self.port.channel_b_raw = 77
        self.board.time.sleep_ms(450)
        self.port.glitch()
        self.port.look_again()
        self.board.time.sleep_ms(100)
        self.assertEqual(self.words(), [400, 500])

    def test_conversions_across_the_end_of_a_lap(self):
        self.board = FakeBoard()
        self.board.clock.advance(WRAP - 450_000)
        self.start()
        self.board.time.sleep_ms(650)
        first = (WRAP - 50_000) // 1000
        self.assertEqual(self.words(), [first, first + 100, first + 200])

    def test_a_reader_stopped_for_hours_starts_with_the_newest_conversion(self):
        self.machine.active(0)
        for _ in range(10):  # 5.6 laps of the clock
            self.board.time.sleep_ms(600_000)
        self.machine.active(1)
        self.board.time.sleep_ms(1)
        self.assertEqual(self.words(), [6_000_000])


if __name__ == "__main__":
    unittest.main()
