"""The hand-held's end of the link takes the pump's own answer to what it asked last, and passes over all else."""

import unittest

from fakes.byte_line import FakeLine
from handheld.client import AGAIN_US, TRIES, Client
from link import frames
from link.mac import Mac
from support import proves

KEY = bytes(range(32))
PUMP = b"e660000000000001"
PUMP_NONCE = b"b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"


class Owner:
    """Who asks. answers: what came; losses: how often it was told that the session is over."""

    def __init__(self):
        self.answers = []
        self.losses = 0

    def answered(self, word, said):
        self.answers.append((word, said))

    def lost(self):
        self.losses += 1


class Bench:
    """A client on a line whose far end the test plays."""

    def __init__(self, is_paired=True):
        self.line = FakeLine()
        self.drawn = 0
        self.client = Client(self.line, self._urandom)
        self.owner = Owner()
        self.mac = Mac(KEY)
        self.session = None
        if is_paired:
            self.client.use(KEY, PUMP)

    def _urandom(self, count):
        self.drawn += 1
        return bytes((self.drawn,)) * count

    def turn(self, us=1_000):
        """The lines that were sent."""
        self.client.work(us)
        for _ in range(12):
            self.client.work(0)
        return [line for line in self.line.received().split(b"\n") if line]

    def hear(self, *lines):
        self.line.send(b"".join(line + b"\n" for line in lines))
        return self.turn()

    def welcome(self, hello, pump_id=PUMP, mac=None, nonce=None):
        nonce = nonce or hello.split(b" ")[4]
        body = frames.head(frames.FROM_PUMP, b"patient", frames.WELCOME)
        return frames.signed(b" ".join((body, nonce, PUMP_NONCE, pump_id)), mac or self.mac)

    def open(self):
        """A session; the hello that it was made with."""
        hello = self.turn()[-1]
        self.hear(self.welcome(hello))
        self.session = frames.session_mac(self.mac, hello.split(b" ")[4], PUMP_NONCE)
        return hello

    def answer(self, word, text, direction=frames.FROM_PUMP, role=b"patient", mac=None):
        return frames.signed(frames.head(direction, role, word) + b" " + text, mac or self.session)


class Session(unittest.TestCase):
    @proves("T1")
    def test_is_made_by_a_hello_and_the_pumps_own_welcome(self):
        bench = Bench()
        hello = bench.turn()[-1]
        self.assertEqual(hello.split(b" ")[:4], [b"pump1", b">", b"patient", b"hello"])
        self.assertFalse(bench.client.is_open())
        bench.hear(bench.welcome(hello))
        self.assertTrue(bench.client.is_open())

    @proves("T1", "T2")
    def test_is_not_made_by_a_welcome_of_another_key_another_hello_or_of_a_recording(self):
        bench = Bench()
        hello = bench.turn()[-1]
        wrong = (
            bench.welcome(hello, mac=Mac(bytes(32))),
            bench.welcome(hello, nonce=b"00" * 16),
            bench.welcome(hello)[:-1],
            bench.welcome(hello).replace(b"<", b">"),
            bench.welcome(hello).replace(b"patient", b"clinician"),
        )
        for line in wrong:
            bench.hear(line)
            self.assertFalse(bench.client.is_open(), line)
        bench.hear(bench.welcome(hello))
        self.assertTrue(bench.client.is_open())

    def test_with_another_pump_that_has_the_same_key_is_not_made_and_the_pump_is_named(self):
        bench = Bench()
        bench.hear(bench.welcome(bench.turn()[-1], b"e660000000000002"))
        self.assertFalse(bench.client.is_open())
        self.assertEqual(bench.client.other_pump, b"e660000000000002")
        lines = []
        for _ in range(TRIES):
            lines = bench.turn(AGAIN_US)
        bench.hear(bench.welcome((bench.turn() or lines)[-1]))
        self.assertEqual(bench.client.other_pump, None)

    def test_nobody_is_spoken_to_without_a_key(self):
        bench = Bench(is_paired=False)
        self.assertEqual([bench.turn(AGAIN_US) for _ in range(3)], [[], [], []])

    def test_a_hello_that_stays_without_a_welcome_is_followed_by_another_nonce(self):
        bench = Bench()
        sent = bench.turn()
        for _ in range(TRIES + 1):
            sent += bench.turn(AGAIN_US)
        sent += bench.turn()
        self.assertEqual(sent[:TRIES], [sent[0]] * TRIES)
        self.assertNotEqual(sent[TRIES], sent[0])


