"""The ways a run of the firmware ends from outside, and the errors that show a fault in firmware or test.

The ends derive from BaseException, so that no `except Exception` of the firmware swallows one.
"""


class Stop(BaseException):
    """The firmware's run is over. Hardware of that run raises it again, so that no `finally` acts after the end."""


class PowerCut(Stop):
    """The supply went away."""


class WatchdogReset(Stop):
    """The watchdog was not fed in time."""


class Reset(Stop):
    """The firmware called machine.reset()."""


class WouldBlock(AssertionError):
    """put to a full or get from an empty FIFO: on the chip the call would wait, perhaps for ever."""


class NotModelled(AssertionError):
    """The firmware asks the hardware for something these fakes do not claim to know."""
