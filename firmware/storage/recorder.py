"""Puts what happened, and what is about to be delivered, on flash: one operation a turn, when the heart allows.

The order: the second half of a reservation; a reservation that delivery needs; the log's copy of what the ledger took;
what happened; a new segment. So the log has all that the ledger has, and a reservation says where in the ledger it
belongs. What happened and a reservation take turns, so that no flood of requests keeps delivery waiting.
"""

from storage.denial_log import DenialLog
from storage.records import A, B, C
from therapy.memory import record_kinds
from therapy.memory.book import DOSE_ROOM, EVENT_ROOM
from units.two_words import TwoWords

AT_ONCE = DOSE_ROOM + EVENT_ROOM  # both rings
ALL_MADE_S = 2  # what is queued, for half a second, is made and counted by then
TIME_EVERY_S = 3600  # while stopped the time is put on record, so that a reset does not forget how long


class Recorder:
    """observer: called with (kind, t_s, a, b, c, d) for everything recorded but reservations; None on the board.

    detached: the ledger on flash is not understood: only the log goes on, and nothing may be delivered.
    failed: flash refused a write; nothing more is tried.
    """

    def __init__(self, ledger, log, history, governor, book):
        self._ledger = ledger
        self._log = log
        self._history = history
        self._governor = governor
        self._book = book
        self._denials = DenialLog()
        self._last_s = 0
        self._given = TwoWords()
        self._bolus_given = 0
        self._took_last = False
        self._reserved = False
        self._bucket = 0
        self._dropped = 0
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
        """Do one operation on flash, a reservation if `may_reserve`. Returns True if there was one."""
        if self.failed:
            return False
        try:
            did = self._write_detached() if self.detached else self._write(may_reserve)
        except OSError:
            self.failed = True
            return True
        self.look()
        return did

    def begin_segment(self):
        """Begin a new ledger segment; only while everything is on record. Returns True if it was done."""
        self._bucket = self._history.window.bucket
        self._dropped = self._book.events.dropped
        self._history.logged = self._log.sequence
        return self.attempt(self._ledger.begin_segment, self._history)

    def attempt(self, write, *arguments):
        """Call a writing function; a refusal of the flash is a failure of the recorder. True if it was written."""
        try:
            write(*arguments)
        except OSError:
            self.failed = True
        return not self.failed

    def make_up(self):
        """Prepare for the log what the ledger took and a cut kept out of it. Raises OSError if it cannot be read.

        The events of the segment in use have the numbers from history.logged on in the log.
        """
        ledger, log, logged = self._ledger, self._log, self._history.logged
        before = list(ledger.events(False)) if log.sequence < logged else ()
        if log.sequence + len(before) < logged:
            log.go_on_from(logged)
        for record in before[len(before) - (logged - log.sequence) :] if log.sequence < logged else ():
            ledger.repeat(record)
        number = logged
        for record in ledger.events(True):
            if number >= log.sequence:
                ledger.repeat(record)
            number += 1

    def look(self):
        """Tell the book whether anything is left to do but what waits in its rings. Allocates nothing."""
        ledger, log = self._ledger, self._log
        has_more = ledger.batch_count > 0 or log.has_too_many()
        if not self.detached:
            has_more = has_more or ledger.held.is_half or self._segment_is_due() or self._dose_change_is_due()
        self._book.more_to_write = has_more and not self.failed
        self._book.is_held_up = ledger.is_full()

    def _write(self, may_reserve):
        ledger = self._ledger
        if ledger.held.is_half:
            self._finish_reserving()
            return True
        self._took_last = self._took_last and not self._book.rings_are_clear()
        if may_reserve and (self._took_last or self._book.rings_are_clear()):
            self._reserve(may_reserve)
            return True
        if self._write_log(True):
            return True
        if self._dose_change_is_due() and self._book.rings_are_clear():
            self._book.settle(record_kinds.DOSE_CHANGES)
        reserves = may_reserve or self._may_release() or self._time_is_due()
        if self._add_what_happened():
            ledger.write()
            self._last_s = self._history.t_s
            self._note_what_is_on_record()
            return True
        if reserves:
            self._reserve(may_reserve)
            return True
        if self._segment_is_due() and self._book.rings_are_clear():
            self.begin_segment()
            return True
        return False

    def _write_detached(self):
        """What happens goes to the log alone."""
        if self._write_log(False):
            return True
        prepared = self._add_what_happened()
        if prepared:
            self._ledger.take_prepared()
        return prepared

    # The reservation

    def _may_release(self):
        """A start may have come since delivery stopped: then there is something to deliver again."""
        return self._release_asked and not self._history.running

    def _note_what_is_on_record(self):
        """Of the counts; what happens later and waits to be written may have changed what they are of."""
        self._took_last = self._book.rings_are_clear()
        self._given.copy(self._history.given)
        self._bolus_given = self._history.bolus_given

    def _reserve(self, is_to_deliver):
        history = self._history
        if self._book.rings_are_clear():
            self._note_what_is_on_record()
        given, steps = self._given, history.given.minus_small(self._given)
        if is_to_deliver:
            steps += self._governor.largest_reservation
        self._ledger.hold(history.t_s, given.millions, given.ones, steps, self._bolus_given)
        self._took_last = False
        self._reserved = True
        self._last_s = history.t_s
        self._release_asked = False

    def _finish_reserving(self):
        record = self._ledger.finish_holding()
        history = self._history
        history.reserve(record[A], record[B], record[C])

    def _time_is_due(self):
        return not self._history.running and self._history.t_s - self._last_s >= TIME_EVERY_S

    def _dose_change_is_due(self):
        """Since the mixture changed, all that was queued before was made: from here on a step counts as what leaves."""
        return self._history.dose_lags() and self._history.t_s - self._history.dose_changed_s >= ALL_MADE_S

    def _segment_is_due(self):
        """It is full; ten minutes are over, whose steps a replay would count to the next ten; an event was dropped."""
        ten_minutes_are_over = self._history.running and self._bucket != self._history.window.bucket
        return self._ledger.is_full() or ten_minutes_are_over or self._dropped != self._book.events.dropped

    # The log

    def _write_log(self, is_in_ledger):
        """One operation on the log; False if it has all."""
        log, ledger = self._log, self._ledger
        if log.has_too_many():
            log.drop_oldest()
            return True
        if ledger.batch_count == 0:
            return False
        if log.needs_file():
            log.begin_file()
        else:
            count, ledger.batch_count = ledger.batch_count, 0
            log.take_over(ledger.batch, count, is_in_ledger)
        return True

    # What happened

    def _add_what_happened(self):
        """Prepare all that waits; True if it is anything."""
        self._add(self._book.doses)
        self._add(self._book.events)
        if self._ledger.has_prepared() or self._reserved:
            self._denials.add_counted(self._ledger, self._history, self._history.t_s, False)
            self._reserved = False
        return self._ledger.has_prepared()

    def _add(self, ring):
        """Prepare all that waits in a ring, as long as there is room."""
        while ring.peek():
            if not self._ledger.has_room():
                break
            if ring.kind == record_kinds.REPORTED:
                self._denials.add_counted(self._ledger, self._history, ring.at_s, True)
            if ring.kind != record_kinds.DENIED or self._denials.takes_on_record(ring, self._history):
                self._ledger.add(ring.kind, ring.at_s, ring.a, ring.b, ring.c, ring.d)
            self._tell(ring)
            ring.drop_oldest()

    def _tell(self, ring):
        if self.observer is not None:
            self.observer(ring.kind, ring.at_s, ring.a, ring.b, ring.c, ring.d)
