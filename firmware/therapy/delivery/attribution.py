"""Whose each queued microstep is, and when it was due, in the order in which it will be made."""

from array import array

ROOM = 64
CLOCK = 1 << 28  # due times are kept on a clock of pumped microseconds that wraps here
HALF = CLOCK >> 1


class Attribution:
    """A ring of the steps handed out and not yet confirmed: kind (0 basal, else a bolus kind) and due time.

    `elapse` moves its clock; `due_us` is that of the step taken back last, from now.
    """

    def __init__(self):
        self._kinds = bytearray(ROOM)
        self._dues = array("i", [0] * ROOM)
        self._first = 0
        self._now = 0
        self.queued = 0
        self.due_us = 0

    def elapse(self, us):
        self._now = (self._now + us) % CLOCK

    def is_full(self):
        return self.queued == ROOM

    def add(self, kind, due_us):
        place = (self._first + self.queued) % ROOM
        self._kinds[place] = kind
        self._dues[place] = (self._now + due_us) % CLOCK
        self.queued += 1

    def kind_of(self, nth):
        """The kind of the nth step to be made, 0 being the next."""
        return self._kinds[(self._first + nth) % ROOM]

    def take_oldest(self):
        """The kind of the step that was made; there must be one."""
        kind = self._kinds[self._first]
        self._first = (self._first + 1) % ROOM
        self.queued -= 1
        return kind

    def take_newest(self):
        """The kind of the last step handed out, which will not be made; there must be one."""
        self.queued -= 1
        place = (self._first + self.queued) % ROOM
        self.due_us = (self._dues[place] - self._now + HALF) % CLOCK - HALF
        return self._kinds[place]
