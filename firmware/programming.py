"""A new therapy in two steps: staged and shown, then confirmed by the digest of what was shown, then put on flash."""

from storage.settings import note_in_force
from therapy.delivery.basal_schedule import BasalSchedule
from therapy.delivery.coming_basal import ComingBasal
from therapy.memory import record_kinds
from therapy.memory.line import Line
from units.two_words import TwoWords


class Programming:
    """Every method either does all of what it says or raises Refused and changes nothing.

    Delivery goes on under the old therapy until `work` has put the new one on flash, at the loop's own pace (D5).
    What it takes to enter one is in memory only meanwhile (therapy_entry): here is what goes on without anybody.
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

    def _entry(self):
        from therapy_entry import TherapyEntry

        return TherapyEntry(self, self._heart, self._settings, self._book, self._recorder)

    def calibrate(self, step_volume_fl):
        """Set the volume of a microstep in fL, before the first therapy is programmed."""
        self._entry().calibrate(step_volume_fl)

    def recalibrate(self, step_volume_fl):
        """Another volume of a microstep in fL, for the therapy in force: put on flash as a therapy is, by `work`."""
        self._entry().recalibrate(step_volume_fl)

    def stage(self, order):
        """Validate an order in full and keep a copy aside; returns its digest, 64 hexadecimal digits."""
        return self._entry().stage(order)

    def questions(self):
        """The soft limits that the staged therapy passes: [Question]; each is to be accepted by name."""
        return self._entry().questions()

    def confirm(self, shown_digest, accepted=()):
        """Put the staged therapy in force, if the digest is that of what was shown and every question was accepted."""
        self._entry().confirm(shown_digest, accepted)

    def hold(self, staged):
        """Keep an InForce aside until it is confirmed."""
        self._staged = staged

    def commit(self, prescription, new_volume_fl=None):
        """Put an InForce in force, by `work`. new_volume_fl: it is the therapy of before, for another head."""
        self._staged = None
        self._to_commit = prescription
        self._new_volume_fl = new_volume_fl
        self._heart.therapy_changing = True

    def staged(self):
        """The InForce that waits for `confirm`, or None."""
        return self._staged

    def discard(self):
        """Nothing is staged any more."""
        self._staged = None

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
        if self._recorder.attempt(self._settings.save_step_volume, new_fl, self._heart.moment()):
            self.step_volume_fl = new_fl
            self._book.record(record_kinds.CALIBRATED, old_fl, new_fl)
            note_in_force(self._book, prescription)
            self._heart.prescribe(prescription)

    def _line_with(self, prescription):
        """What is queued still belongs to the mixture before."""
        entered = self._heart.history.given.value() + self._heart.governor.queue.queued
        return self.line.with_mixture(entered, prescription.order["drugs"], prescription.step_volume_fl)


def worst_day(heart, time, infusion):
    """The most that any 24 h from now on would hold if `infusion` ran at pump time `time`: TwoWords in pg."""
    history, worst, under_way = heart.history, TwoWords(), TwoWords()
    heart.governor.add_what_is_under_way(under_way)
    schedule = BasalSchedule(time)
    schedule.use(infusion)
    history.window.worst_day(history.t_s, ComingBasal(schedule), under_way, worst)
    return worst
