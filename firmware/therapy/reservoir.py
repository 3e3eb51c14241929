"""What is left in the reservoir, by steps and by weight: the lower of the two counts (R3)."""

from units.scale import FL_PER_NL
from units.two_words import TwoWords

REFILLED_NL = 100_000  # so much above a threshold, by weight, it has ended: more than noise and drift


class Reservoir:
    """Thresholds in steps since the fill, worked out at set-up; the tick only compares. history: has the fill."""

    def __init__(self, history):
        self._history = history
        self._low_after = TwoWords()
        self._empty_after = TwoWords()
        self._low_nl = 0
        self._last_nl = None
        self._is_low_by_weight = False
        self._is_empty_by_weight = False

    def set_up(self, low_nl, step_volume_fl):
        """For the fill in the history, an alarm volume and a head."""
        self._low_nl = low_nl
        filled_nl = self._history.filled_nl
        self._low_after = TwoWords(max(0, filled_nl - low_nl) * FL_PER_NL // step_volume_fl)
        self._empty_after = TwoWords(filled_nl * FL_PER_NL // step_volume_fl)

    def weigh(self, volume_nl):
        """A minute's volume by weight. The larger of two must be below a threshold; the smaller well above ends it."""
        last_nl, self._last_nl = self._last_nl, volume_nl
        if last_nl is None:
            return
        larger_nl, smaller_nl = max(volume_nl, last_nl), min(volume_nl, last_nl)
        self._is_low_by_weight = larger_nl <= self._low_nl or (
            self._is_low_by_weight and smaller_nl <= self._low_nl + REFILLED_NL
        )
        self._is_empty_by_weight = larger_nl <= 0 or (self._is_empty_by_weight and smaller_nl <= REFILLED_NL)

    def miss_weight(self):
        """A minute without a weight: what was low or empty still is."""
        self._last_nl = None

    def forget_weight(self):
        """No weight from before counts: after a refill, or when somebody worked at the rig."""
        self._last_nl = None
        self._is_low_by_weight = False
        self._is_empty_by_weight = False

    def is_low(self):
        return self._is_low_by_weight or not self._low_after.exceeds(self._history.since_fill)

    def is_empty(self):
        return self._is_empty_by_weight or not self._empty_after.exceeds(self._history.since_fill)

    def holds(self, steps):
        """True if `steps` more (a small integer) can still be drawn."""
        return self._empty_after.minus_small(self._history.since_fill) >= steps
