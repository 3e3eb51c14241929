"""What a scale can tell of an error, from its noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, sin, sqrt
from statistics import NormalDist

_DAY_S = 86_400.0
_FALSE_ALARM = 0.05  # chance that noise alone passes the limit in any of a window length's places
_LEAST_FOR_ESTIMATE = 10


@dataclass(frozen=True, slots=True)
class Sensor:
    """noise_mg: of one reading, rms. walk_mg_per_sqrt_day, swing_mg: of the zero, its random walk and the amplitude of
    its daily wave. words: what it is and where its figures come from."""

    noise_mg: float
    words: str
    walk_mg_per_sqrt_day: float = 0.0
    swing_mg: float = 0.0

    def limit_mg(self, window_s: float, windows: int = 1) -> float:
        """The largest difference of two readings window_s apart that is no sign of anything, in so many windows.

        Noise and walk by the normal law at 5 % (Bonferroni's bound for many windows); the daily wave at its steepest.
        """
        times = NormalDist().inv_cdf(1.0 - _FALSE_ALARM / (2.0 * windows))
        variance = 2.0 * self.noise_mg**2 + self.walk_mg_per_sqrt_day**2 * window_s / _DAY_S
        wave = 2.0 * self.swing_mg * sin(pi * min(window_s / _DAY_S, 0.5))
        return times * sqrt(variance) + wave


def estimated_noise_mg(times_s: Sequence[float], masses_mg: Sequence[float], resolution_mg: float) -> float:
    """rms of one reading, from how far each is off the line between its neighbours.

    What the flow itself does from reading to reading counts as noise too. At least that of rounding to resolution_mg.
    """
    total = 0.0
    for place in range(1, len(times_s) - 1):
        before_s, after_s = times_s[place] - times_s[place - 1], times_s[place + 1] - times_s[place]
        part = before_s / (before_s + after_s)
        off_mg = masses_mg[place] - (1.0 - part) * masses_mg[place - 1] - part * masses_mg[place + 1]
        total += off_mg**2 / (1.0 + (1.0 - part) ** 2 + part**2)
    seen = sqrt(total / (len(times_s) - 2)) if len(times_s) >= _LEAST_FOR_ESTIMATE else 0.0
    return max(seen, resolution_mg / sqrt(12.0))
