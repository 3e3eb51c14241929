"""The one gate through which every microlitre passes."""

from therapy import denials
from therapy.bolus_kinds import BASAL, BRIDGE, PATIENT
from therapy.delivery.attribution import Attribution
from therapy.delivery.coming_basal import ComingBasal
from therapy.delivery.reservation import largest_reservation, ten_microlitres
from therapy.memory import record_kinds
from therapy.reservoir import Reservoir
from units.two_words import TwoWords

UNQUEUED_STEPS = 3  # the integral may be half a step short of a step, and late ones may be due besides those queued


class Governor:
    """Holds the history to the prescription: rolling 24 h, lockout, most per day, one bolus, reservoir, reservations.

    A step is handed out only from what a record on flash already reserves; it is counted when it is confirmed.
    """

    def __init__(self, history, book, schedule):
        self._history = history
        self._book = book
        self._schedule = schedule
        self._coming = ComingBasal(schedule)
        self._leaving = ComingBasal(schedule)
        self.prescription = None
        self.reservoir = Reservoir(history)
        self.queue = Attribution()
        self.largest_reservation = 0
        self._ten_microlitres = 0
        self._worst = TwoWords()
        self._extra = TwoWords()

    def set_prescription(self, prescription):
        """For set-up: what follows may use big integers. The schedule must have its infusion already."""
        self.prescription = prescription
        self._ten_microlitres = ten_microlitres(prescription.step_volume_fl)
        self.set_reservoir(prescription)
        self.size_reservation()

    def set_reservoir(self, rx):
        """After a fill, or with a therapy, under this Prescription. For set-up."""
        self.reservoir.set_up(rx.low_nl, rx.step_volume_fl)

    def size_reservation(self, bolus_steps=0):
        """After what is delivered in a day has changed."""
        steps_a_day = self._schedule.steps_a_day() + bolus_steps
        self.largest_reservation = largest_reservation(steps_a_day, self._ten_microlitres)

    def judge(self, order, state_denial, high_alarm):
        """Why this BolusOrder may not run now: a reason of therapy.denials, 0 (ALLOWED) if it may.

        state_denial: the reason that the pump's state gives, or 0. Small integers only.
        """
        rx, history = self.prescription, self._history
        if state_denial:
            return state_denial
        if rx is None:
            return denials.LOCKED
        if high_alarm:
            return denials.HIGH_ALARM
        if order is None:
            return denials.NOT_PRESCRIBED
        if history.bolus_kind != BASAL:
            return denials.BUSY
        if order.kind == PATIENT:
            if history.lockout.left_s(history.t_s, rx.lockout_s):
                return denials.LOCKOUT
            if history.lockout.granted_today(history.t_s) >= rx.most_per_day:
                return denials.DAILY_COUNT
        if self._worst_day(order).exceeds(rx.max_dose):
            return denials.DAILY_DOSE
        if not self.reservoir.holds(order.steps):
            return denials.RESERVOIR
        return denials.ALLOWED

    def _worst_day(self, order):
        """The largest dose that any 24 h from now on would hold with this order on top of the basal."""
        history, extra = self._history, self._extra
        extra.copy(order.dose)
        history.dose_per_step.add_to(extra, self.queue.queued + UNQUEUED_STEPS)
        coming = self._coming if history.running else None
        history.window.worst_day(history.t_s, coming, extra, self._worst)
        if coming is not None and order.kind != PATIENT:  # which beside the basal of any 24 h was judged at entry
            history.window.worst_day_begun_within(
                order.over_s, history.t_s, coming, self._leaving, extra, order.bucket, self._worst
            )
        return self._worst

    def add_what_is_under_way(self, into):
        """Add the dose that will be given whatever comes: of queued and late steps, and of a bolus. For set-up."""
        history = self._history
        steps = self.queue.queued + UNQUEUED_STEPS
        if history.bolus_kind != BASAL and history.bolus_kind != BRIDGE:
            steps += history.bolus_steps - history.bolus_given
        into.add_words(TwoWords(history.dose_per_step.of(steps)))

    def has_reserve(self):
        """True if one step more is reserved on flash."""
        return self._history.reserved_steps() > self.queue.queued

    def may_hand_out(self):
        """True if one step more is reserved on flash, in the reservoir, and within the day."""
        queued = self.queue.queued
        return (
            self.has_reserve()
            and not self.queue.is_full()
            and self.reservoir.holds(queued + 1)
            and not self.day_is_full()
        )

    def day_is_full(self):
        """True if one step more, on top of the last 24 h and what is queued, would exceed the largest dose a day."""
        rx = self.prescription
        if rx is None:
            return True
        self._extra.copy(self._history.window.total)
        self._history.dose_per_step.add_to(self._extra, self.queue.queued + 1)
        return self._extra.exceeds(rx.max_dose)

    def wants_reservation(self):
        return self._history.reserved_steps() <= self.largest_reservation >> 1

    def confirm(self, steps):
        """`steps` microsteps were made. Returns how many of them nobody had queued: a fault if not 0, but given."""
        history, queue = self._history, self.queue
        while steps > 0 and queue.queued > 0:
            history.count(queue.take_oldest(), 1)
            steps -= 1
        history.count(BASAL, steps)
        return steps

    def grant(self, order, hour):
        """Put the bolus on record; it may begin when the record is on flash. hour: of the pump time."""
        if order.kind == BRIDGE:
            self._book.settle()  # its steps count at another concentration
        self._book.record(record_kinds.GRANTED, order.kind, order.steps, order.over_s, hour)
        self.size_reservation(0 if order.kind == BRIDGE else order.steps)

    def deny(self, kind, reason, hour):
        self._book.deny(kind, reason, hour)

    def close_bolus(self, cut):
        history = self._history
        if history.bolus_kind == BRIDGE:
            self._book.settle()
        self._book.record(record_kinds.BOLUS_ENDED, history.bolus_kind, history.bolus_given, cut)
        self.size_reservation()
