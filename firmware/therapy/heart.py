"""The heart: time and readings go in; what to deliver, to show and to record comes out.

One step allocates nothing and keeps every number inside +/- 2**30.
"""

from therapy import denials
from therapy.alarms import alarm_table
from therapy.alarms.watches import Watches
from therapy.bolus import BASAL, PATIENT, RunningBolus
from therapy.delivery.cadence import Cadence
from therapy.delivery.lateness import Lateness
from therapy.delivery.moments import Moments
from therapy.delivery.pacing import WORDS_AHEAD, Pacing
from therapy.governor import Governor
from therapy.memory import record_kinds

STATES = ("locked", "stopped", "starting", "running", "halting")
LOCKED, STOPPED, STARTING, RUNNING, HALTING = range(len(STATES))


class Heart:
    """state: LOCKED until history, calibration and therapy are known; STARTING until the start is on record;
    HALTING until the step engine has stopped and its last steps are counted.

    therapy_changing: a new therapy is being put on flash; no bolus begins meanwhile.
    """

    def __init__(self, history, book, alarms):
        self.history = history
        self.alarms = alarms
        self._book = book
        self.state = LOCKED
        self.prescription = None
        self.therapy_changing = False
        self.bolus = RunningBolus()
        self.basal = Cadence()
        self.lateness = Lateness()
        self.governor = Governor(history, book)
        self.pacing = Pacing(self.basal, Cadence(), self.bolus, self.governor, self.lateness)
        self._watches = Watches(self.governor, alarms, history)
        self._moments = Moments(self.pacing, self.governor)
        self._granted = None
        self._halt_at_once = False
        self._queue_end_us = 0

    # What a command does, between two steps

    def prescribe(self, prescription):
        """Take over a prescription that is on record; a running basal changes at the end of what is queued."""
        self.prescription = prescription
        self.governor.set_prescription(prescription)
        self.pacing.merged.end()
        self.alarms.end(alarm_table.THERAPY_UNKNOWN)
        self.alarms.end(alarm_table.CALIBRATION_UNKNOWN)
        if prescription.basal is None:
            self.stop()
            self.basal.end()
        elif self.basal.running:
            self.basal.change(prescription.basal, self._queue_end_us if self._queue_end_us > 0 else 0)
        else:
            self.basal.begin(prescription.basal)
        if self.state == LOCKED:
            self.state = STOPPED

    def start(self):
        """Deliver from the step after the record is on flash."""
        self._halt_at_once = False
        self._book.record(record_kinds.STARTED)
        self.state = STARTING

    def stop(self):
        """End with the step under way; a bolus under way is cut."""
        self._end_delivery(0)

    def fault(self, alarm):
        """Stop at once and say why; delivery resumes only by command."""
        self.alarms.begin(alarm)
        self._halt_at_once = True
        self._end_delivery(1)

    def stay_stopped(self):
        """It was delivering before the reset and must not go on."""
        self._end_delivery(1)

    def _end_delivery(self, by_fault):
        if not self.history.running:
            return
        self._book.record(record_kinds.STOPPED, by_fault)
        if self.state == RUNNING:
            self.state = HALTING
        elif self.state == STARTING:
            self.state = STOPPED

    def ask_bolus(self, order, kind):
        """Judge a bolus; it begins when its grant is on flash. Returns 0 or the reason of the denial."""
        reason = self.governor.judge(order, self._state_denial(), self.alarms.high_shown())
        if reason:
            self.governor.deny(kind, reason)
        else:
            self.governor.grant(order)
            self._granted = order
        return reason

    def ask_patient_bolus(self):
        rx = self.prescription
        return self.ask_bolus(None if rx is None else rx.patient_bolus, PATIENT)

    def memory_failed(self):
        """A record could not be written: what is not on record must not be delivered."""
        if not self.alarms.standing[alarm_table.MEMORY_ERROR]:
            self.fault(alarm_table.MEMORY_ERROR)

    def state_name(self):
        return STATES[self.state]

    def is_beginning(self):
        """Something begins as soon as its record is on flash."""
        return self.state == STARTING or self._granted is not None

    # The step

    def step(self, readings, orders):
        """Readings in, Orders out."""
        orders.begin()
        self.history.advance(readings.t_s)
        if readings.steps_made and self._confirm(readings.steps_made):
            self.fault(alarm_table.STEP_ENGINE_FAULT)
        if readings.engine_fault:
            self.fault(alarm_table.STEP_ENGINE_FAULT)
        if self._book.doses.dropped:
            self.memory_failed()
        if self.state == RUNNING or self.state == HALTING:
            self.pacing.elapse(readings.elapsed_us)
        if readings.button:
            self.ask_patient_bolus()
        if readings.records_work and self._book.doses_are_clear():
            self._begin_what_is_recorded(readings.tail_us)
        self._watch()
        delivering = self.state == RUNNING or self.state == STARTING
        orders.reserve = delivering and self.governor.wants_reservation()
        wants_write = orders.reserve or self.therapy_changing or not self._book.is_clear()
        if self.state == RUNNING and not (wants_write and self._moments.is_for_writing(readings.tail_us)):
            self._plan(readings, orders)
        orders.halt = self.state == HALTING
        orders.at_once = self._halt_at_once
        orders.motor_on = self.state == RUNNING
        self._queue_end_us = orders.queue_end_us(readings.tail_us)
        cadence = self.pacing.present() if self.state == RUNNING else None
        if cadence is None:
            self._moments.set_idle(orders)
        else:
            is_full = orders.words >= readings.room
            self._moments.set(cadence, self._queue_end_us, is_full, wants_write, orders)

    def halted(self, steps_made):
        """The engine has stopped: count what it made, take the rest back, end the bolus."""
        if self._confirm(steps_made):
            self.alarms.begin(alarm_table.STEP_ENGINE_FAULT)
        self.pacing.take_back()
        self._queue_end_us = 0
        if self.history.bolus_kind != BASAL:
            self._end_bolus(1)
        self.pacing.merged.end()
        self._halt_at_once = False
        self.state = STOPPED

    def _confirm(self, steps):
        unasked = self.governor.confirm(steps)
        self._end_bolus_if_complete()
        return unasked

    def _end_bolus_if_complete(self):
        if self.bolus.is_complete(self.history.bolus_given):
            self._end_bolus(0)

    def _end_bolus(self, cut):
        self.governor.close_bolus(cut)
        self.bolus.end()
        self._granted = None

    def _begin_what_is_recorded(self, tail_us):
        if self.state == STARTING:
            self.state = RUNNING
        if self._granted is not None and self.state == RUNNING:
            self.pacing.begin_bolus(self._granted, tail_us if tail_us > 0 else 0)
            self._granted = None

    def _watch(self):
        watches = self._watches
        if watches.reservoir_ran_empty():
            self.fault(alarm_table.RESERVOIR_EMPTY)
        watches.day()
        watches.stopped(self.state == STOPPED)

    def _plan(self, readings, orders):
        room = readings.room if readings.room < WORDS_AHEAD else WORDS_AHEAD
        tail_us = readings.tail_us
        pacing = self.pacing
        pacing.begin_turn()
        while orders.words < room and pacing.plan(tail_us):
            orders.add_word(pacing.count, pacing.first_us, pacing.gap_us)
            tail_us = orders.queue_end_us(tail_us)
        if pacing.dropped:
            self._book.record(record_kinds.NOT_GIVEN, pacing.dropped)
            self.alarms.strike(alarm_table.DOSE_MISSED)
            self._end_bolus_if_complete()
        if self.governor.day_is_full():
            self.fault(alarm_table.DOSE_LIMIT)

    def _state_denial(self):
        if self.state == LOCKED:
            return denials.LOCKED
        if self.state != RUNNING:
            return denials.STOPPED
        if self.therapy_changing:
            return denials.THERAPY_CHANGING
        if self.pacing.merged.running or not self._book.has_room():
            return denials.BUSY
        return 0
