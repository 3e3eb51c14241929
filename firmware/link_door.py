"""Where the link comes in: a slice of the loop that takes hardly any memory until the first byte comes."""

from therapy.states import SERVICE

NOTHING_DUE_US = 1 << 29
SHORT_US = 1_000_000
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
    """stream: has_bytes, read, write (link.link), or None: no link. urandom: os.urandom. pump: the assembled Pump.

    let_interrupt: micropython.kbd_intr where the stream is the REPL's own, else None: Ctrl-C reaches the REPL in
    service mode alone (T8). link: link.link.Link, or None before the first byte.
    short_of_memory: how often a turn could not be ended for want of it.
    """

    def __init__(self, stream, urandom, pump, let_interrupt=None):
        self._stream = stream
        self._urandom = urandom
        self._pump = pump
        self._let_interrupt = let_interrupt
        self._is_let = True
        self._loaded = 0
        self.link = None
        self.draft = None
        self._desk = None
        self.short_of_memory = 0
        self._restart_for = None
        self.next_us = NOTHING_DUE_US

    def restart_after_answer(self, reason):
        """Restart the pump when the answer that is under way is out. reason: a place in reset_marker.REASONS."""
        self._restart_for = reason

    def work(self, elapsed_us, _now):
        """One turn of the link, or one step of its coming up."""
        if self._stream is None:
            return
        if self._let_interrupt is not None:
            self._guard(self._let_interrupt)
        try:
            if self._come_up():
                self._turn(elapsed_us)
        except MemoryError:  # no reason to end delivery: what the sender waits for it asks again
            self.short_of_memory += 1
            self._stream.read(DROPPED_BYTES)  # or what waits there would wake the loop on and on
            self.next_us = SHORT_US

    def _turn(self, elapsed_us):
        link, draft, desk = self.link, self.draft, self._desk
        if link is None or draft is None or desk is None:
            return
        if link.request is not None:
            conversation, text = request = link.request
            link.request = None  # first: whatever happens, nothing is carried out twice (B8)
            said = desk.serve(conversation.role, text)
            if said is None:
                link.request = request
            else:
                link.answer(conversation, said)
        link.work(elapsed_us, self._pump.history.t_s)
        draft.elapse(elapsed_us)
        self.next_us = link.next_us
        if self._restart_for is not None and not link.is_answering():
            self._pump.restart(self._restart_for)

    def _guard(self, let_interrupt):
        is_let = self._pump.heart.state == SERVICE
        if is_let != self._is_let:
            self._is_let = is_let
            let_interrupt(CTRL_C if is_let else NO_INTERRUPT)

    def _come_up(self):
        """True once the link is there."""
        if self.link is not None:
            return True
        self.next_us = NOTHING_DUE_US
        if not self._loaded and not self._stream.has_bytes():
            return False
        self.next_us = 0
        if self._loaded < len(PARTS):
            __import__(PARTS[self._loaded])
            self._loaded += 1
            return False
        from link_wiring import wire

        self.link, self.draft, self._desk = wire(self._stream, self._urandom, self._pump)
        return True
