"""When the load cell is read, what its readings mean, and when they mean nothing: the second witness's eye.

Sampling plan: one block of eight conversions a minute. Its noise, 1.2 mg, is less than what 24 mL/day moves in a minute
and less than drift and room move in the hours that a slow fault takes, so more conversions would find little sooner;
and it costs three wakes of the loop. Only calibration reads block after block.
"""

from drivers import hx711
from therapy.alarms import alarm_table

BLOCK_EVERY_US = 60_000_000
SPREAD_PER_SD = 3  # the range of eight conversions is 2.85 standard deviations in the mean
UNSTEADY_SDS = 20  # a block wider than that was knocked: it is left out
NOISY = 250  # percent of the board's noise, in the mean of some eight blocks: too noisy to be believed
QUIET = 200  # and believed again
FADE = 8
MOST_TRIES = 3  # blocks for each that `average` wants
_UG_PER_MG = 1_000


class Weighing:
    """sensor: Hx711. counts_per_g: by the board, until `calibrate`. noise_counts: rms of one conversion, by the board.

    listener: called once a minute with (mass_ug, is_measured); None for nobody. mass_ug: above the calibrated zero, of
    the last good block; None before the first and while the load cell is at fault. A slice of the loop.
    """

    def __init__(self, sensor, counts_per_g, noise_counts, alarms):
        self._sensor = sensor
        self._counts_per_g = counts_per_g
        self._zero_raw = 0
        self._nominal_spread = SPREAD_PER_SD * noise_counts
        self._spread_8 = FADE * self._nominal_spread
        self._alarms = alarms
        self._to_begin_us = 0
        self._to_collect_us = 0
        self._busy = False
        self._is_repeated = False
        self._is_spoilt = False
        self._blocks_left = 0
        self._total_raw = 0
        self._blocks_taken = 0
        self._tries_left = 0
        self.listener = None
        self.is_calibrated = False
        self.next_us = 0
        self.mass_ug = None

    def calibrate(self, zero_raw, counts_per_g):
        """counts_per_g: not 0; less than 0 for a cell that is wired the other way round."""
        self._zero_raw = zero_raw
        self._counts_per_g = counts_per_g
        self.is_calibrated = True
        self.mass_ug = None

    def disturbed(self):
        """The load was changed just now: a block under way may be of what was there before."""
        self._is_spoilt = self._busy

    def average(self, blocks):
        """Read block after block until so many were good; then `average_raw` holds."""
        self._blocks_left = blocks
        self._tries_left = MOST_TRIES * blocks
        self._blocks_taken = 0
        self._total_raw = 0
        self._to_begin_us = 0
        self.next_us = 0

    def is_averaging(self):
        return self._blocks_left > 0

    def average_raw(self):
        """Of the last `average`: counts, rounded down; None if too few blocks were good."""
        return None if self._tries_left == 0 else self._total_raw // self._blocks_taken

    def noise_ug(self):
        """Of one conversion, one standard deviation, as the spread of the last blocks shows it."""
        return self._spread_8 * 1_000_000 // (FADE * SPREAD_PER_SD * abs(self._counts_per_g))

    def is_noisy(self):
        return bool(self._alarms.standing[alarm_table.LOAD_CELL_NOISY])

    def work(self, elapsed_us, now):
        """Begin or collect a block when it is time; bounded, outside the control tick."""
        self._to_begin_us -= elapsed_us
        self._to_collect_us -= elapsed_us
        if not self._busy:
            if self._to_begin_us <= 0:
                self._begin(now)
        elif self._to_collect_us <= 0:
            self._sensor.collect(now)
            self._to_collect_us = self._sensor.wait_us
            if self._sensor.is_done:
                self._busy = False
                self._end_block()
        self.next_us = max(0, self._to_collect_us if self._busy else self._to_begin_us)

    def _begin(self, now):
        self._sensor.begin(now)
        self._busy = True
        self._to_begin_us += BLOCK_EVERY_US
        if self._to_begin_us < 0:
            self._to_begin_us = 0
        self._to_collect_us = self._sensor.wait_us

    def _end_block(self):
        """A load that changes within a block looks like words out of step: such a block is taken once more."""
        if self._sensor.state == hx711.DESYNCHRONISED and not self._is_repeated:
            self._is_repeated = True
            self._to_begin_us = 0
            return
        self._is_repeated = False
        is_good = self._judge() and not self._is_spoilt
        self._is_spoilt = False
        if is_good and self._blocks_left:
            self._total_raw += self._sensor.mean_raw
            self._blocks_taken += 1
            self._blocks_left -= 1
        self._tries_left -= 1 if self._blocks_left else 0
        if not self._tries_left:
            self._blocks_left = 0
        if self._blocks_left:
            self._to_begin_us = 0
        elif self.listener is not None:
            self.listener(self.mass_ug or 0, is_good)

    def _judge(self):
        """Name what is wrong with the cell. True if this block can be weighed with."""
        state, alarms = self._sensor.state, self._alarms
        alarms.show(alarm_table.LOAD_CELL_LOST, state == hx711.ABSENT)
        alarms.show(alarm_table.LOAD_CELL_SATURATED, state == hx711.SATURATED)
        alarms.show(alarm_table.LOAD_CELL_STUCK, state == hx711.STUCK)
        alarms.show(alarm_table.LOAD_CELL_DESYNCHRONISED, state == hx711.DESYNCHRONISED)
        if state != hx711.OK:
            self.mass_ug = None
            return False
        is_steady = self._note_noise(self._sensor.spread_raw)
        self.mass_ug = self._mass_of(self._sensor.mean_raw)
        return is_steady

    def _note_noise(self, spread):
        """Follow the noise over some eight blocks. False if this block, or the cell, cannot be weighed with."""
        nominal = self._nominal_spread
        most = UNSTEADY_SDS * nominal // SPREAD_PER_SD
        self._spread_8 += min(spread, most) - self._spread_8 // FADE
        percent = self._spread_8 * 100 // (FADE * nominal)
        self._alarms.show(alarm_table.LOAD_CELL_NOISY, percent > (QUIET if self.is_noisy() else NOISY))
        return spread <= most and not self.is_noisy()

    def _mass_of(self, raw):
        """ug; every intermediate stays inside +/- 2**30."""
        counts, per_g = raw - self._zero_raw, self._counts_per_g
        if per_g < 0:
            counts, per_g = -counts, -per_g
        milligrams = counts % per_g * _UG_PER_MG
        return counts // per_g * 1_000_000 + milligrams // per_g * _UG_PER_MG + milligrams % per_g * _UG_PER_MG // per_g
