"""What may be asked of the pump from outside, by whichever client: checked here, by the pump, every time."""

from storage.settings import digest
from therapy import denials, hard_limits, record_kinds
from therapy.alarm_table import NAMES
from therapy.bolus import CLINICIAN, BolusOrder
from therapy.heart import LOCKED, RUNNING
from therapy.prescription import Prescription
from therapy.reservoir import Reservoir
from units import show
from units.refused import Refused
from units.two_words import TwoWords


def put_in_force(heart, prescription):
    """Give the heart a prescription that is on record, and the reservoir that goes with it."""
    order = prescription.order
    reservoir = Reservoir(order["reservoir_filled_nl"], order["reservoir_low_nl"], prescription.step_volume_fl)
    heart.prescribe(prescription, reservoir)


class Desk:
    """Every method either does all of what it says or raises Refused and changes nothing."""

    def __init__(self, heart, settings, happenings, recorder):
        self._heart = heart
        self._settings = settings
        self._happenings = happenings
        self._recorder = recorder
        self._staged = None
        self._to_commit = None
        self._segment_begun = False
        self.step_volume_fl = settings.step_volume_fl()

    def calibrate(self, step_volume_fl):
        """Set the volume of a microstep in fL (15 to 100 nL). Only while nothing is delivered; the therapy follows."""
        self._refuse_while_running("calibration")
        if self._heart.governor.prescription is not None:
            Prescription(self._heart.governor.prescription.order, step_volume_fl)
            raise Refused(
                "calibration",
                show.decimal(step_volume_fl, 6, "nL"),
                "a therapy worked out for another head is stored",
                "calibrate before programming",
            )
        hard_limits.check("step_volume", step_volume_fl)
        self._settings.save_step_volume(step_volume_fl)
        self.step_volume_fl = step_volume_fl

    def stage(self, order):
        """Validate a therapy in full and keep it aside; returns its digest. Delivery goes on unchanged (D5)."""
        if self.step_volume_fl is None:
            raise Refused("calibration", "none", "the volume of a microstep must be known", "calibrate the head first")
        if self._to_commit is not None:
            raise Refused("therapy", "another is being put in force", "one at a time", "wait for it")
        self._staged = Prescription(order, self.step_volume_fl)
        return digest(order, self.step_volume_fl)

    def confirm(self, shown_digest):
        """Put the staged therapy in force, if the digest is that of what was shown.

        Delivery goes on under the old one until `work` has put the new one on flash, at the loop's own pace.
        """
        staged = self._staged
        if staged is None:
            raise Refused("therapy", "nothing staged", "a therapy is staged first", "send it again")
        if shown_digest != digest(staged.order, self.step_volume_fl):
            raise Refused("therapy", shown_digest[:12], "the digest of what is staged", "read it back and confirm that")
        heart = self._heart
        if heart.history.bolus_kind:
            raise Refused(
                "therapy", "a bolus is running", "no bolus while the therapy changes", "wait for it or stop it"
            )
        self._refuse_past_the_day(staged)
        self._staged = None
        self._to_commit = staged
        self._segment_begun = False

    def is_committing(self):
        return self._to_commit is not None

    def work(self):
        """One flash operation of a commit; True if there was one. Called when the heart allows a write.

        First a fresh segment, so that no record of the old therapy is ever read with the new one; then the therapy
        itself, by one atomic replacement: before it the old one is in force, after it the new one.
        """
        if self._to_commit is None or not self._recorder.is_clear():
            return False
        if not self._segment_begun:
            self._segment_begun = self._recorder.begin_segment()
            return True
        order = self._to_commit.order
        if not self._recorder.attempt(self._settings.save_therapy, order):
            self._to_commit = None
            return True
        self._note_prescribed(order)
        put_in_force(self._heart, self._to_commit)
        self._to_commit = None
        return True

    def _note_prescribed(self, order):
        shown_digest = digest(order, self.step_volume_fl)
        self._happenings.note(record_kinds.PRESCRIBED, int(shown_digest[:4], 16), int(shown_digest[4:8], 16))
        if self._heart.governor.prescription is None:
            self._heart.history.apply(record_kinds.FILLED, 0, 0, 0)
            self._happenings.note(record_kinds.FILLED, order["reservoir_filled_nl"])

    def _refuse_past_the_day(self, prescription):
        worst = TwoWords()
        self._heart.history.window.worst_day(prescription.basal_bucket, TwoWords(), worst)
        if worst.exceeds(prescription.max_dose):
            raise Refused(
                "limits.max_dose_per_day",
                show.dose(prescription.max_dose.value()),
                "with what was given in the last 24 h the basal reaches " + show.dose(worst.value()),
                "lower the basal dose, raise the limit, or wait",
            )

    def start(self):
        heart = self._heart
        if heart.state == LOCKED:
            raise Refused("start", "locked", "history, calibration and therapy must be known", "read the alarms")
        if heart.state == RUNNING or heart.is_waiting():
            raise Refused("start", "running", "it must be stopped", "nothing to do")
        if heart.governor.prescription.basal is None:
            raise Refused("start", "infusion.mode = stopped", "a therapy with an infusion", "program one")
        if heart.alarms.high_shown():
            raise Refused("start", "a high alarm", "no high alarm may show", "mend its cause and acknowledge it")
        heart.start()

    def stop(self):
        if not self._heart.history.running:
            raise Refused("stop", "stopped", "it must be running", "nothing to do")
        self._heart.stop()

    def clinician_bolus(self, dose_pg, over_s):
        """Give one bolus of dose_pg of the primary drug over over_s seconds, on top of the basal.

        Returns 0, or the reason of the denial (therapy.denials); an order that cannot be met raises Refused.
        """
        prescription = self._heart.governor.prescription
        if prescription is None:
            return denials.LOCKED
        order = BolusOrder(CLINICIAN, dose_pg, over_s, prescription, "clinician_bolus")
        return self._heart.ask_bolus(order, CLINICIAN)

    def acknowledge(self, name=None):
        """Acknowledge one alarm by name, or all that show."""
        alarms = self._heart.alarms
        if name is None:
            alarms.acknowledge_all()
            return
        if name not in NAMES:
            raise Refused("acknowledge", str(name), "a known alarm", "one of " + ", ".join(NAMES))
        if not alarms.acknowledge(NAMES.index(name)):
            raise Refused("acknowledge", name, "it is not shown", "nothing to do")

    def _refuse_while_running(self, field):
        if self._heart.state == RUNNING or self._heart.is_waiting():
            raise Refused(field, "running", "only while nothing is delivered", "stop first")
