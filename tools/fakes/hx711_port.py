"""The HX711's two wires: when DOUT falls, what a pulse on SCK shifts out, when it powers down.

source: Avia HX711 datasheet: 24 bits, MSB first, each put out by a rising edge; the 25th to 27th pulse choose
channel and gain; SCK high for 60 us powers it down, SCK low up again.
A conversion that ends in the middle of a shift-out overwrites it: source: users' reports of torn words,
bogde/HX711 issue 28 and olkal/HX711_ADC issue 81.
assumed, where the datasheet is silent: pulses while it is not ready are ignored, and a change of channel or
gain settles at once.
"""

from fakes.virtual_clock import LAP_MASK, SIGN_BIT, VirtualClock, us_from

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Conversions(Protocol):
        """The chip behind the wires; all times are absolute microseconds."""

        def next_ready_us(self, after_us: int) -> "int | None": ...

        def raw(self, t_us: int) -> int: ...

        def power_up(self, t_us: int) -> None: ...

        def power_down(self) -> None: ...


POWER_DOWN_US = 60
LONGEST_SLEEP_US = 0x0FFFFFFF  # lap times are compared by sign
BITS = 24
CHANNEL_A_128 = 25  # pulses that choose it; the choice after power-up
CHANNEL_B_32 = 26
CHANNEL_A_64 = 27
WORD_MASK = 0xFFFFFF


class EvenConversions:
    """Conversions every period_us, the first settle_us after power-up. raw_at(t_us): what each of them gives."""

    def __init__(self, raw_at: "Callable[[int], int]", period_us: int = 100_000, settle_us: int = 400_000) -> None:
        self.raw_at = raw_at
        self.period_us = period_us
        self.settle_us = settle_us
        self.is_present = True
        self._first_us: "int | None" = settle_us

    def next_ready_us(self, after_us: int) -> "int | None":
        """End of the first conversion later than after_us; None: there will be none."""
        first = self._first_us
        if first is None or not self.is_present:
            return None
        return first if after_us < first else after_us + self.period_us - (after_us - first) % self.period_us

    def raw(self, t_us: int) -> int:
        """The last conversion that ended by t_us; all ones before the first."""
        if self._first_us is None or t_us < self._first_us:
            return -1
        return self.raw_at(t_us - (t_us - self._first_us) % self.period_us)

    def power_up(self, t_us: int) -> None:
        self._first_us = t_us + self.settle_us

    def power_down(self) -> None:
        self._first_us = None


class Hx711Port:
    """conversions: asked in order, with the clock's drivers run to the time asked for.

    What nobody can see is not asked for; the last one before somebody looks again is, later than it was ready.

    is_present: False while `conversions` says that DOUT will not fall; the wire then reads its pulls.
    channel_b_raw: what channel B reads.
    """

    def __init__(self, clock: VirtualClock, conversions: "Conversions") -> None:
        self._clock = clock
        self._conversions = conversions
        self.channel_b_raw = 0
        self.is_present = True
        self._clock_high = False
        self._is_down = False
        self._rose = 0
        self._word = 0
        self._next = 0
        self.look_again()
        clock.samplers.append(self)

    def look_again(self) -> None:
        """Call it after the conversions were changed from outside: power, plug. What was ready is not any more."""
        self._is_ready = False
        self._pulses = 0
        self._setting = CHANNEL_A_128
        self._plan(self._clock.us)

    def _plan(self, us: int) -> None:
        """Find the conversion after lap time `us`."""
        t_us = self._clock.absolute(us)
        ready_us = self._conversions.next_ready_us(t_us)
        self.is_present = ready_us is not None or self._is_down
        if ready_us is not None:
            if ready_us - t_us > LONGEST_SLEEP_US:
                raise ValueError(
                    "HX711: next conversion in {} us: at most {}".format(ready_us - t_us, LONGEST_SLEEP_US)
                )
            self._next = ready_us & LAP_MASK

    def glitch(self, pulses: int = 1) -> None:
        """Pulses that only the chip sees: noise on SCK."""
        self._catch_up(self._clock.us)
        self._count(pulses)

    def run_until(self, us: int) -> None:
        if us_from(self._next, us) > LONGEST_SLEEP_US:
            self._next = us

    def _catch_up(self, us: int) -> None:
        """Have the last conversion that is ready by cycle `us`."""
        if self._clock_high and us_from(self._rose, us) >= POWER_DOWN_US and not self._is_down:
            self._is_down = True
            self._is_ready = False
            self._conversions.power_down()
        if (us - self._next) & LAP_MASK < SIGN_BIT and self.is_present and not self._is_down:
            self._clock.run_drivers_until(us)
            self._convert(self._conversions.raw(self._clock.absolute(us)))
            self._plan(us)

    def _convert(self, word: int) -> None:
        if self._pulses > BITS:
            self._setting = self._pulses
        if self._setting == CHANNEL_B_32:
            word = self.channel_b_raw
        elif self._setting == CHANNEL_A_64:
            word >>= 1
        self._word = word & WORD_MASK
        self._pulses = 0
        self._is_ready = True

    def _count(self, pulses: int) -> None:
        if self._is_ready:
            self._pulses = min(self._pulses + pulses, CHANNEL_A_64)

    def rise(self, us: int) -> None:
        """SCK rises in cycle `us`."""
        self._catch_up(us)
        self._clock_high = True
        self._rose = us
        self._count(1)

    def fall(self, us: int) -> None:
        self._catch_up(us)
        self._clock_high = False
        if self._is_down:
            self._is_down = False
            self._conversions.power_up(self._clock.absolute(us))
            self._pulses = 0
            self._setting = CHANNEL_A_128
            self._plan(us)

    def level_at(self, us: int) -> int:
        """DOUT in cycle `us`; cycles come in order."""
        self._catch_up(us)
        if not self._is_ready or self._pulses > BITS:
            return 1
        return 0 if self._pulses == 0 else self._word >> (BITS - self._pulses) & 1

    def pad_level(self) -> "int | None":
        """DOUT as Python sees it now; None when nothing drives it."""
        return self.level_at(self._clock.us) if self.is_present else None

    def low_from(self, us: int, limit: int) -> int:
        """Cycles from `us` to the first before `limit` in which DOUT is low; -1: there is none."""
        if not self.level_at(us):
            return 0
        ahead = (self._next - us) & LAP_MASK
        return ahead if ahead < (limit - us) & LAP_MASK else -1

    def read_word(self, us: int, cycles: int) -> int:
        """All 25 pulses within `cycles` from cycle `us`, where it is ready; -1: it has to be done bit by bit."""
        self._catch_up(us)
        if self._pulses or not self._is_ready or (self._next - us) & LAP_MASK <= cycles:
            return -1
        self._pulses = CHANNEL_A_128
        return self._word
