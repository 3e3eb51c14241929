"""A request of the hand-held, from the buttons to the steps of a real pump: asked once, and shown as it is (B8)."""

import unittest

from assembled import bolus, order
from handheld import request
from support import proves
from therapy.bolus_kinds import PATIENT as OF_PATIENT
from therapy.memory.lockout import Lockout
from two_boards import ASK, LOCKOUT_S, NEXT, TO_HAND, TO_PUMP, HandHeldBench

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def ready(**changes):
    bench = HandHeldBench(**changes)
    bench.run_for(4)
    return bench


def without(bench, direction, word):
    """From now on lines with this word are lost in this direction."""
    bench.cable.fault = lambda way, line: [] if way == direction and word in line else [(0, line)]


def lose_what_follows_the_request(bench):
    """Lines to the pump pass; from the request on nothing comes back."""
    bench.cable.fault = lambda way, line: [] if way == TO_HAND and bench.bolus_lines() else [(0, line)]


class Granted(unittest.TestCase):
    @proves("B2", "B8", "T3")
    def test_two_acts_give_exactly_the_prescribed_steps_with_a_bar(self):
        bench = ready()
        bench.ask()
        bench.run_for(3)
        self.assertEqual(bench.title(), "GRANTED")
        bench.run_for(25)
        given, steps = bench.hand.request.progress
        self.assertTrue(steps == 213 and 90 <= given <= 120, (given, steps))
        percent = int(bench.shown()[-2].split(" ")[0])
        self.assertTrue(0 <= 100 * given // steps - percent <= 2, (given, percent))
        bench.run_for(40)
        self.assertEqual(bench.title(), "DOSE ENDED")
        self.assertEqual(bench.pump.pump.history.by_kind[OF_PATIENT].value(), 213)
        self.assertEqual((bench.grants(), len(bench.bolus_lines())), (1, 1))
        bench.press(NEXT)
        bench.run_for(1)
        self.assertEqual(bench.title(), "PUMP RUNNING")

    @proves("B8")
    def test_the_mark_is_on_flash_before_the_request_goes_out_and_gone_when_steps_were_made(self):
        bench = ready()
        marks = []

        def fault(way, line):
            if way == TO_PUMP and b" bolus " in line:
                marks.append(bench.fake.files.contents["handheld"])
            return [(0, line)]

        bench.cable.fault = fault
        before = bench.fake.files.contents["handheld"]
        bench.ask()
        bench.run_for(6)
        self.assertEqual(len(marks), 1)
        self.assertTrue(b'"asked": [null]' in marks[0], marks)
        self.assertEqual(bench.fake.files.contents["handheld"], before)

    @proves("B8")
    def test_an_answer_that_is_lost_for_a_moment_comes_again_and_nothing_is_done_twice(self):
        bench = ready()
        lost = []

        def fault(way, line):
            if way == TO_HAND and lost.count(line) < 2 and not lost[2:] and bench.bolus_lines():
                lost.append(line)
                return []
            return [(0, line)]

        bench.cable.fault = fault
        bench.ask()
        bench.run_for(6)
        self.assertEqual((bench.title(), bench.grants(), len(bench.bolus_lines())), ("GRANTED", 1, 1))

    @proves("B8", "T4")
    def test_an_answer_lost_with_the_link_shows_as_granted_when_the_link_is_back(self):
        bench = ready()
        lose_what_follows_the_request(bench)
        bench.ask()
        bench.run_for(2)
        self.assertEqual(bench.grants(), 1)
        bench.cable.is_cut = True
        bench.run_for(30)
        self.assertEqual(bench.title(), "NO ANSWER YET")
        bench.cable.is_cut = False
        bench.cable.fault = None
        bench.run_for(6)
        self.assertEqual((bench.title(), bench.grants(), len(bench.bolus_lines())), ("GRANTED", 1, 1))

    @proves("B8", "P3")
    def test_also_when_either_board_or_both_lost_their_power_meanwhile(self):
        for who in ("hand", "pump", "both"):
            bench = ready()
            lose_what_follows_the_request(bench)
            bench.ask()
            bench.run_for(3)
            self.assertEqual(bench.grants(), 1, who)
            if who != "pump":
                bench.reset()
            if who != "hand":
                bench.pump.fake.cut_power_at(bench.now_us() + 1_000)
                bench.run_for(1)
            bench.cable.fault = None
            bench.run_for(15)
            states = (request.GRANTED, request.ENDED)
            self.assertTrue(bench.hand.request.state in states, (who, bench.hand.request.state))
            self.assertEqual((bench.grants(), len(bench.bolus_lines())), (1, 1), who)

    @proves("B8")
    def test_a_grant_that_the_pump_lost_with_its_power_is_taken_back(self):
        bench = ready()
        history = bench.pump.pump.history
        bench.hand.request.confirm()
        for _ in range(400):
            bench.run_for(0.01)
            if bench.grants():
                break
        self.assertEqual(history.bolus_given, 0)
        bench.hand.request._enter(request.GRANTED)  # its answer was heard
        bench.restart_pump(0)  # before the grant was on its flash
        bench.run_for(15)
        self.assertEqual(bench.grants(), 0)
        self.assertEqual((bench.title(), bench.hand.keeping.asked), ("NOT GIVEN", None))

    @proves("T4")
    def test_a_link_that_is_lost_while_the_dose_runs_is_said_beside_what_was_heard_last(self):
        bench = ready()
        bench.ask()
        bench.run_for(20)
        self.assertEqual([line for line in bench.shown() if "link" in line], [])
        bench.cable.is_cut = True
        bench.run_for(12)
        self.assertEqual((bench.title(), bench.shown()[-2]), ("GRANTED", "No link   0:01 h"))
        bench.cable.is_cut = False
        bench.run_for(6)
        self.assertEqual([line for line in bench.shown() if "link" in line], [])


class NotGranted(unittest.TestCase):
    @proves("B2")
    def test_within_the_lockout_it_is_denied_in_words_with_the_time(self):
        bench = ready()
        bench.ask()
        bench.run_for(70)
        bench.ask()
        bench.run_for(2)
        self.assertEqual(bench.title(), "NO DOSE")
        self.assertEqual(bench.hand.request.reason, "lockout")
        self.assertTrue(bench.shown()[-2].startswith("Next in   0:01 h"), bench.shown())
        self.assertEqual((bench.grants(), bench.hand.keeping.asked), (1, None))
        bench.run_for(LOCKOUT_S)
        bench.ask()
        bench.run_for(2)
        self.assertEqual((bench.title(), bench.grants()), ("GRANTED", 2))

    @proves("B2")
    def test_what_is_not_prescribed_or_stopped_is_denied(self):
        bench = ready(therapy=order())
        bench.ask()
        bench.run_for(2)
        self.assertEqual(bench.hand.request.reason, "not-prescribed")
        bench.pump.pump.desk.stop()
        bench.run_for(4)
        bench.ask()
        bench.run_for(2)
        self.assertEqual(bench.hand.request.reason, "stopped")

    @proves("B8")
    def test_a_request_that_never_reached_the_pump_shows_as_not_given_and_is_not_sent_again(self):
        bench = ready()
        without(bench, TO_PUMP, b" bolus ")
        bench.ask()
        bench.run_for(10)
        self.assertEqual((bench.title(), bench.grants(), len(bench.bolus_lines())), ("NOT GIVEN", 0, 1))
        bench.cable.fault = None
        bench.run_for(30)
        self.assertEqual((bench.title(), bench.grants(), len(bench.bolus_lines())), ("NOT GIVEN", 0, 1))
        bench.ask()
        bench.run_for(3)
        self.assertEqual((bench.title(), bench.grants(), len(bench.bolus_lines())), ("GRANTED", 1, 2))

    @proves("B8")
    def test_the_old_line_that_comes_after_all_is_not_carried_out_any_more(self):
        bench = ready()
        kept = []

        def fault(way, line):
            if way == TO_PUMP and b" bolus " in line:
                kept.append(line)
                return []
            return [(0, line)]

        bench.cable.fault = fault
        bench.ask()
        bench.run_for(10)
        self.assertEqual(bench.title(), "NOT GIVEN")
        bench.pump.cable.ends[0].arrive(kept[0])
        bench.run_for(5)
        self.assertEqual((bench.grants(), bench.title()), (0, "NOT GIVEN"))

    @proves("B8")
    def test_without_a_fresh_status_nothing_is_asked_and_that_is_said(self):
        bench = ready()
        bench.cable.is_cut = True
        bench.hand.request.confirm()
        bench.run_for(6)
        self.assertEqual((bench.title(), len(bench.bolus_lines())), ("NOT ASKED", 0))
        bench.cable.is_cut = False
        bench.run_for(20)
        self.assertEqual((bench.grants(), len(bench.bolus_lines())), (0, 0))

    @proves("B8")
    def test_without_a_mark_on_flash_nothing_is_asked_and_that_is_said(self):
        bench = ready()
        bench.fake.files.fail_next("replace")
        bench.hand.request.confirm()
        bench.run_for(2)
        self.assertEqual((bench.title(), len(bench.bolus_lines())), ("NOT ASKED", 0))

    @proves("B8")
    def test_a_pump_that_is_short_of_memory_is_asked_what_it_did_and_not_believed(self):
        for carried_out in (True, False):
            bench = ready()
            desk: Any = bench.pump.pump.link_door._desk
            right = desk.serve

            def serve(role, text, right=right, carried_out=carried_out):
                if text != b"bolus":
                    return right(role, text)
                if carried_out and right(role, text) is None:
                    return None
                return b'denied {"reason": "memory"}'

            desk.serve = serve
            bench.ask()
            bench.run_for(3)
            self.assertEqual(bench.grants(), 1 if carried_out else 0)
            self.assertEqual(bench.title(), "GRANTED" if carried_out else "NOT GIVEN")

    @proves("B8")
    def test_a_history_begun_anew_cannot_say_it_and_that_is_said(self):
        bench = ready()
        bench.ask()
        bench.run_for(70 + LOCKOUT_S)
        bench.hand.request.dismiss()
        without(bench, TO_PUMP, b" bolus ")
        bench.ask()
        bench.cable.is_cut = True
        bench.run_for(5)
        history = bench.pump.pump.history
        history.lockout = Lockout()
        history.lockout.begin(history.t_s)  # as history_desk does
        bench.cable.is_cut = False
        bench.run_for(6)
        self.assertEqual((bench.title(), bench.hand.keeping.asked), ("NOT KNOWN", None))


class Buttons(unittest.TestCase):
    def test_next_cancels_and_nothing_is_asked(self):
        bench = ready()
        bench.press(ASK)
        bench.run_for(0.6)
        self.assertEqual(bench.title(), "ASK FOR A DOSE?")
        bench.press(NEXT)
        bench.run_for(0.6)
        self.assertEqual(bench.title(), "PUMP RUNNING")
        bench.press(ASK, 2.3)
        bench.run_for(3)
        self.assertEqual((bench.confirms, bench.grants()), (0, 0))

    def test_while_a_request_is_under_way_another_cannot_be_begun(self):
        bench = ready()
        bench.ask()
        bench.run_for(2)
        bench.ask()
        bench.run_for(2)
        self.assertEqual((bench.confirms, bench.title(), len(bench.bolus_lines())), (1, "GRANTED", 1))
        self.assertFalse(bench.hand.request.confirm())

    def test_while_the_link_is_lost_nothing_can_be_asked(self):
        bench = ready()
        bench.cable.is_cut = True
        bench.run_for(12)
        self.assertEqual(bench.title()[:7], "NO LINK")
        bench.ask()
        self.assertEqual(bench.confirms, 0)

    @proves("B2")
    def test_the_pumps_own_button_and_the_hand_held_share_one_lockout(self):
        bench = ready(therapy=order(bolus=bolus(over_s=60)))
        self.assertEqual(bench.pump.pump.heart.ask_patient_bolus(), 0)
        bench.run_for(70)
        bench.ask()
        bench.run_for(2)
        self.assertEqual((bench.hand.request.reason, bench.grants()), ("lockout", 1))
        self.assertTrue("Next in   3:59 h" in bench.shown(), bench.shown())


class Sessions(unittest.TestCase):
    @proves("T4")
    def test_a_session_that_the_pump_has_forgotten_is_made_anew(self):
        bench = ready()
        bench.end_session()
        bench.run_for(9)
        self.assertEqual(bench.title(), "PUMP RUNNING")
        self.assertTrue(bench.hand.view.age_s <= 2)


if __name__ == "__main__":
    unittest.main()
