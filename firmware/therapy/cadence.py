"""When the next microstep of a flow is due, without drift."""


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

    def set_flow(self, flow):
        """Run a Flow (or MergedFlow) from now on; None stops. The next step keeps the time it had."""
        self.running = flow is not None
        self._carry = 0
        if flow is not None:
            self.whole_us, self._rest, self._steps = flow.whole_us, flow.rest, flow.steps

    def begin_half_way(self):
        """The first step after half an interval: what was given then stays within half a step of the integral."""
        self.to_next_us = self.whole_us >> 1
        self._carry = 0

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

    def give_back(self):
        """The last step taken was not made after all: it is the next one again."""
        self.to_next_us -= self.whole_us
        self._carry -= self._rest
        if self._carry < 0:
            self._carry += self._steps
            self.to_next_us -= 1

    def least_gap_us(self):
        """Never closer than this: 1.05 times the present rate is the most that lateness may be made up with."""
        return self.whole_us - self.whole_us // 21
