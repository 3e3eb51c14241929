"""Pairing of a hand-held with a real pump: both buttons held, the key proved before it is kept, all told in words."""

import unittest

from handheld import pairing
from handheld.keeping import FILE
from handheld_bench import HandheldBench
from link_bench import PATIENT, LinkBench
from storage.keys import KeyFiles
from support import proves
from two_boards import ASK, NEXT, PUMP_ID, TO_HAND, TO_PUMP, HandHeldBench


def stopped(paired=False):
    """A pump that delivers nothing, and a hand-held, by default not paired."""
    pump = HandheldBench(paired=paired)
    pump.boot()
    bench = HandHeldBench(pump=pump, paired=paired)
    bench.run_for(2)
    return bench


def pair(bench, pump_s=4.0, next_s=3.2):
    """The pump's button, and while it is down NEXT."""
    bench.pump.button.drive(0)
    bench.run_for(pump_s)
    bench.press(NEXT, next_s)
    bench.run_for(4)
    bench.pump.button.drive(None)
    bench.run_for(2)


def pumps_key(bench):
    return KeyFiles(bench.pump.fake.files).read().get(PATIENT)


class Pairing(unittest.TestCase):
    @proves("T5")
    def test_both_buttons_held_make_one_key_for_both_and_it_outlives_a_reset(self):
        bench = stopped()
        self.assertEqual(bench.title(), "NOT PAIRED")
        pair(bench, pump_s=1.0)
        self.assertEqual(bench.hand.pairing.state, pairing.DONE)
        self.assertEqual((bench.title(), bench.hand.keeping.pump_id), ("PAIRED", PUMP_ID))
        self.assertEqual(bench.hand.keeping.key, pumps_key(bench))
        bench.press(NEXT)
        bench.run_for(3)
        self.assertEqual(bench.title(), "PUMP LOCKED")
        bench.reset()
        bench.run_for(4)
        self.assertEqual(bench.title(), "PUMP LOCKED")

    @proves("T5")
    def test_without_the_pumps_button_there_is_no_key_and_it_is_told_how_long_to_wait(self):
        bench = stopped()
        bench.press(NEXT, 3.2)
        bench.run_for(2)
        self.assertEqual((bench.hand.pairing.state, pumps_key(bench)), (pairing.TURNED_AWAY, None))
        self.assertEqual(
            bench.shown()[:5], ["NOT PAIRED", "Hold the button", "of the pump.", "Wait 5 s, then", "try again."]
        )
        asked = [line for way, line in bench.cable.lines if way == TO_PUMP and line.endswith(b" pair")]
        self.assertEqual(len(asked), 1)  # nobody is slowed down by a try that nobody wants

    @proves("T5")
    def test_a_pump_that_delivers_is_not_paired_and_that_is_said(self):
        bench = HandHeldBench(paired=False)
        pair(bench)
        self.assertTrue("The pump is" in bench.shown() and "first." in bench.shown(), bench.shown())

    @proves("T5")
    def test_a_short_hold_of_next_asks_for_nothing(self):
        bench = stopped()
        bench.press(NEXT, 2.8)
        self.assertEqual([line for way, line in bench.cable.lines if way == TO_PUMP], [])

    def test_a_pump_that_does_not_answer_is_asked_five_times(self):
        bench = stopped()
        bench.cable.is_cut = True
        bench.press(NEXT, 3.2)
        bench.run_for(8)
        self.assertEqual(bench.hand.pairing.state, pairing.SILENT)
        self.assertEqual(len([line for _, line in bench.cable.lines if line.endswith(b" pair")]), 5)
        self.assertTrue("not answer." in bench.shown())

    @proves("T1", "T5")
    def test_a_key_that_came_changed_is_not_kept_and_the_one_of_before_stays(self):
        bench = stopped(paired=True)
        before = bench.fake.files.contents[FILE]

        def swap(way, line):
            place = line.find(b" paired ") + 8
            if way != TO_HAND or place < 8:
                return [(0, line)]
            return [(0, line[:place] + (b"0" if line[place] != 0x30 else b"1") + line[place + 1 :])]

        bench.cable.fault = swap
        bench.hand.pairing.open()
        pair(bench, pump_s=1.0)
        bench.run_for(6)
        self.assertEqual(bench.hand.pairing.state, pairing.NOT_PROVED)
        self.assertEqual(bench.fake.files.contents[FILE], before)
        self.assertTrue("The key does not" in bench.shown(), bench.shown())

    @proves("T5")
    def test_a_key_that_nobody_asked_for_is_not_taken(self):
        bench = stopped(paired=True)
        before = bench.fake.files.contents[FILE]
        for state in (pairing.CLOSED, pairing.READY):
            if state == pairing.READY:
                bench.hand.pairing.open()
            bench.pump.cable.ends[1].arrive(b"pump1 < patient paired " + b"ab" * 32 + b" " + PUMP_ID + b"\n")
            bench.run_for(3)
            self.assertEqual((bench.hand.pairing.state, bench.fake.files.contents[FILE]), (state, before))

    def test_what_is_no_key_is_no_key(self):
        bench = stopped()
        bench.cable.is_cut = True
        bench.hand.pairing.begin()
        for words in (b"zz" * 32 + b" " + PUMP_ID, b"ab" * 31 + b" " + PUMP_ID, b"ab" * 32 + b" 12", b"ab" * 32):
            bench.pump.cable.ends[1].arrive(b"pump1 < patient paired " + words + b"\n")
            bench.run_for(0.2)
            self.assertEqual(bench.hand.pairing.state, pairing.ASKING, words)


