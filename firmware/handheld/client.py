"""The hand-held's end of the link: one session in the patient's role, one request at a time; never waits.

Whatever is not the pump's own answer to what was asked last is passed over: another direction, role, counter, nonce or
key. A request that stays without an answer is sent again as the very same line, so the pump carries it out once (B8).
After four tries the session is given up. The first request of the next one ends it at the pump too: nothing that was
sent in it can be carried out any more.
"""

import binascii
import json

from link import frames
from link.line_reader import LineReader
from link.mac import Mac, same

ROLE = b"patient"
READ_BYTES = 64
READS = 9  # of a turn: the longest line
WRITE_BYTES = 64
AGAIN_US = 1_000_000
TRIES = 4
BUSY_US = 5_000  # what the line does not take now goes on then
LONG_US = 1 << 29  # counts stay small integers
NOTHING_DUE_US = 1 << 29


class Client:
    """line: has read(most) and write(bytes) -> how many were taken; neither waits. urandom: os.urandom.

    other_pump: the id of a pump that has the key and is not the one meant, else None. pairing: has told(word, rest),
    for what comes of `ask_for_key`.
    Who asks has answered(word, said) and lost(); one of the two is called, once. word: ok, refused, denied, or
    unreadable for an answer that is the pump's and no JSON. said: a dict.
    """

    def __init__(self, line, urandom):
        self._line = line
        self._urandom = urandom
        self._reader = LineReader(frames.LINE_BYTES + 1)
        self._left_over = b""
        self._out = b""
        self._role_mac = None
        self._pump_id = None
        self._session = None
        self._counter = 0
        self._waits_for = b""  # the word of the frame that is to come: welcome or a counter
        self._nonce = b""
        self._sent = b""
        self._tries = 0
        self._since_us = 0
        self._owner = None
        self.pairing = None
        self.other_pump = None
        self.next_us = 0

    def use(self, key, pump_id):
        """Speak with this pump from now on. key: bytes, None: be silent. pump_id: bytes."""
        self._lose()
        self._role_mac = None if key is None else Mac(key)
        self._pump_id = pump_id
        self.other_pump = None
        self.next_us = 0

    def is_open(self):
        """There is a session."""
        return self._session is not None

    def is_free(self):
        """There is a session, and nothing is asked in it."""
        return self._session is not None and not self._waits_for

    def ask(self, request, owner):
        """Send a request (bytes). False, and nothing is sent, unless `is_free`."""
        if not self.is_free():
            return False
        self._counter += 1
        self._owner = owner
        word = b"%d" % self._counter
        body = frames.head(frames.TO_PUMP, ROLE, word) + b" " + request
        self._begin(word, frames.signed(body, self._session))
        return True

    def ask_for_key(self):
        """Send `pair`, once. What comes of it is told to `pairing`."""
        self._say(frames.head(frames.TO_PUMP, ROLE, frames.PAIR))

    def work(self, elapsed_us):
        """One turn: hear, send again what stays without an answer, say hello where there is no session."""
        self._since_us = min(self._since_us + elapsed_us, LONG_US)
        self._hear(elapsed_us)
        if self._waits_for and self._since_us >= AGAIN_US:
            self._again()
        if self._session is None and self._role_mac is not None and not self._waits_for:
            self._hello()
        self._send()
        self.next_us = max(0, AGAIN_US - self._since_us) if self._waits_for else NOTHING_DUE_US
        if self._out:
            self.next_us = BUSY_US
        if self._left_over:
            self.next_us = 0

    def _hello(self):
        self._nonce = binascii.hexlify(self._urandom(frames.NONCE_BYTES))
        body = frames.head(frames.TO_PUMP, ROLE, frames.HELLO) + b" " + self._nonce
        self._begin(frames.WELCOME, frames.signed(body, self._role_mac))

    def _begin(self, waits_for, line):
        self._waits_for = waits_for
        self._sent = line
        self._tries = 1
        self._since_us = 0
        self._say(line)
        self.next_us = 0

    def _say(self, line):
        """After an empty line, so that what was cut short before spoils nothing."""
        self._out = b"\n" + line + b"\n"

    def _again(self):
        if self._tries >= TRIES:
            self._lose()
            return
        self._tries += 1
        self._since_us = 0
        self._say(self._sent)

    def _lose(self):
        """The session is given up, and whoever asked in it is told."""
        owner, self._owner = self._owner, None
        self._session = None
        self._waits_for = b""
        self._out = b""
        if owner is not None:
            owner.lost()

    def _send(self):
        if self._out:
            taken = self._line.write(self._out[:WRITE_BYTES])
            self._out = self._out[taken:]

    def _hear(self, elapsed_us):
        for _ in range(READS):
            chunk = self._left_over or self._line.read(READ_BYTES)
            if not chunk:
                self._reader.elapse(elapsed_us)
                return
            line, self._left_over, _ = self._reader.take(chunk)
            if line:
                self._take(line)

    def _take(self, line):
        words = line.split(b" ", 4)
        if len(words) < 5 or words[:3] != [frames.VERSION, frames.FROM_PUMP, ROLE]:
            return
        if words[3] == frames.PAIRED or words[3] == frames.UNPAIRED:
            if self.pairing is not None:
                self.pairing.told(words[3], words[4])
            return
        parts = frames.parted(line)
        if parts is None or not self._waits_for or words[3] != self._waits_for:
            return
        if words[3] == frames.WELCOME:
            self._welcomed(*parts)
        else:
            self._answered(*parts)

    def _welcomed(self, body, tag):
        words = body.split(b" ")
        if len(words) != 7 or words[4] != self._nonce or not frames.is_nonce(words[5]):
            return
        if self._role_mac is None or not same(tag, self._role_mac.tag(body)):
            return
        if self._pump_id is not None and words[6] != self._pump_id:
            self.other_pump = words[6]
            return
        self.other_pump = None
        self._session = frames.session_mac(self._role_mac, words[4], words[5])
        self._counter = 0
        self._waits_for = b""

    def _answered(self, body, tag):
        if self._session is None or not same(tag, self._session.tag(body)):
            return
        start = len(frames.head(frames.FROM_PUMP, ROLE, self._waits_for)) + 1
        owner, self._owner = self._owner, None
        self._waits_for = b""
        if owner is not None:
            owner.answered(*_parsed(body[start:]))


def _parsed(text):
    """(word, dict) of an answer."""
    word, _, given = text.partition(b" ")
    try:
        said = json.loads(given) if given else {}
        word = word.decode()
    except (ValueError, RuntimeError):
        said = None
    return (word, said) if type(said) is dict else ("unreadable", {})
