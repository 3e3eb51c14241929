"""Runs on the board, sent to its prompt as text: the firmware's own self-test, and what it measured.

Each item is printed as `item|passed, failed or warned|measured|limit`. The motor is off throughout.
"""


class WatchedEngine:
    """A StepEngine that remembers what it counted."""

    def __init__(self, engine):
        self._engine = engine
        self.queue = engine.queue
        self.stopped_at = self.collected = None

    @property
    def fault(self):
        return self._engine.fault

    def stop(self):
        self.stopped_at = self._engine.stop()
        return self.stopped_at

    def collect(self, now):
        self.collected = self._engine.collect(now)
        return self.collected


class WatchedTime:
    """The time module, with how far off the last sleep in ms was."""

    def __init__(self, time):
        self._time = time
        self.ticks_us, self.ticks_diff, self.sleep_us = time.ticks_us, time.ticks_diff, time.sleep_us
        self.off_us = {}

    def sleep_ms(self, ms):
        began = self._time.ticks_us()
        self._time.sleep_ms(ms)
        self.off_us[ms] = self._time.ticks_diff(self._time.ticks_us(), began) - ms * 1000


class Lights:
    """Lamps and buzzer, all at once."""

    def __init__(self, *shown):
        self._shown = shown

    def show_all(self, on):
        for show in self._shown:
            show(on)


def say(item, passed, measured, limit):
    print("|".join((item, passed if type(passed) is str else "passed" if passed else "failed", measured, limit)))


def measure(machine, rp2, time, files, board):
    """The items of the self-test, and the load cell as the firmware's diagnostics see it."""
    from drivers import hx711_pio, stepper_pio
    from drivers.button import Button
    from drivers.buzzer import Buzzer
    from drivers.hx711 import Hx711
    from drivers.light import Light
    from drivers.step_engine import StepEngine
    from self_test import CLOCK_ERROR_US, CLOCK_TEST_MS, TEST_STEPS, SelfTest
    from signals import TONE_HZ

    pin, pins = machine.Pin, board.PINS
    enable = pin(pins["enable"], pin.OUT, value=1)
    machines = board.STATE_MACHINES
    step = pin(pins["step"], pin.IN)
    engine = WatchedEngine(StepEngine(rp2, time, machines["stepper"], stepper_pio.program(rp2), step))
    clock, data = pin(pins["hx711_clock"], pin.OUT, value=0), pin(pins["hx711_data"], pin.IN, pin.PULL_UP)
    sensor = Hx711(rp2, time, machines["hx711"], hx711_pio.program(rp2), clock, data, hx711_pio.CYCLE_HZ)
    button_pin = pin(pins["button"], pin.IN, pin.PULL_UP)
    button = Button(button_pin, pin.IRQ_FALLING, time, board.BUTTON["debounce_ms"], nothing)
    lamps = [Light(pin(pins[name], pin.OUT, value=0)).show for name in ("led_red", "led_yellow")]
    buzzer = Buzzer(machine.PWM(pin(pins["buzzer"], pin.OUT, value=0)), TONE_HZ)
    watched = WatchedTime(time)
    test = SelfTest(watched, engine, sensor, button, Lights(*lamps, buzzer.sound), nothing)
    test.run()
    failed = test.failures
    say("motor", enable.value() == 1, "enable line high" if enable.value() else "enable line low", "high: off")
    say("arithmetic", "arithmetic" not in failed, "worked vectors", "all right")
    off_us = watched.off_us.get(CLOCK_TEST_MS)
    say("clock", "clock" not in failed, "%+d us in %d ms" % (off_us, CLOCK_TEST_MS), "+/- %d us" % CLOCK_ERROR_US)
    counted = "stopped at %s, then %s" % (engine.stopped_at, engine.collected)
    say("step-engine", "step-engine" not in failed, counted, "%d microsteps together" % TEST_STEPS)
    level = "down" if button.is_down() else "up"
    say("button", "button" not in failed, level, "not down throughout")
    load_cell(sensor, time, files, board)


def load_cell(sensor, time, files, board):
    """A witness, no condition of delivery: what is wrong with it is a warning."""
    import load_cell_check
    from storage.weighing_files import WeighingFiles

    found = load_cell_check.check(sensor, time, 2, board.LOADCELL, WeighingFiles(files).calibration(), nothing)
    noise = "not known" if found["noise_ug"] is None else "%.1f mg" % (found["noise_ug"] / 1000)
    measured = "%.1f samples a second, noise %s, %s" % (
        found["rate_mhz"] / 1000,
        noise,
        load_cell_check.STATES[found["state"]],
    )
    limit = "9 to 11 a second, about %.1f mg, ok" % (found["noise_expected_ug"] / 1000)
    is_sound = found["state"] == load_cell_check.OK and 9_000 <= found["rate_mhz"] <= 11_000
    say("load-cell", "passed" if is_sound else "warned", measured, limit)


def nothing():
    pass


def move(pump, steps, us_a_step, states):
    """In service mode, on record before the first step; the motor is on only while it turns."""
    state = pump.boot()
    if state not in states:
        say("move", "failed", "the pump is " + state, "stopped or locked: stop its therapy first")
        return
    enter_service(pump)
    pump.service.run(steps, us_a_step)
    while pump.service.is_busy():
        pump.turn()
    made, fault = pump.service.made(), pump.engine.fault
    pump.service.leave()
    while not pump.recorder.is_clear():
        pump.turn()
    pump.motor.off()
    say("move", made == steps and not fault, "%d microsteps counted" % made, "%d; see that the head turned" % steps)


def enter_service(pump):
    """As the button at the pump does it."""
    from therapy.memory import record_kinds
    from therapy.states import SERVICE

    pump.heart.state = SERVICE
    pump.book.record(record_kinds.SERVICE, 1)
