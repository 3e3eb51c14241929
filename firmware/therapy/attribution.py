"""Whose each queued microstep is, in the order in which it will be made."""

ROOM = 64


class Attribution:
    """A ring of the kinds (0 basal, else a bolus kind) of the steps handed out and not yet confirmed."""

    def __init__(self):
        self._kinds = bytearray(ROOM)
        self._first = 0
        self.queued = 0

    def is_full(self):
        return self.queued == ROOM

    def add(self, kind):
        self._kinds[(self._first + self.queued) % ROOM] = kind
        self.queued += 1

    def take_oldest(self):
        """The kind of the step that was made; there must be one."""
        kind = self._kinds[self._first]
        self._first = (self._first + 1) % ROOM
        self.queued -= 1
        return kind

    def take_newest(self):
        """The kind of the last step handed out, which will not be made; there must be one."""
        self.queued -= 1
        return self._kinds[(self._first + self.queued) % ROOM]
