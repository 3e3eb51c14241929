"""Reads the HX711 in blocks through its state machine, without ever waiting for it."""

from array import array

ABSENT_US = 1_000_000  # ten conversions at 10 a second without one word
HELD_US = 20  # a word held at `push` enters the FIFO within cycles of room being made
BLOCK = 8
OUTER = 2  # words left out at either end: a conversion that ends while a word is read tears it, and spoils the next
RAW_BITS = 24
MOST_POSITIVE = 0x7FFFFF
MOST_NEGATIVE = -0x800000

OK = 0
ABSENT = 1
STUCK = 2
SATURATED = 3
STATES = ("ok", "absent", "stuck", "saturated")


class Hx711:
    """One block of 8 conversions at a time: `begin`, then `collect` until `is_done`; then `mean_raw` and `state` hold.

    mean_raw: of the middle four. A block begins at any moment of a conversion, so its first words may be torn.
    A stuck sensor repeats one value to the last bit, which its own noise (about 40 counts) never does.
    """

    def __init__(self, rp2, time, state_machine_id, program, clock_pin, data_pin, cycle_hz):
        self._time = time
        self._machine = rp2.StateMachine(
            state_machine_id, program, freq=cycle_hz, sideset_base=clock_pin, in_base=data_pin
        )
        self._began = time.ticks_us()
        self._words = array("i", [0] * BLOCK)
        self._count = 0
        self.is_done = True
        self.state = ABSENT
        self.mean_raw = 0
        self._machine.active(1)

    def begin(self, now):
        """Start a block at tick `now`; what was converted before is discarded."""
        self._discard()
        self._began = now
        self._count = 0
        self.is_done = False

    def _discard(self):
        for _ in range(2):
            while self._machine.rx_fifo():
                self._machine.get()
            self._time.sleep_us(HELD_US)

    def collect(self, now):
        """Take what has arrived; bounded to a block."""
        if self.is_done:
            return
        age_us = self._time.ticks_diff(now, self._began)
        while self._count < BLOCK and self._machine.rx_fifo():
            self._take(self._signed(self._machine.get()))
        if self._count == BLOCK:
            self._finish()
        elif age_us > ABSENT_US + BLOCK * 100_000:
            self.is_done = True
            self.state = ABSENT

    def _signed(self, raw):
        return raw - (1 << RAW_BITS) if raw & 0x800000 else raw

    def _take(self, raw):
        """Keep the words in order of size."""
        words = self._words
        place = self._count
        while place and words[place - 1] > raw:
            words[place] = words[place - 1]
            place -= 1
        words[place] = raw
        self._count += 1

    def _finish(self):
        words = self._words
        total = 0
        for place in range(OUTER, BLOCK - OUTER):
            total += words[place]
        self.is_done = True
        self.mean_raw = total // (BLOCK - 2 * OUTER)
        if words[OUTER] <= MOST_NEGATIVE or words[BLOCK - 1 - OUTER] >= MOST_POSITIVE:
            self.state = SATURATED
        elif words[0] == words[BLOCK - 1]:
            self.state = STUCK
        else:
            self.state = OK
