"""What the pump knows after a reset, and whether that is enough to go on."""

from storage.ledger import NEW, UNKNOWN
from therapy import alarm_table, record_kinds
from therapy.prescription import Prescription
from units.refused import Refused


class Recovery:
    """Reads the settings and replays the ledger. Whatever is unknown raises its alarm and leaves the pump locked.

    prescription: None unless history, calibration and therapy are all known. was_running: it was delivering.
    """

    def __init__(self, settings, ledger, history, alarms, happenings):
        self._settings = settings
        self._ledger = ledger
        self._history = history
        self._alarms = alarms
        self._happenings = happenings
        self.prescription = None
        self.was_running = False
        self.is_known = False

    def recover(self, unique_id):
        """Raises OSError if a new pump's identity cannot be written."""
        settings = self._settings
        if settings.is_blank():
            settings.save_identity(unique_id)
            self._ledger.begin_segment(self._history)
            self.is_known = True
            return
        prescription = self._known_prescription()
        dose_per_step = None if prescription is None else prescription.dose_per_step
        found = self._ledger.load(self._history, dose_per_step)
        if found in (NEW, UNKNOWN) or settings.identity() is None:
            self._alarms.begin(alarm_table.HISTORY_UNKNOWN)
            return
        self._count_what_was_reserved(dose_per_step)
        self.is_known = True
        self.prescription = prescription
        self.was_running = self._history.running

    def _known_prescription(self):
        settings = self._settings
        step_volume_fl = settings.step_volume_fl()
        if not settings.has_therapy():
            return None
        if step_volume_fl is None:
            self._alarms.begin(alarm_table.CALIBRATION_UNKNOWN)
            return None
        order = settings.therapy()
        try:
            if order is not None:
                return Prescription(order, step_volume_fl)
        except Refused:
            pass
        self._alarms.begin(alarm_table.THERAPY_UNKNOWN)
        return None

    def _count_what_was_reserved(self, dose_per_step):
        history = self._history
        reserved = history.reserved_steps()
        if reserved > 0 and dose_per_step is not None:
            of_bolus = 0
            if history.bolus_kind:
                of_bolus = min(reserved, history.bolus_steps - history.bolus_given)
                history.count(history.bolus_kind, of_bolus, dose_per_step)
            history.count(0, reserved - of_bolus, dose_per_step)
            self._happenings.note(record_kinds.COUNTED, reserved)
        if history.bolus_kind:
            given = history.bolus_given
            self._happenings.note(record_kinds.BOLUS_ENDED, history.bolus_kind, given, 1)
            history.apply(record_kinds.BOLUS_ENDED, history.bolus_kind, given, 1)
