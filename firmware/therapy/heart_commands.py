"""The heart between two steps: its parts, its state, and what a command does to them."""

from therapy import denials
from therapy.alarms import alarm_table
from therapy.alarms.watches import Watches
from therapy.bolus_course import BolusCourse
from therapy.bolus_kinds import BRIDGE, PATIENT
from therapy.delivery.basal_schedule import NONE, BasalSchedule
from therapy.delivery.cadence import Cadence
from therapy.delivery.lateness import Lateness
from therapy.delivery.moments import Moments
from therapy.delivery.pacing import Pacing
from therapy.delivery.pump_time import PumpTime
from therapy.delivery.running_bolus import RunningBolus
from therapy.delivery.service_run import ServiceRun
from therapy.governor import Governor
from therapy.memory import record_kinds
from therapy.states import HALTING, LOCKED, RUNNING, STARTING, STATES, STOPPED


class HeartCommands:
    """state: LOCKED until history, calibration and therapy are known; STARTING until the start is on record;
    HALTING until the step engine has stopped and its last steps are counted; SERVICE while somebody serves the pump.

    time: PumpTime. schedule: BasalSchedule. therapy_changing: a new therapy is being put on flash; no bolus begins.
    settings_waiting: something else than a record is to be put on flash, when there is a moment for it.
    What has its place in the stream of steps is only asked for here: the next step does it.
    """

    def __init__(self, history, book, alarms, wear):
        self.history = history
        self.alarms = alarms
        self._book = book
        self.state = LOCKED
        self.prescription = None
        self.therapy_changing = False
        self.settings_waiting = False
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

    def prescribe(self, prescription):
        """Take over a prescription that is on record; a running basal changes in the next step, behind the queue."""
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

    def moment(self):
        """[running time in s, day, second of it], the last two None while the time of day is unknown; to be stored."""
        time = self.time
        return [self.history.t_s] + ([time.day, time.second] if time.is_known else [None, None])

    def state_name(self):
        return STATES[self.state]

    def is_beginning(self):
        """Something begins as soon as its record is on flash."""
        return self.state == STARTING or self.course.granted is not None

    def _close_bolus(self, cut):
        if cut and self.history.bolus_kind == BRIDGE:
            self.alarms.strike(alarm_table.BRIDGE_CUT)
        self.course.close(cut)

    def _has_no_infusion(self):
        """The therapy has none: a clinician's bolus runs alone, and leaves the pump stopped."""
        return self.prescription is not None and self.prescription.infusion is None

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
