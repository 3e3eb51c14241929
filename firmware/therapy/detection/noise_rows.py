"""What the detector believes of its noise, worked out once from the rig's figures: a row for every horizon.

Set-up only: big integers and allocation are allowed here. README.md derives every line.
"""

from array import array

from therapy.detection.small_parts import NAT, PER_UG, WHOLE_PART, root

FIRST_MIN = 4
ROWS = 12  # horizons of 4, 8, ... 8192 minutes
DAY_MIN = 1440
FINEST = 1 << 22  # a deviation times `per_sd` >> 14 is in 4096ths of a standard deviation
LIMITS = {  # name: (least, most); refused outside, never clamped
    "white_sd_ug": (40, 1900),
    "walk_ug_per_sqrt_hour": (0, 20_000),
    "ripple_span_ug": (0, 20_000),
    "ripple_left_ug": (0, 20_000),
    "daily_swing_ug": (0, 60_000),
    "irregular_sd_ug": (0, 20_000),
    "irregular_min": (10, 1440),
    "evaporation_doubt_ug_per_day": (0, 20_000),
}
FIRST_THRESHOLD_NAT_1000 = 16_550  # in 1/1000 nat: h = ln(7 tests x 525,600 min x h / 4 min), one alarm a year
LESS_A_ROW_NAT_1000 = 500  # ln 2 a doubling, less 0.2 kept for slow noise that is no walk
_FIXED = 1 << 60
BOUND = 3000  # a disturbance that is only known to stay within B counts as the variance 3 B**2 / h


class NoiseRows:
    """One stage's rows, the shortest horizon first; all arrays of small integers.

    gain: of the level filter, in 4096ths. limit_16: eight sd of an innovation. per_sd: see FINEST.
    threshold: in 2**-20 nat. slope_16: the change of 1/16 ug a minute that is found after just that horizon.
    """

    def __init__(self, figures, is_day_known, is_ripple_known):
        """figures: by the names of LIMITS, whole numbers. Raise ValueError naming the first that is out of them."""
        for name in LIMITS:
            least, most = LIMITS[name]
            if not least <= figures[name] <= most:
                raise ValueError("%s = %d: give %d to %d" % (name, figures[name], least, most))
        self.gain = array("i", [0] * ROWS)
        self.limit_16 = array("i", [0] * ROWS)
        self.per_sd = array("i", [0] * ROWS)
        self.threshold = array("i", [0] * ROWS)
        self.slope_16 = array("i", [0] * ROWS)
        for row in range(ROWS):
            self._fill(row, figures, is_day_known, is_ripple_known)

    def _fill(self, row, figures, is_day_known, is_ripple_known):
        minutes = FIRST_MIN << row
        nat_1000 = FIRST_THRESHOLD_NAT_1000 - row * LESS_A_ROW_NAT_1000
        white = figures["white_sd_ug"] ** 2
        moved = walked_ug2(figures, minutes, nat_1000, is_day_known, is_ripple_known)
        # Steady filter of a level that walks by w a minute: 2 K = -q + sqrt(q**2 + 4 q), q = w / white.
        ratio = moved * 4096 // (white * minutes)
        gain = (root(ratio * ratio + 4 * ratio * 4096) - ratio + 1) >> 1
        gain = min(max(gain, 16), 3900)
        innovation = root(white * PER_UG * PER_UG * WHOLE_PART // (WHOLE_PART - gain))
        self.gain[row] = gain
        self.limit_16[row] = 8 * innovation
        self.per_sd[row] = FINEST * PER_UG // innovation
        self.threshold[row] = nat_1000 * NAT // 1000
        self.slope_16[row] = (
            innovation * WHOLE_PART * root(2 * nat_1000 * 1000) // (1000 * root(information(gain, row + 2)))
        )


def information(gain, doublings):
    """Sum of squares of what a slope of 4096 a minute does to the innovations, up to 2**doublings minutes.

    With r = 1 - K they are (4096 / K) (1 - r**k), so the sum is that of two geometric rows: no loop over minutes, which
    would keep the board busy for longer than its watchdog waits.
    """
    kept = (WHOLE_PART - gain) * _FIXED // WHOLE_PART
    power = kept
    for _ in range(doublings):
        power = power * power // _FIXED
    minutes = _FIXED << doublings
    once = 2 * kept * (_FIXED - power) * WHOLE_PART // (gain * _FIXED)
    squares = kept * kept * (_FIXED - power * power // _FIXED) // (_FIXED * _FIXED)
    twice = squares * WHOLE_PART * WHOLE_PART // (gain * (2 * WHOLE_PART - gain))
    return WHOLE_PART**4 * (minutes - once + twice) // (gain * gain * _FIXED)


def walked_ug2(figures, minutes, nat_1000, is_day_known, is_ripple_known):
    """Variance of what drift, temperature and ripple may do within so many minutes; a bound B counts as 3 B**2 / h."""
    walk = figures["walk_ug_per_sqrt_hour"] ** 2 * minutes // 60
    span_min = figures["irregular_min"]
    irregular = 2 * figures["irregular_sd_ug"] ** 2 * minutes // (minutes + span_min)
    if not is_day_known:
        # A daily wave moves at most 2 A sin(pi t / day) in t; 355/113 is pi.
        swing = 2 * figures["daily_swing_ug"]
        irregular += min(swing, swing * minutes * 355 // (DAY_MIN * 113)) ** 2 * BOUND // nat_1000
    ripple = figures["ripple_left_ug" if is_ripple_known else "ripple_span_ug"]
    doubt = figures["evaporation_doubt_ug_per_day"] * minutes // DAY_MIN
    return walk + irregular + (ripple**2 + doubt**2) * BOUND // nat_1000
