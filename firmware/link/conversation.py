"""One role's sessions: whose frame it is, whether it is new, and the answer to the last one.

A hello only offers a session. It takes the place of the one that runs when its first request comes, which nobody can
make who does not know the role's key; so a hello that is sent again from a recording ends nothing (T4).
"""

import binascii

from link import frames, rejections
from link.mac import same

FRESH = -1
AGAIN = -2
IDLE_US = 300_000_000  # a session that is silent for so long is over
OFFER_US = 10_000_000


class Conversation:
    """role: of frames.ROLES. answer: the line that answered the last request, None without one."""

    def __init__(self, role):
        self.role = role
        self._role_mac = None
        self._running = None
        self._last_tag = b""
        self._counter = 0
        self._idle_us = 0
        self._offered = None
        self._offered_nonce = b""
        self._offered_us = 0
        self._welcome = b""
        self.answer = None

    def use_key(self, role_mac):
        """role_mac: Mac of the role's key, or None: nobody is paired. Every session made with another one is over."""
        self._role_mac = role_mac
        self._end()
        self._offered = None

    def is_open(self):
        return self._running is not None

    def hello(self, body, tag, urandom, pump_id):
        """(FRESH or a kind of rejection, the welcome). The same hello again gets the same welcome."""
        role_mac = self._role_mac
        if role_mac is None:
            return rejections.NOT_PAIRED, None
        if not same(tag, role_mac.tag(body)):
            return rejections.NOT_AUTHENTIC, None
        nonce = body[len(frames.head(frames.TO_PUMP, self.role, frames.HELLO)) + 1 :]
        if not frames.is_nonce(nonce):
            return rejections.UNREADABLE, None
        if self._offered is None or nonce != self._offered_nonce:
            pump_nonce = binascii.hexlify(urandom(frames.NONCE_BYTES))
            self._offered = frames.session_mac(role_mac, nonce, pump_nonce)
            self._offered_nonce = nonce
            body = frames.head(frames.FROM_PUMP, self.role, frames.WELCOME)
            self._welcome = frames.signed(b" ".join((body, nonce, pump_nonce, pump_id)), role_mac)
        self._offered_us = 0
        return FRESH, self._welcome

    def judge(self, body, tag, counter):
        """FRESH: carry it out and `answered`. AGAIN: send `answer` again. Else a kind of rejection."""
        if self._running is not None and same(tag, self._running.tag(body)):
            if counter == self._counter and same(tag, self._last_tag):
                self._idle_us = 0
                return AGAIN
            if counter <= self._counter:
                return rejections.OUT_OF_ORDER
        elif self._offered is not None and same(tag, self._offered.tag(body)):
            self._running = self._offered
            self._offered = None
        else:
            is_any = self._running is not None or self._offered is not None
            return rejections.NOT_AUTHENTIC if is_any else rejections.NO_SESSION
        self._counter = counter
        self._last_tag = tag
        self._idle_us = 0
        self.answer = None
        return FRESH

    def answered(self, text):
        """Sign the answer (bytes) to the request that was FRESH, and keep it."""
        body = frames.head(frames.FROM_PUMP, self.role, b"%d" % self._counter)
        self.answer = frames.signed(body + b" " + text, self._running)
        return self.answer

    def elapse(self, elapsed_us):
        """Sessions and offers that nobody uses come to their end."""
        if self._offered is not None:
            self._offered_us += elapsed_us
            if self._offered_us >= OFFER_US:
                self._offered = None
        if self._running is not None:
            self._idle_us += elapsed_us
            if self._idle_us >= IDLE_US:
                self._end()

    def _end(self):
        self._running = None
        self._counter = 0
        self._last_tag = b""
        self._idle_us = 0
        self.answer = None
