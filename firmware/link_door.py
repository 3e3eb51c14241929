"""Where the link comes in: a slice of the loop that takes hardly any memory until the first byte comes."""

from therapy.states import SERVICE

NOTHING_DUE_US = 1 << 29
SHORT_US = 1_000_000
LOOK_US = 1_000_000
DROPPED_BYTES = 64
CTRL_C = 3
NO_INTERRUPT = -1
# Loaded one a turn, each before what needs it, so that no turn takes long.
PARTS = (
    "link.mac",
    "link.frames",
    "link.line_reader",
    "link.rejections",
    "link.conversation",
    "link.pairing",
    "link.link",
    "storage.keys",
    "link_commands",
    "link_draft",
    "link_desk",
    "link_wiring",
)


class LinkDoor:
    """lines: (stream, may the clinician speak there) of each line: USB's, the hand-held's; none: no link.

    stream: has_bytes, read, write (link.link). urandom: os.urandom. pump: the assembled Pump.
    let_interrupt: micropython.kbd_intr where a stream is the REPL's own, else None: Ctrl-C reaches the REPL in
    service mode alone (T8). links: a link.link.Link a line, none before the first byte on either; link: the first.
    short_of_memory: how often a turn could not be ended for want of it.
    """

    def __init__(self, lines, urandom, pump, let_interrupt=None):
        self._lines = lines
        self._urandom = urandom
        self._pump = pump
        self._let_interrupt = let_interrupt
        self._is_let = True
        self._loaded = 0
        self.links = []
        self.draft = None
        self._desk = None
        self._pairing = None
        self._turn_of = 0
        self.short_of_memory = 0
        self._restart_for = None
        self.next_us = NOTHING_DUE_US

    @property
    def link(self):
        return self.links[0] if self.links else None

    def restart_after_answer(self, reason):
        """Restart the pump when the answer that is under way is out. reason: a place in reset_marker.REASONS."""
        self._restart_for = reason

    def work(self, elapsed_us, _now):
        """One turn of the link, or one step of its coming up."""
        if not self._lines:
            return
        if self._let_interrupt is not None:
            self._guard(self._let_interrupt)
        try:
            if self._come_up():
                self._turn(elapsed_us)
        except MemoryError:  # no reason to end delivery: what the sender waits for it asks again
            self.short_of_memory += 1
            for stream, _ in self._lines:
                stream.read(DROPPED_BYTES)  # or what waits there would wake the loop on and on
            self.next_us = SHORT_US

    def _turn(self, elapsed_us):
        draft, desk, pairing = self.draft, self._desk, self._pairing
        if draft is None or desk is None or pairing is None:
            return
        self._serve(desk)
        held_us = pairing.elapse(elapsed_us)
        next_us = LOOK_US if held_us is None else held_us
        is_answering = False
        for link in self.links:
            link.work(elapsed_us)
            next_us = min(next_us, link.next_us)
            is_answering = is_answering or link.is_answering()
        self.links[0].rejected.work(self._pump.history.t_s)
        draft.elapse(elapsed_us)
        self.next_us = next_us
        if self._restart_for is not None and not is_answering:
            self._pump.restart(self._restart_for)

    def _serve(self, desk):
        """Carry out one request, or load a file for it. That of the other line waits until this one is answered.

        So no part is thrown out before its answer, and after it the other line comes first.
        """
        links = self.links
        for _ in links:
            link = links[self._turn_of]
            request = link.request
            if request is None:
                self._turn_of = (self._turn_of + 1) % len(links)
                continue
            conversation, text = request
            link.request = None  # first: whatever happens, nothing is carried out twice (B8)
            said = desk.serve(conversation.role, text)
            if said is None:
                link.request = request
            else:
                self._turn_of = (self._turn_of + 1) % len(links)
                link.answer(conversation, said)
            return

    def _guard(self, let_interrupt):
        is_let = self._pump.heart.state == SERVICE
        if is_let != self._is_let:
            self._is_let = is_let
            let_interrupt(CTRL_C if is_let else NO_INTERRUPT)

    def _come_up(self):
        """True once the link is there."""
        if self.links:
            return True
        self.next_us = NOTHING_DUE_US
        if not self._loaded and not self._has_bytes():
            return False
        self.next_us = 0
        if self._loaded < len(PARTS):
            __import__(PARTS[self._loaded])
            self._loaded += 1
            return False
        from link_wiring import wire

        self.links, self.draft, self._desk, self._pairing = wire(self._lines, self._urandom, self._pump)
        return True

    def _has_bytes(self):
        for stream, _ in self._lines:
            if stream.has_bytes():
                return True
        return False
