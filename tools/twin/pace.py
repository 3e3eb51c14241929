"""Pump time over wall time: how long to wait so that the one keeps the other's pace, or a multiple of it."""

import time
from collections.abc import Callable
from math import inf

SLOWEST, FASTEST = 0.1, 10_000.0
FORGIVEN_S = 1.0  # of the wall's clock: what the machine lags more is not caught up in a rush


class Pace:
    """speed: pump time over wall time, 0 while it stands still. wall_s: the wall's clock."""

    def __init__(self, speed: float, wall_s: Callable[[], float] = time.monotonic) -> None:
        self.speed = speed
        self._wall_s = wall_s
        self._from_us = 0
        self._from_s = wall_s()

    def begin(self, t_us: int) -> None:
        """Pump time t_us is now."""
        self._from_us, self._from_s = t_us, self._wall_s()

    def set_speed(self, speed: float, t_us: int) -> None:
        """From pump time t_us on, which is now."""
        self.begin(t_us)
        self.speed = speed

    def ahead_s(self, t_us: int) -> float:
        """Seconds of the wall until t_us is due: infinite while time stands still, 0 or less once it is."""
        if self.speed == 0.0:
            return inf
        ahead_s = (t_us - self._from_us) / 1e6 / self.speed - (self._wall_s() - self._from_s)
        if ahead_s < -FORGIVEN_S:
            self.begin(t_us)
            return 0.0
        return ahead_s
