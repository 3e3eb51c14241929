"""The display's text, from plain values: eight lines of at most sixteen characters, whatever they say."""

import unittest

from display_pages import COLUMNS, LINES, alarm_head, alarm_parts, flow_line, left_line, screen, wrapped
from support import proves
from therapy.alarms import alarm_table, alarm_texts
from therapy.states import STATES


class Lines(unittest.TestCase):
    def test_left_is_rounded_down_to_a_hundredth_of_a_ml(self):
        self.assertEqual(left_line(18_429_999), "Left    18.42 mL")
        self.assertEqual(left_line(0), "Left     0.00 mL")
        self.assertEqual(left_line(-50), "Left     0.00 mL")
        self.assertEqual(left_line(100_000_000), "Left   100.00 mL")
        self.assertEqual(left_line(None), "Left   not known")

    def test_the_flow_is_in_ml_a_day(self):
        self.assertEqual(flow_line(0), "Flow  0.000 mL/d")
        self.assertEqual(flow_line(100_000), "Flow  0.100 mL/d")
        self.assertEqual(flow_line(24_000_000), "Flow 24.000 mL/d")
        self.assertEqual(flow_line(99_499), "Flow  0.099 mL/d")
        self.assertEqual(flow_line(99_500), "Flow  0.100 mL/d")

    def test_words_are_kept_whole_and_longer_ones_cut_after_a_hyphen(self):
        self.assertEqual(wrapped("free the head, check the motor"), ["free the head,", "check the motor"])
        self.assertEqual(wrapped("load-cell-desynchronised"), ["load-cell-", "desynchronised"])
        self.assertEqual(wrapped("x" * 20 + " y"), ["x" * 16, "xxxx y"])
        self.assertEqual(wrapped(""), [])

    @proves("A1")
    def test_water_only_stands_wherever_nothing_else_needs_the_room(self):
        quiet = screen("running", 0, 0)
        self.assertEqual((quiet[0], quiet[7]), ("RUNNING", "WATER ONLY"))
        short = screen("stopped", 0, 0, "LOW ALARM", ["reservoir-low", "plan a refill"])
        self.assertEqual(short[3:], ["LOW ALARM", "reservoir-low", "plan a refill", "", "WATER ONLY"])
        self.assertEqual(screen("stopped", 0, 0, "LOW 1/2", ["a", "b", "c", "d"])[7], "d")

    @proves("A1")
    def test_every_alarm_fits_and_every_word_of_its_name_and_action_is_seen(self):
        for place, (name, priority, _) in enumerate(alarm_table.ALARMS):
            action = alarm_texts.TEXTS[place][1]
            parts = alarm_parts(name, action)
            head = alarm_head(alarm_table.PRIORITIES[priority], place, len(alarm_table.ALARMS))
            seen = []
            for part in parts:
                for state in STATES:
                    lines = screen(state, 999_999_999, 99_999_000, head, part)
                    self.assertEqual(len(lines), LINES)
                    self.assertTrue(all(len(line) <= COLUMNS for line in lines), lines)
                seen += part
            self.assertEqual("".join(seen).replace(" ", ""), (name + action).replace(" ", ""))
            self.assertTrue(len(parts) <= 3, name)

    def test_the_head_tells_which_of_how_many(self):
        self.assertEqual(alarm_head("high", 0, 1), "HIGH ALARM")
        self.assertEqual(alarm_head("medium", 1, 3), "MEDIUM 2/3")


if __name__ == "__main__":
    unittest.main()
