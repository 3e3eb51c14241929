"""A key is made only while the button is held, and who asks without it has to wait."""

import binascii
import unittest

from link.pairing import FIRST_WAIT_US, HELD_LEAST_US, HELD_MOST_US, LONGEST_WAIT_US, Pairing
from support import proves

STEP_US = 100_000


class Button:
    def __init__(self):
        self.down = False

    def is_down(self):
        return self.down


class Asking(unittest.TestCase):
    def setUp(self):
        self.button = Button()
        self.saved = []
        self.is_still = True
        self.keeps = True
        self.pairing = Pairing(self.button, lambda: self.is_still, self.save, lambda count: bytes(range(count)))

    def save(self, role, key):
        self.saved.append((role, key))
        return self.keeps

    def pass_us(self, us):
        for _ in range(us // STEP_US):
            self.pairing.elapse(STEP_US)

    def hold(self, us):
        self.button.down = True
        self.pairing.elapse(STEP_US)
        self.pass_us(us)

    @proves("T5")
    def test_held_for_three_to_eight_seconds_it_makes_a_key(self):
        self.hold(HELD_LEAST_US)
        self.assertEqual(self.pairing.ask(b"patient"), binascii.hexlify(bytes(range(32))))
        self.assertEqual(self.saved, [(b"patient", bytes(range(32)))])

    @proves("T5")
    def test_not_held_or_too_short_or_too_long_or_released_or_delivering_it_makes_none(self):
        def late():
            self.hold(HELD_MOST_US + STEP_US)

        def short():
            self.hold(HELD_LEAST_US - STEP_US)

        def released():
            self.hold(HELD_LEAST_US)
            self.button.down = False
            self.pairing.elapse(STEP_US)

        def delivering():
            self.hold(HELD_LEAST_US)
            self.is_still = False

        for act, reason in (
            (lambda: None, "hold-the-button"),
            (short, "hold-longer"),
            (late, "held-too-long"),
            (released, "hold-the-button"),
            (delivering, "delivering"),
        ):
            self.setUp()
            act()
            self.assertTrue(self.pairing.ask(b"clinician") is None)
            self.assertEqual(self.pairing.reason, reason)
            self.assertEqual(self.saved, [])

    @proves("T5")
    def test_one_hold_makes_one_key(self):
        self.hold(HELD_LEAST_US)
        self.assertTrue(self.pairing.ask(b"patient") is not None)
        self.pass_us(STEP_US)
        self.assertTrue(self.pairing.ask(b"clinician") is None)

    @proves("T5")
    def test_who_asks_on_and_on_waits_longer_each_time_and_is_not_let_in_by_the_next_hold(self):
        waits, asked_us = [], 0
        for _ in range(8):
            self.assertTrue(self.pairing.ask(b"clinician") is None)
            began_us = asked_us
            while True:
                self.pass_us(STEP_US)
                asked_us += STEP_US
                if not self.pairing._wait_us:
                    break
            waits.append(asked_us - began_us)
        self.assertEqual(waits[:3], [FIRST_WAIT_US, 2 * FIRST_WAIT_US, 4 * FIRST_WAIT_US])
        self.assertEqual(waits[-1], LONGEST_WAIT_US)
        self.pairing.ask(b"clinician")
        self.hold(HELD_LEAST_US)
        self.assertTrue(self.pairing.ask(b"clinician") is None)
        self.assertEqual(self.pairing.reason, "wait")
        self.assertEqual(self.saved, [])

    @proves("T5")
    def test_asking_while_it_waits_makes_the_wait_no_longer(self):
        self.pairing.ask(b"clinician")
        for _ in range(FIRST_WAIT_US // STEP_US - 1):
            self.pass_us(STEP_US)
            self.pairing.ask(b"clinician")
            self.assertEqual(self.pairing.reason, "wait")
        self.pass_us(STEP_US)
        self.hold(HELD_LEAST_US)
        self.assertTrue(self.pairing.ask(b"clinician") is not None)

    def test_a_key_that_flash_does_not_keep_is_not_given_out(self):
        self.keeps = False
        self.hold(HELD_LEAST_US)
        self.assertTrue(self.pairing.ask(b"clinician") is None)
        self.assertEqual(self.pairing.reason, "memory")


if __name__ == "__main__":
    unittest.main()
