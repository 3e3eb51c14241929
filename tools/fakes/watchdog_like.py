"""What firmware sees as machine.WDT."""

from fakes.boot import Boot
from fakes.stops import WatchdogReset
from fakes.virtual_clock import LAP_MASK, Event, VirtualClock

LONGEST_MS = 8388  # source: 24-bit counter that counts twice a microsecond (RP2040-E1)


class FakeWatchdog:
    """Ends the boot with WatchdogReset when it is not fed for timeout_ms of virtual time. It cannot be stopped."""

    def __init__(self, clock: VirtualClock, boot: Boot, timeout_ms: int) -> None:
        if not 1 <= timeout_ms <= LONGEST_MS:
            raise ValueError("timeout exceeds {}".format(LONGEST_MS))
        self._clock = clock
        self._boot = boot
        self._timeout_us = timeout_ms * 1000
        self.feeds = 0
        self._fed_laps = clock.laps
        self._fed_us = clock.us
        self._event = Event(0, 0, self._look)
        self._reschedule()
        boot.at_end.append(self._event.cancel)

    def feed(self) -> None:
        if self._boot.ended is not None:
            raise self._boot.ended
        self.feeds += 1
        self._fed_laps = self._clock.laps
        self._fed_us = self._clock.us

    def retire(self) -> None:
        """Replaced by a newer one."""
        self._event.cancel()

    def left_us(self) -> int:
        """Time until it bites."""
        laps, us = self._deadline()
        return self._clock.left_until(laps, us)

    def _deadline(self) -> "tuple[int, int]":
        room = LAP_MASK - self._fed_us
        if self._timeout_us <= room:
            return self._fed_laps, self._fed_us + self._timeout_us
        return self._fed_laps + 1, self._timeout_us - room - 1

    def _reschedule(self) -> None:
        self._event.laps, self._event.us = self._deadline()
        self._clock.schedule(self._event)

    def _look(self) -> None:
        if self.left_us():
            self._reschedule()  # fed meanwhile: only now is the deadline moved, so that feeding costs nothing
        else:
            self._boot.end(WatchdogReset())
