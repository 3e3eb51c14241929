"""A request is two deliberate acts: press and let go, then hold for 2 s; anything else cancels it."""

import unittest

from drivers.button import Button
from fakes.board import FakeBoard
from handheld.held_button import HeldButton
from handheld.two_acts import CLOSED, HOLD_US, HOLDING, OPEN, TwoActs
from support import proves

ASK, OTHER = 10, 13
STEP_US = 10_000


class Bench:
    """Two buttons that are looked at every 10 ms. confirmed: how often."""

    def __init__(self):
        self.fake = FakeBoard()
        pin = self.fake.machine.Pin
        self.woken = 0
        edges = pin.IRQ_FALLING | pin.IRQ_RISING
        self.keys = [
            HeldButton(Button(pin(number, pin.IN, pin.PULL_UP), edges, self.fake.time, 30, self._wake))
            for number in (ASK, OTHER)
        ]
        self.acts = TwoActs()
        self.may_begin = True
        self.confirmed = 0

    def _wake(self):
        self.woken += 1

    def run(self, seconds):
        for _ in range(int(seconds * 1_000_000) // STEP_US):
            self.fake.clock.advance(STEP_US)
            for key in self.keys:
                key.look(STEP_US)
            if self.acts.look(self.keys[0], self.keys[1], self.may_begin, STEP_US):
                self.confirmed += 1

    def hold(self, seconds, key=ASK):
        self.fake.wire(key).drive(0)
        self.run(seconds)
        self.fake.wire(key).drive(None)
        self.run(0.1)


class Asking(unittest.TestCase):
    def setUp(self):
        self.bench = Bench()
        self.bench.run(0.1)

    @proves("B8")
    def test_press_let_go_and_hold_confirm_once(self):
        bench = self.bench
        bench.hold(0.2)
        self.assertEqual(bench.acts.state, OPEN)
        bench.hold(5)
        self.assertEqual((bench.confirmed, bench.acts.state), (1, CLOSED))

    def test_one_long_press_confirms_nothing(self):
        self.bench.hold(30)
        self.assertEqual(self.bench.confirmed, 0)

    def test_many_short_presses_confirm_nothing(self):
        for _ in range(20):
            self.bench.hold(0.3)
        self.assertEqual(self.bench.confirmed, 0)

    def test_a_hold_that_is_a_little_too_short_cancels(self):
        bench = self.bench
        bench.hold(0.2)
        bench.hold(1.95)
        self.assertEqual((bench.confirmed, bench.acts.state), (0, CLOSED))
        bench.hold(2.1)  # the first act of another one
        self.assertEqual(bench.confirmed, 0)

    def test_the_hold_must_begin_within_ten_seconds_of_letting_go(self):
        bench = self.bench
        bench.hold(0.2)
        bench.run(9.8)
        bench.hold(2.1)
        self.assertEqual(bench.confirmed, 1)
        bench.hold(0.2)
        bench.run(10)
        self.assertEqual(bench.acts.state, CLOSED)
        bench.hold(2.1)
        self.assertEqual(bench.confirmed, 1)

    def test_the_other_button_cancels_also_in_the_middle_of_the_hold(self):
        bench = self.bench
        bench.hold(0.2)
        bench.hold(0.2, OTHER)
        bench.hold(2.1)
        self.assertEqual(bench.confirmed, 0)
        bench.acts.cancel()
        bench.hold(0.2)
        bench.fake.wire(ASK).drive(0)
        bench.run(1)
        self.assertEqual(bench.acts.state, HOLDING)
        bench.fake.wire(OTHER).drive(0)
        bench.run(2)
        self.assertEqual((bench.confirmed, bench.acts.state), (0, CLOSED))

    def test_a_bounce_within_the_hold_is_no_end_of_it(self):
        bench = self.bench
        bench.hold(0.2)
        bench.fake.wire(ASK).drive(0)
        bench.run(1)
        bench.fake.wire(ASK).drive(None)
        bench.run(0.02)
        bench.fake.wire(ASK).drive(0)
        bench.run(1.1)
        self.assertEqual(bench.confirmed, 1)

    def test_where_nothing_may_be_asked_the_first_press_opens_nothing(self):
        bench = self.bench
        bench.may_begin = False
        bench.hold(0.2)
        self.assertEqual(bench.acts.state, CLOSED)

    def test_the_next_look_is_due_when_the_hold_is_complete(self):
        bench = self.bench
        bench.hold(0.2)
        bench.fake.wire(ASK).drive(0)
        bench.run(0.5)
        self.assertEqual(bench.acts.next_us, HOLD_US - bench.acts.held_us)
        self.assertTrue(480_000 <= bench.acts.held_us <= 500_000)

    def test_both_edges_wake_the_loop(self):
        woken = self.bench.woken
        self.bench.hold(0.2)
        self.assertEqual(self.bench.woken, woken + 2)


if __name__ == "__main__":
    unittest.main()
