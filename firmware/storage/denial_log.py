"""Denials on flash: one record a reason an hour, so that nobody wears the flash by asking."""

from array import array

from therapy.bolus_kinds import PATIENT
from therapy.denials import REASONS
from therapy.memory.record_kinds import COUNTED_HOUR, DENIED

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

    def takes_on_record(self, denial, history):
        """True if this denial is to be written, together with what was only counted before."""
        if not self.is_due(denial.a, denial.b, denial.c, denial.at_s):
            return False
        place = self.place(denial.a, denial.b)
        denial.d = self.take(place)
        if denial.d:
            denial.c += COUNTED_HOUR * self.hours[place]
        _put_on_record(history, denial.a, denial.b, denial.c, denial.d)
        return True

    def add_counted(self, ledger, history, t_s, closes):
        """Prepare a record of denials that waited an hour for the next one; or of all, before a report is closed."""
        for place in range(PLACES if self.total else 0):
            if self.counted[place] and (closes or self.is_overdue(place, t_s)) and ledger.has_room():
                reason, kind, hour = place % len(REASONS), self.kinds[place], self.hours[place]
                hours, before = hour + COUNTED_HOUR * hour, self.take(place) - 1
                ledger.add(DENIED, t_s, kind, reason, hours, before)
                if not closes:
                    _put_on_record(history, kind, reason, hours, before)

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


def _put_on_record(history, kind, reason, hours, before):
    """The history counts from now on what waited for its record."""
    history.apply(DENIED, kind, reason, hours, before)
    if kind == PATIENT:
        history.requests.waiting[hours % COUNTED_HOUR] -= 1
        history.requests.waiting[hours // COUNTED_HOUR] -= before