class Requests(unittest.TestCase):
    def setUp(self):
        self.bench = Bench()
        self.bench.open()

    def ask(self, request=b"status"):
        self.assertTrue(self.bench.client.ask(request, self.bench.owner))
        return self.bench.turn()[-1]

    def test_are_numbered_and_asked_one_at_a_time(self):
        line = self.ask()
        self.assertEqual(line.split(b" ")[:5], [b"pump1", b">", b"patient", b"1", b"status"])
        self.assertFalse(self.bench.client.ask(b"bolus", self.bench.owner))
        self.bench.hear(self.bench.answer(b"1", b'ok {"a": 1}'))
        self.assertEqual(self.bench.owner.answers, [("ok", {"a": 1})])
        self.assertEqual(self.ask().split(b" ")[3], b"2")

    @proves("B8")
    def test_without_an_answer_the_very_same_line_is_sent_again(self):
        line = self.ask(b"bolus")
        again = []
        for _ in range(TRIES - 1):
            again += self.bench.turn(AGAIN_US)
        self.assertEqual(again, [line] * (TRIES - 1))
        self.bench.hear(self.bench.answer(b"1", b"ok"))
        self.assertEqual((self.bench.owner.answers, self.bench.owner.losses), ([("ok", {})], 0))

    @proves("B8")
    def test_after_four_tries_the_session_is_over_and_its_late_answer_is_none(self):
        self.ask(b"bolus")
        sent = []
        for _ in range(TRIES + 2):
            sent += self.bench.turn(AGAIN_US)
        self.assertEqual((self.bench.owner.losses, self.bench.client.is_open()), (1, False))
        self.assertEqual(sum(1 for line in sent if b"bolus" in line), TRIES - 1)
        self.bench.hear(self.bench.answer(b"1", b"ok"))
        self.assertEqual(self.bench.owner.answers, [])

    @proves("T1", "T2")
    def test_what_is_not_the_pumps_own_answer_to_the_last_request_is_passed_over(self):
        bench = self.bench
        self.ask()
        good = bench.answer(b"1", b'ok {"a": 1}')
        wrong = [
            bench.answer(b"2", b"ok"),
            bench.answer(b"01", b"ok"),
            bench.answer(b"1", b"ok", direction=frames.TO_PUMP),
            bench.answer(b"1", b"ok", role=b"clinician"),
            bench.answer(b"1", b"ok", mac=bench.mac),
            good[:-1],
            good[1:],
            good.replace(b"pump1", b"pump2"),
            b"",
            b"\xff\x00",
            b"pump1 < patient",
            b"x" * 2_000,
        ]
        for line in wrong:
            bench.hear(line)
            self.assertEqual(bench.owner.answers, [], line)
        for place in range(len(good)):
            bench.hear(good[:place] + bytes((good[place] ^ 1,)) + good[place + 1 :])
            self.assertEqual(bench.owner.answers, [], place)
        bench.hear(good, good, good)
        self.assertEqual(bench.owner.answers, [("ok", {"a": 1})])

    def test_an_answer_in_pieces_behind_noise_is_heard(self):
        self.ask()
        answer = self.bench.answer(b"1", b"ok") + b"\n"
        self.bench.line.send(b"\xffnoise\n" + answer[:20])
        self.bench.turn()
        self.bench.line.send(answer[20:])
        self.bench.turn()
        self.assertEqual(self.bench.owner.answers, [("ok", {})])

    def test_an_answer_of_the_pump_that_is_no_json_is_said_to_be_unreadable(self):
        for number, text in enumerate((b"ok {", b"ok [1]", b"ok 3", b"\xff {}")):
            self.ask()
            self.bench.hear(self.bench.answer(b"%d" % (number + 1), text))
        self.assertEqual(self.bench.owner.answers, [("unreadable", {})] * 4)

    def test_a_line_that_takes_nothing_holds_nothing_up(self):
        self.bench.line.room = 0
        self.bench.client.ask(b"status", self.bench.owner)
        self.assertEqual(self.bench.turn(), [])
        self.bench.line.room = None
        self.assertEqual(len(self.bench.turn()), 1)


if __name__ == "__main__":
    unittest.main()
