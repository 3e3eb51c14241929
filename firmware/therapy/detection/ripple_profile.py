"""How the head's ripple shifts the mass over a revolution, learned from the revolutions before."""

from array import array

from therapy.detection.small_parts import within

TURN = 4096  # angles are in 4096ths of a revolution
_FINE = 256  # entries of the sine
_ONE = 1024  # sine of a right angle
_MOST_16 = (1 << 18) - 1  # 16 mg: more is no ripple
LEAST_SAMPLES = 12  # minutes of a revolution, or it teaches nothing and is not trusted
SLOWEST = 8
KNOWN_AFTER = 4  # revolutions


def sine_table():
    """sin of 256ths of a turn, times 1024. Set-up only: big integers."""
    sin, cos, scale = 0, 1 << 24, 1 << 24
    sin_1, cos_1 = 411_733, 16_772_163  # of 2 pi / 256, times 2**24
    table = array("h", [0] * _FINE)
    for place in range(_FINE):
        table[place] = (sin * _ONE + (scale >> 1)) // scale
        sin, cos = (sin * cos_1 + cos * sin_1) // scale, (cos * cos_1 - sin * sin_1) // scale
    return table


class RippleProfile:
    """Two harmonics: once a revolution, and once a roller. Any fixed starting angle will do.

    A drift within a revolution is a ramp, whose known share in each sine is taken off: it is not learned.
    correction_16: at the angle of this minute. is_known: it was learned, and holds at the present speed.
    """

    def __init__(self, steps_per_revolution, rollers):
        """Raise ValueError for a head beyond what stays inside +/- 2**30."""
        if not 16 <= steps_per_revolution <= 200_000:
            raise ValueError("steps_per_revolution = %d: give 16 to 200000" % steps_per_revolution)
        if not 2 <= rollers <= 12:
            raise ValueError("rollers = %d: give 2 to 12" % rollers)
        self._steps = steps_per_revolution
        self._sine = sine_table()
        self._harmonics = bytes((1, rollers))
        self._waves = array("i", [0] * 4)  # sine and cosine of each harmonic
        self._sums = array("i", [0] * 4)
        self._at_step = 0
        self._angle = 0
        self._before = 0
        self._turned = 0
        self._samples = 0
        self._start_16 = 0
        self._is_spoiled = True  # the first revolution is no whole one
        self._learned = 0
        self.correction_16 = 0
        self.is_known = False

    def advance(self, steps):
        """A minute has passed with so many steps."""
        at = self._at_step + steps
        if at >= self._steps:
            self._turned += at // self._steps
            at %= self._steps
        self._at_step = at
        self._angle = at * TURN // self._steps
        self.is_known = self._learned >= KNOWN_AFTER and steps * LEAST_SAMPLES <= self._steps
        total = 0
        for place in range(2):
            turn = (self._harmonics[place] * self._angle >> 4) & (_FINE - 1)
            total += self._waves[2 * place] * self._sine[turn]
            total += self._waves[2 * place + 1] * self._sine[(turn + _FINE // 4) & (_FINE - 1)]
        self.correction_16 = total >> 10

    def learn(self, residual_16):
        """A measured residual of this minute, without this correction."""
        if self._turned:
            self._end_turn(residual_16)
        share = self._angle - self._before
        self._before = self._angle
        off_16 = within(residual_16 - self._start_16, _MOST_16)
        self._samples += 1
        for place in range(2):
            turn = (self._harmonics[place] * self._angle >> 4) & (_FINE - 1)
            self._sums[2 * place] += (off_16 * self._sine[turn] >> 10) * share
            self._sums[2 * place + 1] += (off_16 * self._sine[(turn + _FINE // 4) & (_FINE - 1)] >> 10) * share

    def spoil(self):
        """What stands in this revolution is no ripple: it teaches nothing."""
        self._is_spoiled = True

    def _end_turn(self, residual_16):
        rise_16 = within(residual_16 - self._start_16, _MOST_16)
        is_good = self._turned == 1 and self._samples >= LEAST_SAMPLES and not self._is_spoiled
        if is_good and self._learned < SLOWEST:
            self._learned += 1
        for place in range(4):
            if is_good:
                found_16 = self._sums[place] >> 11
                if not place & 1:
                    found_16 += rise_16 * 113 // (355 * self._harmonics[place >> 1])
                self._waves[place] += (found_16 - self._waves[place]) // self._learned
            self._sums[place] = 0
        self._turned = 0
        self._samples = 0
        self._before = 0
        self._start_16 = residual_16
        self._is_spoiled = False
