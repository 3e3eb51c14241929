"""Denials on flash: one record a reason an hour, so that nobody wears the flash by asking."""

from array import array

from therapy.bolus_kinds import PATIENT
from therapy.denials import REASONS

HOUR_S = 3600
PLACES = 2 * len(REASONS)  # each reason for everybody else, then for the patient


class DenialLog:
    """counted: of each place, since the last record of it; kinds, hours: of the bolus asked for, and when that was."""

    def __init__(self):
        self._written_s = array("i", [-HOUR_S] * PLACES)
        self.counted = array("i", [0] * PLACES)
        self.kinds = bytearray(PLACES)
        self.hours = bytearray(PLACES)
        self.total = 0

    def place(self, kind, reason):
        return reason + len(REASONS) if kind == PATIENT else reason

    def is_due(self, kind, reason, hour, t_s):
        """True if this denial is to be written; otherwise it is only counted. What is counted is of one hour."""
        place = self.place(kind, reason)
        if self.is_overdue(place, t_s) or (self.counted[place] and self.hours[place] != hour):
            self._written_s[place] = t_s
            return True
        self.counted[place] += 1
        self.kinds[place] = kind
        self.hours[place] = hour
        self.total += 1
        return False

    def is_overdue(self, place, t_s):
        return t_s - self._written_s[place] >= HOUR_S

    def take(self, place):
        """How many were only counted; from now on none."""
        count = self.counted[place]
        self.counted[place] = 0
        self.total -= count
        return count
