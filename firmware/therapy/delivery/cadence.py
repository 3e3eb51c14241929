"""When the next microstep of a flow is due, without drift."""

from units.phase import TimeLeft, phase_left

CATCH_UP = 21  # 20/21 of an interval is 1.05 times the rate


class _AtRest:
    """The flow of a cadence that never ran."""

    whole_us, rest, steps = 0, 0, 1


class Cadence:
    """Counts down to the next step of a Flow or MergedFlow; the fraction of a microsecond is carried, never dropped.

    to_next_us: time from now to the next step; negative if that step is late. Small integers only.
    """

    def __init__(self):
        self.running = False
        self.to_next_us = 0
        self.whole_us = 0
        self._flow = _AtRest
        self._carry = 0
        self._left = TimeLeft()
        self._following = None
        self._follows_us = 0

    def begin(self, flow):
        """Run a Flow, its first step after half an interval: what is given stays within half a step of the integral."""
        self._take_over(flow)
        self._carry = 0
        self.to_next_us = self.whole_us >> 1

    def change(self, flow, at_us):
        """Run another Flow (or MergedFlow) from `at_us` on (from now; negative: it has passed). Allocates nothing.

        The part of a step that is left at that moment is kept, to 2**-29 of a step. A step due before it keeps its
        time; the flow then changes between that step and the next.
        """
        self._following = None
        if self.to_next_us <= at_us:
            self._following = flow
            self._follows_us = at_us
            return
        phase = phase_left(self.to_next_us - at_us, self._carry, self._flow)
        self._take_over(flow)
        self._left.set(phase, flow)
        self.to_next_us = at_us + self._left.us
        self._carry = self._left.parts

    def follow(self, other, flow, at_us):
        """Run `flow` from `at_us` on with the phase that the Cadence `other` has."""
        self._take_over(other._flow)
        self._carry = other._carry
        self.to_next_us = other.to_next_us
        self.change(flow, at_us)

    def end(self):
        self.running = False
        self._following = None

    def _take_over(self, flow):
        self.running = True
        self._following = None
        self._flow = flow
        self.whole_us = flow.whole_us

    def elapse(self, us):
        if self.running:
            self.to_next_us -= us
            self._follows_us -= us

    def take(self):
        """The due step is planned or dropped: look to the one after it."""
        flow = self._flow
        self.to_next_us += flow.whole_us
        self._carry += flow.rest
        if self._carry >= flow.steps:
            self._carry -= flow.steps
            self.to_next_us += 1
        if self._following is not None and self.to_next_us > self._follows_us:
            self.change(self._following, self._follows_us)

    def come_back_to(self, due_us):
        """A step taken was not made after all: it is the next one again, at the time that it was due."""
        self.to_next_us = due_us
        self._carry = 0

    def least_gap_us(self):
        """Never closer than this: 1.05 times the present rate is the most that lateness may be made up with."""
        return self.whole_us - self.whole_us // CATCH_UP
