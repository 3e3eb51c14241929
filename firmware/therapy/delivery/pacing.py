"""Which steps to queue now, and when each of them is due."""

from therapy.bolus_kinds import BASAL, BRIDGE

HORIZON_US = 500_000  # no step is queued for later: a dead processor cannot deliver past it
CHAINED_US = 5_000  # with less of the queue left than this it may run dry before the next word reaches it
WORDS_AHEAD = 4  # as many as the step engine's FIFO holds


class Pacing:
    """Plans words of evenly spaced steps: the basal alone, or basal and bolus as one even stream.

    schedule: BasalSchedule, which tells the flow of the basal. basal, merged: Cadence. The word planned last: `count`
    steps, the first `first_us` from now, then every `gap_us`. Due times are relative to now; `elapse` moves now.
    dropped: steps given up since `begin_turn`.
    """

    def __init__(self, schedule, basal, merged, bolus, governor, lateness):
        self._schedule = schedule
        self.basal = basal
        self.merged = merged
        self._bolus = bolus
        self._governor = governor
        self._lateness = lateness
        self._last_gap_us = 0
        self.dropped = 0
        self.count = 0
        self.first_us = 0
        self.gap_us = 0

    def elapse(self, us):
        self.basal.elapse(us)
        self.merged.elapse(us)
        self._governor.queue.elapse(us)

    def begin_turn(self):
        self.dropped = 0

    def change_basal(self, at_us):
        """Run the flow that the schedule has now, from at_us on (from now), with the phase that the old one has."""
        flow = self._schedule.flow()
        if flow is None:
            self.basal.end()
            return
        if self.basal.running:
            self.basal.change(flow, at_us)
        else:
            self.basal.begin(flow)
        if not self.merged.running:
            return
        if self._bolus.order is None:
            self.merged.end()
        else:
            self.merged.change(self._bolus.order.merged[self._schedule.index], at_us)

    def begin_bolus(self, order, queue_end_us):
        """From the end of what is queued, so that it neither lags nor hurries: with the basal, or in its place."""
        self._bolus.begin(order)
        schedule = self._schedule
        if order.kind == BRIDGE:
            schedule.bridge(order.infusion)
            self._turn_basal(queue_end_us)
        elif self.basal.running:
            planned_us = self.basal.last_change_us()
            if planned_us > queue_end_us:
                self.merged.follow(self.basal, order.merged[schedule.index_before], queue_end_us)
                self.merged.change(order.merged[schedule.index], planned_us)
            else:
                self.merged.follow(self.basal, order.merged[schedule.index], queue_end_us)
        else:
            self.merged.begin(order.merged[0])

    def end_bolus(self, queue_end_us):
        """Nothing more of it is to be planned; a bridge leaves the basal to the therapy from the end of the queue."""
        if self._bolus.kind == BRIDGE and self._bolus.to_plan_steps:
            self._end_bridge(queue_end_us)
        self._bolus.to_plan_steps = 0

    def _end_bridge(self, at_us):
        self._schedule.end_bridge()
        self._turn_basal(at_us)

    def _turn_basal(self, at_us):
        """Run another infusion's flows from at_us on; a change of period that is planned for later keeps its time."""
        schedule = self._schedule
        planned_us = self.basal.last_change_us()
        if planned_us > at_us:
            self.basal.change(schedule.infusion.flows[schedule.index_before], at_us)
            at_us = planned_us
        self.change_basal(at_us)

    def present(self):
        """The Cadence that makes the next step, or None.

        The merged one goes on after the last step of the bolus for as long as the basal has a step due before its next:
        given at once, that step would lead the integral.
        """
        basal, merged = self.basal, self.merged
        if merged.running:
            if self._bolus.to_plan_steps > 0 or (basal.running and basal.to_next_us <= merged.to_next_us):
                return merged
            merged.end()
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
        if tail_us >= CHAINED_US:
            self._lengthen(cadence, edge_us)
        return True

    def _lengthen(self, cadence, edge_us):
        """Put the steps that follow at the same gap into the same word."""
        most = self._steps_to_a_word(cadence)
        while self.count < most and self._governor.may_hand_out():
            following = self.present()
            if following is None:
                return
            next_us = self.next_edge_us(following, edge_us)
            uneven_us = next_us - edge_us - self.gap_us
            if next_us > HORIZON_US or uneven_us > 1 or uneven_us < -1:
                return
            edge_us += self.gap_us
            self._hand_out(following)
            self.count += 1

    def _steps_to_a_word(self, cadence):
        """So many that four words span the horizon."""
        return HORIZON_US // WORDS_AHEAD // cadence.whole_us + 1

    def next_edge_us(self, cadence, tail_us):
        """When the step after the last edge queued, at tail_us, can be made: due, not too close to it, not past."""
        edge_us = cadence.to_next_us
        gap_us = cadence.least_gap_us()
        earliest_us = tail_us + (gap_us if gap_us < self._last_gap_us else self._last_gap_us)
        if edge_us < earliest_us:
            edge_us = earliest_us
        return edge_us if edge_us > 0 else 0

    def to_refill_us(self, cadence, tail_us):
        """Time until a whole word more, after the last edge queued at tail_us, fits inside the horizon."""
        return (
            self.next_edge_us(cadence, tail_us) + (self._steps_to_a_word(cadence) - 1) * cadence.whole_us - HORIZON_US
        )

    def take_back(self):
        """The queued steps were not made: they are due again, and a bolus still owes them."""
        queue = self._governor.queue
        while queue.queued > 0:
            kind = queue.take_newest()
            if kind == BASAL or kind == BRIDGE:
                self.basal.come_back_to(queue.due_us)
            if kind != BASAL:
                self._bolus.to_plan_steps += 1

    def _hand_out(self, cadence):
        self._last_gap_us = cadence.least_gap_us()
        due_us = self.basal.to_next_us
        kind = self._advance(cadence)
        self._governor.queue.add(kind, due_us)

    def _advance(self, cadence):
        """Pass one step of the stream; returns whose it is: the basal's if the basal has one due by then."""
        due_us = cadence.to_next_us
        cadence.take()
        if cadence is self.basal:
            return self._basal_or_bridge(due_us)
        if self.basal.running and self.basal.to_next_us <= due_us:
            self.basal.take()
            return BASAL
        self._bolus.to_plan_steps -= 1
        return self._bolus.kind

    def _basal_or_bridge(self, due_us):
        bolus = self._bolus
        if bolus.kind != BRIDGE or bolus.to_plan_steps == 0:
            return BASAL
        bolus.to_plan_steps -= 1
        if bolus.to_plan_steps == 0:
            self._end_bridge(due_us)
        return BRIDGE

    def _drop_what_is_too_late(self):
        cadence = self.present()
        while cadence is not None and cadence.to_next_us < -HORIZON_US:
            if self._advance(cadence) != BASAL:
                self._bolus.not_given_steps += 1
            self.dropped += 1
            cadence = self.present()
        return cadence
