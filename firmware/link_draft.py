"""A therapy that somebody is entering over the link, and how long ago it was touched (U3).

Left alone for 5 min it is warned of in the status, and after 10 it is dropped. It belongs to the pump, not to a
session: a link that is lost and comes back finds it.
"""

WARN_US = 300_000_000
DROP_US = 600_000_000
US_PER_S = 1_000_000


class LinkDraft:
    """order: the settings entered so far. is_open: something was entered, and neither confirmed nor dropped.

    is_warned: it was left alone for 5 min.
    """

    def __init__(self, programming):
        self._programming = programming
        self._idle_us = 0
        self.order = {}
        self.is_open = False
        self.is_warned = False

    def left_s(self):
        """Seconds until it is dropped, rounded up."""
        return -(-(DROP_US - self._idle_us) // US_PER_S)

    def elapse(self, elapsed_us):
        """Time passes and nobody touches it."""
        if not self.is_open:
            return
        self._idle_us += elapsed_us
        self.is_warned = self._idle_us >= WARN_US
        if self._idle_us >= DROP_US:
            self.discard()

    def touch(self):
        """Somebody works on it."""
        self.is_open = True
        self.is_warned = False
        self._idle_us = 0

    def discard(self):
        """Drop what was entered and what is staged."""
        self._programming.discard()
        self.end()

    def end(self):
        """It is confirmed or dropped."""
        self.order = {}
        self.is_open = self.is_warned = False
        self._idle_us = 0
