"""Whether the rotor follows the steps (A7), by an encoder on its shaft.

The numbers, in microsteps. A rotor under load lags by less than a full step, 16; the encoder is not linear to 1 degree,
which is 18 from one side to the other (AS5600 datasheet, INL); a word of 2 steps may wait for its receipt. So while it
follows, its lag stays within a band of 36; the rest of the 44 is for a magnet that is not quite in the middle. A rotor
that stops leaves the band wherever it was in it: after 44, 2 for the receipt, 4 to the next look and 6 for an erase of
400 ms at the fastest flow (a step in 67.5 ms), which are 56 of the 64 of A7. In service steps come far faster and
nothing is judged.
"""

from therapy.alarms import alarm_table
from therapy.memory import record_kinds
from therapy.states import HALTING, RUNNING, SERVICE
from units.two_words import TwoWords

PARTS = 32  # of a microstep: 4096 counts a revolution are 3200 microsteps, so a count is 25 of these
PARTS_A_COUNT = 25
COUNTS = 4096
BAND = 44 * PARTS  # backwards too: a rotor that runs ahead does not follow either
FOLLOWED_STEPS = 64
LOOK_STEPS = 4
SOONEST_US = 100_000
LATEST_US = 2_000_000
IDLE_US = 10_000_000
STALLED_US = 500_000  # while a stall is open: what a hand turns on the head counts for the dose that was missed
SETTLE_US = 100_000  # energised, the rotor goes to its phase, over two full steps at most
FAILURES = 2  # reads in a row


class RotorWatch:
    """A slice of the loop. encoder: As5600. lost_steps: of the stall that is open or was the last, as estimated.

    lag: of the rotor behind the receipts since the reference, in parts of a microstep; least_lag and most_lag: how far
    it swung. It changes by differences only: no number here grows with the steps made.
    """

    def __init__(self, heart, book, encoder):
        self._heart = heart
        self._book = book
        self._encoder = encoder
        self._counted = TwoWords()  # the steps that `lag` knows of
        self._angle = 0
        self._has_angle = False
        self._is_referred = False
        self._was_running = False
        self._since_us = IDLE_US  # so that the first turn looks whether it is there
        self._failed = 0
        self._followed = 0  # steps since the reference, up to FOLLOWED_STEPS
        self._lost = 0  # parts, before the reference, of the stall that is open
        self._is_stalled = False
        self.lag = self.least_lag = self.most_lag = 0
        self.lost_steps = 0
        self.next_us = 0

    def work(self, elapsed_us, _now):
        """Look when it is time: one read of 0.6 ms at 100 kHz."""
        heart = self._heart
        self._since_us += elapsed_us
        runs = heart.state == RUNNING
        if runs != self._was_running:
            self._was_running = runs
            self._is_referred = False
            self._since_us = 0
        wait_us = self._wait_us(runs)
        if self._since_us >= wait_us:
            self._since_us = 0
            self._look(runs)
            wait_us = self._wait_us(runs)
        self.next_us = 0 if heart.state == HALTING else max(0, wait_us - self._since_us)

    def _wait_us(self, runs):
        """From one look to the next: asked every turn, since the flow may have changed."""
        if self._failed:
            return SOONEST_US if self._failed < FAILURES else LATEST_US
        if not runs:
            return STALLED_US if self._is_stalled else IDLE_US
        if not self._is_referred:
            return SETTLE_US
        pacing = self._heart.pacing
        gap_us = LATEST_US
        if pacing.merged.running:
            gap_us = pacing.merged.whole_us
        elif pacing.basal.running:
            gap_us = pacing.basal.whole_us
        if gap_us >= LATEST_US // LOOK_STEPS:
            return LATEST_US
        return max(SOONEST_US, gap_us * LOOK_STEPS)

    def _look(self, runs):
        self._take_over_a_stall()
        if not self._encoder.read():
            self._failed = min(self._failed + 1, FAILURES)
            if self._failed == FAILURES:
                self._has_angle = self._is_referred = False
                self._heart.alarms.begin(alarm_table.ENCODER_LOST)
            return
        self._failed = 0
        self._heart.alarms.end(alarm_table.ENCODER_LOST)
        if self._heart.state == SERVICE:
            self._has_angle = False  # its steps are others, and too many between two looks
        steps = self._steps_since()
        self.lag += steps * PARTS - self._counts_since() * PARTS_A_COUNT
        if not runs:
            self._keep_or_forget()
        elif not self._is_referred:
            self._keep_or_forget()
            self._is_referred = True
            self._followed = 0
        else:
            self._followed = min(self._followed + steps, FOLLOWED_STEPS)
            self._judge()

    def _take_over_a_stall(self):
        """After a reset: one that latched before it. What was lost by then is on record."""
        if not self._is_stalled and self._heart.alarms.shown[alarm_table.MOTOR_STALLED]:
            self._is_stalled = True
            self.lost_steps = self._lost = 0

    def _steps_since(self):
        """Steps confirmed since the last look."""
        given = self._heart.history.given
        steps = given.minus_small(self._counted)
        self._counted.copy(given)
        return min(max(steps, -COUNTS), COUNTS) if self._has_angle else 0

    def _counts_since(self):
        """Counts turned since the last look, the shorter way round."""
        counts = (self._encoder.angle - self._angle + COUNTS // 2) % COUNTS - COUNTS // 2 if self._has_angle else 0
        self._angle = self._encoder.angle
        self._has_angle = True
        return counts

    def _keep_or_forget(self):
        """The reference is here and now; while a stall is open what was lost before it is kept."""
        if self._is_stalled:
            self._lost += self.lag
        self.lag = self.least_lag = self.most_lag = 0

    def _judge(self):
        self.least_lag = min(self.least_lag, self.lag)
        self.most_lag = max(self.most_lag, self.lag)
        if self.most_lag - self.least_lag > BAND:
            self._stall()
        elif self._is_stalled and self._followed == FOLLOWED_STEPS:
            self._recover()

    def _stall(self):
        heart = self._heart
        if not self._is_stalled:
            self._is_stalled = True
            self._lost = 0
        heart.alarms.end(alarm_table.MOTOR_STALLED)  # one after an acknowledged one is announced again
        self.lost_steps = self._estimate()
        heart.fault(alarm_table.MOTOR_STALLED)
        self._book.record(record_kinds.STALLED, 1, self.lost_steps)

    def _recover(self):
        self.lost_steps = self._estimate()
        self._is_stalled = False
        self._book.record(record_kinds.STALLED, 0, self.lost_steps)
        self._heart.alarms.end(alarm_table.MOTOR_STALLED)

    def _estimate(self):
        """Steps that the rotor did not make; none if it was turned on by as many."""
        return max(0, (self._lost + self.lag + PARTS // 2) // PARTS)
