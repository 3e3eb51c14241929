"""Self-calibration: from refill to refill, the head's volume a step by weight; offered, never applied by itself."""

from therapy.alarms import alarm_table
from therapy.head_trend import HeadTrend

SETTLED_MIN = 30  # after a refill the load cell creeps (twin.figures: 95 % of it within 30 min)


def _mark(calibration):
    """Which calibration of the load cell a weight belongs to."""
    return [calibration.get("zero_raw"), calibration.get("counts_per_g")]


class HeadWatch:
    """files: WeighingFiles; its two writes a refill are done by `work`, when the heart allows. trend: HeadTrend.

    steps_a_turn: microsteps of a revolution of the head.
    """

    def __init__(self, heart, recorder, files, steps_a_turn):
        self._heart = heart
        self._recorder = recorder
        self._files = files
        self._steps_a_turn = steps_a_turn
        self._span_ppm = 0
        self._start = None
        self._to_start_min = 0
        self._is_to_write = False
        self.trend = HeadTrend()

    def begin(self, calibration):
        """calibration: of the load cell; the weighing that the next estimate begins with belongs to it."""
        head = self._files.head() or {}
        self.trend = HeadTrend(head.get("found"))
        self._start = None
        if calibration is not None:
            self._span_ppm = calibration["doubt_ppm"]
            if head.get("weighed_with") == _mark(calibration):
                self._start = head.get("start")
        self._to_start_min = 0

    def disturbed(self):
        """Water ran in service, or the bottle was off: what was weighed before is worth nothing."""
        if self._start is not None:
            self._write_soon()
        self._start = None
        self._to_start_min = 0

    def refilled(self, mass_ug, steps, step_fl):
        """mass_ug: just before the refill; None if it is not known. steps: since the fill before it."""
        start = self._start
        self.disturbed()
        self._to_start_min = SETTLED_MIN
        if start is None or mass_ug is None:
            return
        over_s = self._heart.history.t_s - start[2]
        if self.trend.add(start[0] - mass_ug, steps - start[1], over_s, self._span_ppm, self._steps_a_turn):
            self._write_soon()
            if self.trend.has_drifted(step_fl):
                self._heart.alarms.strike(alarm_table.CALIBRATION_DRIFT)

    def minute(self, mass_ug, is_calm):
        """Weigh what the next estimate begins with, once the cell has settled."""
        if not self._to_start_min:
            return
        if self._to_start_min > 1:
            self._to_start_min -= 1
        elif is_calm:
            self._to_start_min = 0
            history = self._heart.history
            self._start = [mass_ug, history.since_fill.value(), history.t_s]
            self._write_soon()

    def offer(self):
        """(fL a step, one sd of it in fL) by the last refill, for a clinician to accept; None if there is none."""
        return self.trend.offer()

    def _write_soon(self):
        self._is_to_write = True
        self._heart.settings_waiting = True

    def work(self):
        """The one flash operation that waits; True if there was one. Called when the heart allows a write."""
        if not self._is_to_write or not self._recorder.is_clear():
            return False
        self._is_to_write = False
        self._heart.settings_waiting = False
        mark = _mark(self._files.calibration() or {})
        head = {"start": self._start, "found": self.trend.found, "weighed_with": mark}
        self._recorder.attempt(self._files.save_head, head)
        return True
