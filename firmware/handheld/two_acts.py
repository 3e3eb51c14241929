"""The two deliberate acts of a request: press and let go, then hold for 2 s. Anything else cancels it."""

CLOSED, PRESSED, OPEN, HOLDING = range(4)
HOLD_US = 2_000_000
OPEN_US = 10_000_000  # from letting go: the hold must begin by then
NOTHING_DUE_US = 1 << 29


class TwoActs:
    """state: OPEN and HOLDING ask for the second act. held_us: of it. left_us: until the window closes."""

    def __init__(self):
        self.state = CLOSED
        self.held_us = 0
        self.left_us = 0
        self.next_us = NOTHING_DUE_US

    def is_open(self):
        """The first act is done."""
        return self.state in (OPEN, HOLDING)

    def cancel(self):
        self.state = CLOSED
        self.next_us = NOTHING_DUE_US

    def look(self, ask, other, may_begin, elapsed_us):
        """True once, when the second act is complete. ask, other: HeldButton, just looked at."""
        self.left_us -= elapsed_us
        if other.went_down or other.is_held():
            self.cancel()
        elif self.state == CLOSED:
            if ask.went_down and may_begin:
                self._enter(PRESSED)
        elif self.state == PRESSED:
            if ask.came_up:
                self._enter(OPEN)
        elif self.state == OPEN and ask.went_down:
            self.state = HOLDING
            self.held_us = 0
        elif self.state == HOLDING:
            self.held_us = ask.held_us
            if self.held_us >= HOLD_US:
                self.cancel()
                return True
            if ask.came_up:
                self.cancel()
        if self.state in (PRESSED, OPEN) and self.left_us <= 0:
            self.cancel()
        if self.state == HOLDING:
            self.next_us = max(0, HOLD_US - self.held_us)
        elif self.state != CLOSED:
            self.next_us = self.left_us
        return False

    def _enter(self, state):
        self.state = state
        self.held_us = 0
        self.left_us = OPEN_US
