"""Entering a therapy: every check on the way from an order to a commit. It takes memory only when somebody programs."""

import json

from programming import worst_day
from storage.settings import digest
from therapy.bolus_kinds import BASAL
from therapy.in_force import InForce
from therapy.memory import record_kinds
from therapy.memory.line import are_the_same
from therapy.prescribing import hard_limits, soft_limits
from therapy.prescribing.prescription import Prescription
from therapy.states import RUNNING, SERVICE
from units import show
from units.refused import Refused


class TherapyEntry:
    """programming: the Programming whose methods of the same names these are; it keeps what is staged and changing."""

    def __init__(self, programming, heart, settings, book, recorder):
        self._programming = programming
        self._heart = heart
        self._settings = settings
        self._book = book
        self._recorder = recorder

    def calibrate(self, step_volume_fl):
        """Set the volume of a microstep in fL, before the first therapy is programmed."""
        shown = show.decimal(step_volume_fl, 6, "nL") if type(step_volume_fl) is int else repr(step_volume_fl)
        hard_limits.check("step_volume", step_volume_fl)
        self._refuse_unless_recording("calibration")
        programming = self._programming
        if self._heart.prescription is not None or programming.staged() is not None or programming.is_committing():
            raise Refused("calibration", shown, "a therapy worked out for another head is stored", "calibrate first")
        if not self._recorder.attempt(self._settings.save_step_volume, step_volume_fl, self._heart.moment()):
            raise Refused("calibration", shown, "the flash must take it", "replace the board")
        programming.step_volume_fl = step_volume_fl

    def recalibrate(self, step_volume_fl):
        """Another volume of a microstep in fL, for the therapy in force: put on flash as a therapy is, by `work`."""
        rx = self._heart.prescription
        hard_limits.check("step_volume", step_volume_fl)
        if rx is None:
            raise Refused("calibration", "no therapy", "a therapy in force", "calibrate the head instead")
        self._refuse_unless_recording("therapy")
        self._refuse_unless_at_rest()
        renewed = InForce(Prescription(rx.order, step_volume_fl))
        self._refuse_past_the_day(renewed)
        self._programming.commit(renewed, step_volume_fl)

    def stage(self, order):
        """Validate an order in full and keep a copy aside; returns its digest, 64 hexadecimal digits."""
        self._refuse_unless_recording("therapy")
        step_volume_fl = self._programming.step_volume_fl
        if step_volume_fl is None:
            raise Refused("calibration", "none", "the volume of a microstep must be known", "calibrate the head first")
        if self._programming.is_committing():
            raise Refused("therapy", "another is being put in force", "one at a time", "wait for it")
        staged = InForce(Prescription(json.loads(json.dumps(order)), step_volume_fl))
        self._refuse_wrong_mixture(staged)
        self._programming.hold(staged)
        return digest(order, step_volume_fl)

    def questions(self):
        """The soft limits that the staged therapy passes: [Question]; each is to be accepted by name."""
        staged = self._programming.staged()
        return [] if staged is None else soft_limits.questions(staged, self._heart.prescription)

    def confirm(self, shown_digest, accepted=()):
        """Put the staged therapy in force, if the digest is that of what was shown and every question was accepted."""
        staged = self._programming.staged()
        if staged is None:
            raise Refused("therapy", "nothing staged", "a therapy is staged first", "send it again")
        if shown_digest != digest(staged.order, self._programming.step_volume_fl):
            raise Refused("therapy", str(shown_digest)[:12], "the digest of what is staged", "read it back")
        self._refuse_unless_at_rest()
        self._refuse_wrong_mixture(staged)  # again: a refill may have come between
        asked = self.questions()
        for question in asked:
            if question.name not in accepted:
                raise Refused(question.field, question.value, question.limit, "accept %s knowingly" % question.name)
        self._refuse_past_the_day(staged)
        if asked:
            self._book.record(record_kinds.SOFT_LIMITS, soft_limits.bits([question.name for question in asked]))
        self._programming.commit(staged)

    def _refuse_unless_at_rest(self):
        heart = self._heart
        if self._programming.is_committing():
            raise Refused("therapy", "another is being put in force", "one at a time", "wait for it")
        if heart.state == SERVICE:
            raise Refused("therapy", "service", "no therapy in service mode", "leave it first")
        if heart.history.bolus_kind != BASAL:
            raise Refused("therapy", "a bolus is running", "none while the therapy changes", "wait for it or stop it")
        if not self._book.has_room() or not self._book.has_room_for_event():
            raise Refused("therapy", "records wait to be written", "room for the record of it", "confirm again")

    def _refuse_wrong_mixture(self, staged):
        """Another mixture comes by a refill (R8); a wrong concentration may be corrected."""
        in_force, history = self._heart.prescription, self._heart.history
        if in_force is None:
            self._refuse_another_history(staged)
            return
        old, new = in_force.order["drugs"], staged.order["drugs"]
        if history.awaits_therapy and are_the_same(old, new):
            raise Refused("drug", new[0][0], "the refill was of another mixture", "give the mixture that was filled")
        if not history.awaits_therapy and old[0][0] != new[0][0]:
            raise Refused("drug.name", new[0][0], "the reservoir holds " + old[0][0], "enter the refill first")

    def _refuse_another_history(self, staged):
        """Where the therapy before cannot be read, its drug is still the one that the doses were of."""
        history = self._heart.history
        if history.drug_mark and history.drug_mark != staged.drug_mark and not history.awaits_therapy:
            name = staged.order["drugs"][0][0]
            raise Refused("drug.name", name, "the doses on record are of another", "program that one, then refill")

    def _refuse_past_the_day(self, prescription):
        history = self._heart.history
        if history.drug_mark and prescription.drug_mark != history.drug_mark:
            return
        worst = worst_day(self._heart, self._heart.time, prescription.infusion)
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
