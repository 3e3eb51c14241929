"""The HX711: when conversions end, and what each one gives.

Conversion k ends at power-up + settling + k / rate, on the chip's own oscillator. DOUT falls then,
and rises when the value has been clocked out; the next conversion overwrites what was not read.
A reader that finished at r therefore finds DOUT low from next_ready_us(r) on.
"""

from collections.abc import Callable
from enum import Enum
from math import floor

from twin.figures import RigFigures
from twin.load_cell import FULL_SCALE_COUNTS, LoadCell
from twin.seeded import uniform

NOT_DRIVEN = -1  # DOUT pulled up: 24 ones
_WORD = (1 << 24) - 1


class CellState(Enum):
    """What the far end of the two wires is like."""

    OK = "ok"
    ABSENT = "absent"
    STUCK = "stuck"
    SATURATED = "saturated"


class Hx711Chip:
    """Stateless to readers: times and values are functions of time since power-up."""

    def __init__(self, figures: RigFigures, seed: int, cell: LoadCell, bring_to: Callable[[int], None]) -> None:
        off = figures.sample_rate_error * (2.0 * uniform(seed, 0x711) - 1.0)
        self.period_us = 1e6 / (figures.sample_rate * (1.0 + off))
        self.state = CellState.OK
        self._cell = cell
        self._bring_to = bring_to
        self._settling_us = figures.settling * 1000.0
        self._powered = False
        self._first_us = 0.0
        self._stuck_at = 0
        self.power_up(0)

    def power_up(self, t_us: int) -> None:
        """Supply present, and SCK low: the first conversion ends after the settling time."""
        self._powered = True
        self._first_us = t_us + self._settling_us

    def power_down(self) -> None:
        """No supply, or SCK held high for 60 us or more."""
        self._powered = False

    def set_state(self, state: CellState, t_us: int) -> None:
        """Unplugs, plugs or breaks it at t_us; plugging in is a power-up."""
        if state is CellState.STUCK:
            self._stuck_at = self.raw(t_us)
        elif self.state is CellState.ABSENT and state is not CellState.ABSENT:
            self.power_up(t_us)
        self.state = state

    def next_ready_us(self, after_us: int) -> int | None:
        """End of the first conversion later than after_us; None: DOUT will not fall."""
        if not self._powered or self.state is CellState.ABSENT:
            return None
        return self._end_us(self._last_ended(after_us) + 1)

    def raw(self, t_us: int) -> int:
        """Signed value of the last conversion that ended by t_us; NOT_DRIVEN if there is none."""
        if not self._powered or self.state is CellState.ABSENT:
            return NOT_DRIVEN
        k = self._last_ended(t_us)
        if k < 0:
            return NOT_DRIVEN
        if self.state is CellState.STUCK:
            return self._stuck_at
        if self.state is CellState.SATURATED:
            return FULL_SCALE_COUNTS - 1
        end_us = self._end_us(k)
        self._bring_to(end_us)
        return self._cell.counts(end_us)

    def word(self, t_us: int) -> int:
        """raw(t_us) as the 24 bits that leave DOUT, most significant first."""
        return self.raw(t_us) & _WORD

    def _end_us(self, k: int) -> int:
        return floor(self._first_us + k * self.period_us)

    def _last_ended(self, t_us: int) -> int:
        """Index of the last conversion that ended by t_us; -1: none yet."""
        k = floor((t_us - self._first_us) / self.period_us)
        # Ends are whole microseconds, rounded down: the next one may just have been reached.
        if self._end_us(k + 1) <= t_us:
            k += 1
        return max(k, -1)
