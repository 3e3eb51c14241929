"""The patient button: an edge is latched by interrupt, so a press is heard while the loop sleeps."""


class Button:
    """pin: input with pull-up, low while pressed. A press counts once, after it was released for `debounce_ms`.

    wake: called in the interrupt, to end the loop's wait; it must not allocate.
    """

    def __init__(self, pin, falling, time, debounce_ms, wake):
        self._pin = pin
        self._time = time
        self._debounce_ms = debounce_ms
        self._wake = wake
        self._latched = False
        self._quiet_since = time.ticks_ms()
        self._armed = True
        pin.irq(handler=self._edge, trigger=falling)

    def _edge(self, _pin):
        self._latched = True
        self._wake()

    def is_down(self):
        return self._pin.value() == 0

    def pressed(self):
        """True once for each press since the last call."""
        now = self._time.ticks_ms()
        latched = self._latched
        self._latched = False
        down = self.is_down()
        if latched and self._armed:
            self._armed = False
            self._quiet_since = now
            return True
        if down or latched:
            self._quiet_since = now
        elif self._time.ticks_diff(now, self._quiet_since) >= self._debounce_ms:
            self._armed = True
        return False
