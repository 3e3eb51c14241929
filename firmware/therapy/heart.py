"""The heart: time and readings go in; what to deliver, to show and to record comes out.

One step allocates nothing and keeps every number inside +/- 2**30.
"""

from therapy.alarms import alarm_table
from therapy.bolus_kinds import BRIDGE
from therapy.delivery.pacing import HORIZON_US, WORDS_AHEAD
from therapy.heart_commands import HeartCommands
from therapy.memory import record_kinds
from therapy.states import HALTING, RUNNING, SERVICE, STARTING, STOPPED


class Heart(HeartCommands):
    """The step; what commands do between two of them is in HeartCommands."""

    def step(self, readings, orders):
        """Readings in, Orders out."""
        orders.begin()
        self.history.advance(readings.t_s)
        self.alarms.elapse(readings.t_s)
        self.time.elapse(readings.elapsed_us)
        self.schedule.elapse(readings.elapsed_us)
        self._watch_supply(readings.supply_low)
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
        waits = self.therapy_changing or self.settings_waiting
        wants_write = orders.reserve or waits or not self._book.is_clear()
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
        is_faulty = is_faulty or readings.supply_low
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
        self.schedule.find()  # what was to change soon waits with the rest
        self._follow_schedule(0)
        if self.course.is_open():
            self.pacing.end_bolus(0)
            self._close_bolus(1)
        self.pacing.merged.end()
        self._halt_at_once = False
        self.state = STOPPED

    def _confirm(self, steps):
        unasked = self.governor.confirm(steps)
        self._end_bolus_if_complete()
        return unasked

    def _end_bolus_if_complete(self):
        if self.bolus.is_complete(self.history.bolus_given):
            self._close_bolus(1 if self.bolus.is_cut() else 0)
            if self._has_no_infusion():
                self.stop()

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
        if self.state == STARTING and self.governor.has_reserve():
            self._pass_periods(0)  # those before it runs
            self.state = RUNNING
        if self.course.granted is not None and self.state == RUNNING:
            self.course.begin(queue_end_us)
            self.governor.size_reservation(self.bolus.total_steps if self.bolus.kind != BRIDGE else 0)

    def _watch_supply(self, is_low):
        """What is delivered must be put on record, and a record must not be begun that the supply will not end (P7)."""
        if not is_low:
            self.alarms.end(alarm_table.SUPPLY_LOW)
        elif not self.alarms.standing[alarm_table.SUPPLY_LOW]:
            self.fault(alarm_table.SUPPLY_LOW)

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
