"""The time of day that a clinician has set: it never jumps by itself, and it may be unknown."""

from units.scale import DAY_S, US_PER_S

WEEK_DAYS = 7
WEEK_S = WEEK_DAYS * DAY_S
HOUR_S = 3600
HOUR_UNKNOWN = 24


class PumpTime:
    """day: whole days since Monday 2001-01-01; second of that day; us of that second. Good only while is_known."""

    def __init__(self):
        self.is_known = False
        self.day = 0
        self.second = 0
        self.us = 0

    def set(self, day, second, us):
        """us: negative where the time that `elapse` is told next began before this second."""
        self.is_known = True
        self.day = day
        self.second = second
        self.us = us

    def lose(self):
        self.is_known = False

    def elapse(self, us):
        """us: 0 to 2**29."""
        self.us += us
        while self.us >= US_PER_S:
            self.us -= US_PER_S
            self.second += 1
            if self.second == DAY_S:
                self.second = 0
                self.day += 1

    def second_of_week(self):
        return self.day % WEEK_DAYS * DAY_S + self.second

    def hour(self):
        """0 to 23, or HOUR_UNKNOWN."""
        return self.second // HOUR_S if self.is_known else HOUR_UNKNOWN
