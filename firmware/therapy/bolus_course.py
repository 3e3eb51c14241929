"""A bolus from request to end: judged, granted, begun once that is on flash, then complete, cancelled or cut."""

from therapy.bolus_kinds import BASAL


class BolusCourse:
    """granted: the order that waits for its record, or None. bolus: the RunningBolus."""

    def __init__(self, history, governor, pacing, bolus):
        self._history = history
        self._governor = governor
        self._pacing = pacing
        self.bolus = bolus
        self.granted = None

    def ask(self, order, kind, state_denial, high_alarm, hour):
        """Returns 0 if it was granted, or the reason of the denial (therapy.denials); both are put on record."""
        reason = self._governor.judge(order, state_denial, high_alarm)
        if reason:
            self._governor.deny(kind, reason, hour)
        else:
            self._governor.grant(order, hour)
            self.granted = order
        return reason

    def is_open(self):
        """One is granted or under way."""
        return self._history.bolus_kind != BASAL

    def begin(self, queue_end_us):
        """Run the one that was granted: its record is on flash."""
        self._pacing.begin_bolus(self.granted, queue_end_us)
        self.granted = None

    def cancel(self, queue_end_us):
        """End it early: what is queued, half a second at most, is still made and counted."""
        planned = self.bolus.to_plan_steps
        self._pacing.end_bolus(queue_end_us)
        self.bolus.cancel(planned)

    def close(self, cut):
        """Put its end on record. cut: 1 if it was not given in full."""
        self._governor.close_bolus(cut)
        self.bolus.end()
        self.granted = None
