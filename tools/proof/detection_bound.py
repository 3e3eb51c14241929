"""How soon any detector could know: information in the minute means about a change, under the rig's true noise.

KL(n) = 1/2 sum of (innovation of the change)**2 / (variance of an innovation), of the steady Kalman filter of white
noise, random walk and the bands of flicker and room. Daily wave and ripple count as known: so the bound is smaller.
Bound: the first n with KL(n) >= ln(ARL), ARL one year of minutes (Lorden 1971, Moustakides 1986).
"""

from math import log

import numpy as np

from proof.minute_means import DAY_MIN, Floats, Minutes, Noise

ARL_MIN = 365.25 * DAY_MIN
NATS = log(ARL_MIN)


class Information:
    """The steady filter of one noise."""

    def __init__(self, noise: Noise) -> None:
        source = Minutes(noise, 1, 0)
        self.fade = np.concatenate([[1.0], source.band[:, 0]])
        kick = np.concatenate([[noise.walk_ug_per_sqrt_day / DAY_MIN**0.5], source.kick[:, 0]])
        covariance = np.diag(np.concatenate([[noise.white_sd_ug**2], source.band_sd[:, 0] ** 2]))
        self.variance, self.gain = 1.0, np.zeros(len(kick))
        for _ in range(20_000):
            self.variance = float(covariance.sum()) + noise.white_sd_ug**2
            gain = covariance.sum(axis=1) / self.variance
            covariance = covariance - np.outer(gain, covariance.sum(axis=0))
            covariance = covariance * np.outer(self.fade, self.fade) + np.diag(kick**2)
            settled = np.abs(gain - self.gain).max() < 1e-10
            self.gain = gain
            if settled:
                break

    def bound_min(self, change_ug: Floats) -> float:
        """change_ug[i]: how far the mass is off the book i + 1 minutes after the change. NaN: not within its length."""
        state = np.zeros(len(self.gain))
        total = before = 0.0
        for i, change in enumerate(change_ug):
            innovation = change - float(state.sum())
            before, total = total, total + innovation**2 / (2 * self.variance)
            if total >= NATS:
                return i + (NATS - before) / (total - before)
            state = self.fade * (state + self.gain * innovation)
        return float("nan")
