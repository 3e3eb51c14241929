"""Puts what happened, and what is about to be delivered, on flash: one write a turn, at the moment the heart allows."""

from storage.records import LENGTH as _RECORD_LENGTH
from therapy import record_kinds


class Recorder:
    """observer: called with (kind, t_s, a, b, c, d) for everything recorded but reservations; None on the board.

    detached: the ledger on flash is not understood, so nothing is added to it, and nothing may be delivered.
    """

    def __init__(self, ledger, history, governor, happenings):
        self._ledger = ledger
        self._history = history
        self._governor = governor
        self._happenings = happenings
        self.observer = None
        self.settle_asked = False
        self.failed = False
        self.detached = False
        self.bytes_written = 0

    def is_clear(self):
        """Everything that happened is on record."""
        return not self.failed and not self.detached and self._happenings.waiting == 0

    def work(self, may_reserve):
        """Write what waits, a reservation if `may_reserve`, or a new segment. Returns True if flash was written.

        After a failure nothing more is tried: what is not on record must not be delivered.
        """
        if self.failed:
            return False
        try:
            return self._write(may_reserve)
        except OSError:
            self.failed = True
            return True

    def begin_segment(self):
        """Begin a new ledger segment; only while everything is on record. Returns True if it was done."""
        return self.attempt(self._ledger.begin_segment, self._history)

    def attempt(self, write, argument):
        """Call a writing function; a refusal of the flash is a failure of the recorder. True if it was written."""
        try:
            write(argument)
        except OSError:
            self.failed = True
        return not self.failed

    def _write(self, may_reserve):
        ledger, happenings = self._ledger, self._happenings
        records = 0
        while happenings.peek():
            if not self.detached:
                ledger.add(happenings.kind, happenings.at_s, happenings.a, happenings.b, happenings.c, happenings.d)
            if self.observer is not None:
                self.observer(happenings.kind, happenings.at_s, happenings.a, happenings.b, happenings.c, happenings.d)
            happenings.drop_oldest()
            records += 1
        if self.detached:
            return False
        if may_reserve or self.settle_asked:
            self._add_reservation(self._governor.largest_reservation if may_reserve else 0)
            records += 1
        if records:
            ledger.write()
            self.bytes_written += records * _RECORD_LENGTH
            if may_reserve:
                self._governor.reserved()
            elif self.settle_asked:
                self._governor.released()
            self.settle_asked = False
            return True
        if ledger.is_full():
            ledger.begin_segment(self._history)
            return True
        return False

    def _add_reservation(self, steps):
        history = self._history
        self._ledger.add(
            record_kinds.RESERVE,
            history.t_s,
            history.given.millions,
            history.given.ones,
            steps,
            history.bolus_given,
        )
