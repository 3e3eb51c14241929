"""What is left in the reservoir, by steps."""

from units.scale import FL_PER_NL
from units.two_words import TwoWords


class Reservoir:
    """Thresholds in steps since the fill, worked out at set-up; the tick only compares. history: has the fill."""

    def __init__(self, history):
        self._history = history
        self._low_after = TwoWords()
        self._empty_after = TwoWords()

    def set_up(self, low_nl, step_volume_fl):
        """For the fill in the history, an alarm volume and a head."""
        filled_nl = self._history.filled_nl
        self._low_after = TwoWords(max(0, filled_nl - low_nl) * FL_PER_NL // step_volume_fl)
        self._empty_after = TwoWords(filled_nl * FL_PER_NL // step_volume_fl)

    def is_low(self):
        return not self._low_after.exceeds(self._history.since_fill)

    def is_empty(self):
        return not self._empty_after.exceeds(self._history.since_fill)

    def holds(self, steps):
        """True if `steps` more (a small integer) can still be drawn."""
        return self._empty_after.minus_small(self._history.since_fill) >= steps
