"""Which alarms stand, which were acknowledged, and which one shows."""

from array import array

from therapy.alarms.alarm_table import HIGH, LATCHES, MOTOR_STALLED, PRIORITY, STOPPED_TOO_LONG
from therapy.memory import record_kinds

COUNT = len(PRIORITY)
PAUSE_S = 120  # A3: the longest that a sound may be paused
FLAPS = 5  # onsets in an hour: what comes oftener comes and goes by itself, a loose contact perhaps
HOLD_S = 600  # and then shows until its cause was away for so long, so that it floods neither person nor flash
HOUR_S = 3_600
NEVER_S = (1 << 30) - 1


class Alarms:
    """A standing alarm is announced once, when it begins; a latching one stays until it is acknowledged.

    standing: its cause is there now. shown: it stands, or it latched and nobody has acknowledged it.
    priority: the highest shown, 0 for none; loud_priority: the highest whose sound is not paused. A sound is paused by
    acknowledging the alarm, or by the silence button; while the alarm shows it comes back after 120 s.
    """

    def __init__(self, book):
        self._book = book
        self.standing = bytearray(COUNT)
        self.shown = bytearray(COUNT)
        self.acknowledged = bytearray(COUNT)
        self._silent_until_s = array("i", [0] * COUNT)
        self._next_loud_s = NEVER_S
        self._onsets = bytearray(COUNT)
        self._hour_s = 0
        self._held_until_s = array("i", [0] * COUNT)
        self._is_holding = False
        self.priority = 0
        self.loud_priority = 0

    def restore(self, latched):
        """After a reset: show again what latched before it and was not acknowledged. latched: History.latched."""
        for alarm in range(COUNT):
            if latched.has(alarm):
                self.shown[alarm] = 1
        self._rank()

    def begin(self, alarm):
        if self.standing[alarm]:
            return
        self.standing[alarm] = 1
        self.acknowledged[alarm] = 0
        self._held_until_s[alarm] = 0
        announced = self.shown[alarm]
        if not announced:
            self._silent_until_s[alarm] = 0
            self._count_onset(alarm)
        self.shown[alarm] = 1
        self._rank()
        if not announced:
            self._book.record(record_kinds.ALARM_ON, alarm)

    def end(self, alarm):
        """Its cause is gone."""
        if not self.standing[alarm]:
            return
        self.standing[alarm] = 0
        if not LATCHES[alarm] and self._onsets[alarm] >= FLAPS:
            self._held_until_s[alarm] = self._book.history.t_s + HOLD_S
            self._is_holding = True
        elif self.acknowledged[alarm] or not LATCHES[alarm]:
            self._close(alarm)

    def show(self, alarm, is_there):
        """Begin or end it, as its cause is there or not."""
        if is_there:
            self.begin(alarm)
        else:
            self.end(alarm)

    def strike(self, alarm):
        """A happening rather than a condition: it latches and has already ended."""
        self.begin(alarm)
        self.end(alarm)

    def acknowledge(self, alarm):
        """A person has seen it. Returns False if it was not shown."""
        if not self.shown[alarm]:
            return False
        if not self.acknowledged[alarm]:
            self.acknowledged[alarm] = 1
            self._book.record(record_kinds.ALARM_ACKNOWLEDGED, alarm)
        self._silence(alarm)
        self._rank()
        if not self.standing[alarm]:
            self._close(alarm)
        return True

    def acknowledge_all(self):
        for alarm in range(COUNT):
            self.acknowledge(alarm)

    def pause_audio(self):
        """Silence everything that sounds now for 120 s; what begins meanwhile is loud at once. True if anything was."""
        if not self.loud_priority:
            return False
        for alarm in range(COUNT):
            if self.shown[alarm]:
                self._silence(alarm)
        self._rank()
        if self._book.has_room_for_event():
            self._book.record(record_kinds.AUDIO_PAUSED)
        return True

    def elapse(self, t_s):
        """It is running time t_s: what was paused for long enough is loud again."""
        if t_s >= self._next_loud_s:
            self._rank()
        if self._is_holding:
            self._end_holds(t_s)

    def high_shown(self):
        return self.priority == HIGH

    def forbid_delivery(self):
        """A high alarm is shown, other than those that only delivery ends: stopped too long, an acknowledged stall."""
        for alarm in range(COUNT):
            if self.shown[alarm] and PRIORITY[alarm] == HIGH and alarm != STOPPED_TOO_LONG:
                if alarm != MOTOR_STALLED or not self.acknowledged[alarm]:
                    return True
        return False

    def _close(self, alarm):
        self.shown[alarm] = 0
        self._held_until_s[alarm] = 0
        self._rank()
        self._book.record(record_kinds.ALARM_ENDED, alarm)

    def _count_onset(self, alarm):
        t_s = self._book.history.t_s
        if t_s - self._hour_s >= HOUR_S:
            self._hour_s = t_s
            for each in range(COUNT):
                self._onsets[each] = 0
        if self._onsets[alarm] < 255:
            self._onsets[alarm] += 1

    def _end_holds(self, t_s):
        """Close what came and went, once its cause has stayed away."""
        self._is_holding = False
        for alarm in range(COUNT):
            until_s = self._held_until_s[alarm]
            if until_s and t_s >= until_s:
                self._close(alarm)
            elif until_s:
                self._is_holding = True

    def _silence(self, alarm):
        self._silent_until_s[alarm] = self._book.history.t_s + PAUSE_S

    def _rank(self):
        self.priority = 0
        self.loud_priority = 0
        self._next_loud_s = NEVER_S
        t_s = self._book.history.t_s
        for alarm in range(COUNT):
            if not self.shown[alarm]:
                continue
            priority, until_s = PRIORITY[alarm], self._silent_until_s[alarm]
            if priority > self.priority:
                self.priority = priority
            if until_s > t_s:
                if until_s < self._next_loud_s:
                    self._next_loud_s = until_s
            elif priority > self.loud_priority:
                self.loud_priority = priority
