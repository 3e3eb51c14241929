"""The conditions that the heart looks at in every step, and the alarms they raise."""

from therapy.alarms import alarm_table

REMINDER_S = 900
TOO_LONG_S = 172_800


class Watches:
    """governor, alarms, history, schedule: what is watched and where it shows. wear: Wear, the limits of the parts."""

    def __init__(self, governor, alarms, history, schedule, wear):
        self._governor = governor
        self._alarms = alarms
        self._history = history
        self._schedule = schedule
        self._wear = wear

    def reservoir_ran_empty(self):
        """Show low and empty; True in the step in which it is found empty."""
        alarms, reservoir = self._alarms, self._governor.reservoir
        if self._governor.prescription is None:
            return False
        alarms.show(alarm_table.RESERVOIR_LOW, reservoir.is_low())
        if reservoir.is_empty():
            return not alarms.standing[alarm_table.RESERVOIR_EMPTY]
        alarms.end(alarm_table.RESERVOIR_EMPTY)
        return False

    def service_life_ended(self):
        """Show wear of tube and pump; True in the step in which the service life is found over."""
        alarms, history, wear = self._alarms, self._history, self._wear
        alarms.show(alarm_table.TUBE_WORN, wear.is_tube_worn(history.tube_steps))
        is_over = wear.is_over(history.t_s)
        alarms.show(alarm_table.REPLACEMENT_DUE, wear.is_nearly_over(history.t_s) and not is_over)
        return is_over and not alarms.standing[alarm_table.END_OF_SERVICE]

    def day(self):
        """The dose limit's alarm ends when the day has room again."""
        if self._alarms.standing[alarm_table.DOSE_LIMIT] and not self._governor.day_is_full():
            self._alarms.end(alarm_table.DOSE_LIMIT)

    def settings(self):
        """The clock's policy rules; the reservoir waits for its therapy."""
        self._alarms.show(alarm_table.CLOCK_LOST, not self._schedule.is_timely())
        self._alarms.show(alarm_table.THERAPY_NEEDED, self._history.awaits_therapy)

    def stopped(self, is_stopped):
        """Remind after 15 min, alarm after 48 h."""
        stopped_s = self._history.t_s - self._history.stopped_s
        self._alarms.show(alarm_table.STOPPED, is_stopped and stopped_s >= REMINDER_S)
        self._alarms.show(alarm_table.STOPPED_TOO_LONG, is_stopped and stopped_s >= TOO_LONG_S)
