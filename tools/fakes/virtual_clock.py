"""Virtual time in microseconds, and what must happen as it passes.

Time is two words, (laps, us) with us below 2**30, so that nothing allocates on MicroPython.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Source(Protocol):
        """Hardware that goes on by itself."""

        def run_until(self, us: int) -> None: ...


LAP_MASK = 0x3FFFFFFF
SIGN_BIT = 0x20000000
FAR_US = 0x0FFFFFFF  # sources compare lap times by sign, which is right below 2**29


def us_from(earlier: int, later: int) -> int:
    """Signed time from one lap time to another, right within 2**29 us."""
    d = (later - earlier) & LAP_MASK
    return d if d < SIGN_BIT else d - LAP_MASK - 1


def us_after(us: int, delay: int) -> int:
    """The lap time `delay` (0 to 2**30 - 1) after `us`; no intermediate leaves the small integers."""
    return (us - LAP_MASK - 1 + delay) & LAP_MASK


class Event:
    """A callback at one time. Cancelled events are dropped when their time comes."""

    def __init__(self, laps: int, us: int, callback: "Callable[[], object]") -> None:
        self.laps = laps
        self.us = us
        self.callback = callback
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


class VirtualClock:
    """us, laps: the time now. start_us: absolute time at the start, of any size.

    `samplers` run before `drivers`: a sampler asks for the world at past instants (run_drivers_until), and
    that world cannot be asked for once the drivers have gone past it. Both run before the event at that time.
    A source that has run until t has executed every cycle before t and not cycle t.
    """

    def __init__(self, start_us: int = 0) -> None:
        self.us = start_us & LAP_MASK
        self.laps = start_us >> 30
        self.samplers: "list[Source]" = []
        self.drivers: "list[Source]" = []
        self._events: "list[Event]" = []
        self._to_event = FAR_US

    def now_us(self) -> int:
        """Absolute time; allocates on MicroPython from 2**30 us on."""
        return (self.laps << 30) + self.us

    def absolute(self, us: int) -> int:
        """The absolute time of a lap time that is not in the future and within the last 2**30 us."""
        return self.now_us() - ((self.us - us) & LAP_MASK)

    def at(self, absolute_us: int, callback: "Callable[[], object]") -> Event:
        """Call back at an absolute time; a time that is past raises ValueError."""
        if absolute_us < self.now_us():
            raise ValueError("event at {} us: it is already {} us".format(absolute_us, self.now_us()))
        return self.schedule(Event(absolute_us >> 30, absolute_us & LAP_MASK, callback))

    def after(self, delay_us: int, callback: "Callable[[], object]") -> Event:
        return self.at(self.now_us() + delay_us, callback)

    def schedule(self, event: Event) -> Event:
        """Enter an event; events at the same time keep the order in which they were entered."""
        events = self._events
        place, end = 0, len(events)
        while place < end:  # halving: a year of presses may wait behind the next step
            middle = (place + end) >> 1
            if self._is_later(events[middle], event):
                end = middle
            else:
                place = middle + 1
        events.insert(place, event)
        self._to_event = self._until_first()
        return event

    def _is_later(self, a: Event, b: Event) -> bool:
        return a.us > b.us if a.laps == b.laps else a.laps > b.laps

    def next_external_us(self) -> "int | None":
        """Absolute time of the first event, None without one."""
        for event in self._events:
            if not event.is_cancelled:
                return (event.laps << 30) + event.us
        return None

    def until_event(self) -> int:
        """No event is due within this time; an event may be due then."""
        return self._to_event

    def left_until(self, laps: int, us: int) -> int:
        """Time left until (laps, us): 0 when it is past, at most FAR_US."""
        ahead = laps - self.laps
        if ahead == 0:
            left = us - self.us
            return 0 if left < 0 else left if left < FAR_US else FAR_US
        if ahead < 0:
            return 0
        if ahead > 1 or us >= self.us:
            return FAR_US
        left = us - self.us + LAP_MASK + 1
        return left if left < FAR_US else FAR_US

    def _until_first(self) -> int:
        if not self._events:
            return FAR_US
        first = self._events[0]
        return self.left_until(first.laps, first.us)

    def advance(self, us: int) -> None:
        """Let time pass (0 to 2**30 - 1 us). What an event raises comes out at its exact microsecond."""
        while us >= self._to_event:
            step = self._to_event
            us -= step
            self._move(step)
            self._fire()
        if us:
            self._move(us)

    def wait(self, us: int) -> int:
        """Like advance, but end early once an event has been looked at. Returns the time that passed."""
        step = self._to_event
        if us < step:
            self._move(us)
            return us
        self._move(step)
        self._fire()
        return step

    def _move(self, step: int) -> None:
        room = LAP_MASK - self.us
        if step <= room:
            us = self.us + step
        else:
            us = step - room - 1
            self.laps += 1
        self.us = us
        self._to_event -= step
        for source in self.samplers:
            source.run_until(us)
        for source in self.drivers:
            source.run_until(us)

    def run_drivers_until(self, us: int) -> None:
        """For a sampler: bring the drivers to a lap time that is not in the future."""
        for source in self.drivers:
            source.run_until(us)

    def _fire(self) -> None:
        events = self._events
        while events:
            first = events[0]
            if self.left_until(first.laps, first.us):
                break
            events.pop(0)
            if not first.is_cancelled:
                self._to_event = 0  # so that an exception leaves the rest to be looked at
                first.callback()
        self._to_event = self._until_first()
