"""What happened in the tick and waits to be recorded: a ring made beforehand."""

from array import array

ROOM = 32
WORDS = 6


class Happenings:
    """Up to 32 happenings: kind, running time, four small integers. When full, the newest is dropped and counted."""

    def __init__(self):
        self._words = array("i", [0] * (ROOM * WORDS))
        self._first = 0
        self.waiting = 0
        self.dropped = 0
        self.t_s = 0
        self.kind = 0
        self.at_s = 0
        self.a = self.b = self.c = self.d = 0

    def note(self, kind, a=0, b=0, c=0, d=0):
        if self.waiting == ROOM:
            self.dropped += 1
            return
        place = ((self._first + self.waiting) % ROOM) * WORDS
        words = self._words
        words[place] = kind
        words[place + 1] = a
        words[place + 2] = b
        words[place + 3] = c
        words[place + 4] = d
        words[place + 5] = self.t_s
        self.waiting += 1

    def peek(self):
        """Put the oldest into kind, at_s, a, b, c, d; False if there is none."""
        if self.waiting == 0:
            return False
        place = self._first * WORDS
        words = self._words
        self.kind = words[place]
        self.a = words[place + 1]
        self.b = words[place + 2]
        self.c = words[place + 3]
        self.d = words[place + 4]
        self.at_s = words[place + 5]
        return True

    def drop_oldest(self):
        self._first = (self._first + 1) % ROOM
        self.waiting -= 1
