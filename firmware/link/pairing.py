"""Making a role's key (T5): only while a person holds the button at the pump, and nothing is delivered.

The key goes over the wire once, in the clear: who can read that wire then has it. Whoever asks without the button
being held has to wait longer each time, button or not: else one that asks on and on would be let in by the next person
who holds it on the way to service mode.
"""

import binascii

from link.frames import KEY_BYTES

HELD_LEAST_US = 3_000_000
HELD_MOST_US = 8_000_000  # at 10 s service mode begins
LOOK_US = 100_000
FIRST_WAIT_US = 5_000_000
LONGEST_WAIT_US = 320_000_000
US_PER_S = 1_000_000
REASONS = ("wait", "delivering", "hold-the-button", "hold-longer", "held-too-long", "memory")


class Pairing:
    """button: is_down. may_pair: called; True while nothing is delivered or begins. save: (role, key) -> True if kept.

    reason, left_s: why it was not, and in how many seconds to ask again.
    """

    def __init__(self, button, may_pair, save, urandom):
        self._button = button
        self._may_pair = may_pair
        self._save = save
        self._urandom = urandom
        self._was_down = False
        self._held_us = 0
        self._is_used = False
        self._wait_us = 0
        self._next_wait_us = FIRST_WAIT_US
        self.reason = ""
        self.left_s = 0

    def elapse(self, elapsed_us):
        """Watch the button. Returns the time until it must be looked at again, None if it is up."""
        self._wait_us = max(0, self._wait_us - elapsed_us)
        is_down = self._button.is_down()
        if not is_down:
            self._held_us = 0
            self._is_used = False
        elif self._was_down:
            self._held_us = min(self._held_us + elapsed_us, HELD_MOST_US + 1)
        self._was_down = is_down
        return LOOK_US if is_down else None

    def ask(self, role):
        """The new key, in hexadecimal digits; None if there is none, for `reason`."""
        self.reason, self.left_s = self._refusal()
        if self.reason:
            return None
        key = self._urandom(KEY_BYTES)
        self._is_used = True
        if not self._save(role, key):
            self.reason = "memory"
            return None
        self._next_wait_us = FIRST_WAIT_US
        return binascii.hexlify(key)

    def _refusal(self):
        if self._wait_us:
            return "wait", -(-self._wait_us // US_PER_S)
        if not self._may_pair():
            return self._fail("delivering")
        if not self._was_down or self._is_used:
            return self._fail("hold-the-button")
        if self._held_us < HELD_LEAST_US:
            return "hold-longer", 1
        return ("", 0) if self._held_us <= HELD_MOST_US else self._fail("held-too-long")

    def _fail(self, reason):
        self._wait_us = self._next_wait_us
        self._next_wait_us = min(2 * self._next_wait_us, LONGEST_WAIT_US)
        return reason, -(-self._wait_us // US_PER_S)
