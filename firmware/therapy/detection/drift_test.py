"""One sequential test: has the mass begun to drift from the book by a given part of what is commanded?

A level filter whitens the residual; a CUSUM adds up the log likelihood ratio of "it drifts since some minute" against
"it does not", with the exact shape that such a drift has behind that filter. README.md derives it.
"""

from therapy.detection.noise_rows import ROWS
from therapy.detection.small_parts import part_of, within

_HELD = 1 << 28
MOST_OF_ALL = 3  # no single minute, an outlier perhaps, gives more than a third of the evidence needed


class DriftTest:
    """sign: 1 for mass that does not leave as it should, -1 for mass that leaves beyond it. part: 4096ths of the flow.

    still_row: while no step is made, look for the slope of that row; below 0: look for nothing.
    score: in 2**-20 nat. is_found: it has passed the threshold. begun_16: the residual when it seems to have begun.
    Nothing here allocates.
    """

    def __init__(self, sign, part, still_row):
        self._sign = sign
        self._part = part
        self._still_row = still_row
        self._level_16 = 0
        self._shape_16 = 0
        self._row = ROWS - 1
        self.score = 0
        self.begun_16 = 0
        self.is_found = False

    def restart(self, residual_16):
        """Forget all evidence; the level is where it is now."""
        self._level_16 = residual_16
        self.begun_16 = residual_16
        self._shape_16 = 0
        self.score = 0
        self.is_found = False

    def wait(self, expected_16):
        """No measurement in this minute: a drift that had begun would have gone on."""
        if self.score > 0:
            self._shape_16 = within(self._shape_16 + part_of(expected_16, self._part), _HELD)

    def update(self, residual_16, expected_16, flow_16, is_still, rows):
        """A minute: flow_16 is the mean of expected_16 over the last hour."""
        slope_16 = part_of(flow_16, self._part)
        added_16 = part_of(expected_16, self._part)
        is_idle = False
        if is_still:
            if self._still_row < 0:
                is_idle = True
            else:
                slope_16 = added_16 = rows.slope_16[self._still_row]
        row = self._row
        slopes = rows.slope_16
        if row < ROWS - 1 and slopes[row + 1] >= slope_16:
            row += 1
        elif row and slopes[row] < slope_16:
            row -= 1
        self._row = row
        gain = rows.gain[row]
        limit_16 = rows.limit_16[row]
        innovation_16 = within(residual_16 - self._level_16, _HELD)
        self._level_16 += part_of(within(innovation_16, limit_16), gain)
        if is_idle:
            self._shape_16 = 0
            self.score = 0
            self.begun_16 = residual_16
        else:
            shape_16 = within(self._shape_16 - part_of(self._shape_16, gain) + added_16, _HELD)
            half = limit_16 >> 1
            more_16 = within(self._sign * innovation_16 - (shape_16 >> 1), half)
            weight_16 = within(shape_16, half)
            per_sd = rows.per_sd[row]
            most = rows.threshold[row]
            gained = (weight_16 * per_sd >> 14) * (more_16 * per_sd >> 14) >> 4
            if gained > most // MOST_OF_ALL:
                gained = most // MOST_OF_ALL
            score = self.score + gained
            if score <= 0:
                score = 0
                shape_16 = 0
                self.begun_16 = residual_16
            self._shape_16 = shape_16
            self.score = score if score < most else most
        self.is_found = self.score >= rows.threshold[row]
