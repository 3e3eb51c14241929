"""What is heard: one tone for granted, two for denied, an alarm until it is paused, and a new one at once."""

import unittest

from handheld.sounds import ALARMS_MS, Sounds
from support import proves

STEP_US = 10_000


class Ear:
    """A buzzer. pulses: how often it began to sound."""

    def __init__(self):
        self.is_on = False
        self.pulses = 0

    def sound(self, on):
        self.pulses += on and not self.is_on
        self.is_on = on


class Heard(unittest.TestCase):
    def setUp(self):
        self.ear = Ear()
        self.sounds = Sounds(self.ear)

    def run_for(self, seconds, alarms=()):
        before = self.ear.pulses
        for _ in range(int(seconds * 1_000_000) // STEP_US):
            self.sounds.follow(list(alarms))
            self.sounds.work(STEP_US)
        return self.ear.pulses - before

    def test_granted_is_one_tone_and_denied_are_two(self):
        for is_granted, pulses in ((True, 1), (False, 2)):
            self.sounds.tone(is_granted)
            self.assertEqual(self.run_for(3), pulses)
            self.assertFalse(self.ear.is_on)

    @proves("A2")
    def test_a_high_alarm_has_ten_pulses_a_medium_one_three_again_and_again(self):
        for priority, pulses in (("high", 10), ("medium", 3)):
            self.setUp()
            whole_s = ALARMS_MS[priority][2] // 1000
            self.assertEqual(self.run_for(whole_s - 1, [["leak", priority]]), pulses)
            self.assertEqual(self.run_for(whole_s, [["leak", priority]]), pulses)

    @proves("A3")
    def test_a_pause_is_silent_for_two_minutes_and_not_for_good(self):
        alarms = [["leak", "high"]]
        self.run_for(1, alarms)
        self.assertTrue(self.sounds.is_alarming())
        self.sounds.pause()
        self.assertEqual(self.run_for(119, alarms), 0)
        self.assertTrue(self.run_for(2, alarms) > 0)

    @proves("A3")
    def test_an_alarm_that_comes_while_it_is_paused_is_loud_at_once(self):
        self.run_for(1, [["leak", "high"]])
        self.sounds.pause()
        self.assertEqual(self.run_for(1, [["leak", "high"]]), 0)
        self.assertTrue(self.run_for(1, [["leak", "high"], ["clock-lost", "medium"]]) > 0)

    def test_without_an_alarm_there_is_silence_and_nothing_to_wake_for(self):
        self.run_for(1, [["leak", "high"]])
        self.run_for(0.1)
        self.assertEqual(self.run_for(20), 0)
        self.assertFalse(self.ear.is_on)
        self.assertEqual(self.sounds.next_us, 1 << 29)

    def test_the_next_change_is_announced(self):
        self.sounds.follow([["leak", "high"]])
        self.sounds.work(0)
        self.assertEqual((self.ear.is_on, self.sounds.next_us), (True, 125_000))


if __name__ == "__main__":
    unittest.main()
