"""A pump with its link on a fake line, and a client of a few lines: for tests on both VMs."""

import json

from assembled import MG, Bench, bolus, order
from fakes.byte_line import FakeLine
from link import frames
from link.mac import Mac

NONCE = b"000102030405060708090a0b0c0d0e0f"
CLINICIAN, PATIENT = frames.ROLES
THERAPY = order(bolus=bolus())
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class CountingBytes:
    """urandom: every byte is the next number, so that a test knows the keys. drawn: how often it was asked."""

    def __init__(self, drawn=0):
        self.drawn = drawn

    def urandom(self, count):
        self.drawn += 1
        return bytes((self.drawn * 16 + place) & 0xFF for place in range(count))


class Peer:
    """The far end in one role. Its requests are numbered; `text` holds the last answer as (word, dict)."""

    def __init__(self, bench, role, key):
        self.bench = bench
        self.role = role
        self.mac = Mac(key)
        self.session: Any = None
        self.counter = 0
        self.last = b""

    def hello_line(self, nonce=NONCE):
        body = frames.head(frames.TO_PUMP, self.role, frames.HELLO) + b" " + nonce
        return frames.signed(body, self.mac)

    def open(self, nonce=NONCE) -> "Any":
        """Say hello and take the session; the welcome's words, or None without an answer."""
        lines = self.bench.exchange(self.hello_line(nonce))
        if not lines:
            return None
        return self.welcomed(lines[-1])

    def welcomed(self, line):
        """Take the session that this welcome offers; its words."""
        words = line.split(b" ")
        self.session = frames.session_mac(self.mac, words[4], words[5])
        self.counter = 0
        return words

    def line(self, text, counter=None):
        """The frame of the next request, or of another counter. text: str, or whatever bytes."""
        if counter is None:
            self.counter += 1
            counter = self.counter
        body = frames.head(frames.TO_PUMP, self.role, b"%d" % counter)
        request = text if type(text) is bytes else text.encode()
        self.last = frames.signed(body + b" " + request, self.session)
        return self.last

    def ask(self, command, **arguments) -> "Any":
        """(ok, refused or denied; dict) of one request; None without an answer."""
        text = command + (" " + json.dumps(arguments) if arguments else "")
        return self.answer(self.bench.exchange(self.line(text)))

    def answer(self, lines) -> "Any":
        if not lines:
            return None
        parts = frames.parted(lines[-1])
        assert parts is not None and self.session.tag(parts[0]) == parts[1], "the pump's answer is authentic"
        words = parts[0].split(b" ", 4)
        assert words[:4] == [frames.VERSION, frames.FROM_PUMP, self.role, b"%d" % self.counter], words
        word, _, said = words[4].decode().partition(" ")
        return word, json.loads(said) if said else {}


class LinkBench(Bench):
    """line: the far end is its `send` and `received`. Both roles are paired, unless `paired` is False."""

    KEYS = {CLINICIAN: bytes(range(32)), PATIENT: bytes(range(100, 132))}

    def __init__(self, fake=None, paired=True, line=None, drawn=0, **more):
        self.line = line or FakeLine()
        self.random = CountingBytes(drawn)
        self.interrupts: list[int] = []
        if paired and fake is None:
            from assembled import new_board
            from storage.keys import KeyFiles

            fake = new_board()
            for role in frames.ROLES:
                KeyFiles(fake.files).save(role, self.KEYS[role])
        super().__init__(fake, link=(self.line, self.random.urandom, self.interrupts.append), **more)

    def rebuilt(self):
        """The firmware after a reset, with the same line and the same source of numbers; not yet booted."""
        self.fake.reboot()
        again = LinkBench(self.fake, line=self.line)
        again.random.urandom = self.random.urandom
        again.pump.link_door._urandom = self.random.urandom
        return again

    def begin(self, therapy=None):
        """Booted, programmed and running."""
        self.boot()
        self.prescribe(therapy or THERAPY)
        self.start()
        return self

    def exchange(self, line, seconds=0.2):
        """Send a line; the lines that came back."""
        self.line.received()
        self.line.send(line + b"\n")
        self.run_for(seconds)
        return [found for found in self.line.received().split(b"\n") if found]

    def peer(self, role=CLINICIAN):
        """A client of that role with a session that runs."""
        peer = Peer(self, role, self.KEYS[role])
        peer.open()
        peer.ask("status")
        return peer

    def link(self) -> "Any":
        """The firmware's Link; there is one once a byte has come."""
        return self.pump.link_door.link

    def rejected(self):
        """{kind's name: how many}."""
        from link.rejections import KINDS

        if self.link() is None:
            return {}
        counts = self.link().rejected.counts
        return {name: counts[place] for place, name in enumerate(KINDS) if counts[place]}


__all__ = ["CLINICIAN", "MG", "NONCE", "PATIENT", "THERAPY", "LinkBench", "Peer"]
