"""The link: bytes in, at most one request at a time, bytes out; bounded whatever comes.

Half duplex: a request that comes while an answer is under way ends that answer. So nobody who does not read, or sends
without end, holds anything up.
"""

import binascii

from link import frames, rejections
from link.conversation import AGAIN, FRESH, Conversation
from link.line_reader import LineReader
from link.mac import Mac

READ_BYTES = 64  # of one turn; and as many are written
LOOK_US = 1_000_000
BUSY_US = 10_000  # an answer that the stream does not take goes on then
STUCK_US = 2_000_000  # and is given up after that


class Link:
    """stream: read(most) gives the bytes that are there, write(bytes) says how many it took; neither waits.

    macs: {role: Mac of its key}, of those that are paired. pairing: Pairing. rejected: Rejections. pump_id: bytes.
    roles: who may speak on this line. lines: every Link of this pump, on all of which a new key holds.
    request: (Conversation, text) that waits to be carried out, or None. Whoever drives the link does so, from its own
    level of calls, since the board's stack is 8 kB deep; then `answer`. Meanwhile nothing more is read.
    next_us: when to call `work` again, unless bytes come.
    """

    def __init__(self, stream, macs, pairing, rejected, urandom, pump_id, roles=frames.ROLES):
        self._stream = stream
        self._pairing = pairing
        self._urandom = urandom
        self._pump_id = pump_id
        self._reader = LineReader(frames.LINE_BYTES + 1)  # and a carriage return
        self._conversations = {role: Conversation(role) for role in roles}
        for role in roles:
            self._conversations[role].use_key(macs.get(role))
        self.lines = [self]
        self._left_over = b""
        self._out = b""
        self.request = None
        self._stuck_us = 0
        self.rejected = rejected
        self.next_us = LOOK_US

    def is_open(self, role):
        """That role has a session."""
        return self._conversations[role].is_open()

    def is_answering(self):
        """Some of an answer is not out yet; one that nobody takes is given up after 2 s."""
        return len(self._out) > 0

    def use_key(self, role, mac):
        """There is a new key: that role's session here is over, and with it what it has asked for."""
        conversation = self._conversations.get(role)
        if conversation is None:
            return
        conversation.use_key(mac)
        if self.request is not None and self.request[0] is conversation:
            self.request = None

    def work(self, elapsed_us):
        """One turn of this line. Pairing and rejections, which all lines share, have theirs from whoever drives it."""
        for role in self._conversations:
            self._conversations[role].elapse(elapsed_us)
        chunk = b"" if self.request else self._left_over or self._stream.read(READ_BYTES)
        if chunk:
            self._take(chunk)
        elif self._reader.elapse(elapsed_us):
            self.rejected.count(rejections.CUT_SHORT)
        self._send(elapsed_us)
        self.next_us = LOOK_US
        if self._out:
            self.next_us = BUSY_US if self._stuck_us else 0
        if chunk or self.request:
            self.next_us = 0

    def _take(self, chunk):
        line, self._left_over, is_too_long = self._reader.take(chunk)
        if is_too_long:
            self.rejected.count(rejections.OVERSIZE)
        if not line:
            return
        self._say(self._answer(line))

    def _say(self, answer):
        if answer is not None:
            is_between = self._out and self._out[-1:] != b"\n"
            self._out = (b"\n" if is_between or self._stuck_us else b"") + answer + b"\n"
            self._stuck_us = 0

    def _answer(self, line):
        """What to send back: a line, or None where it is turned away."""
        if len(line) > frames.LINE_BYTES:  # the reader has room for a carriage return, which this one did without
            return self._reject(rejections.OVERSIZE)
        words = line.split(b" ", 4)
        if len(words) < 4 or words[0] != frames.VERSION:
            is_other = words[0][:4] == frames.VERSION[:4] and words[0][4:].isdigit()
            return self._reject(rejections.OTHER_VERSION if is_other and len(words) > 1 else rejections.UNREADABLE)
        if words[1] != frames.TO_PUMP:
            return self._reject(rejections.MISDIRECTED)
        conversation = self._conversations.get(words[2])
        if conversation is None:
            is_role = words[2] in frames.ROLES  # one that is not let in on this line
            return self._reject(rejections.WRONG_ROLE if is_role else rejections.UNREADABLE)
        if words[3:] == [frames.PAIR]:
            return self._pair(conversation)
        parts = frames.parted(line)
        if parts is None or len(words) < 5:
            return self._reject(rejections.CUT_SHORT)
        if words[3] == frames.HELLO:
            verdict, welcome = conversation.hello(parts[0], parts[1], self._urandom, self._pump_id)
            return welcome if verdict == FRESH else self._reject(verdict)
        return self._request(conversation, words[3], parts)

    def _request(self, conversation, word, parts):
        body, tag = parts
        counter = frames.counter_of(word)
        if counter is None:
            return self._reject(rejections.UNREADABLE)
        verdict = conversation.judge(body, tag, counter)
        if verdict == AGAIN:
            return conversation.answer
        if verdict != FRESH:
            return self._reject(verdict)
        start = len(frames.head(frames.TO_PUMP, conversation.role, word)) + 1
        self.request = (conversation, body[start:])
        return None

    def answer(self, conversation, text):
        """Say what came of the request of this conversation: bytes."""
        self._say(conversation.answered(text))

    def _pair(self, conversation):
        role, key = conversation.role, self._pairing.ask(conversation.role)
        if key is None:
            self.rejected.count(rejections.PAIRING)
            what = (self._pairing.reason.encode(), b"%d" % self._pairing.left_s)
            return b" ".join((frames.head(frames.FROM_PUMP, role, frames.UNPAIRED),) + what)
        mac = Mac(binascii.unhexlify(key))
        for link in self.lines:
            link.use_key(role, mac)
        return b" ".join((frames.head(frames.FROM_PUMP, role, frames.PAIRED), key, self._pump_id))

    def _reject(self, kind):
        self.rejected.count(kind)

    def _send(self, elapsed_us):
        """As much of the answer as the stream takes, a turn's worth at most."""
        if not self._out:
            return
        taken = self._stream.write(self._out[:READ_BYTES])
        self._out = self._out[taken:]
        self._stuck_us = 0 if taken or not self._out else self._stuck_us + max(1, elapsed_us)
        if self._stuck_us >= STUCK_US:
            self._out = b""
            self._stuck_us = 0
