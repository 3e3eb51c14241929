"""Puts what happened, and what is about to be delivered, on flash: one write a turn, at the moment the heart allows."""

from storage.denial_log import PLACES, DenialLog
from therapy.bolus_kinds import PATIENT
from therapy.denials import REASONS
from therapy.memory import record_kinds
from therapy.memory.book import DOSE_ROOM, EVENT_ROOM

AT_ONCE = DOSE_ROOM + EVENT_ROOM + 1  # both rings and a reservation
TIME_EVERY_S = 3600  # while stopped the time is put on record, so that a reset does not forget how long


class Recorder:
    """observer: called with (kind, t_s, a, b, c, d) for everything recorded but reservations; None on the board.

    detached: the ledger on flash is not understood, so nothing is added to it, and nothing may be delivered.
    failed: flash refused a write; nothing more is tried.
    """

    def __init__(self, ledger, history, governor, book):
        self._ledger = ledger
        self._history = history
        self._governor = governor
        self._book = book
        self._denials = DenialLog()
        self._last_s = 0
        self._release_asked = False
        self.observer = None
        self.failed = False
        self.detached = False

    def works(self):
        """What happens can be put on record."""
        return not self.failed and not self.detached

    def is_clear(self):
        """Everything that happened is on record."""
        return self.works() and self._book.is_clear()

    def release(self):
        """Delivery has stopped: the next write says that nothing more is intended."""
        self._release_asked = True

    def work(self, may_reserve):
        """Write what waits, a reservation if `may_reserve`, or a new segment. Returns True if flash was written."""
        if self.failed:
            return False
        if self.detached:
            self._tell_without_writing()
            return False
        try:
            return self._write(may_reserve)
        except OSError:
            self.failed = True
            return True

    def begin_segment(self):
        """Begin a new ledger segment; only while every dose is on record. Returns True if it was done."""
        return self.attempt(self._ledger.begin_segment, self._history)

    def attempt(self, write, *arguments):
        """Call a writing function; a refusal of the flash is a failure of the recorder. True if it was written."""
        try:
            write(*arguments)
        except OSError:
            self.failed = True
        return not self.failed

    def _write(self, may_reserve):
        history = self._history
        written = self._add(self._book.doses) + self._add(self._book.events)
        time_is_due = not history.running and history.t_s - self._last_s >= TIME_EVERY_S
        reserves = may_reserve or self._release_asked or time_is_due
        steps = self._governor.largest_reservation if may_reserve else 0
        millions, ones, bolus_given = history.given.millions, history.given.ones, history.bolus_given
        if written or reserves:
            self._add_counted(history.t_s, False)
        if reserves:
            self._ledger.add(record_kinds.RESERVE, history.t_s, millions, ones, steps, bolus_given)
        if written or reserves:
            self._ledger.write()
            self._last_s = history.t_s
            if reserves:
                history.apply(record_kinds.RESERVE, millions, ones, steps, bolus_given)
                self._release_asked = False
            return True
        if self._ledger.is_full():
            self._ledger.begin_segment(history)
            return True
        return False

    def _add(self, ring):
        """Prepare all that waits in a ring; returns how many."""
        count = 0
        while ring.peek():
            if ring.kind == record_kinds.REPORTED:
                self._add_counted(ring.at_s, True)
            if ring.kind != record_kinds.DENIED or self._is_due(ring):
                self._ledger.add(ring.kind, ring.at_s, ring.a, ring.b, ring.c, ring.d)
                count += 1
            self._tell(ring)
            ring.drop_oldest()
        return count

    def _is_due(self, denial):
        """True if this denial is to be written, together with what was only counted before."""
        log = self._denials
        if not log.is_due(denial.a, denial.b, denial.c, denial.at_s):
            return False
        place = log.place(denial.a, denial.b)
        denial.d = log.take(place)
        if denial.d:
            denial.c += record_kinds.COUNTED_HOUR * log.hours[place]
        self._put_on_record(denial.a, denial.b, denial.c, denial.d)
        return True

    def _add_counted(self, t_s, closes):
        """Prepare a record of denials that waited an hour for the next one; or of all, before a report is closed."""
        log = self._denials
        for place in range(PLACES if log.total else 0):
            if log.counted[place] and (closes or log.is_overdue(place, t_s)) and self._ledger.has_room():
                reason, kind, hour = place % len(REASONS), log.kinds[place], log.hours[place]
                hours, before = hour + record_kinds.COUNTED_HOUR * hour, log.take(place) - 1
                self._ledger.add(record_kinds.DENIED, t_s, kind, reason, hours, before)
                if not closes:
                    self._put_on_record(kind, reason, hours, before)

    def _put_on_record(self, kind, reason, hours, before):
        history = self._history
        history.apply(record_kinds.DENIED, kind, reason, hours, before)
        if kind == PATIENT:
            history.requests.waiting[hours % record_kinds.COUNTED_HOUR] -= 1
            history.requests.waiting[hours // record_kinds.COUNTED_HOUR] -= before

    def _tell_without_writing(self):
        for ring in (self._book.doses, self._book.events):
            while ring.peek():
                self._tell(ring)
                ring.drop_oldest()

    def _tell(self, ring):
        if self.observer is not None:
            self.observer(ring.kind, ring.at_s, ring.a, ring.b, ring.c, ring.d)
