"""Flow over the last minute of pump time: microsteps come one by one, so that an instant has no flow."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

WINDOW_US = 60_000_000
_DAY_US = 86_400e6


@dataclass(frozen=True, slots=True)
class Passed:
    """What had passed outlet and tip by t_us: uL of liquid at the outlet, ug of the first drug at the tip."""

    t_us: int
    outlet_uL: float
    tip_ug: float


class FlowWindow:
    """Takes looks of any distance in time; gives the mean over a minute, or over the last two looks."""

    def __init__(self) -> None:
        self._passed: deque[Passed] = deque()

    def see(self, passed: Passed) -> None:
        """What lies a minute back stays, as the window's beginning."""
        kept = self._passed
        if kept and passed.t_us <= kept[-1].t_us:
            return
        kept.append(passed)
        while len(kept) > 2 and kept[1].t_us <= passed.t_us - WINDOW_US:
            kept.popleft()

    def outlet_mL_per_day(self) -> float | None:
        """None until there are two looks."""
        per_day = self._per_day(lambda passed: passed.outlet_uL)
        return None if per_day is None else per_day / 1e3

    def tip_ug_per_day(self) -> float | None:
        return self._per_day(lambda passed: passed.tip_ug)

    def _per_day(self, amount: Callable[[Passed], float]) -> float | None:
        if len(self._passed) < 2:
            return None
        first, last = self._passed[0], self._passed[-1]
        return (amount(last) - amount(first)) / (last.t_us - first.t_us) * _DAY_US
