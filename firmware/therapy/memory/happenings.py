"""What happened in the tick and waits to be written: a ring made beforehand."""

from array import array

WORDS = 6


class Happenings:
    """Up to `room` happenings: kind, running time, four small integers. What does not fit is counted."""

    def __init__(self, room):
        self._room = room
        self._words = array("i", [0] * (room * WORDS))
        self._first = 0
        self.waiting = 0
        self.dropped = 0
        self.kind = 0
        self.at_s = 0
        self.a = self.b = self.c = self.d = 0

    def left(self):
        return self._room - self.waiting

    def add(self, kind, at_s, a, b, c, d):
        if self.waiting == self._room:
            self.dropped += 1
            return
        place = ((self._first + self.waiting) % self._room) * WORDS
        words = self._words
        words[place] = kind
        words[place + 1] = at_s
        words[place + 2] = a
        words[place + 3] = b
        words[place + 4] = c
        words[place + 5] = d
        self.waiting += 1

    def peek(self):
        """Put the oldest into kind, at_s, a, b, c, d; False if there is none."""
        if self.waiting == 0:
            return False
        place = self._first * WORDS
        words = self._words
        self.kind = words[place]
        self.at_s = words[place + 1]
        self.a = words[place + 2]
        self.b = words[place + 3]
        self.c = words[place + 4]
        self.d = words[place + 5]
        return True

    def drop_oldest(self):
        self._first = (self._first + 1) % self._room
        self.waiting -= 1
