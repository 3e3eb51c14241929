"""The loop: read, decide, act; then what may wait; then sleep to the next deadline."""

from therapy.delivery.orders import Orders, Readings


class ControlLoop:
    """One turn is a control tick, which allocates nothing, then one write to flash, then the slices, then a sleep.

    records: has is_clear, works, look, failed, release and work(may_reserve). settings: each has work(), which does at
    most one write to flash and says whether it did. slices: each has work(elapsed_us, now), bounded, and next_us, the
    time until it wants to be called again. waiting: has wait_us(us).
    """

    def __init__(self, heart, clock, engine, motor, button, supply, records, settings, slices, watchdog, waiting):
        self._heart = heart
        self._clock = clock
        self._engine = engine
        self._motor = motor
        self._button = button
        self._supply = supply
        self._records = records
        self._settings = settings
        self._slices = slices
        self._watchdog = watchdog
        self._waiting = waiting
        self.readings = Readings()
        self.orders = Orders()
        self.turns = 0

    def tick(self):
        """Readings in, orders out and carried out: no allocation, no flash, and no wait beyond 1 ms for a late word."""
        readings, orders, engine = self.readings, self.orders, self._engine
        readings.elapsed_us = self._clock.read()
        now = self._clock.now
        readings.t_s = self._clock.t_s
        readings.steps_made = engine.collect(now)
        readings.engine_fault = engine.fault
        readings.room = engine.room()
        readings.tail_us = engine.tail_us(now)
        readings.button = self._button.pressed()
        readings.supply_low = self._supply.is_low()
        readings.records_work = self._records.works()
        self._records.look()
        self._heart.step(readings, orders)
        if orders.halt:
            self._halt(orders.at_once)
        else:
            self._motor.set(orders.motor_on)
            for i in range(orders.words):
                engine.queue(orders.counts[i], orders.firsts_us[i], orders.gaps_us[i], now)
        self._watchdog.tick_ran = True
        self._watchdog.receipts_agree = not engine.fault or not self._motor.is_on
        self.turns += 1

    def _halt(self, at_once):
        if at_once:
            self._motor.off()
        made = self._engine.stop()
        self._motor.off()
        self._heart.halted(made)
        self._records.release()
        self.orders.write_now = True

    def turn(self):
        """One pass, and the sleep after it."""
        self.tick()
        self._watchdog.feed_if_proved()  # before the write, which may take as long as seven erases
        wrote = self._write()
        wait_us = self._work_slices()
        if not wrote and not (self._heart.is_beginning() and self._records.is_clear()):
            self._waiting.wait_us(wait_us)

    def _write(self):
        records = self._records
        wrote = False
        if self.orders.write_now and not self.readings.supply_low:
            wrote = records.work(self.orders.reserve) or self._write_settings()
        if records.failed:
            self._heart.memory_failed()
        self._watchdog.journal_writable = not records.failed or not self._motor.is_on
        return wrote

    def _write_settings(self):
        for settings in self._settings:
            if settings.work():
                return True
        return False

    def _work_slices(self):
        """Returns the time until the loop must run again."""
        wait_us = self.orders.wake_us
        if self._button.next_us < wait_us:
            wait_us = self._button.next_us
        elapsed_us, now = self.readings.elapsed_us, self._clock.now
        for slice in self._slices:
            slice.work(elapsed_us, now)
            if slice.next_us < wait_us:
                wait_us = slice.next_us
        return wait_us if wait_us > 0 else 0
