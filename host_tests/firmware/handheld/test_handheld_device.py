"""The whole hand-held beside a real pump: what is seen and heard, how often it wakes, and what it does on its own."""

import unittest

from assembled import MG, bolus, described, order
from boards.RPI_PICO import handheld as board
from fakes.board import FakeBoard
from fakes.byte_line import FakeLine
from fakes.ssd1306_chip import Ssd1306Chip
from handheld.assembly import HandHeld
from support import proves
from therapy.alarms import alarm_table
from two_boards import BUZZER, NEXT, HandHeldBench, framebuf


def ready(**changes):
    bench = HandHeldBench(**changes)
    bench.run_for(4)
    return bench


class Home(unittest.TestCase):
    def test_shows_what_is_left_the_refill_the_next_dose_and_the_doses(self):
        bench = HandHeldBench(therapy=order(bolus=bolus(), max_dose_pg_per_day=60 * MG))
        bench.pump.pump.clock_desk.set_time(9467, 36_000, 0)
        bench.run_for(5)
        lines = bench.shown()
        self.assertEqual(lines[0], "PUMP RUNNING")
        self.assertTrue(lines[1].startswith("Left    19.9"), lines)
        self.assertTrue(lines[2].startswith("Refill ") and lines[2].endswith(" 27"), lines)
        self.assertEqual(lines[3:5], ["Next dose    now", "Doses 0   left 4"])
        self.assertEqual(lines[-2:], ["Dose: press ASK", "WATER ONLY"])
        bench.ask()
        bench.run_for(320)
        bench.press(NEXT)
        bench.run_for(1)
        lines = bench.shown()
        self.assertEqual(lines[3:5], ["Next in   3:55 h", "Doses 1   left 3"])
        self.assertFalse("Dose: press ASK" in lines)

    def test_the_refill_is_asked_for_anew_after_a_change_and_not_with_every_status(self):
        bench = ready()
        asked = sum(1 for _, line in bench.cable.lines if b" outlook " in line)
        bench.run_for(60)
        self.assertEqual(sum(1 for _, line in bench.cable.lines if b" outlook " in line), asked)
        bench.pump.pump.desk.stop()
        bench.run_for(5)
        self.assertEqual(sum(1 for _, line in bench.cable.lines if b" outlook " in line), asked + 1)

    def test_a_stopped_pump_is_told_in_words(self):
        bench = ready()
        bench.pump.pump.desk.stop()
        bench.run_for(4)
        self.assertEqual(bench.shown()[0], "PUMP STOPPED")

    def test_next_goes_round_the_pages_and_home_comes_back_by_itself(self):
        bench = ready()
        bench.press(NEXT)
        bench.run_for(0.6)
        self.assertEqual(bench.shown()[:2], ["YOUR PUMP", "e660000000000001"])
        bench.press(NEXT)
        bench.run_for(0.6)
        self.assertEqual(bench.title(), "PUMP RUNNING")
        bench.press(NEXT)
        bench.run_for(31)
        self.assertEqual(bench.title(), "PUMP RUNNING")


class Alarms(unittest.TestCase):
    @proves("A4")
    def test_an_alarm_is_seen_at_once_with_what_to_do_and_heard_until_next_pauses_it(self):
        bench = ready()
        wire = bench.fake.wire(BUZZER)
        pulses = []
        wire.on_pwm = lambda hz, duty, us: pulses.append(duty)
        bench.pump.pump.alarms.strike(alarm_table.DOSE_MISSED)
        bench.run_for(6)
        self.assertEqual(bench.title(), "MEDIUM ALARM")
        self.assertTrue("Tell your clinic" in bench.shown())
        self.assertTrue(sum(1 for duty in pulses if duty) >= 3)
        bench.press(NEXT)
        bench.run_for(1)
        pulses.clear()
        bench.run_for(60)
        self.assertEqual([duty for duty in pulses if duty], [])
        bench.run_for(30)
        self.assertEqual(bench.title(), "PUMP RUNNING")
        self.assertTrue("1 alarm: NEXT" in bench.shown(), bench.shown())
        bench.run_for(40)
        self.assertTrue(any(pulses))

    def test_a_low_alarm_is_seen_and_not_heard(self):
        bench = ready()
        pulses = []
        bench.fake.wire(BUZZER).on_pwm = lambda hz, duty, us: pulses.append(duty)
        bench.pump.pump.alarms.strike(alarm_table.RESTARTED)
        bench.run_for(5)
        self.assertEqual((bench.title(), pulses), ("LOW ALARM", []))


