"""Denials on flash: one record a reason an hour, so that nobody wears the flash by asking."""

from array import array

from therapy.denials import REASONS

HOUR_S = 3600


class DenialLog:
    """unwritten: denials of each reason that were counted since the last record of it."""

    def __init__(self):
        self._written_s = array("i", [-HOUR_S] * len(REASONS))
        self._unwritten = array("i", [0] * len(REASONS))

    def is_due(self, reason, t_s):
        """True if this denial is to be written; otherwise it is only counted."""
        if t_s - self._written_s[reason] >= HOUR_S:
            self._written_s[reason] = t_s
            return True
        self._unwritten[reason] += 1
        return False

    def take_unwritten(self, reason):
        """How many were only counted; from now on none."""
        count = self._unwritten[reason]
        self._unwritten[reason] = 0
        return count
