"""The self-test at power-on (S1): each part by name, with the motor off."""

from drivers import hx711
from units.flow import Flow, MergedFlow
from units.phase import TimeLeft, phase_left

TEST_STEPS = 64  # a translator counts steps with the motor off too: after whole cycles of 64 the rotor does not jump
TEST_GAP_US = 1_000
LOAD_CELL_WAIT_MS = 2_000
CLOCK_TEST_MS = 20
ITEMS = ("arithmetic", "clock", "step-engine", "button", "driver")
CLOCK_ERROR_US = 2_000


class SelfTest:
    """Runs each item once. `failures`: names of the items that failed; `load_cell_answers`: a witness, no condition.

    signals: lamps and buzzer are on throughout, for a person to see and hear.
    feed: called between items, so that the watchdog guards the test itself.
    driver_set_up: sets up the motor driver and returns whether it is; None where there is nothing to set up.
    """

    def __init__(self, time, engine, sensor, button, signals, feed, driver_set_up=None):
        self._time = time
        self._signals = signals
        self._engine = engine
        self._sensor = sensor
        self._button = button
        self._feed = feed
        self._driver_set_up = driver_set_up
        self.failures = []
        self.load_cell_answers = False
        self._was_down = False

    def run(self):
        """Returns True if everything that delivery depends on passed. At most 2.4 s."""
        self.failures = []
        self._signals.show_all(True)
        self._was_down = self._button.is_down()
        self.load_cell_answers = self._load_cell()
        for name, item in zip(ITEMS, (self._arithmetic, self._clock, self._steps, self._button_up, self._driver)):
            self._feed()
            if not item():
                self.failures.append(name)
        self._feed()
        self._signals.show_all(False)
        return not self.failures

    def failed_items(self):
        """The failures bit by bit, in the order of ITEMS: for the record."""
        return sum(1 << place for place, name in enumerate(ITEMS) if name in self.failures)

    def _arithmetic(self):
        """Worked vectors: 16.2 s a step is 100 uL/day; merged with 213 steps in 300 s, a step in 16.2 / 12.502 s."""
        basal = Flow(5333333, 86_400_000_000_000, "self-test")
        slow = Flow(1, 16_200_000, "self-test")
        merged = MergedFlow(slow, Flow(71, 100_000_000, "self-test"))
        left = TimeLeft()
        left.set(phase_left(8_100_000, 0, slow), merged)
        return (
            basal.whole_us == 16_200_001
            and merged.whole_us == 1_295_792
            and left.us == 647_896
            and (1 << 29) + ((1 << 29) - 1) == 1_073_741_823
        )

    def _clock(self):
        time = self._time
        start = time.ticks_us()
        time.sleep_ms(CLOCK_TEST_MS)
        error_us = time.ticks_diff(time.ticks_us(), start) - CLOCK_TEST_MS * 1_000
        return -CLOCK_ERROR_US <= error_us <= CLOCK_ERROR_US

    def _steps(self):
        """A stop in the middle of a word reads back its count; words left alone come back as that many steps."""
        time, engine = self._time, self._engine
        start = time.ticks_us()
        self._queue(TEST_STEPS, start)
        time.sleep_us((TEST_STEPS // 2) * TEST_GAP_US + TEST_GAP_US // 2)
        by_clock = time.ticks_diff(time.ticks_us(), start) // TEST_GAP_US - 1
        stopped_at = engine.stop()
        if not by_clock - 1 <= stopped_at <= by_clock + 1:
            return False
        rest = TEST_STEPS - stopped_at
        self._queue(rest, time.ticks_us())
        time.sleep_us((rest + 2) * TEST_GAP_US)
        return engine.collect(time.ticks_us()) == rest and not engine.fault

    def _queue(self, steps, now):
        """`steps` (at least 2) in two words, the first step two gaps from now."""
        self._engine.queue(1, 2 * TEST_GAP_US, TEST_GAP_US, now)
        self._engine.queue(steps - 1, 3 * TEST_GAP_US, TEST_GAP_US, now)

    def _button_up(self):
        """Stuck is down from the start to the end of the test; a press in between is none of it."""
        return not (self._was_down and self._button.is_down())

    def _driver(self):
        return self._driver_set_up is None or self._driver_set_up()

    def _load_cell(self):
        time, sensor = self._time, self._sensor
        sensor.begin(time.ticks_us())
        for _ in range(LOAD_CELL_WAIT_MS // 100):
            time.sleep_ms(100)
            self._feed()
            sensor.collect(time.ticks_us())
            if sensor.is_done:
                break
        return sensor.is_done and sensor.state == hx711.OK
