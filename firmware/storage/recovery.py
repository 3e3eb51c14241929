"""What the pump knows after a reset, and whether that is enough to go on."""

from storage.ledger import KNOWN, UNKNOWN
from storage.settings import is_noted, note_in_force
from therapy.alarms import alarm_table
from therapy.bolus_kinds import BASAL, BRIDGE
from therapy.memory import record_kinds
from therapy.memory.line import Line
from therapy.prescribing.prescription import Prescription
from units.refused import Refused


class Recovery:
    """Reads the settings and replays the ledger. Whatever is unknown raises its alarm and leaves the pump locked.

    is_known: the history can be trusted. prescription: None unless history, calibration and therapy are all known.
    line: Line, what is where on the way to the tip. was_running: it was delivering. Book and alarms take what is
    found; nothing but a new pump's identity is written.
    """

    def __init__(self, settings, ledger, book, alarms):
        self._settings = settings
        self._ledger = ledger
        self._book = book
        self._history = book.history
        self._alarms = alarms
        self.prescription = None
        self.line = Line()
        self.was_running = False
        self.is_known = False

    def recover(self, unique_id):
        """unique_id: the chip's. Raises OSError if flash cannot be read, or a new pump's first records not written."""
        settings = self._settings
        found = self._ledger.load(self._history)
        if settings.is_blank() and found != UNKNOWN and self._history.given.value() == 0:
            self._ledger.begin_segment(self._history)
            self._ledger.begin_segment(self._history)
            settings.save_identity(unique_id)
            self.is_known = True
            return
        if found != KNOWN or settings.identity() != unique_id:
            self._alarms.begin(alarm_table.HISTORY_UNKNOWN)
            return
        self.is_known = True
        self._alarms.restore(self._history.latched)
        self.was_running = self._history.running
        self._count_what_was_reserved()
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
                return Prescription(order, step_volume_fl)
        except Refused:
            pass
        self._alarms.begin(alarm_table.THERAPY_UNKNOWN)
        return None

    def _count_what_was_reserved(self):
        history = self._history
        reserved = history.reserved_steps()
        if reserved > 0:
            of_bolus = 0
            if history.bolus_kind != BASAL:
                of_bolus = min(reserved, history.bolus_steps - history.bolus_given)
            self._book.record(record_kinds.COUNTED, reserved, of_bolus)
        if history.bolus_kind == BRIDGE:
            self._alarms.strike(alarm_table.BRIDGE_CUT)
        if history.bolus_kind != BASAL:
            self._book.record(record_kinds.BOLUS_ENDED, history.bolus_kind, history.bolus_given, 1)

    def _finish_a_cut_change(self, prescription):
        """The power went between the new therapy and its record: the therapy is in force, so put it on record."""
        if not is_noted(self._history, prescription):
            note_in_force(self._book, prescription)
