"""A status that was asked for before a confirmation is none to act on (B8): on a client that the test plays."""

import unittest

from fakes.board import FakeBoard
from handheld import request
from handheld.keeping import Keeping
from handheld.pump_view import PumpView
from handheld.request import PREPARE_US, SETTLE_US, Request
from support import proves

STATUS = {"granted_t_s": 5}


class PlayedClient:
    """asked: (request, owner) of each line; nothing is answered but by the test."""

    def __init__(self):
        self.asked = []
        self.is_busy = False

    def is_free(self):
        return not self.is_busy

    def ask(self, text, owner):
        if self.is_busy:
            return False
        self.asked.append(text)
        self.is_busy = True
        return True


class OneRequest(unittest.TestCase):
    def setUp(self):
        self.client = PlayedClient()
        self.keeping = Keeping(FakeBoard().files)
        self.keeping.pair(bytes(32), b"e660000000000001")
        self.view = PumpView(self.client)
        self.request = Request(self.client, self.view, self.keeping)
        self.view.tell(self.request)

    def answer(self, word, said):
        self.client.is_busy = False
        self.request.answered(word, said)

    @proves("B8")
    def test_an_answer_to_what_was_asked_before_the_confirmation_sends_nothing(self):
        self.request.confirm()
        self.request.work(0)
        self.request.work(PREPARE_US)
        self.assertEqual(self.request.state, request.NOT_ASKED)
        self.request.confirm()  # while the status of before is still under way
        self.answer("ok", {"granted_t_s": 4})
        self.assertEqual((self.client.asked, self.keeping.asked), ([b"status"], None))
        self.request.work(0)
        self.answer("ok", STATUS)
        self.assertEqual((self.client.asked, self.keeping.asked), ([b"status", b"status", b"bolus"], [5]))

    @proves("B8")
    def test_a_pump_that_does_not_say_what_it_granted_is_not_asked(self):
        self.request.confirm()
        self.request.work(0)
        self.answer("ok", {"state": "running"})
        self.assertEqual((self.request.state, self.request.reason), (request.NOT_ASKED, "old-pump"))
        self.assertEqual(self.client.asked, [b"status"])

    @proves("B8")
    def test_a_grant_is_settled_by_steps_or_after_a_minute_and_not_before(self):
        for bolus, settles_at_once in ((["patient", 0, 213], False), (["patient", 1, 213], True), (None, False)):
            self.setUp()
            self.request.confirm()
            self.request.work(0)
            self.answer("ok", STATUS)
            self.answer("ok", {})
            self.assertEqual(self.request.state, request.GRANTED)
            status = {"granted_t_s": 9} if bolus is None else {"granted_t_s": 9, "bolus": bolus}
            self.request.saw(status)
            self.assertEqual(self.keeping.asked is None, settles_at_once)
            self.request.work(SETTLE_US)
            self.request.saw(status)
            self.assertEqual(self.keeping.asked, None)
            self.assertEqual(self.request.state, request.GRANTED if bolus is not None else request.ENDED)

    @proves("B8")
    def test_what_the_last_grants_say(self):
        told = (
            (None, None, request.NOT_GIVEN),
            (None, 0, request.GRANTED),
            (5, 5, request.NOT_GIVEN),
            (5, 6, request.GRANTED),
            (5, None, request.UNKNOWN),
            (5, 4, request.UNKNOWN),
        )
        for before_s, now_s, state in told:
            self.setUp()
            self.keeping.ask(before_s)
            self.request.begin()
            self.request.work(0)
            self.answer("ok", {"granted_t_s": now_s})
            self.assertEqual(self.request.state, state, (before_s, now_s))
            self.assertEqual(self.client.asked, [b"status"])


if __name__ == "__main__":
    unittest.main()
