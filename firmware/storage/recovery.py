"""What the pump knows after a reset, and whether that is enough to go on."""

from storage.ledger import KNOWN, NEW, UNKNOWN
from storage.settings import begin_history, is_noted, note_in_force
from therapy.alarms import alarm_table
from therapy.bolus_kinds import BASAL, BRIDGE
from therapy.in_force import InForce
from therapy.memory import record_kinds
from therapy.memory.line import Line
from therapy.prescribing.prescription import Prescription
from units.refused import Refused

# What was found: a pump that never had a history; nothing was under way; something was, and what was reserved counts
# as given; something on flash is damaged or missing; it is all there, and of another pump or of none.
FOUND = ("new", "clean", "cut", "damaged", "unknown")
IS_NEW, IS_CLEAN, IS_CUT, IS_DAMAGED, IS_UNKNOWN = range(len(FOUND))


class Recovery:
    """Reads the settings and replays the ledger. Whatever is unknown raises its alarm and leaves the pump locked.

    found: place in FOUND. why: of what is damaged or unknown, one line. is_known: the history can be trusted.
    prescription: None unless history, calibration and therapy are all known. line: Line, what is where on the way to
    the tip. was_running: it was delivering. feed: feeds the watchdog. Book and alarms take what is found; nothing but a
    new pump's first files is written.
    """

    def __init__(self, settings, ledger, log, recorder, book, alarms, feed):
        self._feed = feed
        self._settings = settings
        self._ledger = ledger
        self._log = log
        self._recorder = recorder
        self._book = book
        self._history = book.history
        self._alarms = alarms
        self.prescription = None
        self.line = Line()
        self.was_running = False
        self.is_known = False
        self.found = IS_UNKNOWN
        self.why = ""

    def recover(self, unique_id):
        """unique_id: the chip's. Raises OSError if flash cannot be read, or a new pump's first records not written."""
        try:
            self._recover(unique_id)
        finally:
            if not self.is_known:
                self._alarms.begin(alarm_table.HISTORY_UNKNOWN)

    def _recover(self, unique_id):
        ledger, log = self._ledger, self._log
        found = ledger.load(self._history)
        self._feed()
        self._open_log()
        self._feed()
        if found == KNOWN and log.sequence > self._history.logged + ledger.event_count:
            ledger.why = "the ledger shows an earlier state: %d events are in the log alone" % (
                log.sequence - self._history.logged - ledger.event_count
            )
            found = UNKNOWN
        if self._is_new(found):
            begin_history(self._ledger, self._settings, self._history, unique_id, self._feed)
            self.found = IS_NEW
            self.is_known = True
            return
        if found == KNOWN and self._settings.identity() == unique_id:
            self.is_known = True
            self._go_on()
            return
        self._history.running = False  # what was read of it is of no use
        if self._history.t_s < log.last_s:
            self._history.advance(log.last_s)
        self.found = IS_UNKNOWN if found == KNOWN else IS_DAMAGED
        self.why = ledger.why or self._what_is_missing(found)

    def _open_log(self):
        """No dose depends on it, so that it cannot be read is no reason to stop."""
        try:
            self._log.open()
        except OSError:
            self._log.go_on_from(0)

    def _what_is_missing(self, found):
        if found == NEW:
            return "there is no ledger"
        return "no identity" if self._settings.identity() is None else "the identity of another board"

    def _is_new(self, found):
        """It was set up as a new pump, nothing was given and nothing logged; it may have been cut while it began."""
        never_used = self._settings.is_new() and self._log.sequence == 0 and not self._log.why
        return never_used and found != UNKNOWN and self._history.given.value() == 0

    def _go_on(self):
        self._recorder.make_up()
        self._feed()
        if self._log.why:
            self._alarms.strike(alarm_table.LOG_DAMAGED)
        self._alarms.restore(self._history.latched)
        self.was_running = self._history.running
        self.found = IS_CUT if self._count_what_was_reserved() else IS_CLEAN
        self.prescription = self._known_prescription()
        if self.prescription is not None:
            self._finish_a_cut_change(self.prescription)

    def _known_prescription(self):
        settings = self._settings
        if not settings.has_therapy():
            return None
        step_volume_fl = settings.step_volume_fl()
        if step_volume_fl is None:
            self._alarms.begin(alarm_table.CALIBRATION_UNKNOWN)
            return None
        order, self.line = settings.therapy(), settings.line()
        try:
            if order is not None:
                return InForce(Prescription(order, step_volume_fl))
        except Refused:
            pass
        self._alarms.begin(alarm_table.THERAPY_UNKNOWN)
        return None

    def _count_what_was_reserved(self):
        """True if anything was under way."""
        history = self._history
        reserved, was_open = history.reserved_steps(), history.bolus_kind != BASAL
        if reserved > 0:
            of_bolus = min(reserved, history.bolus_steps - history.bolus_given) if was_open else 0
            self._book.record(record_kinds.COUNTED, reserved, of_bolus)
        if history.bolus_kind == BRIDGE:
            self._alarms.strike(alarm_table.BRIDGE_CUT)
        if was_open:
            self._book.record(record_kinds.BOLUS_ENDED, history.bolus_kind, history.bolus_given, 1)
        return reserved > 0 or was_open or self.was_running

    def _finish_a_cut_change(self, prescription):
        """The power went between the new therapy and its record: the therapy is in force, so put it on record."""
        if not is_noted(self._history, prescription):
            note_in_force(self._book, prescription)
