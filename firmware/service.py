"""Service mode: the tubing filled, steps counted for calibration, the tube changed; with water and without therapy.

It is entered at the pump, by holding the button while nothing is delivered, and left through the self-test.
"""

from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from therapy.states import LOCKED, SERVICE, STOPPED
from units.refused import Refused
from units.scale import FL_PER_ML, FL_PER_NL

HOLD_US = 10_000_000
IDLE_US = 600_000_000  # left alone for so long it ends by itself
LOOK_US = 1_000_000
FASTEST_ML_PER_MIN = 5
MINUTE_US = 60_000_000
SLOWEST_US = 100_000
MOST_STEPS = 4_000_000  # 75 mL at 18.75 nL


class Service:
    """A slice of the loop. Every command either does all of what it says or raises Refused and changes nothing.

    step_volume_fl: nominal, of the head. self_test: run at the end, which takes the loop up to 2.3 s.
    """

    def __init__(self, heart, book, recorder, button, self_test, programming, step_volume_fl):
        self._heart = heart
        self._book = book
        self._recorder = recorder
        self._button = button
        self._self_test = self_test
        self._programming = programming
        self._nominal_fl = step_volume_fl
        self._was_held = False
        self._held_us = 0
        self._idle_us = 0
        self._waiting = None
        self._recorded_steps = 0
        self.next_us = LOOK_US

    # A slice of the loop

    def work(self, elapsed_us, _now):
        """Watch the button for the way in; in service, begin and settle runs, and leave when nobody is there."""
        if self._heart.state == SERVICE:
            self._serve(elapsed_us)
            return
        is_held = self._button.is_down() and self._may_enter()
        self._held_us = self._held_us + elapsed_us if is_held and self._was_held else 0
        self._was_held = is_held
        self.next_us = LOOK_US
        if self._held_us >= HOLD_US:
            self._held_us = 0
            self._idle_us = 0
            self._heart.state = SERVICE
            self._book.record(record_kinds.SERVICE, 1)

    def _may_enter(self):
        heart = self._heart
        may = heart.state == STOPPED or heart.state == LOCKED
        return may and not heart.history.resumes and not heart.therapy_changing and self._recorder.works()

    def _serve(self, elapsed_us):
        run = self._heart.service_run
        if self._waiting is not None and self._recorder.is_clear():
            run.begin(*self._waiting)
            self._waiting = None
        elif self._waiting is not None and not self._recorder.works():
            self.stop()
        if self._recorded_steps and self._waiting is None and not run.is_running:
            self._settle(run)
        self._idle_us = 0 if self.is_busy() or self._button.is_down() else self._idle_us + elapsed_us
        self.next_us = LOOK_US if self._waiting is None else 0
        if self._idle_us >= IDLE_US:
            self.leave()

    def _settle(self, run):
        """What was put on record and not made is taken off again; what nobody asked for is added."""
        unmade = self._recorded_steps - run.made
        self._recorded_steps = 0
        if unmade > 0:
            self._book.record(record_kinds.UNSERVED, unmade)
        elif unmade < 0:
            self._book.record(record_kinds.SERVED, -unmade)

    # Commands

    def is_busy(self):
        return self._waiting is not None or self._recorded_steps > 0

    def run(self, steps, us_per_step):
        """Make so many steps, at most 5 mL/min: the record of it first. `made` tells how far it is."""
        self._refuse_elsewhere("service.run")
        self._refuse_busy("service.run")
        if type(steps) is not int or not 1 <= steps <= MOST_STEPS:
            raise Refused("service.run.steps", repr(steps), "1 to %d" % MOST_STEPS, "choose a number inside that range")
        fastest_us = self.fastest_us()
        if type(us_per_step) is not int or not fastest_us <= us_per_step <= SLOWEST_US:
            limit = "%d (%d mL/min) to %d us a step" % (fastest_us, FASTEST_ML_PER_MIN, SLOWEST_US)
            raise Refused("service.run.rate", "%s us a step" % us_per_step, limit, "choose a time inside that range")
        if not self._book.has_room():
            raise Refused("service.run", "records wait to be written", "room for the record of it", "ask again")
        self._book.record(record_kinds.SERVED, steps)
        self._recorded_steps = steps
        self._waiting = (steps, us_per_step)
        self.next_us = 0

    def fill(self, volume_nl):
        """Fill the tubing: this volume at the fastest rate."""
        if type(volume_nl) is not int or volume_nl <= 0:
            raise Refused("service.fill", repr(volume_nl), "a volume in nL, more than zero", "correct it")
        self.run(volume_nl * FL_PER_NL // self._step_volume_fl(), self.fastest_us())

    def made(self):
        """Microsteps made of the run under way, or of the last one."""
        return self._heart.service_run.made

    def stop(self):
        """End the run with what is queued, half a second at most."""
        self._refuse_elsewhere("service.stop")
        run = self._heart.service_run
        if self._waiting is not None:
            run.begin(0, self._waiting[1])
            self._waiting = None
        run.end_after_queue()

    def tube_changed(self):
        """A new tube is in: its revolutions begin at zero."""
        self._refuse_elsewhere("service.tube")
        self._refuse_busy("service.tube")
        if not self._book.has_room():
            raise Refused("service.tube", "records wait to be written", "room for one more", "ask again")
        self._book.settle()
        self._book.record(record_kinds.TUBE_CHANGED)

    def leave(self):
        """Back to where it came from, through the self-test (S1). Returns True if it passed."""
        self._refuse_elsewhere("service.leave")
        self._refuse_busy("service.leave")
        heart = self._heart
        passed = self._self_test.run()
        heart.alarms.show(alarm_table.SELF_TEST_FAILED, not passed)
        self._book.record(record_kinds.SERVICE, 0, self._self_test.failed_items())
        heart.state = LOCKED if heart.prescription is None else STOPPED
        self.next_us = LOOK_US
        return passed

    def fastest_us(self):
        """The least time from step to step: 5 mL/min."""
        return -(-self._step_volume_fl() * MINUTE_US // (FASTEST_ML_PER_MIN * FL_PER_ML))

    def _step_volume_fl(self):
        return self._programming.step_volume_fl or self._nominal_fl

    def _refuse_busy(self, field):
        if self.is_busy():
            raise Refused(field, "a run is under way", "none may be", "wait for it or stop it")

    def _refuse_elsewhere(self, field):
        if self._heart.state != SERVICE:
            raise Refused(field, self._heart.state_name(), "only in service mode", "hold the button for 10 s")
