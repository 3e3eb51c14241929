"""What the two buttons do: ASK is for a dose, NEXT for all else."""

PAIR_HOLD_US = 3_000_000
ANEW_HOLD_US = 5_000_000
SILENT_US = 1 << 29


class Acts:
    """ask, next_key: HeldButton. A press of NEXT acts as it is let go, so that a long one can mean something else.

    touched: in the last turn one of them went down or came up.
    """

    def __init__(self, ask, next_key, two_acts, request, pairing, sounds, face, view):
        self._ask = ask
        self._next = next_key
        self._two_acts = two_acts
        self._request = request
        self._pairing = pairing
        self._sounds = sounds
        self._face = face
        self._view = view
        self._both_us = 0
        self._were_both = False
        self._is_used = False  # a hold has done something, or a request was cancelled: letting go does nothing more
        self.touched = False
        self.next_us = SILENT_US

    def work(self, elapsed_us):
        """Once a turn: look at both, and do what they ask for."""
        ask, next_key, acts = self._ask, self._next, self._two_acts
        ask.look(elapsed_us)
        next_key.look(elapsed_us)
        self.touched = ask.went_down or ask.came_up or next_key.went_down or next_key.came_up
        if next_key.went_down and acts.is_open():
            self._is_used = True
        if acts.look(ask, next_key, self._may_ask(), elapsed_us):
            self._request.confirm()
        self._count_both(ask.is_held() and next_key.is_held(), elapsed_us)
        if self._both_us >= ANEW_HOLD_US and not self._is_used:
            self._is_used = True
            self._pairing.open()
        elif not ask.is_held() and next_key.held_us >= PAIR_HOLD_US and not self._is_used:
            self._is_used = True
            self._pairing.begin()
        if next_key.came_up and not self._is_used and not ask.is_held():
            self._next_pressed()
        if not next_key.is_held() and not ask.is_held():
            self._is_used = False
        self.next_us = min(ask.next_us, next_key.next_us, acts.next_us, self._until_hold())

    def _count_both(self, are_both, elapsed_us):
        self._both_us = min(self._both_us + elapsed_us, SILENT_US) if are_both and self._were_both else 0
        self._were_both = are_both

    def _may_ask(self):
        is_heard = self._view.status is not None and not self._view.is_stale()
        return is_heard and not self._pairing.is_shown() and self._request.may_begin()

    def _next_pressed(self):
        if self._sounds.is_alarming():
            self._sounds.pause()
        elif self._pairing.is_shown():
            self._pairing.close()
        else:
            self._face.turn_page()

    def _until_hold(self):
        if self._is_used or not self._next.is_held():
            return SILENT_US
        if self._ask.is_held():
            return max(0, ANEW_HOLD_US - self._both_us)
        return max(0, PAIR_HOLD_US - self._next.held_us)
