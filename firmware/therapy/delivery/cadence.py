"""When the next microstep of a flow is due, without drift."""

from units.phase import TimeLeft, phase_left

CATCH_UP = 21  # 20/21 of an interval is 1.05 times the rate
LONG_AGO_US = -(1 << 28)
MOST_WAITING = 4  # changes ahead of the next step: one, or one a second after a stall of the loop


class _AtRest:
    """The flow of a cadence that never ran."""

    whole_us, rest, parts = 0, 0, 1


class Cadence:
    """Counts down to the next step of a Flow or MergedFlow; the fraction of a microsecond is carried, never dropped.

    to_next_us: time from now to the next step; negative if that step is late. Small integers only.
    """

    def __init__(self):
        self.running = False
        self.to_next_us = 0
        self.whole_us = 0
        self._fastest_us = 0
        self._flow = _AtRest
        self._carry = 0
        self._left = TimeLeft()
        self._waiting = 0
        self._flows = [_AtRest] * MOST_WAITING
        self._from_us = [0] * MOST_WAITING
        self._before = _AtRest
        self._turned_us = LONG_AGO_US

    def begin(self, flow):
        """Run a Flow, its first step after half an interval: what is given stays within half a step of the integral."""
        self._take_over(flow)
        self._waiting = 0
        self._turned_us = LONG_AGO_US
        self._carry = 0
        self._fastest_us = self.whole_us
        self.to_next_us = self.whole_us >> 1

    def change(self, flow, at_us):
        """Run another Flow (or MergedFlow) from `at_us` on (from now; negative: it has passed). Allocates nothing.

        The part of a step that is left at that moment is kept, to 2**-29 of a step. A step due before it keeps its
        time; the flow then changes between that step and the next. What was to change later than at_us is forgotten.
        """
        while self._waiting and self._from_us[self._waiting - 1] >= at_us:
            self._waiting -= 1
        if self._turned_us > at_us and self._turned_us > 0:
            self._turn(self._before, self._turned_us)
            self._turned_us = LONG_AGO_US
        if flow is self._flow and not self._waiting:
            return
        if self.to_next_us > at_us:
            self._turn(flow, at_us)
            return
        if self._waiting < MOST_WAITING:
            self._waiting += 1
        self._flows[self._waiting - 1] = flow
        self._from_us[self._waiting - 1] = at_us

    def _turn(self, flow, at_us):
        """Another flow from at_us on, which lies before the next step."""
        phase = phase_left(self.to_next_us - at_us, self._carry, self._flow)
        self._before = self._flow
        self._turned_us = at_us
        self._take_over(flow)
        if self.whole_us < self._fastest_us:
            self._fastest_us = self.whole_us
        self._left.set(phase, flow)
        self.to_next_us = at_us + self._left.us
        self._carry = self._left.part

    def follow(self, other, flow, at_us):
        """Run `flow` from `at_us` on with the phase that the Cadence `other` has."""
        self._take_over(other._flow)
        self._before = other._before
        self._turned_us = other._turned_us
        self._waiting = other._waiting
        for place in range(self._waiting):
            self._flows[place] = other._flows[place]
            self._from_us[place] = other._from_us[place]
        self._fastest_us = other._fastest_us
        self._carry = other._carry
        self.to_next_us = other.to_next_us
        self.change(flow, at_us)

    def end(self):
        self.running = False
        self._waiting = 0

    def _take_over(self, flow):
        self.running = True
        self._flow = flow
        self.whole_us = flow.whole_us

    def elapse(self, us):
        if self.running:
            self.to_next_us -= us
            if self._turned_us > LONG_AGO_US:
                self._turned_us -= us
            for place in range(self._waiting):
                self._from_us[place] -= us

    def take(self):
        """The due step is planned or dropped: look to the one after it."""
        flow = self._flow
        self._fastest_us = flow.whole_us
        self.to_next_us += flow.whole_us
        self._carry += flow.rest
        if self._carry >= flow.parts:
            self._carry -= flow.parts
            self.to_next_us += 1
        while self._waiting and self.to_next_us > self._from_us[0]:
            self._turn(self._flows[0], self._from_us[0])
            self._waiting -= 1
            for place in range(self._waiting):
                self._flows[place] = self._flows[place + 1]
                self._from_us[place] = self._from_us[place + 1]

    def come_back_to(self, due_us):
        """A step taken was not made after all: it is the next one again, at the time that it was due.

        The flow of then is back too, and the change after it is to come again.
        """
        if due_us <= self._turned_us and self._waiting < MOST_WAITING:
            for place in range(self._waiting, 0, -1):
                self._flows[place] = self._flows[place - 1]
                self._from_us[place] = self._from_us[place - 1]
            self._flows[0] = self._flow
            self._from_us[0] = self._turned_us
            self._waiting += 1
            self._take_over(self._before)
            self._turned_us = LONG_AGO_US
        self.to_next_us = due_us
        self._carry = 0

    def last_change_us(self):
        """When the flow changes, or changed last; from now."""
        return self._from_us[self._waiting - 1] if self._waiting else self._turned_us

    def least_gap_us(self):
        """Never closer to the last step than this: 1.05 times the fastest rate since it is the most to make up with."""
        return self._fastest_us - self._fastest_us // CATCH_UP
