"""The head's volume a step, found from refill to refill: the mass that left against the steps that were made.

Set-up arithmetic, once a refill: big integers are allowed here.
"""

from therapy.detection.small_parts import root

KEPT = 8
WATER_UG_PER_ML = 998_000  # water at 21 degC, 0.9980 g/mL (CRC Handbook of Chemistry and Physics)
WATER_DOUBT_PPM = 700  # 18 to 25 degC: 0.9986 to 0.9970 g/mL
AIR_UG_PER_DAY = 1_000  # twin.figures: evaporation 1 uL/day
AIR_DOUBT_UG_PER_DAY = 1_000
DRIFT_UG_PER_SQRT_DAY = 2_000  # twin.figures: drift of the load cell
WARMTH_UG = 8_000  # 0.7 K of 11.4 mg a 1.5 K between the two weighings
DAY_S = 86_400
GOOD_PPM = 10_000  # an offer is known to 1 % or better (the goal of D2)
LEAST_TURNS = 5  # of the head: less, and its ripple counts (D2)
DRIFTED_PPM = 30_000  # ours: beyond the 1 % goal, and well within the 5 % limit of D2


class HeadTrend:
    """found: [[fL a step, doubt (one sd) in fL], ...] of the last refills, the newest last."""

    def __init__(self, found=None):
        self.found = found or []

    def add(self, lost_ug, steps, over_s, span_ppm, steps_a_turn):
        """Take in what left between two weighings; True if it tells anything. span_ppm: one sd of the load cell's."""
        if steps < LEAST_TURNS * steps_a_turn or over_s <= 0:
            return False
        pumped_ug = lost_ug - AIR_UG_PER_DAY * over_s // DAY_S
        if pumped_ug <= 0:
            return False
        doubts_ug = (
            pumped_ug * span_ppm // 1_000_000,
            pumped_ug * WATER_DOUBT_PPM // 1_000_000,
            AIR_DOUBT_UG_PER_DAY * over_s // DAY_S,
            root(DRIFT_UG_PER_SQRT_DAY**2 * over_s // DAY_S),
            WARMTH_UG,
        )
        doubt_ug = root(sum(doubt**2 for doubt in doubts_ug))
        # ug / (ug/mL) is mL; 1 mL is 10**12 fL.
        step_fl, doubt_fl = (ug * 10**12 // (WATER_UG_PER_ML * steps) for ug in (pumped_ug, doubt_ug))
        if doubt_fl * 1_000_000 > GOOD_PPM * step_fl:
            return False
        self.found = (self.found + [[step_fl, doubt_fl]])[-KEPT:]
        return True

    def offer(self):
        """(fL a step, doubt in fL) of the last refill, to be accepted by a clinician; None if there is none."""
        return tuple(self.found[-1]) if self.found else None

    def has_drifted(self, step_volume_fl):
        """The last refill is off the calibration by more than 3 %, and by more than three times its doubt."""
        if not self.found:
            return False
        step_fl, doubt_fl = self.found[-1]
        off_fl = abs(step_fl - step_volume_fl)
        return off_fl > 3 * doubt_fl and off_fl * 1_000_000 > DRIFTED_PPM * step_volume_fl
