"""Sleep to a deadline that an interrupt can cut short, with the processor idle."""

import io

POLL = 3  # the ioctl request that select makes, as MicroPython's stream protocol numbers it
READABLE = 1
TIDY_US = 200_000  # a wait that a collection of memory, some 0.1 s in a full heap, fits into
TIDY_EVERY = 8  # waits; what the loop allocates between two is a few kB at most


class Wakeup(io.IOBase):
    """A stream that is readable when somebody called `set`: select waits for it, so an interrupt ends the wait."""

    def __init__(self):
        self._set = False

    def set(self):
        self._set = True

    def clear(self):
        self._set = False

    def ioctl(self, request, _argument):
        return READABLE if request == POLL and self._set else 0


class Waiting:
    """select, time: the modules. streams: bytes that come on one of them end the wait too.

    Shorter waits than a millisecond are slept through.
    """

    def __init__(self, select, time, streams=()):
        self.wakeup = Wakeup()
        self._time = time
        self._tidy = None
        self._waits = 0
        self._poll = select.poll()
        self._poll.register(self.wakeup, READABLE)
        for stream in streams:
            self._poll.register(stream, READABLE)

    def tidy_with(self, collect):
        """Call this in a long wait now and then, and wait the rest: gc.collect on the board.

        So memory is not collected in the middle of a pulse of the buzzer, or while the queue of steps waits.
        """
        self._tidy = collect

    def wait_us(self, us):
        if us < 1_000:
            self._time.sleep_us(us)
            return
        us -= self._tidied_us(us)
        for _ in self._poll.ipoll((us + 999) // 1000 if us > 0 else 0):
            pass
        self.wakeup.clear()

    def _tidied_us(self, us):
        """How long it took; 0 if it was not the time for it."""
        self._waits += 1
        if self._tidy is None or us < TIDY_US or self._waits < TIDY_EVERY:
            return 0
        self._waits = 0
        began = self._time.ticks_us()
        self._tidy()
        return self._time.ticks_diff(self._time.ticks_us(), began)
