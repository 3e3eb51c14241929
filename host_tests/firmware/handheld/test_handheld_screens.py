"""Every screen fits the display, says WATER ONLY, and words exist for whatever the pump may say."""

import unittest

from display_pages import COLUMNS, LINES, WATER_ONLY, left_line, wrapped
from handheld import alarm_words, screens
from handheld.pairing_screens import REASONS
from handheld.wording import hours, next_line, refill_line
from handheld_screens import OUTLOOK, every_screen
from link import pairing as pumps_pairing
from support import proves
from therapy import denials
from therapy.alarms import alarm_table


class EveryScreen(unittest.TestCase):
    def test_has_eight_lines_of_at_most_sixteen_characters(self):
        for name, (lines, bar) in every_screen():
            self.assertEqual(len(lines), LINES, name)
            for text in lines:
                self.assertTrue(len(text) <= COLUMNS, (name, text))
            self.assertTrue(bar is None or (lines[bar[0]] == "" and 0 <= bar[1] <= 128), name)

    def test_ends_with_water_only(self):
        for name, (lines, _) in every_screen():
            self.assertEqual(lines[-1], WATER_ONLY, name)

    def test_leaves_out_nothing_that_is_to_be_said(self):
        for name, text in list(screens.DENIALS.items()):
            self.assertEqual(said(screens.denied(name, None)), text)
        for name, text in list(screens.NOT_ASKED.items()):
            self.assertEqual(said(screens.not_asked(name)), text)
        lockout = said(screens.denied("lockout", 5_025))
        self.assertEqual(lockout, screens.DENIALS["lockout"] + " Next in 1:24 h")


class Alarms(unittest.TestCase):
    @proves("A4")
    def test_every_alarm_of_the_pump_has_a_patients_words_and_one_thing_to_do(self):
        for name in alarm_table.NAMES:
            what, do = alarm_words.words_of(name)
            self.assertNotEqual(what, name)
            self.assertTrue(do in alarm_words.DO.values())
            self.assertEqual(said(screens.alarm(name, "medium", 1, 43)), what + " " + do)
        rows = [row.split(" ")[0] for row in alarm_words.WORDS.split("\n") if row]
        self.assertEqual(rows, list(alarm_table.NAMES))

    @proves("A4")
    def test_every_high_alarm_calls_the_clinic(self):
        for alarm, name in enumerate(alarm_table.NAMES):
            if alarm_table.PRIORITY[alarm] == alarm_table.HIGH:
                self.assertEqual(alarm_words.words_of(name)[1], alarm_words.DO["c"], name)

    def test_an_alarm_that_is_not_known_is_named_and_calls_the_clinic(self):
        self.assertEqual(alarm_words.words_of("brand-new"), ("brand-new", alarm_words.DO["c"]))
        self.assertEqual(alarm_words.words_of(""), ("", alarm_words.DO["c"]))


class Words(unittest.TestCase):
    def test_there_are_some_for_every_reason_of_a_denial(self):
        self.assertEqual(sorted(screens.DENIALS), sorted(denials.REASONS[1:]))

    def test_there_are_some_for_every_reason_not_to_pair_but_for_the_one_that_asks_to_go_on(self):
        self.assertEqual(sorted(REASONS), sorted(set(pumps_pairing.REASONS) - {"hold-longer"}))

    def test_a_time_is_never_sooner_than_it_is(self):
        self.assertEqual([hours(s) for s in (0, 1, 60, 61, 3_541, 604_800)],
                         ["0:00 h", "0:01 h", "0:01 h", "0:02 h", "1:00 h", "168:00 h"])  # fmt: skip

    def test_a_volume_is_never_more_than_there_is(self):
        self.assertEqual(left_line(12_349_999), "Left    12.34 mL")
        self.assertEqual(left_line(-1), "Left     0.00 mL")
        self.assertEqual(left_line(None), "Left   not known")

    def test_the_refill_is_the_day_on_which_it_may_be_low_with_every_dose(self):
        self.assertEqual(refill_line(OUTLOOK, [9467, 36_000]), "Refill 20 Dec 26")
        self.assertEqual(refill_line(dict(OUTLOOK, low_with_boluses_s=50_400), [9467, 36_000]), "Refill  4 Dec 26")
        self.assertEqual(refill_line(dict(OUTLOOK, low_with_boluses_s=50_399), [9467, 36_000]), "Refill  3 Dec 26")
        self.assertEqual(refill_line(dict(OUTLOOK, low_with_boluses_s=None), [9467, 0]), "Refill 26 Dec 26")
        self.assertEqual(refill_line(dict(OUTLOOK, low_with_boluses_s=0), [9467, 0]), "Refill       now")
        self.assertEqual(refill_line(dict(OUTLOOK, low_with_boluses_s=None, low_s=None), [0, 0]), "Refill   no date")
        self.assertEqual(refill_line(OUTLOOK, [36_158, 0]), "Refill   no date")
        self.assertEqual(refill_line(OUTLOOK, None), "Refill in   17 d")
        self.assertEqual(refill_line(None, [0, 0]), "Refill   unknown")

    def test_the_next_dose(self):
        self.assertEqual(next_line(0, 2), "Next dose    now")
        self.assertEqual(next_line(61, 2), "Next in   0:02 h")
        self.assertEqual(next_line(0, 0), "Next dose  later")
        self.assertEqual(next_line(None, None), "No dose to ask")

    def test_a_word_too_long_for_a_line_is_cut_and_not_lost(self):
        self.assertEqual(wrapped("a sixteen-characters-and-more b"), ["a", "sixteen-", "characters-and-", "more b"])


def said(screen):
    """Title and last line left out."""
    return " ".join(" ".join(screen[0][1:-1]).split())


if __name__ == "__main__":
    unittest.main()
