"""The HX711 at the end of its two wires: when it is ready, what it shifts out, when it sleeps.

source: Avia HX711 datasheet: 24 bits, MSB first, each put out by a rising edge; the 25th to 27th pulse choose
channel and gain; clock high for 60 us powers it down; settling 400 ms at 10 samples a second.
assumed, where the datasheet is silent: a conversion that ends in the middle of a shift-out is lost, pulses
while it is not ready are ignored, and a change of channel or gain settles at once.
"""

from fakes.virtual_clock import LAP_MASK, SIGN_BIT, VirtualClock, us_after, us_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


PERIOD_US = 100_000
SETTLE_US = 400_000
POWER_DOWN_US = 60
LONGEST_SLEEP_US = 0x0FFFFFFF  # lap times are compared by sign
BITS = 24
WORD_MASK = 0xFFFFFF


class Hx711Chip:
    """raw_at(us): the conversion (signed or raw 24 bit) that becomes ready at lap time us.

    It is asked for in order, with the clock's drivers run to that very time. Conversions that nobody can see are
    not asked for; the last one before somebody looks again is, late by at most one period.

    channel_b_raw: what channel B reads. is_present: False while it is unplugged; its wire then reads its pulls.
    """

    def __init__(
        self, clock: VirtualClock, raw_at: "Callable[[int], int]", period_us: int = PERIOD_US, settle_us: int = SETTLE_US
    ) -> None:
        self._clock = clock
        self._raw_at = raw_at
        self.period_us = period_us
        self.settle_us = settle_us
        self.channel_b_raw = 0
        self.is_present = True
        self.conversions = 0
        self._clock_high = False
        self._rose = 0
        self._setting = 25
        self._word = 0
        self.power_on()
        clock.samplers.append(self)

    def power_on(self) -> None:
        """Settle anew, from now."""
        self._restart(self._clock.us)

    def _restart(self, us: int) -> None:
        self._is_down = False
        self._is_ready = False
        self._pulses = 0
        self._next = us_after(us, self.settle_us)

    def unplug(self) -> None:
        self.is_present = False

    def plug(self) -> None:
        self.is_present = True
        self.power_on()

    def glitch(self, pulses: int = 1) -> None:
        """Pulses that only the chip sees: noise on the clock wire."""
        self._catch_up(self._clock.us)
        self._count(pulses)

    def run_until(self, us: int) -> None:
        if us_from(self._next, us) > LONGEST_SLEEP_US:
            self._skip(us)

    def _skip(self, us: int) -> None:
        """Leave out the conversions before the last that is ready by cycle `us`."""
        behind = us_from(self._next, us)
        self._next = us_after(self._next, behind - behind % self.period_us)

    def _catch_up(self, us: int) -> None:
        """Have the last conversion that is ready by cycle `us`."""
        if self._clock_high and us_from(self._rose, us) >= POWER_DOWN_US:
            self._is_down = True
            self._is_ready = False
        if (us - self._next) & LAP_MASK < SIGN_BIT and not self._is_down:
            self._skip(us)
            self._convert()

    def _convert(self) -> None:
        us = self._next
        self._next = us_after(us, self.period_us)
        self._clock.run_drivers_until(us)
        word = self._raw_at(us)
        self.conversions += 1
        if 0 < self._pulses < BITS:
            return
        if self._pulses > BITS:
            self._setting = self._pulses
        if self._setting == 26:
            word = self.channel_b_raw
        elif self._setting == 27:
            word >>= 1
        self._word = word & WORD_MASK
        self._pulses = 0
        self._is_ready = True

    def _count(self, pulses: int) -> None:
        if self._is_ready:
            self._pulses = min(self._pulses + pulses, 27)

    def rise(self, us: int) -> None:
        """The clock wire rises in cycle `us`."""
        self._catch_up(us)
        self._clock_high = True
        self._rose = us
        self._count(1)

    def fall(self, us: int) -> None:
        self._catch_up(us)
        self._clock_high = False
        if self._is_down:
            self._restart(us)

    def level_at(self, us: int) -> int:
        """The data wire in cycle `us`, times in order."""
        self._catch_up(us)
        if not self._is_ready or self._pulses > BITS:
            return 1
        return 0 if self._pulses == 0 else self._word >> (BITS - self._pulses) & 1

    def pad_level(self) -> "int | None":
        """The data wire as Python sees it now; None when nothing drives it."""
        if not self.is_present:
            return None
        return self.level_at(self._clock.us)

    def low_from(self, us: int, limit: int) -> int:
        """Cycles from `us` to the first before `limit` in which the data wire is low; -1: there is none."""
        if not self.level_at(us):
            return 0
        if self._is_down or 0 < self._pulses < BITS:
            return -1
        ahead = (self._next - us) & LAP_MASK
        return ahead if ahead < (limit - us) & LAP_MASK else -1

    def read_word(self, us: int, cycles: int) -> int:
        """All 25 pulses within `cycles` from cycle `us`, by one who saw it ready; -1: it has to be done bit by bit."""
        if self._pulses or not self._is_ready or (self._next - us) & LAP_MASK <= cycles:
            return -1
        self._pulses = 25
        return self._word
