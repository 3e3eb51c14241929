"""A new therapy in two steps: staged and shown, then confirmed by the digest of what was shown, then put on flash."""

import json

from storage.settings import digest, note_in_force
from therapy.bolus import BASAL
from therapy.heart import RUNNING
from therapy.prescribing import hard_limits
from therapy.prescribing.prescription import Prescription
from units import show
from units.refused import Refused
from units.two_words import TwoWords


class Programming:
    """Every method either does all of what it says or raises Refused and changes nothing.

    Delivery goes on under the old therapy until `work` has put the new one on flash, at the loop's own pace (D5).
    """

    def __init__(self, heart, settings, book, recorder):
        self._heart = heart
        self._settings = settings
        self._book = book
        self._recorder = recorder
        self._staged = None
        self._to_commit = None
        self.step_volume_fl = settings.step_volume_fl()

    def calibrate(self, step_volume_fl):
        """Set the volume of a microstep in fL, before the first therapy is programmed."""
        shown = show.decimal(step_volume_fl, 6, "nL") if type(step_volume_fl) is int else repr(step_volume_fl)
        hard_limits.check("step_volume", step_volume_fl)
        self._refuse_unless_recording("calibration")
        if self._heart.prescription is not None or self._staged is not None or self._to_commit is not None:
            raise Refused("calibration", shown, "a therapy worked out for another head is stored", "calibrate first")
        if not self._recorder.attempt(self._settings.save_step_volume, step_volume_fl):
            raise Refused("calibration", shown, "the flash must take it", "replace the board")
        self.step_volume_fl = step_volume_fl

    def stage(self, order):
        """Validate an order in full and keep a copy aside; returns its digest, 64 hexadecimal digits."""
        self._refuse_unless_recording("therapy")
        if self.step_volume_fl is None:
            raise Refused("calibration", "none", "the volume of a microstep must be known", "calibrate the head first")
        if self._to_commit is not None:
            raise Refused("therapy", "another is being put in force", "one at a time", "wait for it")
        Prescription(order, self.step_volume_fl)
        self._staged = Prescription(json.loads(json.dumps(order)), self.step_volume_fl)
        return digest(order, self.step_volume_fl)

    def confirm(self, shown_digest):
        """Put the staged therapy in force, if the digest is that of what was shown."""
        staged, heart = self._staged, self._heart
        if staged is None:
            raise Refused("therapy", "nothing staged", "a therapy is staged first", "send it again")
        if shown_digest != digest(staged.order, self.step_volume_fl):
            raise Refused("therapy", str(shown_digest)[:12], "the digest of what is staged", "read it back")
        if heart.history.bolus_kind != BASAL:
            raise Refused("therapy", "a bolus is running", "none while the therapy changes", "wait for it or stop it")
        self._refuse_past_the_day(staged)
        self._staged = None
        self._to_commit = staged
        heart.therapy_changing = True

    def is_committing(self):
        return self._to_commit is not None

    def work(self):
        """The one flash operation of a commit; True if there was one. Called when the heart allows a write.

        The therapy's file is replaced atomically: before that the old one is in force, after it the new one. The
        record follows; if the power goes between the two, the next boot writes it.
        """
        if self._to_commit is None or not self._recorder.is_clear():
            return False
        prescription = self._to_commit
        self._to_commit = None
        self._heart.therapy_changing = False
        if self._recorder.attempt(self._settings.save_therapy, prescription.order):
            note_in_force(self._book, prescription)
            self._heart.prescribe(prescription)
        return True

    def _refuse_past_the_day(self, prescription):
        worst = TwoWords()
        basal_bucket = prescription.basal_bucket
        self._heart.history.window.worst_day(basal_bucket, TwoWords(), worst)
        if worst.exceeds(prescription.max_dose):
            raise Refused(
                "limits.max_dose_per_day",
                show.dose(prescription.max_dose.value()),
                "with what was given in the last 24 h the basal reaches " + show.dose(worst.value()),
                "lower the basal dose, raise the limit, or wait",
            )

    def _refuse_unless_recording(self, field):
        if self._recorder.detached:
            raise Refused(field, "history unknown", "the dose history must be known", "read the alarms")
        if self._recorder.failed:
            raise Refused(field, "memory error", "the flash must take it", "replace the board")
        if field == "calibration" and (self._heart.state == RUNNING or self._heart.is_beginning()):
            raise Refused(field, "running", "only while nothing is delivered", "stop first")
