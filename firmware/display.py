"""The display, and whether it is there: state of the pump, what is left, the flow, alarms and what to do."""

import sys

from display_pages import NL_PER_HUNDREDTH_ML, alarm_head, alarm_parts, screen
from therapy import alarms as alarms_room
from therapy.alarms import alarm_table
from therapy.states import RUNNING
from units.scale import DAY_S, FL_PER_NL

LOOK_US = 500_000  # at most two pictures a second
PART_US = 4_000_000  # how long a part of an alarm's text is seen
CHECK_US = 10_000_000
QUIET_US = 200_000  # an alarm's text takes 0.1 s to load: not while the buzzer is to be switched
AGAIN_US = 20_000
TEXTS_MODULE = "therapy.alarms.alarm_texts"


class Display:
    """A slice of the loop: one line of the picture a turn. screen: Ssd1306. programming: has the step volume.

    left_nl: called for the nL left in the reservoir, None where that is not known: the lowest of the witnesses.
    signals: has quiet_us.
    """

    def __init__(self, heart, screen, left_nl, programming, signals):
        self._heart = heart
        self._screen = screen
        self._left_nl = left_nl
        self._programming = programming
        self._signals = signals
        self._is_up = False
        self._to_look_us = 0
        self._to_check_us = 0
        self._to_part_us = 0
        self._seen = bytearray(len(heart.alarms.shown))  # the alarms that `_alarms` was made of
        self._alarms = []
        self._place = 0  # in _alarms
        self._parts = []  # of the alarm at that place
        self._part = 0
        self._drawn = None  # what the picture was made of: no text is made twice
        self.next_us = 0

    def work(self, elapsed_us, _now):
        """Bounded: one transfer of a line, or one look at what there is to show."""
        self._to_look_us -= elapsed_us
        self._to_check_us -= elapsed_us
        self._to_part_us -= elapsed_us
        screen = self._screen
        if self._to_check_us <= 0:
            self._check()
        elif self._is_up and screen.is_to_be_sent():
            self._is_up = screen.send()
            if not self._is_up:
                self._heart.alarms.begin(alarm_table.DISPLAY_LOST)
        elif self._is_up and self._to_look_us <= 0:
            is_quiet = self._signals.quiet_us >= QUIET_US
            self._to_look_us = LOOK_US if is_quiet else AGAIN_US
            if is_quiet:
                self._compose()
        if not self._is_up:
            self.next_us = max(0, self._to_check_us)
        elif screen.is_to_be_sent():
            self.next_us = 0
        else:
            self.next_us = max(0, min(self._to_look_us, self._to_check_us))

    def _check(self):
        """Is it there, and as it was left? If not, set it up anew."""
        self._to_check_us = CHECK_US
        self._is_up = (self._is_up and self._screen.is_as_left()) or self._screen.begin()
        self._heart.alarms.show(alarm_table.DISPLAY_LOST, not self._is_up)

    def _compose(self):
        self._follow_alarms()
        heart, head, part = self._heart, "", ()
        left_nl, nl_per_day = self._left_nl(), self._nl_per_day()
        hundredths = None if left_nl is None else left_nl // NL_PER_HUNDREDTH_ML
        values = (heart.state, hundredths, nl_per_day, self._alarms, self._place, self._part)
        if values == self._drawn:
            return
        self._drawn = values
        if self._alarms:
            priority = alarm_table.PRIORITIES[alarm_table.PRIORITY[self._alarms[self._place]]]
            head = alarm_head(priority, self._place, len(self._alarms))
            part = self._parts[self._part]
        for line, text in enumerate(screen(heart.state_name(), left_nl, nl_per_day, head, part)):
            self._screen.show(line, text)

    def _nl_per_day(self):
        heart = self._heart
        if heart.state != RUNNING:
            return 0
        pacing = heart.pacing
        cadence = pacing.merged if pacing.merged.running else pacing.basal
        return self._programming.step_volume_fl * DAY_S // cadence.whole_us if cadence.running else 0

    def _follow_alarms(self):
        """The highest first, in the order of the table; from the start again when others show."""
        shown = self._heart.alarms.shown
        if self._seen != shown:
            self._seen[:] = shown
            self._alarms = [
                alarm
                for priority in (alarm_table.HIGH, alarm_table.MEDIUM, alarm_table.LOW)
                for alarm in range(len(shown))
                if shown[alarm] and alarm_table.PRIORITY[alarm] == priority
            ]
            self._begin_alarm(0)
        elif self._alarms and self._to_part_us <= 0:
            if self._part + 1 < len(self._parts):
                self._part += 1
                self._to_part_us = PART_US
            else:
                self._begin_alarm((self._place + 1) % len(self._alarms))

    def _begin_alarm(self, place):
        self._place = place
        self._part = 0
        self._to_part_us = PART_US
        if self._alarms:
            alarm = self._alarms[place]
            self._parts = alarm_parts(alarm_table.NAMES[alarm], action_of(alarm))


def action_of(alarm):
    """What to do about it. The texts take 6 kB, so they are loaded for this moment only; "" if that is not free."""
    try:
        from therapy.alarms import alarm_texts

        return alarm_texts.TEXTS[alarm][1]
    except MemoryError:
        return ""
    finally:
        sys.modules.pop(TEXTS_MODULE, None)
        if hasattr(alarms_room, "alarm_texts"):
            del alarms_room.alarm_texts  # pyright: ignore[reportAttributeAccessIssue]


class LeftInReservoir:
    """Called for what is left in nL: the lower of the two witnesses. None without a head.

    weighed: its volume_nl is the one by weight, None while that is not known.
    """

    def __init__(self, history, programming, weighed):
        self._history = history
        self._programming = programming
        self._weighed = weighed

    def __call__(self):
        step_volume_fl = self._programming.step_volume_fl
        if step_volume_fl is None:
            return None
        by_steps_nl = self._history.filled_nl - self._history.since_fill.value() * step_volume_fl // FL_PER_NL
        by_weight_nl = self._weighed.volume_nl
        return by_steps_nl if by_weight_nl is None else min(by_steps_nl, by_weight_nl)
