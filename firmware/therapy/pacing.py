"""Which steps to queue now, and when each of them is due."""

HORIZON_US = 500_000  # no step is queued for later: a dead processor cannot deliver past it
CHAINED_US = 5_000  # with less of the queue left than this it may run dry before the next word reaches it
FIFO_WORDS = 4


class Pacing:
    """Plans words of evenly spaced steps: the basal alone, or basal and bolus as one even stream.

    basal, merged: Cadence. The word planned last: `count` steps, the first `first_us` from now, then every
    `gap_us`. Due times are relative to now; `elapse` moves now.
    """

    def __init__(self, basal, merged, bolus, governor, lateness):
        self.basal = basal
        self.merged = merged
        self.bolus = bolus
        self._governor = governor
        self._lateness = lateness
        self.dropped = 0
        self.count = 0
        self.first_us = 0
        self.gap_us = 0
        self._last_gap_us = 0

    def elapse(self, us):
        self.basal.elapse(us)
        self.merged.elapse(us)

    def present(self):
        """The Cadence that makes the next step, or None.

        The merged one goes on after the last step of the bolus for as long as the basal has a step due before its next:
        given at once, that step would lead the integral.
        """
        basal, merged = self.basal, self.merged
        if merged.running:
            if self.bolus.to_plan_steps > 0 or (basal.running and basal.to_next_us <= merged.to_next_us):
                return merged
            merged.set_flow(None)
        return basal if basal.running else None

    def plan(self, tail_us):
        """Plan the next word; tail_us is the time from now to the last edge that is queued (negative: it has passed).

        Returns False if nothing is to be queued now.
        """
        self.count = 0
        cadence = self._drop_what_is_too_late()
        if cadence is None:
            return False
        edge_us = self.next_edge_us(cadence, tail_us)
        if edge_us > HORIZON_US or not self._governor.may_hand_out():
            return False
        self._lateness.note(edge_us - cadence.to_next_us)
        self.first_us = edge_us
        self.gap_us = edge_us - tail_us
        self._hand_out(cadence)
        self.count = 1
        if tail_us < CHAINED_US:
            return True
        most = self.batch(cadence)
        while self.count < most and self._governor.may_hand_out():
            cadence = self.present()
            if cadence is None:
                break
            next_us = self.next_edge_us(cadence, edge_us)
            uneven_us = next_us - edge_us - self.gap_us
            if next_us > HORIZON_US or uneven_us > 1 or uneven_us < -1:
                break
            edge_us += self.gap_us
            self._hand_out(cadence)
            self.count += 1
        return True

    def next_edge_us(self, cadence, tail_us):
        """When the step after the last edge queued, at tail_us, can be made: due, not too close to it, not past."""
        edge_us = cadence.to_next_us
        gap_us = cadence.least_gap_us()
        earliest_us = tail_us + (gap_us if gap_us < self._last_gap_us else self._last_gap_us)
        if edge_us < earliest_us:
            edge_us = earliest_us
        return edge_us if edge_us > 0 else 0

    def batch(self, cadence):
        """Steps to a word, so that four words span the horizon."""
        return HORIZON_US // (FIFO_WORDS * cadence.whole_us) + 1

    def to_refill_us(self, cadence, tail_us):
        """Time until a whole word more, after the last edge queued at tail_us, fits inside the horizon."""
        return self.next_edge_us(cadence, tail_us) + (self.batch(cadence) - 1) * cadence.whole_us - HORIZON_US

    def take_back(self):
        """The queued steps were not made: they are due again, and a bolus still owes them."""
        queue = self._governor.queue
        while queue.queued > 0:
            if queue.take_newest() == 0:
                self.basal.give_back()
            else:
                self.bolus.to_plan_steps += 1

    def _hand_out(self, cadence):
        self._last_gap_us = cadence.least_gap_us()
        self._governor.hand_out(self._advance(cadence))

    def _advance(self, cadence):
        """Pass one step of the stream; returns whose it is: the basal's if the basal has one due by then."""
        due_us = cadence.to_next_us
        cadence.take()
        if cadence is self.basal:
            return 0
        if self.basal.running and self.basal.to_next_us <= due_us:
            self.basal.take()
            return 0
        self.bolus.to_plan_steps -= 1
        return self.bolus.kind

    def _drop_what_is_too_late(self):
        cadence = self.present()
        while cadence is not None and cadence.to_next_us < -HORIZON_US:
            if self._advance(cadence):
                self.bolus.not_given_steps += 1
            self.dropped += 1
            cadence = self.present()
        return cadence
