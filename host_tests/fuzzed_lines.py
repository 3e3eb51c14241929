"""Inputs for the fuzz of the link: bytes, frames, and requests that are signed as they should be. For both VMs."""

from fuzzed_requests import Requests
from line_changes import END, changed, like_a_frame, noise, of_words

KINDS = (
    "noise",
    "like a frame",
    "a changed frame",
    "a frame again",
    "cut short",
    "too long",
    "a new session",
    "a signed request",
)
NOISE, LIKE_A_FRAME, CHANGED, AGAIN, CUT_SHORT, TOO_LONG, NEW_SESSION, SIGNED = range(len(KINDS))
WEIGHTS = (NOISE, LIKE_A_FRAME, CHANGED, CHANGED, AGAIN, CUT_SHORT) + (SIGNED,) * 6
KEPT = 64


class Signed:
    """A request that the holder of a key made. is_wrong: the pump must not do it, although it is signed."""

    def __init__(self, line, role, request, is_wrong):
        self.line = line
        self.role = role
        self.request = request
        self.is_wrong = is_wrong


class Inputs:
    """chance: Chance. peers: link_bench.Peer with a session each. signed: what was signed lately."""

    def __init__(self, chance, peers):
        self._chance = chance
        self._peers = peers
        self._first = None
        self._nonces = self._turns = 0
        self.requests = Requests(chance)
        self.hello = None
        self.signed = []

    def next(self):
        """(kind, bytes to send)."""
        chance = self._chance
        if self._first is not None:
            peer, self._first = self._first, None
            return SIGNED, END + self._sign(peer, b"status", False) + END
        kind = chance.choose(WEIGHTS)
        self._turns += 1
        if self._turns % 50 == 0:
            kind = TOO_LONG if self._turns % 100 else NEW_SESSION
        if kind == NOISE:
            return kind, noise(chance, 120)
        if kind == LIKE_A_FRAME:
            return kind, of_words(chance) if chance.below(2) else like_a_frame(chance, 120)
        if kind == AGAIN and self.signed:
            return kind, chance.choose(self.signed).line + END
        peer = chance.choose(self._peers)
        if kind == NEW_SESSION:
            self._nonces += 1
            if chance.below(3) == 0:
                return kind, END + peer.hello_line(noise(chance, 70)) + END  # the holder of a key may sign anything
            self.hello = peer, peer.hello_line(b"%032x" % self._nonces)
            return kind, END + self.hello[1] + END
        if kind == TOO_LONG:
            return kind, self._sign(peer, b"status" + b" " * (440 + chance.below(2_000)), True) + END
        line = self._sign(peer, *self.requests.next(peer.role))
        if kind == CHANGED:
            return kind, changed(chance, line) + END
        if kind == CUT_SHORT:
            return kind, line[: chance.below(len(line) + 1)]
        return SIGNED, line + END

    def welcomed(self, line):
        """The pump's answer to `hello`: the session is the peer's, which says so with its first request."""
        peer, _ = self.hello  # pyright: ignore[reportGeneralTypeIssues]
        self.hello = None
        peer.welcomed(line)
        self._first = peer

    def _sign(self, peer, request, is_wrong):
        line = peer.line(request)
        self.signed.append(Signed(line, peer.role, request, is_wrong))
        del self.signed[:-KEPT]
        return line
