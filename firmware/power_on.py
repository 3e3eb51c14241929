"""From a reset to the first turn of the loop: recover, test, then resume, stay stopped, or lock."""

from therapy import denials
from therapy.alarms import alarm_table
from therapy.bolus_kinds import PATIENT
from therapy.memory import record_kinds

WATCHDOG = 3  # machine.WDT_RESET on this port; a commanded reset leaves a marker, since it reads the same


class PowerOn:
    """heart, book, programming, clock_desk, recovery, recorder, self_test, button, clock, marker: as assembled.

    feed: feeds the watchdog between the steps, each of which it outlasts.
    """

    def __init__(
        self, heart, book, programming, clock_desk, recovery, recorder, self_test, button, clock, marker, feed
    ):
        self._marker = marker
        self._feed = feed
        self._programming = programming
        self._clock_desk = clock_desk
        self._heart = heart
        self._book = book
        self._recovery = recovery
        self._recorder = recorder
        self._self_test = self_test
        self._button = button
        self._clock = clock

    def boot(self, unique_id, reset_cause):
        """Do all of it; the motor stays off throughout. A button pressed meanwhile is denied (B1)."""
        heart, recovery = self._heart, self._recovery
        self._feed()
        try:
            recovery.recover(unique_id)
        except OSError:
            self._recorder.failed = True
        self._feed()
        passed = self._test()
        self._note_reset(reset_cause)
        self._recorder.detached = not recovery.is_known
        while self._recorder.work(False):
            self._feed()
        if recovery.is_known:
            self._recorder.begin_segment()
            self._feed()
        self._clock_desk.read_chip(self._feed)
        self._clock.begin(heart.history.t_s)  # from here on the loop's own time moves the pump time
        self._resume(passed)
        if self._button.touched:
            heart.governor.deny(PATIENT, denials.SELF_TEST, heart.time.hour())

    def _note_reset(self, cause):
        commanded = self._marker.take()
        found = self._recovery.found
        self._book.record(record_kinds.RESET, cause, self._self_test.failed_items(), found, commanded)
        if cause == WATCHDOG and not commanded:
            self._heart.alarms.strike(alarm_table.WATCHDOG_RESET)
        elif self._recovery.was_running:
            self._heart.alarms.strike(alarm_table.RESTARTED)

    def _test(self):
        passed = self._self_test.run()
        alarms = self._heart.alarms
        if not passed:
            alarms.begin(alarm_table.SELF_TEST_FAILED)
        if not self._self_test.load_cell_answers:
            alarms.begin(alarm_table.LOAD_CELL_LOST)
        return passed

    def _resume(self, passed):
        """Go on as before the reset if everything is known and nothing is wrong."""
        heart, recovery = self._heart, self._recovery
        if self._recorder.failed:
            heart.memory_failed()
        self._programming.line = recovery.line
        if recovery.prescription is not None:
            heart.prescribe(recovery.prescription)
        may_go_on = passed and recovery.prescription is not None and not heart.alarms.high_shown()
        if heart.history.awaits_therapy and heart.history.running:
            heart.stop(record_kinds.UNTIL_PROGRAMMED)
        elif recovery.was_running and heart.history.running and may_go_on:
            heart.start()
        elif recovery.was_running:
            heart.stop(record_kinds.BY_FAULT)
