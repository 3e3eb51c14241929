"""The way out of an unknown history: a clinician says what was given in the last 24 h, and a new history begins.

What cannot be trusted is put aside, not destroyed. The therapy goes with it: it is programmed again, with what the
reservoir holds now. The new history is the careful one: the dose that was named counts for 24 h from now, and the
patient's lockout begins now. The pump then restarts and recovers from what was written.
"""

from drivers.reset_marker import NEW_HISTORY
from storage.held import FILES
from storage.ledger import SEGMENTS
from storage.settings import THERAPY, begin_history
from therapy.memory import record_kinds
from therapy.memory.history import History
from therapy.prescribing import hard_limits
from units import show
from units.refused import Refused
from units.scale import MILLION
from units.two_words import TwoWords


class HistoryDesk:
    """restart: called at the end, with a place in reset_marker.REASONS. feed: feeds the watchdog."""

    def __init__(self, files, settings, ledger, log, book, recorder, restart, feed):
        self._files = files
        self._settings = settings
        self._ledger = ledger
        self._book = book
        self._recorder = recorder
        self._log = log
        self._restart = restart
        self._feed = feed

    def begin(self, given_pg, unique_id):
        """Begin a history. given_pg: of the primary drug, in the last 24 h, from any source; 0 for none."""
        shown = show.dose(given_pg) if type(given_pg) is int else repr(given_pg)
        if not self._recorder.detached:
            raise Refused("history", "known", "a new one begins only where it is unknown", "go on with this one")
        if self._recorder.failed:
            raise Refused("history", "memory error", "the flash must take it", "replace the board")
        hard_limits.check("given_24h", given_pg)
        self._book.record(record_kinds.NEW_HISTORY, given_pg // MILLION, given_pg % MILLION)
        while self._recorder.work(False) or not self._book.is_clear():
            self._feed()
            if self._recorder.failed:
                raise Refused("history", shown, "the flash must take it", "replace the board")
        if not self._recorder.attempt(self._write, given_pg, unique_id):
            raise Refused("history", shown, "the flash must take it", "replace the board")
        self._restart(NEW_HISTORY)

    def _write(self, given_pg, unique_id):
        """A cut in between leaves it unknown still, and the clinician says it again."""
        there = self._files.names()
        for name in SEGMENTS + (THERAPY,):
            if name in there:
                self._files.put_aside(name)
                self._feed()
        for name in FILES:
            if self._files.read(name) is not None:
                self._files.put_aside(name)
                self._feed()
        history = _careful(given_pg, self._log.last_s)
        history.logged = self._log.sequence
        begin_history(self._ledger, self._settings, history, unique_id, self._feed)


def _careful(given_pg, t_s):
    history = History()
    history.advance(t_s)
    history.stopped_s = history.reported_s = t_s
    history.window.add(TwoWords(given_pg))
    history.lockout.begin(t_s)
    return history
