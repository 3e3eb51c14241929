"""When to come back, and whether now is the moment to write to flash."""

from therapy.delivery.pacing import HORIZON_US, WORDS_AHEAD

LONGEST_WAIT_US = 1_700_000  # inside the watchdog's timeout with two erase stalls of 400 ms to spare
SHORTEST_WAIT_US = 1_000
QUIET_US = 450_000  # a record is written at least this long before a step, or right after a refill
WORD_US = HORIZON_US // WORDS_AHEAD  # a full queue has room again by then, whatever flow comes next
AFTER_STEP_US = 2_000  # the receipt of a step is there by then


class Moments:
    """At intervals longer than the horizon a record is written right after a step, else right after a refill."""

    def __init__(self, pacing, governor):
        self._pacing = pacing
        self._governor = governor

    def set_idle(self, orders):
        """Nothing is being delivered: any moment will do."""
        orders.write_now = True
        orders.wake_us = LONGEST_WAIT_US

    def is_for_writing(self, tail_us):
        """At a slow rate, a step was just made and the next is far: a write comes before the next refill."""
        cadence = self._pacing.present()
        if cadence is None or cadence.whole_us <= HORIZON_US or tail_us > 0 or not self._governor.has_reserve():
            return False
        return self._pacing.next_edge_us(cadence, tail_us) > QUIET_US

    def set(self, cadence, queue_end_us, is_full, wants_write, orders):
        """Set orders.write_now and orders.wake_us. cadence: of the next step; queue_end_us: the last edge queued.

        is_full: no word fits before one of the queued ones is done. wants_write: something waits to be written.
        """
        refill_us = self._pacing.to_refill_us(cadence, queue_end_us)
        if is_full:
            word_us = cadence.whole_us if cadence.whole_us < WORD_US else WORD_US
            refill_us = refill_us if refill_us > word_us else word_us
        wake_us = refill_us if refill_us < LONGEST_WAIT_US else LONGEST_WAIT_US
        orders.write_now = True
        if cadence.whole_us > HORIZON_US:
            if queue_end_us > 0:
                orders.write_now = False
                if wants_write and queue_end_us + AFTER_STEP_US < wake_us:
                    wake_us = queue_end_us + AFTER_STEP_US
            else:
                is_quiet = self._pacing.next_edge_us(cadence, queue_end_us) > QUIET_US
                orders.write_now = is_quiet or not self._governor.has_reserve()
        orders.wake_us = wake_us if wake_us > SHORTEST_WAIT_US else SHORTEST_WAIT_US

    def wake_before(self, due_us, orders):
        """Come back by then if that is sooner; due_us: from now."""
        if due_us < orders.wake_us:
            orders.wake_us = due_us if due_us > SHORTEST_WAIT_US else SHORTEST_WAIT_US
