"""When the load cell is read, and what its readings mean: the second witness."""

from drivers import hx711
from therapy.alarms import alarm_table

BLOCK_EVERY_US = 60_000_000  # a block of 8 conversions a minute; the FIFO holds a block, so it costs three wakes


class Weighing:
    """sensor: Hx711. counts_per_g: span of the load cell. weight_mg: of the last good block; None before the first.

    A slice of the loop: `work` when `next_us` has passed.
    """

    def __init__(self, sensor, counts_per_g, alarms):
        self._sensor = sensor
        self._counts_per_g = counts_per_g
        self._alarms = alarms
        self._to_begin_us = 0
        self._to_collect_us = 0
        self._tare_raw = 0
        self._busy = False
        self._is_repeated = False
        self.next_us = 0
        self.weight_mg = None

    def tare(self):
        """Call the last block zero."""
        self._tare_raw = self._sensor.mean_raw

    def work(self, elapsed_us, now):
        """Begin or collect a block when it is time; bounded, outside the control tick."""
        self._to_begin_us -= elapsed_us
        self._to_collect_us -= elapsed_us
        if not self._busy:
            if self._to_begin_us <= 0:
                self._sensor.begin(now)
                self._busy = True
                self._to_begin_us += BLOCK_EVERY_US
                if self._to_begin_us < 0:
                    self._to_begin_us = 0
                self._to_collect_us = self._sensor.wait_us
        elif self._to_collect_us <= 0:
            self._sensor.collect(now)
            self._to_collect_us = self._sensor.wait_us
            if self._sensor.is_done:
                self._busy = False
                self._end_block()
        self.next_us = self._to_collect_us if self._busy else self._to_begin_us

    def _end_block(self):
        """A load that changes within a block looks like words out of step: such a block is taken once more."""
        if self._sensor.state == hx711.DESYNCHRONISED and not self._is_repeated:
            self._is_repeated = True
            self._to_begin_us = 0
            return
        self._is_repeated = False
        self._judge()

    def _judge(self):
        state = self._sensor.state
        self._alarms.show(alarm_table.LOAD_CELL_LOST, state == hx711.ABSENT)
        self._alarms.show(alarm_table.LOAD_CELL_SATURATED, state == hx711.SATURATED)
        self._alarms.show(alarm_table.LOAD_CELL_STUCK, state == hx711.STUCK)
        self._alarms.show(alarm_table.LOAD_CELL_DESYNCHRONISED, state == hx711.DESYNCHRONISED)
        if state == hx711.OK:
            counts = self._sensor.mean_raw - self._tare_raw
            per_g = self._counts_per_g
            self.weight_mg = counts // per_g * 1000 + counts % per_g * 1000 // per_g
        else:
            self.weight_mg = None
