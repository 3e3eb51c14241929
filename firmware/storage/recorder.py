"""Puts what happened, and what is about to be delivered, on flash: one write a turn, at the moment the heart allows."""

from storage.denial_log import DenialLog
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
        written = self._add(self._book.doses) + self._add(self._book.events)
        history = self._history
        time_is_due = not history.running and history.t_s - self._last_s >= TIME_EVERY_S
        reserves = may_reserve or self._release_asked or time_is_due
        steps = self._governor.largest_reservation if may_reserve else 0
        millions, ones, bolus_given = history.given.millions, history.given.ones, history.bolus_given
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
            if ring.kind != record_kinds.DENIED or self._denials.is_due(ring.b, ring.at_s):
                if ring.kind == record_kinds.DENIED:
                    ring.d = self._denials.take_unwritten(ring.b)
                self._ledger.add(ring.kind, ring.at_s, ring.a, ring.b, ring.c, ring.d)
                count += 1
            self._tell(ring)
            ring.drop_oldest()
        return count

    def _tell_without_writing(self):
        for ring in (self._book.doses, self._book.events):
            while ring.peek():
                self._tell(ring)
                ring.drop_oldest()

    def _tell(self, ring):
        if self.observer is not None:
            self.observer(ring.kind, ring.at_s, ring.a, ring.b, ring.c, ring.d)
