"""Getting a key from a pump (T5): asked for while a person holds the pump's own button, and proved before it is kept.

The pump gives a key once and in the clear, without a check sum. So it takes the place of the old one only after the
pump has answered a hello that was made with it.
"""

import binascii

from link.frames import KEY_BYTES, PAIRED

CLOSED, READY, ASKING, PROVING, DONE, TURNED_AWAY, SILENT, NOT_PROVED, NOT_KEPT = range(9)
EVERY_US = 1_000_000
TRIES = 5
PROVE_US = 5_000_000
ID_DIGITS = 16
HOLD_LONGER = "hold-longer"  # the pump's reason that asks for nothing but to go on
NOTHING_DUE_US = 1 << 29


class Pairing:
    """client: Client. keeping: Keeping. paired: called after a new key is kept. state: above; READY waits for a person.

    reason, left_s: why the pump turned it away, and the seconds it wants to be left alone.
    """

    def __init__(self, client, keeping, paired):
        self._client = client
        self._keeping = keeping
        self._paired = paired
        self._tries = 0
        self._since_us = 0
        self._key = b""
        self._pump_id = b""
        self.state = CLOSED
        self.reason = ""
        self.left_s = 0
        self.next_us = NOTHING_DUE_US
        client.pairing = self

    def is_shown(self):
        return self.state != CLOSED

    def is_busy(self):
        return self.state in (ASKING, PROVING)

    def open(self):
        """Show how to pair."""
        if self.state == CLOSED:
            self._enter(READY)

    def close(self):
        """Leave it; what is under way is ended, and the pump of before is spoken with again."""
        if self.is_busy():
            self._client.use(self._keeping.key, self._keeping.pump_id)
        self._enter(CLOSED if self._keeping.key is not None else READY)

    def begin(self):
        """A person asks for a key now."""
        if self.state == CLOSED or self.is_busy():
            return
        self._client.use(None, None)
        self._tries = 0
        self._enter(ASKING)
        self._since_us = EVERY_US

    def told(self, word, rest):
        """Of the client: what the pump says to `pair`."""
        if self.state != ASKING:
            return
        words = rest.split(b" ")
        if len(words) != 2:
            return
        if word == PAIRED:
            self._prove(*words)
        elif words[0] != HOLD_LONGER.encode():
            self.reason = words[0].decode()
            self.left_s = int(words[1]) if words[1].isdigit() and len(words[1]) < 4 else 0
            self._end(TURNED_AWAY)

    def work(self, elapsed_us):
        """One turn."""
        self._since_us = min(self._since_us + elapsed_us, NOTHING_DUE_US)
        if self.state == ASKING and self._since_us >= EVERY_US:
            self._since_us = 0
            if self._tries >= TRIES:
                self._end(SILENT)
            else:
                self._tries += 1
                self._client.ask_for_key()
        elif self.state == PROVING:
            if self._client.is_open():
                self._keep()
            elif self._since_us >= PROVE_US:
                self._end(NOT_PROVED)
        self.next_us = NOTHING_DUE_US
        if self.is_busy():
            self.next_us = max(0, (EVERY_US if self.state == ASKING else PROVE_US) - self._since_us)

    def _prove(self, digits, pump_id):
        if len(digits) != 2 * KEY_BYTES or len(pump_id) != ID_DIGITS:
            return
        try:
            self._key = binascii.unhexlify(digits)
        except ValueError:
            return
        self._pump_id = pump_id
        self._client.use(self._key, pump_id)
        self._enter(PROVING)

    def _keep(self):
        if self._keeping.pair(self._key, self._pump_id):
            self._enter(DONE)
            self._paired()
        else:
            self._end(NOT_KEPT)

    def _end(self, state):
        self._client.use(self._keeping.key, self._keeping.pump_id)
        self._enter(state)

    def _enter(self, state):
        self.state = state
        self._since_us = 0
        self.next_us = 0
