"""Hands counted words to the stepper state machine, collects their receipts, and stops it to the step."""

from array import array

from drivers.stepper_pio import COUNT_BITS, CYCLE_HZ, CYCLES_FROM_IDLE, CYCLES_PER_STEP, LONGEST_DELAY

FIFO_WORDS = 4
OUTSTANDING = 16  # four words waiting, one under way, four receipts: nine, rounded up
CHAIN_US = 1_000  # nearer to the last edge than this the word might miss it, so wait for the edge to pass
OVERDUE_US = 100_000
FORGOTTEN_US = 1 << 28  # well before the wrap of the tick counter would show the last edge in the future again
LONG_PAST_US = 1 << 29


class StepEngine:
    """rp2, time: the modules. step_pin: its Pin, made as an input first so that its level can be read back.

    tail_us(now): time from now to the last edge queued. fault: a receipt came that no word had asked for, or
    one is overdue. Nothing here allocates once it is made.
    """

    def __init__(self, rp2, time, state_machine_id, program, step_pin):
        self._time = time
        self._pin = step_pin
        self._machine = rp2.StateMachine(state_machine_id, program, freq=CYCLE_HZ, sideset_base=step_pin)
        self._clear_isr = rp2.asm_pio_encode("mov(isr, null)", 1)
        self._read_count = rp2.asm_pio_encode("in_(y, %d)" % COUNT_BITS, 1)
        self._push = rp2.asm_pio_encode("push(noblock)", 1)
        self._pull = rp2.asm_pio_encode("pull(noblock)", 1)
        self._none_left = rp2.asm_pio_encode("mov(y, invert(null))", 1)
        self._counts = array("i", [0] * OUTSTANDING)
        self._delays = array("i", [0] * OUTSTANDING)
        self._first = 0
        self._words = 0
        self._tail = time.ticks_us()
        self._idle = True
        self.fault = False
        self._machine.exec(self._none_left)
        self._machine.active(1)

    def room(self):
        """Words that can be queued now."""
        return FIFO_WORDS - self._machine.tx_fifo()

    def tail_us(self, now):
        """Time from tick `now` to the last edge queued: not positive when all of them are past.

        The last edge is remembered for 268 s: the next must not follow it closer than the rate allows.
        """
        if self._idle:
            return -LONG_PAST_US
        return self._time.ticks_diff(self._tail, now)

    def queue(self, count, first_us, gap_us, now):
        """Queue `count` edges: the first `first_us` after tick `now`, then every `gap_us`.

        There must be room. gap_us: time from the last edge queued to this word's first, and between its edges.
        """
        time = self._time
        left_us = self.tail_us(time.ticks_us())
        if 0 < left_us + CYCLES_PER_STEP and left_us <= CHAIN_US:
            time.sleep_us(left_us + CYCLES_PER_STEP)
            left_us = 0
        if left_us > CHAIN_US:
            self._put(count, gap_us - CYCLES_PER_STEP)
            self._tail = time.ticks_add(self._tail, count * gap_us)
            return
        put = time.ticks_us()
        delay = first_us - time.ticks_diff(put, now) - CYCLES_FROM_IDLE
        if delay < 0:
            delay = 0
        self._put(1, delay)
        self._tail = time.ticks_add(put, delay + CYCLES_FROM_IDLE)
        self._idle = False
        if count > 1:
            self._put(count - 1, gap_us - CYCLES_PER_STEP)
            self._tail = time.ticks_add(self._tail, (count - 1) * gap_us)

    def _put(self, count, delay):
        if delay > LONGEST_DELAY:
            self.fault = True
            return
        place = (self._first + self._words) % OUTSTANDING
        self._counts[place] = count
        self._delays[place] = delay
        self._words += 1
        self._machine.put((count - 1) | (delay << COUNT_BITS))

    def collect(self, now):
        """Take the receipts; returns the steps they stand for. Sets `fault` if they do not agree with the words."""
        steps = 0
        machine = self._machine
        held_back = machine.rx_fifo() == FIFO_WORDS  # the next receipt has had no room yet
        while machine.rx_fifo():
            steps += self._take_receipt(machine.get())
        if self._words == 0:
            if not self._idle and self._time.ticks_diff(now, self._tail) > FORGOTTEN_US:
                self._idle = True
        elif self._time.ticks_diff(now, self._tail) > OVERDUE_US and not held_back:
            self.fault = True
        return steps

    def _take_receipt(self, delay):
        if self._words == 0 or self._delays[self._first] != delay:
            self.fault = True
            return 0
        count = self._counts[self._first]
        self._first = (self._first + 1) % OUTSTANDING
        self._words -= 1
        return count

    def stop(self):
        """Stop after the step under way. Returns the steps made since the last `collect`; the rest is forgotten.

        Receipts count first; then the open word's own counter is read back. A step whose pulse is high is made
        but not yet counted. What cannot be read counts as made.
        """
        machine = self._machine
        machine.active(0)
        pulse_high = self._pin.value()
        steps = 0
        while machine.rx_fifo():
            steps += self._take_receipt(machine.get())
        machine.exec(self._clear_isr)
        machine.exec(self._read_count)
        machine.exec(self._push)
        if machine.rx_fifo():
            left = (machine.get() + 1) & ((1 << COUNT_BITS) - 1)
            if left and self._words:
                steps += self._counts[self._first] - left
            elif self._words and self._is_receipt_due(machine):
                steps += self._counts[self._first]
        elif self._words:
            steps += self._counts[self._first]
        if pulse_high:
            steps += 1
        self._forget(machine)
        return steps

    def _is_receipt_due(self, machine):
        """The open word is done, but its receipt was still to be pushed: fewer words wait than are outstanding."""
        return machine.tx_fifo() < self._words

    def _forget(self, machine):
        while machine.tx_fifo():
            machine.exec(self._pull)
        machine.restart()
        machine.exec(self._none_left)
        self._first = 0
        self._words = 0
        self._idle = True
        self._tail = self._time.ticks_us()
        machine.active(1)
