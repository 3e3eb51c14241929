"""Reads the HX711 in blocks through its state machine, without ever waiting for it."""

from array import array

PERIOD_US = 100_000  # 10 conversions a second
HELD_US = 20  # a word held at `push` enters the FIFO within cycles of room being made
IN_STEP_US = 550_000  # four conversions at least, and never as many as fill the FIFO
BLOCK_US = 950_000  # a block at 10 conversions a second and one interval of doubt
BLOCK = 8
GIVEN_UP_US = 13 * PERIOD_US  # a block, and five conversions more without a word
MOST_STARTS = 3  # a loop that comes late every time, or a chip that converts too fast
OUTER = 2  # words left out at either end
RAW_BITS = 24
MOST_POSITIVE = 0x7FFFFF
MOST_NEGATIVE = -0x800000

OK = 0
ABSENT = 1
STUCK = 2
SATURATED = 3
DESYNCHRONISED = 4
STATES = ("ok", "absent", "stuck", "saturated", "desynchronised")
WIDEST_SPREAD = 1 << 16  # between the middle words; noise is some 100 counts, a word out of step is anywhere


class Hx711:
    """One block of 8 conversions at a time: `begin`, then `collect` until `is_done`; then `mean_raw` and `state` hold.

    A machine that waited with its FIFO full takes its next word at any moment of a conversion. One that ends meanwhile
    tears the word, and the pulses left over choose another gain for the next. So a block begins only after some words
    were thrown away during which the FIFO never filled: from then on each is read as soon as it is ready.
    mean_raw: of the middle four; spread_raw: from the least to the greatest. A stuck sensor repeats one value to the
    last bit, which its own noise never does.
    wait_us: how long to wait before the next `collect`.
    """

    def __init__(self, rp2, time, state_machine_id, program, clock_pin, data_pin, cycle_hz):
        self._time = time
        self._machine = rp2.StateMachine(
            state_machine_id, program, freq=cycle_hz, sideset_base=clock_pin, in_base=data_pin
        )
        self._began = time.ticks_us()
        self._words = array("i", [0] * BLOCK)
        self._count = 0
        self._is_in_step = False
        self._starts = 0
        self.is_done = True
        self.wait_us = 0
        self.state = ABSENT
        self.mean_raw = 0
        self.spread_raw = 0
        self._machine.active(1)

    def begin(self, now):
        """Start a block at tick `now`; what was converted before is discarded."""
        self._discard()
        self._count = 0
        self._starts = 0
        self.is_done = False
        self._get_in_step(now)

    def _get_in_step(self, now):
        self._is_in_step = False
        self._began = now
        self.wait_us = IN_STEP_US

    def single(self):
        """For diagnostics, in place of `collect`: the next conversion, or None. Each eighth ends a block.

        Called before the FIFO fills it gives every conversion. What waited before is for the caller to throw away,
        and a block that was under way to begin again.
        """
        if not self._machine.rx_fifo():
            return None
        raw = self._signed(self._machine.get())
        if self._count == BLOCK:
            self._count = 0
        self._take(raw)
        self.is_done = self._count == BLOCK
        if self.is_done:
            self._finish()
        return raw

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
        if not self._is_in_step:
            if age_us >= IN_STEP_US:
                self._begin_block(now)
            return
        self.wait_us = PERIOD_US
        while self._count < BLOCK and self._machine.rx_fifo():
            self._take(self._signed(self._machine.get()))
        if self._count == BLOCK:
            self._finish()
        elif age_us > GIVEN_UP_US:
            self.is_done = True
            self.state = ABSENT

    def _begin_block(self, now):
        """Unless the FIFO was found full: the machine waited again."""
        was_full = self._machine.rx_fifo() == BLOCK
        self._discard()
        self._get_in_step(now)
        self._starts += 1
        if not was_full:
            self._is_in_step = True
            self.wait_us = BLOCK_US
        elif self._starts == MOST_STARTS:
            self.is_done = True
            self.state = DESYNCHRONISED

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
        self.spread_raw = words[BLOCK - 1] - words[0]
        if words[OUTER] <= MOST_NEGATIVE or words[BLOCK - 1 - OUTER] >= MOST_POSITIVE:
            self.state = SATURATED
        elif words[0] == words[BLOCK - 1]:
            self.state = STUCK
        elif words[BLOCK - 1 - OUTER] - words[OUTER] > WIDEST_SPREAD:
            self.state = DESYNCHRONISED
        else:
            self.state = OK
