"""Sleep to a deadline that an interrupt can cut short, with the processor idle."""

import io

POLL = 3  # the ioctl request that select makes, as MicroPython's stream protocol numbers it
READABLE = 1


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
    """select, time: the modules. stream: ends the wait too when bytes come on it; None without one.

    Shorter waits than a millisecond are slept through.
    """

    def __init__(self, select, time, stream=None):
        self.wakeup = Wakeup()
        self._time = time
        self._poll = select.poll()
        self._poll.register(self.wakeup, READABLE)
        if stream is not None:
            self._poll.register(stream, READABLE)

    def wait_us(self, us):
        if us < 1_000:
            self._time.sleep_us(us)
            return
        for _ in self._poll.ipoll((us + 999) // 1000):
            pass
        self.wakeup.clear()
