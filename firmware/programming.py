"""A new therapy in two steps: staged and shown, then confirmed by the digest of what was shown, then put on flash."""

import json

from storage.settings import digest, note_in_force
from therapy.bolus_kinds import BASAL
from therapy.delivery.basal_schedule import BasalSchedule
from therapy.delivery.coming_basal import ComingBasal
from therapy.memory import record_kinds
from therapy.memory.line import Line
from therapy.prescribing import drugs, hard_limits
from therapy.prescribing.prescription import Prescription
from therapy.states import RUNNING, SERVICE
from units import show
from units.refused import Refused
from units.two_words import TwoWords


class Programming:
    """Every method either does all of what it says or raises Refused and changes nothing.

    Delivery goes on under the old therapy until `work` has put the new one on flash, at the loop's own pace (D5).
    line: Line, what is where on the way to the tip; it changes with the therapy.
    """

    def __init__(self, heart, settings, book, recorder):
        self._heart = heart
        self._settings = settings
        self._book = book
        self._recorder = recorder
        self._staged = None
        self._to_commit = None
        self._new_volume_fl = None
        self.line = Line()
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

    def recalibrate(self, step_volume_fl):
        """Another volume of a microstep in fL, for the therapy in force: put on flash as a therapy is, by `work`."""
        rx = self._heart.prescription
        hard_limits.check("step_volume", step_volume_fl)
        if rx is None:
            raise Refused("calibration", "no therapy", "a therapy in force", "calibrate the head instead")
        self._refuse_unless_recording("therapy")
        self._refuse_unless_at_rest()
        renewed = Prescription(rx.order, step_volume_fl)
        self._refuse_past_the_day(renewed)
        self._staged = None  # it was worked out for the old volume
        self._new_volume_fl = step_volume_fl
        self._to_commit = renewed
        self._heart.therapy_changing = True

    def stage(self, order):
        """Validate an order in full and keep a copy aside; returns its digest, 64 hexadecimal digits."""
        self._refuse_unless_recording("therapy")
        if self.step_volume_fl is None:
            raise Refused("calibration", "none", "the volume of a microstep must be known", "calibrate the head first")
        if self._to_commit is not None:
            raise Refused("therapy", "another is being put in force", "one at a time", "wait for it")
        staged = Prescription(json.loads(json.dumps(order)), self.step_volume_fl)
        self._refuse_wrong_mixture(staged)
        self._staged = staged
        return digest(order, self.step_volume_fl)

    def staged(self):
        """The Prescription that waits for `confirm`, or None."""
        return self._staged

    def discard(self):
        """Nothing is staged any more."""
        self._staged = None

    def questions(self):
        """The soft limits that the staged therapy passes: [Question]; each is to be accepted by name."""
        if self._staged is None:
            return []
        from therapy.prescribing import soft_limits  # takes memory only when somebody programs

        return soft_limits.questions(self._staged, self._heart.prescription)

    def confirm(self, shown_digest, accepted=()):
        """Put the staged therapy in force, if the digest is that of what was shown and every question was accepted."""
        staged, heart = self._staged, self._heart
        if staged is None:
            raise Refused("therapy", "nothing staged", "a therapy is staged first", "send it again")
        if shown_digest != digest(staged.order, self.step_volume_fl):
            raise Refused("therapy", str(shown_digest)[:12], "the digest of what is staged", "read it back")
        self._refuse_unless_at_rest()
        self._refuse_wrong_mixture(staged)  # again: a refill may have come between
        asked = self.questions()
        for question in asked:
            if question.name not in accepted:
                raise Refused(question.field, question.value, question.limit, "accept %s knowingly" % question.name)
        self._refuse_past_the_day(staged)
        if asked:
            from therapy.prescribing import soft_limits

            self._book.record(record_kinds.SOFT_LIMITS, soft_limits.bits([question.name for question in asked]))
        self._staged = None
        self._to_commit = staged
        heart.therapy_changing = True

    def _refuse_unless_at_rest(self):
        heart = self._heart
        if self._to_commit is not None:
            raise Refused("therapy", "another is being put in force", "one at a time", "wait for it")
        if heart.state == SERVICE:
            raise Refused("therapy", "service", "no therapy in service mode", "leave it first")
        if heart.history.bolus_kind != BASAL:
            raise Refused("therapy", "a bolus is running", "none while the therapy changes", "wait for it or stop it")
        if not self._book.has_room() or not self._book.has_room_for_event():
            raise Refused("therapy", "records wait to be written", "room for the record of it", "confirm again")

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
        if self._new_volume_fl is not None:
            self._put_in_force_the_new_volume(prescription)
            return True
        line = self._line_with(prescription)
        if self._recorder.attempt(self._settings.save_therapy, prescription.order, line):
            self.line = line
            note_in_force(self._book, prescription)
            self._heart.prescribe(prescription)
        return True

    def _put_in_force_the_new_volume(self, prescription):
        """The same order for another head: only the calibration's file is replaced."""
        new_fl, old_fl = self._new_volume_fl, self.step_volume_fl
        self._new_volume_fl = None
        if self._recorder.attempt(self._settings.save_step_volume, new_fl):
            self.step_volume_fl = new_fl
            self._book.record(record_kinds.CALIBRATED, old_fl, new_fl)
            note_in_force(self._book, prescription)
            self._heart.prescribe(prescription)

    def _line_with(self, prescription):
        """What is queued still belongs to the mixture before."""
        entered = self._heart.history.given.value() + self._heart.governor.queue.queued
        return self.line.with_mixture(entered, prescription.order["drugs"], prescription.step_volume_fl)

    def _refuse_wrong_mixture(self, staged):
        """Another mixture comes by a refill (R8); a wrong concentration may be corrected."""
        in_force, history = self._heart.prescription, self._heart.history
        if in_force is None:
            self._refuse_another_history(staged)
            return
        old, new = in_force.order["drugs"], staged.order["drugs"]
        if history.awaits_therapy and drugs.are_the_same(old, new):
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


def worst_day(heart, time, infusion):
    """The most that any 24 h from now on would hold if `infusion` ran at pump time `time`: TwoWords in pg."""
    history, worst, under_way = heart.history, TwoWords(), TwoWords()
    heart.governor.add_what_is_under_way(under_way)
    schedule = BasalSchedule(time)
    schedule.use(infusion)
    history.window.worst_day(history.t_s, ComingBasal(schedule), under_way, worst)
    return worst
