"""The heart: time and readings go in; what to deliver, to show and to record comes out.

One step allocates nothing and keeps every number inside +/- 2**30.
"""

from therapy import denials
from therapy.alarms import alarm_table
from therapy.alarms.watches import Watches
from therapy.bolus_course import BolusCourse
from therapy.bolus_kinds import BRIDGE, PATIENT
from therapy.delivery.basal_schedule import NONE, BasalSchedule
from therapy.delivery.cadence import Cadence
from therapy.delivery.lateness import Lateness
from therapy.delivery.moments import Moments
from therapy.delivery.pacing import HORIZON_US, WORDS_AHEAD, Pacing
from therapy.delivery.pump_time import PumpTime
from therapy.delivery.running_bolus import RunningBolus
from therapy.delivery.service_run import ServiceRun
from therapy.governor import Governor
from therapy.memory import record_kinds

STATES = ("locked", "stopped", "starting", "running", "halting", "service")
LOCKED, STOPPED, STARTING, RUNNING, HALTING, SERVICE = range(len(STATES))


class Heart:
    """state: LOCKED until history, calibration and therapy are known; STARTING until the start is on record;
    HALTING until the step engine has stopped and its last steps are counted; SERVICE while somebody serves the pump.

    time: PumpTime. schedule: BasalSchedule. therapy_changing: a new therapy is being put on flash; no bolus begins.
    """

    def __init__(self, history, book, alarms, wear):
        self.history = history
        self.alarms = alarms
        self._book = book
        self.state = LOCKED
        self.prescription = None
        self.therapy_changing = False
        self.time = PumpTime()
        self.schedule = BasalSchedule(self.time)
        self.basal = Cadence()
        self.bolus = RunningBolus()
        self.lateness = Lateness()
        self.governor = Governor(history, book, self.schedule)
        self.pacing = Pacing(self.schedule, self.basal, Cadence(), self.bolus, self.governor, self.lateness)
        self.service_run = ServiceRun()
        self.course = BolusCourse(history, self.governor, self.pacing, self.bolus)
        self._watches = Watches(self.governor, alarms, history, self.schedule, wear)
        self._moments = Moments(self.pacing, self.governor)
        self._halt_at_once = False
        self._must_follow = False
        self._must_cancel = False

    # What a command does, between two steps

    def prescribe(self, prescription):
        """Take over a prescription that is on record; a running basal changes in the next step, after what is queued."""
        self.prescription = prescription
        self.pacing.merged.end()
        self.schedule.use(prescription.infusion)
        self.governor.set_prescription(prescription)
        self.alarms.end(alarm_table.THERAPY_UNKNOWN)
        self.alarms.end(alarm_table.CALIBRATION_UNKNOWN)
        if self.state == LOCKED:
            self.state = STOPPED
        self._schedule_changed()
        if self.history.resumes and not self.history.awaits_therapy and self.state == STOPPED:
            self.resume()

    def resume(self):
        """Go on after the hold for another mixture, now that its therapy is in force."""
        if self.schedule.index == NONE or self.alarms.forbid_delivery():
            self._book.record(record_kinds.STOPPED, record_kinds.BY_COMMAND)
        else:
            self.start()

    def start(self):
        """Deliver from the step after the record is on flash."""
        self._halt_at_once = False
        self._book.record(record_kinds.STARTED)
        self.state = STARTING

    def stop(self, why=record_kinds.BY_COMMAND):
        """End with the step under way; a bolus under way is cut. why: as record_kinds lists it."""
        if self.history.running:
            self._end_delivery(why)
        elif self.history.resumes:
            self._book.record(record_kinds.STOPPED, why)

    def fault(self, alarm):
        """Stop at once and say why; delivery resumes only by command."""
        self.alarms.begin(alarm)
        self._halt_at_once = True
        self.stop(record_kinds.BY_FAULT)

    def _end_delivery(self, why):
        self._book.record(record_kinds.STOPPED, why)
        if self.state == RUNNING:
            self.state = HALTING
        elif self.state == STARTING:
            self.state = STOPPED
            if self.course.is_open():
                self._close_bolus(1)

    def clock_changed(self):
        """The pump time was set or lost: the period may be another one."""
        self.schedule.find()
        self.governor.size_reservation()
        self._schedule_changed()

    def _schedule_changed(self):
        if self.state == RUNNING:
            self._must_follow = True
        else:
            self._follow_schedule(0)

    def _follow_schedule(self, at_us):
        """Run the schedule's flow from at_us on; without one there is nothing to deliver."""
        if self.schedule.index != NONE:
            self.pacing.change_basal(at_us)
            return
        if self.schedule.has_infusion():
            self.stop(record_kinds.BY_CLOCK)
        elif not self.course.is_open():  # a clinician's bolus runs without one
            self.stop()
            self.basal.end()

    def ask_bolus(self, order, kind):
        """Judge a bolus; it begins when its grant is on flash. Returns 0 or the reason of the denial."""
        high_alarm = self.alarms.forbid_delivery() if self._has_no_infusion() else self.alarms.high_shown()
        reason = self.course.ask(order, kind, self._state_denial(kind), high_alarm, self.time.hour())
        if not reason and self.state == STOPPED:
            self.start()
        return reason

    def ask_patient_bolus(self):
        rx = self.prescription
        return self.ask_bolus(None if rx is None else rx.patient_bolus, PATIENT)

    def stop_bolus(self):
        """End the bolus under way early, in the next step; the therapy goes on."""
        self._must_cancel = True

    def memory_failed(self):
        """A record could not be written: what is not on record must not be delivered."""
        if not self.alarms.standing[alarm_table.MEMORY_ERROR]:
            self.fault(alarm_table.MEMORY_ERROR)

    def state_name(self):
        return STATES[self.state]

    def is_beginning(self):
        """Something begins as soon as its record is on flash."""
        return self.state == STARTING or self.course.granted is not None

    # The step

    def step(self, readings, orders):
        """Readings in, Orders out."""
        orders.begin()
        self.history.advance(readings.t_s)
        self.time.elapse(readings.elapsed_us)
        self.schedule.elapse(readings.elapsed_us)
        if self.state == SERVICE:
            self._step_in_service(readings, orders)
            return
        if readings.steps_made and self._confirm(readings.steps_made):
            self.fault(alarm_table.STEP_ENGINE_FAULT)
        if readings.engine_fault:
            self.fault(alarm_table.STEP_ENGINE_FAULT)
        if self._book.doses.dropped:
            self.memory_failed()
        if self.state == RUNNING or self.state == HALTING:
            self.pacing.elapse(readings.elapsed_us)
        queue_end_us = readings.tail_us if readings.tail_us > 0 else 0
        self._obey(queue_end_us)
        if readings.button:
            self.ask_patient_bolus()
        if readings.records_work and self._book.doses_are_clear():
            self._begin_what_is_recorded(queue_end_us)
        self._pass_periods(readings.tail_us)
        self._watch()
        delivering = self.state == RUNNING or self.state == STARTING
        orders.reserve = delivering and self.governor.wants_reservation()
        wants_write = orders.reserve or self.therapy_changing or not self._book.is_clear()
        if self.state == RUNNING and not (wants_write and self._moments.is_for_writing(readings.tail_us)):
            self._plan(readings, orders)
        orders.halt = self.state == HALTING
        orders.at_once = self._halt_at_once
        orders.motor_on = self.state == RUNNING
        queue_end_us = orders.queue_end_us(readings.tail_us)
        cadence = self.pacing.present() if self.state == RUNNING else None
        if cadence is None:
            self._moments.set_idle(orders)
        else:
            is_full = orders.words >= readings.room
            self._moments.set(cadence, queue_end_us, is_full, wants_write, orders)
            self._moments.wake_before(self.schedule.to_change_us() - HORIZON_US, orders)

    def _step_in_service(self, readings, orders):
        run = self.service_run
        is_faulty = run.confirm(readings.steps_made) > 0 or readings.engine_fault
        if is_faulty:
            self.alarms.begin(alarm_table.STEP_ENGINE_FAULT)
        self._pass_periods(0)
        self._watch()
        self._moments.set_idle(orders)
        orders.reserve = False
        orders.halt = orders.at_once = run.is_running and (is_faulty or not readings.records_work)
        orders.motor_on = run.is_running
        if run.is_running and not orders.halt:
            run.plan(readings.room, readings.tail_us, orders)

    def halted(self, steps_made):
        """The engine has stopped: count what it made, take the rest back, end the bolus."""
        if self.state == SERVICE:
            self.service_run.confirm(steps_made)
            self.service_run.end()
            return
        if self._confirm(steps_made):
            self.alarms.begin(alarm_table.STEP_ENGINE_FAULT)
        self.pacing.take_back()
        if self.course.is_open():
            self.pacing.end_bolus(0)
            self._close_bolus(1)
        self.pacing.merged.end()
        self._halt_at_once = False
        self.state = STOPPED
        self.schedule.find()  # what was to change soon waits with the rest
        self._follow_schedule(0)

    def _confirm(self, steps):
        unasked = self.governor.confirm(steps)
        self._end_bolus_if_complete()
        return unasked

    def _end_bolus_if_complete(self):
        if self.bolus.is_complete(self.history.bolus_given):
            self._close_bolus(1 if self.bolus.cancelled else 0)
            if self._has_no_infusion():
                self.stop()

    def _close_bolus(self, cut):
        if cut and self.history.bolus_kind == BRIDGE:
            self.alarms.strike(alarm_table.BRIDGE_CUT)
        self.course.close(cut)

    def _has_no_infusion(self):
        """The therapy has none: a clinician's bolus runs alone, and leaves the pump stopped."""
        return self.prescription is not None and self.prescription.infusion is None

    def _pass_periods(self, tail_us):
        """The next period takes over at its own moment, planned as far ahead as steps are queued."""
        schedule = self.schedule
        runs = self.state == RUNNING
        while schedule.to_change_us() <= (HORIZON_US if runs else 0):
            at_us = max(schedule.to_change_us(), tail_us) if runs else 0
            schedule.pass_change()
            self.pacing.change_basal(at_us)

    def _obey(self, queue_end_us):
        """Do what was commanded since the last step and has its place in the stream: after what is queued."""
        if self._must_cancel:
            self._must_cancel = False
            self._cancel_bolus(queue_end_us)
        if self._must_follow:
            self._must_follow = False
            self._follow_schedule(queue_end_us)

    def _cancel_bolus(self, queue_end_us):
        if self.course.granted is not None:
            self._close_bolus(1)
            if self._has_no_infusion():
                self.stop()
        elif self.course.is_open():
            self.course.cancel(queue_end_us)
            self._end_bolus_if_complete()

    def _begin_what_is_recorded(self, queue_end_us):
        if self.state == STARTING:
            self._pass_periods(0)  # those before it runs
            self.state = RUNNING
        if self.course.granted is not None and self.state == RUNNING:
            self.course.begin(queue_end_us)
            self.governor.size_reservation(self.bolus.total_steps if self.bolus.kind != BRIDGE else 0)

    def _watch(self):
        watches = self._watches
        if watches.reservoir_ran_empty():
            self.fault(alarm_table.RESERVOIR_EMPTY)
        if watches.service_life_ended():
            self.fault(alarm_table.END_OF_SERVICE)
        watches.day()
        watches.settings()
        watches.stopped(self.state == STOPPED or self.state == SERVICE)

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

    def _state_denial(self, kind):
        if self.state == LOCKED:
            return denials.LOCKED
        may_begin = self.state == RUNNING or (
            self.state == STOPPED and kind != PATIENT and self._has_no_infusion() and not self.history.awaits_therapy
        )
        if not may_begin:
            return denials.STOPPED
        if self.therapy_changing:
            return denials.THERAPY_CHANGING
        if self.pacing.merged.running or not self._book.has_room():
            return denials.BUSY
        return 0
