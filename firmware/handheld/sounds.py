"""What the hand-held lets hear: a dose granted or denied, and an alarm of the pump until NEXT pauses it."""

# IEC 60601-1-8: ten pulses for high, three for medium, repeated. Starts in ms; length of a pulse; of the whole pattern.
ALARMS_MS = {
    "high": ((0, 250, 500, 850, 1100, 1900, 2150, 2400, 2750, 3000), 125, 9_000),
    "medium": ((0, 400, 800), 150, 12_000),
}
GRANTED_MS = ((0,), 200, 400)
DENIED_MS = ((0, 300), 200, 600)
PAUSE_US = 120_000_000  # of an alarm, for two minutes
TONE_HZ = 880  # the standard wants a fundamental of 150 to 1000 Hz
NOTHING_DUE_US = 1 << 29
BEGINS = -1  # with the next turn: what passed before is no part of it


class Sounds:
    """buzzer: drivers.buzzer.Buzzer."""

    def __init__(self, buzzer):
        self._buzzer = buzzer
        self._once = None
        self._once_us = 0
        self._alarms = []
        self._priority = ""
        self._phase_us = 0
        self._pause_us = 0
        self.next_us = NOTHING_DUE_US

    def tone(self, is_granted):
        """Once: one short tone for granted, two for denied."""
        self._once = GRANTED_MS if is_granted else DENIED_MS
        self._once_us = BEGINS

    def follow(self, alarms):
        """[[name, priority], ...] that are heard. One that was not there before is loud at once (A3)."""
        names = [alarm[0] for alarm in alarms]
        if any(name not in self._alarms for name in names):
            self._pause_us = 0
            self._phase_us = BEGINS
        self._alarms = names
        priority = "" if not alarms else ("high" if any(alarm[1] == "high" for alarm in alarms) else "medium")
        if priority != self._priority:
            self._priority = priority
            self._phase_us = BEGINS

    def is_alarming(self):
        """An alarm is heard, or would be between two of its pulses."""
        return bool(self._priority) and not self._pause_us

    def pause(self):
        """Two minutes of silence for the alarms that there are."""
        self._pause_us = PAUSE_US

    def work(self, elapsed_us):
        """Set the buzzer for now."""
        self._pause_us = max(0, self._pause_us - elapsed_us)
        self._phase_us = 0 if self._phase_us < 0 else self._phase_us + elapsed_us
        if self._once is not None:
            self._once_us = 0 if self._once_us < 0 else self._once_us + elapsed_us
            is_on, self.next_us = _at(self._once, self._once_us)
            if self._once_us >= self._once[2] * 1000:
                self._once, self.next_us = None, 0
        elif self.is_alarming():
            pattern = ALARMS_MS[self._priority]
            self._phase_us %= pattern[2] * 1000
            is_on, self.next_us = _at(pattern, self._phase_us)
        else:
            is_on, self.next_us = False, self._pause_us or NOTHING_DUE_US
            self._phase_us = 0
        self._buzzer.sound(is_on)


def _at(pattern, phase_us):
    """(True while a pulse lasts, time until that changes)."""
    for start_ms in pattern[0]:
        if phase_us < start_ms * 1000:
            return False, start_ms * 1000 - phase_us
        if phase_us < (start_ms + pattern[1]) * 1000:
            return True, (start_ms + pattern[1]) * 1000 - phase_us
    return False, max(0, pattern[2] * 1000 - phase_us)
