"""The conditions that the heart looks at in every step, and the alarms they raise."""

from therapy.alarms import alarm_table

REMINDER_S = 900
TOO_LONG_S = 172_800


class Watches:
    """governor, alarms, history: what is watched and where it shows."""

    def __init__(self, governor, alarms, history):
        self._governor = governor
        self._alarms = alarms
        self._history = history

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

    def day(self):
        """The dose limit's alarm ends when the day has room again."""
        if self._alarms.standing[alarm_table.DOSE_LIMIT] and not self._governor.day_is_full():
            self._alarms.end(alarm_table.DOSE_LIMIT)

    def stopped(self, is_stopped):
        """Remind after 15 min, alarm after 48 h."""
        stopped_s = self._history.t_s - self._history.stopped_s
        self._alarms.show(alarm_table.STOPPED, is_stopped and stopped_s >= REMINDER_S)
        self._alarms.show(alarm_table.STOPPED_TOO_LONG, is_stopped and stopped_s >= TOO_LONG_S)