class Link(unittest.TestCase):
    @proves("T4")
    def test_a_lost_link_is_told_in_words_with_its_time_and_the_pump_goes_on(self):
        bench = ready()
        bench.cable.is_cut = True
        bench.run_for(5)
        self.assertEqual(bench.title(), "PUMP RUNNING")
        bench.run_for(6)
        self.assertEqual(bench.title(), "NO LINK   0:01 h")
        bench.run_for(600)
        self.assertEqual(bench.title(), "NO LINK   0:11 h")
        self.assertEqual(bench.pump.pump.state(), "running")
        bench.cable.is_cut = False
        bench.run_for(7)
        self.assertEqual(bench.title(), "PUMP RUNNING")

    def test_before_the_first_word_of_the_pump_it_says_that_it_looks_for_it(self):
        bench = HandHeldBench()
        bench.cable.is_cut = True
        bench.run_for(3)
        self.assertEqual(bench.shown(), ["LOOKING FOR", "YOUR PUMP ...", "WATER ONLY"])
        bench.run_for(8)
        self.assertEqual(bench.title(), "NO LINK   0:01 h")


class OfItsOwn(unittest.TestCase):
    def test_it_wakes_ten_times_a_second_at_most_on_average_and_some_more_while_a_dose_runs(self):
        bench = ready()
        works = bench.works
        bench.run_for(60)
        self.assertTrue(bench.works - works <= 600, bench.works - works)
        bench.ask()
        works = bench.works
        bench.run_for(50)
        self.assertTrue(bench.works - works <= 600, bench.works - works)  # a status a second, which comes in pieces

    def test_a_low_supply_is_told_until_next_and_then_in_a_line(self):
        sense = {"full_scale_mv": 9_900, "least_mv": 3_500}
        level = [65_535]
        bench = HandHeldBench(data=described(board, SUPPLY_SENSE=sense))
        bench.fake.adc_levels[board.PINS["supply_sense"]] = lambda: level[0]
        bench.run_for(4)
        self.assertEqual(bench.title(), "PUMP RUNNING")
        level[0] = 20_000
        bench.run_for(1)
        self.assertEqual(bench.title(), "BATTERY LOW")
        bench.press(NEXT)
        bench.run_for(1)
        self.assertEqual(bench.title(), "PUMP RUNNING")
        self.assertTrue("Battery low" in bench.shown())

    def test_a_display_that_lost_its_supply_is_set_up_again(self):
        bench = ready()
        bench.screen.supply_lost()
        self.assertEqual(bench.shown(), [])
        bench.run_for(11)
        self.assertEqual(bench.title(), "PUMP RUNNING")

    def test_without_a_display_it_goes_on(self):
        bench = HandHeldBench()
        bench.screen.is_present = False
        bench.run_for(4)
        bench.ask()
        bench.run_for(4)
        self.assertEqual(bench.grants(), 1)

    def test_alone_it_sleeps_feeds_its_watchdog_and_raises_nothing_for_an_hour(self):
        fake = FakeBoard()
        fake.attach_i2c(board.PINS["i2c_sda"], board.PINS["i2c_scl"], board.DISPLAY["address"], Ssd1306Chip())
        line = FakeLine()
        hand = HandHeld(fake.machine, fake.time, fake.select, fake.files, board, line, lambda n: bytes(n), framebuf)
        self.assertEqual(hand.begin(), None)
        turns = 0
        while fake.clock.now_us() < 3_600_000_000:
            hand.turn()
            turns += 1
        self.assertTrue(3_600 <= turns <= 3_600 * 3, turns)
        self.assertEqual(line.outgoing, b"")


if __name__ == "__main__":
    unittest.main()
