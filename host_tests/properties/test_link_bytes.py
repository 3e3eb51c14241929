"""Whatever bytes come in whatever pieces, the link raises nothing, answers nothing and keeps its session (T6)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.byte_line import FakeLine
from link import frames
from link.link import Link
from link.mac import Mac
from link.pairing import Pairing
from link.rejections import Rejections
from support import proves

KEY = bytes(range(32))
ROLE_MAC = Mac(KEY)
NONCE = b"0f" * 16
HELLO = frames.signed(frames.head(frames.TO_PUMP, b"clinician", frames.HELLO) + b" " + NONCE, ROLE_MAC)


class NoButton:
    def is_down(self) -> bool:
        return False


class LinkAlone:
    """The link without a pump behind it; `served`: requests that it let through. A session runs."""

    def __init__(self) -> None:
        self.line = FakeLine()
        self.served: list[tuple[bytes, bytes]] = []
        self.rejected = Rejections(lambda _kind, _count: True)
        pairing = Pairing(NoButton(), lambda: True, lambda _role, _key: True, lambda count: bytes(count))
        macs = {b"clinician": ROLE_MAC}
        self.link = Link(self.line, macs, pairing, self.rejected, lambda count: bytes(count), b"e6")
        welcome = self.ask(HELLO)[0].split(b" ")
        self.session = frames.session_mac(ROLE_MAC, welcome[4], welcome[5])
        assert self.ask(self.request(1))
        self.served.clear()

    def _serve(self) -> None:
        """As the pump's door does."""
        if self.link.request is not None:
            conversation, text = self.link.request
            self.link.request = None
            self.served.append((conversation.role, text))
            self.link.answer(conversation, b"ok")

    def request(self, counter: int) -> bytes:
        return frames.signed(frames.head(frames.TO_PUMP, b"clinician", b"%d" % counter) + b" status", self.session)

    def ask(self, line: bytes) -> list[bytes]:
        self.line.received()
        self.line.send(b"\n" + line + b"\n")
        self.turn()
        return [found for found in self.line.received().split(b"\n") if found]

    def turn(self) -> None:
        turns = 0
        while self.line.incoming or self.link.next_us == 0 or turns == 0:
            self._serve()
            self.link.work(1_000)
            turns += 1
            assert turns < 2_000, "it spins"


PIECES = st.lists(
    st.one_of(
        st.binary(max_size=200),
        st.binary(max_size=40).map(lambda part: b"pump1 > clinician " + part + b"\n"),
        st.integers(0, 200).map(lambda cut: HELLO[:cut] + b"\n"),
        st.sampled_from((b"\n", b"\r\n", b"pump1 > clinician pair\n", b"pump1 > patient pair\n", b" " * 600)),
    ),
    max_size=12,
)


@proves("T6")
@given(PIECES)
@settings(max_examples=300, deadline=None)
def test_no_bytes_get_through_or_end_anything(pieces: list[bytes]) -> None:
    alone = LinkAlone()
    for piece in pieces:
        alone.line.send(piece)
        alone.turn()
    assert alone.served == []
    assert alone.ask(alone.request(2))
    assert alone.served == [(b"clinician", b"status")]


@proves("T1", "T6")
@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from(("change", "insert", "remove")))
@settings(max_examples=500, deadline=None)
def test_no_changed_request_gets_through(place: int, byte: int, what: str) -> None:
    alone = LinkAlone()
    line = alone.request(2)
    place %= len(line)
    put = b"" if what == "remove" else bytes([byte])
    changed = line[:place] + put + line[place + (0 if what == "insert" else 1) :]
    alone.ask(changed)
    ends = changed.split(b"\n")
    if line not in [end.rstrip(b"\r") for end in ends]:
        assert alone.served == []


@proves("T2")
@given(st.lists(st.integers(1, 12), min_size=1, max_size=20))
@settings(max_examples=200, deadline=None)
def test_only_a_counter_above_every_one_before_is_carried_out(counters: list[int]) -> None:
    alone = LinkAlone()
    highest, wanted = 1, 0
    for counter in counters:
        alone.ask(alone.request(counter))
        wanted += counter > highest
        highest = max(highest, counter)
    assert len(alone.served) == wanted
