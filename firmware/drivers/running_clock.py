"""Time that only goes forward, in seconds since the pump was made, from short differences of the tick counters."""


class RunningClock:
    """t_s, t_us: running time (t_us below one second). ticks_us wraps every 17.9 min, so `read` at least that often.

    Time without power counts as nothing elapsed.
    """

    def __init__(self, time):
        self._time = time
        self._last = self.now = time.ticks_us()
        self.t_s = 0
        self.t_us = 0

    def begin(self, t_s):
        """Go on from running time t_s, which the records remember."""
        self._last = self.now = self._time.ticks_us()
        self.t_s = t_s
        self.t_us = 0

    def read(self):
        """Come to now; returns the microseconds since the last call."""
        now = self._time.ticks_us()
        elapsed_us = self._time.ticks_diff(now, self._last)
        self._last = now
        self.now = now
        self.t_us += elapsed_us
        while self.t_us >= 1_000_000:
            self.t_us -= 1_000_000
            self.t_s += 1
        return elapsed_us

    def since_us(self):
        """Microseconds since the last `read`, which still lie before the next."""
        return self._time.ticks_diff(self._time.ticks_us(), self._last)
