"""The loop: read, decide, act; then the slices that may wait; then sleep to the next deadline."""

from therapy.orders import Orders, Readings


class ControlLoop:
    """One `turn` is a control tick, which allocates nothing, and then bounded slices in a fixed order.

    clock, engine, motor, button, signals, weighing, watchdog, waiting: the drivers. recorder, desk: what is
    put on flash, one write a turn.
    """

    def __init__(self, heart, clock, engine, motor, button, signals, weighing, recorder, desk, watchdog, waiting):
        self._heart = heart
        self._clock = clock
        self._engine = engine
        self._motor = motor
        self._button = button
        self._signals = signals
        self._weighing = weighing
        self._recorder = recorder
        self._desk = desk
        self._watchdog = watchdog
        self._waiting = waiting
        self.readings = Readings()
        self.orders = Orders()
        self.turns = 0
        self.longest_tick_us = 0

    def tick(self):
        """Readings in, orders out and carried out: no allocation, no flash, no waiting."""
        readings, orders, engine = self.readings, self.orders, self._engine
        readings.elapsed_us = self._clock.read()
        now = self._clock.now
        readings.t_s = self._clock.t_s
        readings.steps_made = engine.collect(now)
        readings.engine_fault = engine.fault
        readings.room = engine.room()
        readings.tail_us = engine.tail_us(now)
        readings.button = self._button.pressed()
        readings.records_clear = self._recorder.is_clear()
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
        self._heart.settle(made)
        self._recorder.settle_asked = True
        self.orders.write_now = True

    def turn(self):
        """One pass. Returns the microseconds that may be slept until the next."""
        self.tick()
        wrote = self._write()
        self._signals.update(self._heart.alarms.priority, self._heart.alarms.loud_priority)
        self._weighing.work(self.readings.elapsed_us, self._clock.now)
        self._watchdog.feed_if_proved()
        if wrote or (self._recorder.is_clear() and self._heart.is_waiting()):
            return 0
        wait_us = self.orders.wake_us
        for next_us in (self._signals.next_us, self._weighing.next_us()):
            if next_us < wait_us:
                wait_us = next_us
        return wait_us

    def _write(self):
        recorder = self._recorder
        wrote = False
        if self.orders.write_now:
            wrote = recorder.work(self.orders.reserve) or self._desk.work()
        if recorder.failed:
            self._heart.memory_failed()
        self._watchdog.journal_writable = not recorder.failed or not self._motor.is_on
        return wrote

    def run_turn(self):
        """A turn and the wait after it."""
        wait_us = self.turn()
        if wait_us > 0:
            self._waiting.wait_us(wait_us)
