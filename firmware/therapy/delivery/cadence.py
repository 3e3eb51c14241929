"""When the next microstep of a flow is due, without drift."""

from units.proportion import proportion

CATCH_UP = 21  # 20/21 of an interval is 1.05 times the rate


class Cadence:
    """Counts down to the next step of a Flow or MergedFlow; the fraction of a microsecond is carried, never dropped.

    to_next_us: time from now to the next step; negative if that step is late. Small integers only.
    """

    def __init__(self):
        self.running = False
        self.to_next_us = 0
        self.whole_us = 0
        self._rest = 0
        self._steps = 1
        self._carry = 0

    def begin(self, flow):
        """Run a Flow, its first step after half an interval: what is given stays within half a step of the integral."""
        self._take_over(flow)
        self.to_next_us = self.whole_us >> 1

    def change(self, flow, at_us):
        """Run another Flow (or MergedFlow) from `at_us` on (from now): what is then left of a step is kept.

        A step due before `at_us` keeps its time. Allocates nothing.
        """
        left_us = self.to_next_us - at_us
        old_us = self.whole_us
        self._take_over(flow)
        if left_us > 0:
            self.to_next_us = at_us + proportion(left_us if left_us < old_us else old_us, old_us, self.whole_us)

    def follow(self, other, flow, at_us):
        """Run `flow` from `at_us` on with the phase that the Cadence `other` has."""
        self.to_next_us = other.to_next_us
        self.whole_us = other.whole_us
        self.change(flow, at_us)

    def end(self):
        self.running = False

    def _take_over(self, flow):
        self.running = True
        self._carry = 0
        self.whole_us, self._rest, self._steps = flow.whole_us, flow.rest, flow.steps

    def elapse(self, us):
        if self.running:
            self.to_next_us -= us

    def take(self):
        """The due step is planned or dropped: look to the one after it."""
        self.to_next_us += self.whole_us
        self._carry += self._rest
        if self._carry >= self._steps:
            self._carry -= self._steps
            self.to_next_us += 1

    def come_back_to(self, due_us):
        """A step taken was not made after all: it is the next one again, at the time that it was due."""
        self.to_next_us = due_us
        self._carry = 0

    def least_gap_us(self):
        """Never closer than this: 1.05 times the present rate is the most that lateness may be made up with."""
        return self.whole_us - self.whole_us // CATCH_UP
