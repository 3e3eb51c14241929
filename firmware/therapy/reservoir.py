"""What is left in the reservoir, by steps."""

from units.two_words import TwoWords

FL_PER_NL = 1_000_000


class Reservoir:
    """Thresholds in steps since the fill, worked out at set-up; the tick only compares."""

    def __init__(self, filled_nl, low_nl, step_volume_fl):
        self.filled_nl = filled_nl
        self.step_volume_fl = step_volume_fl
        self.low_after = TwoWords(max(0, filled_nl - low_nl) * FL_PER_NL // step_volume_fl)
        self.empty_after = TwoWords(filled_nl * FL_PER_NL // step_volume_fl)

    def is_low(self, since_fill):
        return not self.low_after.exceeds(since_fill)

    def is_empty(self, since_fill):
        return not self.empty_after.exceeds(since_fill)

    def holds(self, since_fill, steps):
        """True if `steps` more (a small integer) can still be drawn."""
        return self.empty_after.minus_small(since_fill) >= steps

    def left_nl(self, since_fill):
        """For reports: may allocate."""
        return self.filled_nl - since_fill.value() * self.step_volume_fl // FL_PER_NL
