"""The patient button: an edge wakes the loop by interrupt, and the pin must still be down when the loop looks."""

NOTHING_DUE_US = 1 << 29


class Button:
    """pin: input with pull-up, low while pressed. A press counts once, until it was up for `debounce_ms`.

    wake: called in the interrupt, to end the loop's wait; it must not allocate. A spike that is over before the loop
    looks is no press. touched: an edge was heard, ever. next_us: when to look again, to tell quick presses apart.
    """

    def __init__(self, pin, falling, time, debounce_ms, wake):
        self._pin = pin
        self._time = time
        self._debounce_ms = debounce_ms
        self._wake = wake
        self._quiet_since = time.ticks_ms()
        self._armed = True
        self.touched = False
        self.next_us = NOTHING_DUE_US
        pin.irq(handler=self._edge, trigger=falling)

    def _edge(self, _pin):
        self.touched = True
        self._wake()

    def is_down(self):
        return self._pin.value() == 0

    def pressed(self):
        """True once for each press."""
        now = self._time.ticks_ms()
        down = self.is_down()
        pressed = down and self._armed
        if down:
            self._armed = False
            self._quiet_since = now
        elif not self._armed and self._time.ticks_diff(now, self._quiet_since) >= self._debounce_ms:
            self._armed = True
        self.next_us = NOTHING_DUE_US if self._armed else self._debounce_ms * 1000
        return pressed
