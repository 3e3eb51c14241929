"""Counted steps in service mode: with water, without therapy, far faster than any therapy runs."""

from therapy.delivery.pacing import CHAINED_US, HORIZON_US, WORDS_AHEAD

WAKE_US = 60_000
FIRST_US = 20_000  # from a still motor: time to energise it before its first step


class ServiceRun:
    """steps: of the run under way or the last one; made: of them, by receipts. Small integers, no allocation."""

    def __init__(self):
        self.steps = 0
        self.made = 0
        self._to_plan = 0
        self._gap_us = 0
        self.is_running = False

    def begin(self, steps, us_per_step):
        self.steps = steps
        self.made = 0
        self._to_plan = steps
        self._gap_us = us_per_step
        self.is_running = True

    def confirm(self, steps):
        """`steps` were made; the run ends with its last one. Returns how many nobody had asked for."""
        self.made += steps
        if self.made >= self.steps:
            self.is_running = False
        return self.made - self.steps if self.made > self.steps else 0

    def end(self):
        """The engine has stopped."""
        self._to_plan = 0
        self.is_running = False

    def end_after_queue(self):
        """Plan no more; the run ends with what is queued."""
        self.steps -= self._to_plan
        self._to_plan = 0
        if self.made >= self.steps:
            self.is_running = False

    def plan(self, room, tail_us, orders):
        """Fill the queue up to the horizon, in words of a quarter of it."""
        gap_us = self._gap_us
        most = HORIZON_US // WORDS_AHEAD // gap_us + 1
        while self._to_plan and orders.words < room:
            first_us = tail_us + gap_us if tail_us > CHAINED_US else FIRST_US
            fitting = (HORIZON_US - first_us) // gap_us + 1
            count = min(most, fitting, self._to_plan)
            if count <= 0:
                break
            if tail_us <= CHAINED_US:
                count = 1  # alone, so that the words after it continue its edge exactly
            orders.add_word(count, first_us, gap_us)
            self._to_plan -= count
            tail_us = orders.queue_end_us(tail_us)
        orders.wake_us = WAKE_US
