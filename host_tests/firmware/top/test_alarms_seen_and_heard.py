"""What a person sees and hears of an alarm, with no computer attached; and how alarms come and go."""

import unittest

from assembled import Bench, order
from boards.RPI_PICO import board
from support import proves
from therapy.alarms import alarm_table, alarm_texts
from therapy.alarms.alarms import Alarms
from therapy.memory import record_kinds
from therapy.memory.book import Book
from therapy.memory.history import History


def changes_of(bench, pin, seconds):
    """Times in ms at which a pin rises and falls while the pump runs for so long."""
    seen = []
    clock = bench.fake.clock

    def note(level, _us):
        seen.append((clock.now_us() // 1000, level))

    bench.fake.wire(pin).listeners.append(note)
    bench.run_for(seconds)
    return seen


def rises(changes):
    return [ms for ms, level in changes if level]


class LampsAndBuzzer(unittest.TestCase):
    def bench(self):
        bench = Bench()
        bench.boot()
        bench.prescribe(order())
        bench.start()
        return bench

    @proves("A1", "A2")
    def test_a_high_alarm_flashes_red_twice_a_second(self):
        bench = self.bench()
        bench.pump.alarms.strike(alarm_table.STEP_ENGINE_FAULT)
        lit = rises(changes_of(bench, board.PINS["led_red"], 10))
        self.assertTrue(14 <= len(lit) <= 28, lit)  # 1.4 to 2.8 Hz
        self.assertEqual(rises(changes_of(bench, board.PINS["led_yellow"], 5)), [])

    @proves("A2")
    def test_a_medium_alarm_flashes_yellow_at_0_6_hz(self):
        bench = self.bench()
        bench.pump.alarms.strike(alarm_table.DOSE_MISSED)
        lit = rises(changes_of(bench, board.PINS["led_yellow"], 30))
        self.assertTrue(12 <= len(lit) <= 24, lit)  # 0.4 to 0.8 Hz
        self.assertEqual(rises(changes_of(bench, board.PINS["led_red"], 5)), [])

    @proves("A2")
    def test_a_low_alarm_is_steady_and_the_highest_shows(self):
        bench = self.bench()
        bench.pump.alarms.strike(alarm_table.RESTARTED)
        changes = changes_of(bench, board.PINS["led_yellow"], 10)
        self.assertEqual(len(changes), 1, changes)
        bench.pump.alarms.strike(alarm_table.STEP_ENGINE_FAULT)
        self.assertTrue(len(rises(changes_of(bench, board.PINS["led_red"], 5))) >= 7)
        self.assertEqual(bench.fake.wire(board.PINS["led_yellow"]).level(), 0)

    @proves("A1", "A2")
    def test_a_high_alarm_sounds_ten_pulses_and_an_acknowledged_one_is_quiet(self):
        bench = self.bench()
        heard = []
        bench.fake.wire(board.PINS["buzzer"]).on_pwm = lambda _hz, duty, _us: heard.append(duty)
        bench.pump.alarms.strike(alarm_table.STEP_ENGINE_FAULT)
        bench.run_for(5)
        self.assertEqual(len([duty for duty in heard if duty]), 10)
        bench.pump.desk.acknowledge()
        bench.run_for(1)
        del heard[:]
        bench.run_for(300)
        self.assertEqual(heard, [])

    def sound_of(self, bench):
        heard = []
        bench.fake.wire(board.PINS["buzzer"]).on_pwm = lambda _hz, duty, us: heard.append((us, duty))
        return heard

    @proves("A3")
    def test_acknowledging_an_alarm_whose_cause_stands_silences_it_for_120_s_and_not_for_good(self):
        bench = self.bench()
        bench.pump.alarms.begin(alarm_table.WITNESSES_DISAGREE)
        bench.run_for(3)
        bench.pump.desk.acknowledge()
        bench.run_for(1)
        heard = self.sound_of(bench)
        bench.run_for(117)
        self.assertEqual(heard, [])
        bench.run_for(8)
        self.assertTrue(any(duty for _, duty in heard))

    @proves("A3")
    def test_the_silence_button_pauses_what_sounds_for_120_s_and_what_begins_then_is_loud_at_once(self):
        bench = self.bench()
        bench.pump.alarms.begin(alarm_table.DOSE_MISSED)
        bench.run_for(1)
        bench.press("silence")
        bench.run_for(1)
        heard = self.sound_of(bench)
        bench.run_for(60)
        self.assertEqual(heard, [])
        self.assertEqual(bench.pump.alarms.acknowledged[alarm_table.DOSE_MISSED], 0)
        bench.pump.alarms.begin(alarm_table.UNDER_DELIVERY)
        bench.run_for(1)
        self.assertTrue(any(duty for _, duty in heard))

    @proves("A3", "A5")
    def test_an_alarm_that_ended_in_a_pause_and_comes_again_is_loud_at_once(self):
        bench = self.bench()
        bench.pump.alarms.begin(alarm_table.WITNESSES_DISAGREE)
        bench.run_for(1)
        bench.press("silence")
        bench.pump.alarms.end(alarm_table.WITNESSES_DISAGREE)
        bench.run_for(10)
        heard = self.sound_of(bench)
        bench.pump.alarms.begin(alarm_table.WITNESSES_DISAGREE)
        bench.run_for(1)
        self.assertTrue(any(duty for _, duty in heard))

    @proves("A3")
    def test_pausing_again_and_again_never_leaves_more_than_120_s_of_silence_after_the_last_press(self):
        bench = self.bench()
        bench.pump.alarms.begin(alarm_table.WITNESSES_DISAGREE)
        bench.run_for(1)
        for _ in range(3):
            bench.press("silence")
            bench.run_for(50)
        heard = self.sound_of(bench)
        bench.run_for(90)
        self.assertTrue(any(duty for _, duty in heard))


class ComingAndGoing(unittest.TestCase):
    def setUp(self):
        self.book = Book(History())
        self.alarms = Alarms(self.book)

    def kinds(self):
        kinds = []
        while self.book.events.peek():
            kinds.append(self.book.events.kind)
            self.book.events.drop_oldest()
        return kinds

    @proves("A5")
    def test_a_standing_alarm_is_announced_once(self):
        for _ in range(1_000):
            self.alarms.begin(alarm_table.RESERVOIR_LOW)
        self.assertEqual(self.kinds(), [record_kinds.ALARM_ON])

    def flap(self, seconds, on_s, off_s):
        """Begin and end by turns for so long; how many records that makes."""
        history, count = self.book.history, 0
        for _ in range(seconds // (on_s + off_s)):
            self.alarms.begin(alarm_table.LOAD_CELL_LOST)
            history.advance(history.t_s + on_s)
            self.alarms.elapse(history.t_s)
            self.alarms.end(alarm_table.LOAD_CELL_LOST)
            for _ in range(off_s):
                history.advance(history.t_s + 1)
                self.alarms.elapse(history.t_s)
            count += len(self.kinds())
        return count

    @proves("A5", "P6")
    def test_a_loose_contact_floods_neither_person_nor_flash(self):
        for on_s, off_s in ((1, 1), (10, 10), (60, 60), (300, 300)):
            self.setUp()
            self.assertTrue(self.flap(86_400, on_s, off_s) <= 24 * 2 * 6, (on_s, off_s))

    @proves("A5")
    def test_what_came_and_went_ends_when_its_cause_has_stayed_away_for_ten_minutes(self):
        self.flap(600, 10, 10)
        history = self.book.history
        self.assertTrue(self.alarms.shown[alarm_table.LOAD_CELL_LOST])
        history.advance(history.t_s + 590)
        self.alarms.elapse(history.t_s)
        self.assertFalse(self.alarms.shown[alarm_table.LOAD_CELL_LOST])
        self.assertEqual(self.kinds(), [record_kinds.ALARM_ENDED])

    @proves("A4", "A5")
    def test_an_alarm_that_comes_a_few_times_a_day_is_announced_each_time(self):
        self.assertEqual(self.flap(86_400, 60, 3_540), 2 * 24)

    @proves("A4")
    def test_onset_acknowledgement_and_end_are_recorded(self):
        self.alarms.begin(alarm_table.RESERVOIR_LOW)
        self.alarms.acknowledge(alarm_table.RESERVOIR_LOW)
        self.alarms.end(alarm_table.RESERVOIR_LOW)
        self.assertEqual(
            self.kinds(), [record_kinds.ALARM_ON, record_kinds.ALARM_ACKNOWLEDGED, record_kinds.ALARM_ENDED]
        )

    @proves("A4")
    def test_every_alarm_has_a_name_of_its_own_a_cause_and_an_action(self):
        names = set()
        self.assertEqual(len(alarm_texts.TEXTS), len(alarm_table.ALARMS))
        for (name, priority, _), (cause, action) in zip(alarm_table.ALARMS, alarm_texts.TEXTS):
            names.add(name)
            self.assertTrue(alarm_table.LOW <= priority <= alarm_table.HIGH)
            self.assertTrue(cause and action, name)
        self.assertEqual(len(names), len(alarm_table.ALARMS))

    @proves("A4")
    def test_a_latching_alarm_shows_until_it_is_acknowledged_and_over_a_reset(self):
        self.alarms.strike(alarm_table.DOSE_MISSED)
        self.assertTrue(self.alarms.shown[alarm_table.DOSE_MISSED])
        after_reset = Alarms(Book(self.book.history))
        after_reset.restore(self.book.history.latched)
        self.assertTrue(after_reset.shown[alarm_table.DOSE_MISSED])
        self.assertEqual(after_reset.priority, alarm_table.MEDIUM)
        self.alarms.acknowledge(alarm_table.DOSE_MISSED)
        self.assertFalse(self.alarms.shown[alarm_table.DOSE_MISSED])
        self.assertFalse(self.book.history.latched.has(alarm_table.DOSE_MISSED))


if __name__ == "__main__":
    unittest.main()