class Anew(unittest.TestCase):
    @proves("T5")
    def test_both_buttons_for_five_seconds_show_how_and_the_old_key_stays_until_the_new_is_proved(self):
        bench = stopped(paired=True)
        before = bench.fake.files.contents[FILE]
        bench.down(NEXT)
        bench.down(ASK)
        bench.run_for(4.8)
        self.assertFalse(bench.hand.pairing.is_shown())
        bench.run_for(0.4)
        bench.up(NEXT)
        bench.up(ASK)
        bench.run_for(1)
        self.assertEqual(bench.title(), "PAIR ANEW")
        self.assertEqual(bench.fake.files.contents[FILE], before)
        bench.press(NEXT)
        bench.run_for(3)
        self.assertEqual(bench.title(), "PUMP LOCKED")  # left again, with the old key
        bench.hand.pairing.open()
        pair(bench, pump_s=1.0)
        self.assertEqual(bench.hand.pairing.state, pairing.DONE)
        self.assertEqual(bench.hand.keeping.key, pumps_key(bench))
        self.assertNotEqual(bench.fake.files.contents[FILE], before)

    def test_another_pump_with_the_same_key_is_told_in_words_and_not_listened_to(self):
        bench = stopped(paired=True)
        bench.hand.keeping.pair(LinkBench.KEYS[PATIENT], b"e660000000000002")
        bench.reset()
        bench.run_for(3)
        self.assertEqual(bench.title(), "WRONG PUMP")
        self.assertEqual(bench.hand.view.status, None)

    @proves("B8")
    def test_with_another_pump_what_was_asked_of_the_one_before_is_said_to_be_unknown(self):
        bench = stopped(paired=True)
        bench.hand.keeping.pair(LinkBench.KEYS[PATIENT], b"e660000000000002")
        bench.hand.keeping.ask(7)
        bench.reset()
        bench.hand.pairing.open()
        pair(bench, pump_s=1.0)
        bench.press(NEXT)
        bench.run_for(1)
        self.assertEqual((bench.title(), bench.hand.keeping.asked), ("NOT KNOWN", None))


if __name__ == "__main__":
    unittest.main()
