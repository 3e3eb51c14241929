"""The heart: time and readings go in; what to deliver, to show and to record comes out.

One step allocates nothing and keeps every number inside +/- 2**30.
"""

from therapy import alarm_table, denials, record_kinds
from therapy.bolus import PATIENT, RunningBolus
from therapy.cadence import Cadence
from therapy.governor import Governor
from therapy.lateness import Lateness
from therapy.pacing import FIFO_WORDS, HORIZON_US, Pacing
from units.flow import scaled

LOCKED = 0
STOPPED = 1
RUNNING = 2
STATES = ("locked", "stopped", "running")

LONGEST_WAIT_US = 1_700_000  # inside the watchdog's timeout with two erase stalls of 400 ms to spare
SHORTEST_WAIT_US = 1_000
QUIET_US = 450_000  # a record is written at least this long before a step, or right after a refill
AFTER_STEP_US = 2_000  # the receipt of a step is there by then
REMINDER_S = 900
TOO_LONG_S = 172_800


class Heart:
    """state: LOCKED until history, calibration and therapy are known; then STOPPED or RUNNING."""

    def __init__(self, history, alarms, happenings):
        self.history = history
        self.alarms = alarms
        self._happenings = happenings
        self.state = LOCKED
        self.bolus = RunningBolus()
        self.basal = Cadence()
        self._merged = Cadence()
        self.lateness = Lateness()
        self.governor = Governor(history, happenings)
        self.pacing = Pacing(self.basal, self._merged, self.bolus, self.governor, self.lateness)
        self._waiting_bolus = None
        self._waiting_start = False
        self._halt = False
        self._halt_at_once = False

    # What a command does, between two steps

    def prescribe(self, prescription, reservoir):
        """Take over a prescription that is on record; the running basal keeps its phase in the new interval."""
        old_us = self.basal.whole_us if self.basal.running else 0
        self.governor.set_prescription(prescription, reservoir)
        self.basal.set_flow(prescription.basal)
        if prescription.basal is None:
            self.stop()
        if old_us and self.basal.running:
            self.basal.to_next_us = self.basal.to_next_us * self.basal.whole_us // old_us
        else:
            self.basal.begin_half_way()
        if self.state == LOCKED:
            self.state = STOPPED

    def start(self):
        """Deliver from the step after the record is on flash."""
        self._note(record_kinds.STARTED)
        self._waiting_start = True

    def stay_stopped(self):
        """It was delivering before the reset and must not go on."""
        self._end_delivery(1)

    def stop(self):
        """End with the step under way; a bolus under way is cut."""
        self._end_delivery(0)

    def fault(self, alarm):
        """Stop at once and say why; delivery resumes only by command."""
        self.alarms.begin(alarm)
        self._end_delivery(1)

    def _end_delivery(self, by_fault):
        if self.history.running:
            self._halt = self.state == RUNNING
            self._halt_at_once = by_fault == 1
            self._waiting_start = False
            self._note(record_kinds.STOPPED, by_fault)

    def ask_bolus(self, order, kind):
        """Judge a bolus; it begins when its grant is on flash. Returns 0 or the reason of the denial."""
        reason = self.governor.judge(order, self._state_denial(), self.alarms.high_shown())
        if reason:
            self.governor.deny(kind, reason)
        else:
            self.governor.grant(order)
            self._waiting_bolus = order
        return reason

    def memory_failed(self):
        """A record could not be written: what is not on record must not be delivered."""
        if not self.alarms.standing[alarm_table.MEMORY_ERROR]:
            self.fault(alarm_table.MEMORY_ERROR)

    def state_name(self):
        return STATES[self.state]

    def is_waiting(self):
        """Something begins as soon as its record is on flash."""
        return self._waiting_start or self._waiting_bolus is not None

    # The step

    def step(self, readings, orders):
        """Readings in, Orders out."""
        orders.words = 0
        orders.halt = False
        self.history.advance(readings.t_s)
        self._happenings.t_s = readings.t_s
        if readings.steps_made and self._confirm(readings.steps_made):
            self.fault(alarm_table.STEP_ENGINE_FAULT)
        if readings.engine_fault:
            self.fault(alarm_table.STEP_ENGINE_FAULT)
        if self.state == RUNNING:
            self.pacing.elapse(readings.elapsed_us)
        if readings.button:
            self.ask_patient_bolus()
        if readings.records_clear and not self._happenings.waiting:
            self._begin_what_waits(readings.tail_us)
        self._watch_reservoir()
        self._watch_day()
        self._watch_stopped()
        if self._halt:
            orders.halt = True
        elif self.state == RUNNING:
            self._plan(readings, orders)
            orders.halt = self._halt
        orders.at_once = self._halt_at_once
        delivering = self.state == RUNNING and not self._halt
        orders.motor_on = delivering
        orders.reserve = (delivering or self._waiting_start) and self.governor.wants_reservation()
        self._set_times(readings, orders)

    def ask_patient_bolus(self):
        rx = self.governor.prescription
        return self.ask_bolus(None if rx is None else rx.patient_bolus, PATIENT)

    def settle(self, steps_made):
        """The engine has stopped: count what it made, take the rest back, end the bolus."""
        self._halt = False
        if self._confirm(steps_made):
            self.alarms.begin(alarm_table.STEP_ENGINE_FAULT)
        self.pacing.take_back()
        if self.bolus.kind or self._waiting_bolus is not None:
            self._close_bolus(1)
        if self.state == RUNNING:
            self.state = STOPPED

    def _confirm(self, steps):
        given_before = self.history.bolus_given
        unasked = self.governor.confirm(steps)
        if self.bolus.kind:
            self.bolus.given_steps += self.history.bolus_given - given_before
            if self.bolus.is_complete():
                self._close_bolus(0)
        return unasked

    def _close_bolus(self, cut):
        self.governor.close_bolus(self.history.bolus_kind, self.history.bolus_given, cut)
        self.bolus.end()
        if cut:
            self._merged.set_flow(None)
        self._waiting_bolus = None

    def _begin_what_waits(self, tail_us):
        """A bolus begins at the end of what is queued at the basal rate, so that it neither lags nor hurries."""
        if self._waiting_start:
            self._waiting_start = False
            self.state = RUNNING
        if self._waiting_bolus is not None and self.state == RUNNING:
            order = self._waiting_bolus
            self._waiting_bolus = None
            self.bolus.begin(order)
            self._merged.set_flow(order.merged)
            begins_us = tail_us if tail_us > 0 else 0
            to_basal_us = self.basal.to_next_us - begins_us
            if to_basal_us > 0:
                self._merged.to_next_us = begins_us + scaled(to_basal_us, order.merged.ratio_q28)
            else:
                self._merged.to_next_us = self.basal.to_next_us

    def _plan(self, readings, orders):
        room = readings.room if readings.room < FIFO_WORDS else FIFO_WORDS
        tail_us = readings.tail_us
        pacing = self.pacing
        pacing.dropped = 0
        while orders.words < room and pacing.plan(tail_us):
            orders.add_word(pacing.count, pacing.first_us, pacing.gap_us)
            tail_us = pacing.first_us + (pacing.count - 1) * pacing.gap_us
        if pacing.dropped:
            self.lateness.not_given += pacing.dropped
            self._note(record_kinds.NOT_GIVEN, pacing.dropped)
            self.alarms.strike(alarm_table.DOSE_MISSED)
            if self.bolus.is_complete():
                self._close_bolus(0)
        if self.governor.day_is_full():
            self.fault(alarm_table.DOSE_LIMIT)

    def _watch_reservoir(self):
        reservoir = self.governor.reservoir
        if reservoir is None:
            return
        since_fill = self.history.since_fill
        self._show(alarm_table.RESERVOIR_LOW, reservoir.is_low(since_fill))
        if reservoir.is_empty(since_fill):
            if not self.alarms.standing[alarm_table.RESERVOIR_EMPTY]:
                self.fault(alarm_table.RESERVOIR_EMPTY)
        else:
            self.alarms.end(alarm_table.RESERVOIR_EMPTY)

    def _watch_day(self):
        if self.alarms.standing[alarm_table.DOSE_LIMIT] and not self.governor.day_is_full():
            self.alarms.end(alarm_table.DOSE_LIMIT)

    def _watch_stopped(self):
        stopped = self.state == STOPPED and not self._waiting_start
        stopped_s = self.history.t_s - self.history.stopped_s
        self._show(alarm_table.STOPPED, stopped and stopped_s >= REMINDER_S)
        self._show(alarm_table.STOPPED_TOO_LONG, stopped and stopped_s >= TOO_LONG_S)

    def _show(self, alarm, there):
        if there:
            self.alarms.begin(alarm)
        else:
            self.alarms.end(alarm)

    def _set_times(self, readings, orders):
        """When to come back, and whether now is the moment to write."""
        wake_us = LONGEST_WAIT_US
        orders.write_now = True
        cadence = self.pacing.present() if self.state == RUNNING else None
        if cadence is not None:
            queued_us = self._queue_end_us(readings, orders)
            refill_us = self.pacing.to_refill_us(cadence, queued_us)
            if refill_us < cadence.whole_us and orders.words >= readings.room:
                refill_us = cadence.whole_us  # no word fits before one of the four is done
            wake_us = refill_us if refill_us < wake_us else wake_us
            slow = cadence.whole_us > HORIZON_US
            if slow and queued_us > 0:
                orders.write_now = False
                if (orders.reserve or self._happenings.waiting) and queued_us + AFTER_STEP_US < wake_us:
                    wake_us = queued_us + AFTER_STEP_US
            elif slow:
                quiet = self.pacing.next_edge_us(cadence, queued_us) > QUIET_US
                orders.write_now = quiet or not self.governor.has_reserve()
        orders.wake_us = wake_us if wake_us > SHORTEST_WAIT_US else SHORTEST_WAIT_US

    def _queue_end_us(self, readings, orders):
        if not orders.words:
            return readings.tail_us
        last = orders.words - 1
        return orders.firsts_us[last] + (orders.counts[last] - 1) * orders.gaps_us[last]

    def _state_denial(self):
        if self.state == LOCKED:
            return denials.LOCKED
        if self.state == STOPPED or self._halt:
            return denials.STOPPED
        if self._merged.running:
            return denials.BUSY
        return 0

    def _note(self, kind, a=0):
        self.history.apply(kind, a, 0, 0)
        self._happenings.note(kind, a)
