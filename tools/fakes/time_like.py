"""What firmware sees as the `time` module."""

from fakes.boot import Boot
from fakes.virtual_clock import LAP_MASK, VirtualClock, us_from

LAP_MS = 1_073_741  # 2**30 us are LAP_MS ms and LAP_MS_REST us
LAP_MS_REST = 824


class FakeTime:
    """Ticks wrap at 2**30 and are small integers, as on the RP2 port.

    start_us: the value of ticks_us now, of any size (ticks_ms is its thousandth).
    call_cost_us: virtual time that each reading of a clock takes.
    """

    def __init__(self, clock: VirtualClock, boot: Boot, start_us: int = 0) -> None:
        self._clock = clock
        self._boot = boot
        self.call_cost_us = 0
        self._laps = clock.laps
        self._us = clock.us
        self._offset = ((start_us - clock.us) & LAP_MASK) - LAP_MASK - 1
        self._start_ms = ((start_us // 1000) & LAP_MASK) - LAP_MASK - 1
        self._start_rest = start_us % 1000

    def ticks_us(self) -> int:
        if self.call_cost_us:
            self._pass(self.call_cost_us)
        return (self._clock.us + self._offset) & LAP_MASK

    def ticks_ms(self) -> int:
        if self.call_cost_us:
            self._pass(self.call_cost_us)
        laps = self._clock.laps - self._laps
        us = self._clock.us - self._us
        if us < 0:
            laps -= 1
            us += LAP_MASK
            us += 1
        ms = laps * LAP_MS + us // 1000 + (laps * LAP_MS_REST + us % 1000 + self._start_rest) // 1000
        return (self._start_ms + ms) & LAP_MASK

    def ticks_diff(self, later: int, earlier: int) -> int:
        return us_from(earlier, later)

    def ticks_add(self, ticks: int, delta: int) -> int:
        """delta: within +/- 2**29, else OverflowError as on the chip."""
        if not -0x20000000 < delta < 0x20000000:
            raise OverflowError("ticks interval overflow")
        return (ticks - LAP_MASK - 1 + delta) & LAP_MASK if delta >= 0 else (ticks + delta) & LAP_MASK

    def sleep_us(self, us: int) -> None:
        self._pass(us)

    def sleep_ms(self, ms: int) -> None:
        while ms > 1_000_000:
            self._pass(1_000_000_000)
            ms -= 1_000_000
        self._pass(ms * 1000)

    def sleep(self, s: float) -> None:
        self.sleep_us(int(s * 1_000_000))

    def _pass(self, us: int) -> None:
        self._boot.check()
        if us > 0:
            self._clock.advance(us)
