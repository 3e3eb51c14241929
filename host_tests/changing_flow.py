"""A Cadence whose flow changes at random moments, beside the exact integral of what it was told: for both VMs."""

from integral_of_flow import lcm
from therapy.delivery.cadence import Cadence

HORIZON_US = 500_000
UNIT = 1 << 28  # parts of a step


class ChangingFlow:
    """Steps are planned as the heart does: those due within half a second, or, after a stall, all that are late.

    due_us: when each step was due. changes: [(from when, flow), ...] that were not replaced, of `told`. Times are us
    from the beginning.
    """

    def __init__(self, flows, chance):
        self._flows = flows
        self._chance = chance
        self.cadence = Cadence()
        self.now_us = 0
        self.due_us = []
        self.told = 0
        first = chance.choose(flows)
        self.changes = [(0, first)]
        self.cadence.begin(first)

    def run(self, changes):
        chance = self._chance
        for _ in range(changes):
            self._change()
            if chance.below(8):  # else two changes come before the next step is planned
                self._plan()
            self._elapse(chance.below(1_200_000 if chance.below(3) else 2 * self.cadence.whole_us))

    def _change(self):
        """At any moment that is still open: after the last step planned, up to half a second ahead.

        As often as not within a millisecond of the next step. One in four may take the place of the last change, if
        that is still ahead: as a clinician's change takes that of the next period, which is then looked up anew.
        """
        chance, cadence = self._chance, self.cadence
        planned_us = self.due_us[-1] if self.due_us else 0
        earliest_us = max(self.changes[-1][0], planned_us)
        if len(self.changes) > 1 and self.changes[-1][0] > self.now_us and not chance.below(4):
            earliest_us = max(self.now_us, self.changes[-2][0], planned_us)
        latest_us = max(earliest_us, self.now_us + HORIZON_US)
        at_us = chance.between(earliest_us, latest_us)
        if chance.below(2):
            near_us = self.now_us + cadence.to_next_us + chance.between(-1_000, 1_000)
            at_us = min(max(near_us, earliest_us), latest_us)
        flow = chance.choose(self._flows)
        cadence.change(flow, at_us - self.now_us)
        while len(self.changes) > 1 and self.changes[-1][0] >= at_us:
            self.changes.pop()
        self.changes.append((at_us, flow))
        self.told += 1

    def _plan(self):
        cadence = self.cadence
        while cadence.to_next_us <= HORIZON_US:
            self.due_us.append(self.now_us + cadence.to_next_us)
            cadence.take()

    def _elapse(self, us):
        while us > 0:
            part_us = min(us, 1_000_000)
            self.cadence.elapse(part_us)
            self.now_us += part_us
            us -= part_us
            self._plan()

    def errors(self):
        """How far the integral was from half a step, one and a half, ... when each step was due: in 2**-28 steps.

        Positive if the step came too early.
        """
        common = lcm(*[flow.us for flow in self._flows])
        found, due, at_us, place = [], 0, 0, 0
        for count, due_us in enumerate(self.due_us):
            while place + 1 < len(self.changes) and self.changes[place + 1][0] <= due_us:
                until_us = self.changes[place + 1][0]
                due += (until_us - at_us) * self._rate(place, common)
                at_us = until_us
                place += 1
            due += (due_us - at_us) * self._rate(place, common)
            at_us = due_us
            found.append(((2 * count + 1) * common - 2 * due) * UNIT // (2 * common))
        return found

    def _rate(self, place, common):
        flow = self.changes[place][1]
        return flow.steps * (common // flow.us)
