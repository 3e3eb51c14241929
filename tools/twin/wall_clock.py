"""The clock that the clinic sets the pump by: a scenario's `start`, and what `set-time` made of it."""

DAY_S = 86_400
WEEK_US = 7 * DAY_S * 1_000_000
A_MONDAY = 9_450  # days from Monday 2001-01-01 to Monday 2026-11-16: scenarios name no date


class WallClock:
    """start_s: second of the week (0 is Monday 00:00) at power-on. Times are us from power-on, negative before it.

    ahead_us: its time of the week at power-on.
    """

    def __init__(self, start_s: int) -> None:
        self.ahead_us = start_s * 1_000_000

    def set(self, t_us: int, second_of_week: int) -> None:
        """From now on the clinic says it is this second at t_us; it moves by half a week at most, either way."""
        self.ahead_us += (second_of_week * 1_000_000 - self._us(t_us) + WEEK_US // 2) % WEEK_US - WEEK_US // 2

    def second_of_week(self, t_us: int) -> int:
        return self._us(t_us) % WEEK_US // 1_000_000

    def us_of_second(self, t_us: int) -> int:
        return self._us(t_us) % 1_000_000

    def day(self, t_us: int) -> int:
        """Whole days since Monday 2001-01-01, as the pump counts them."""
        return A_MONDAY + self._us(t_us) // (DAY_S * 1_000_000)

    def _us(self, t_us: int) -> int:
        return self.ahead_us + t_us
