"""The composition root: reads the board description, makes every object once, and wires them."""

from control_loop import ControlLoop
from desk import Desk, put_in_force
from drivers import hx711_pio, stepper_pio
from drivers.button import Button
from drivers.buzzer import Buzzer
from drivers.hx711 import Hx711
from drivers.light import Light
from drivers.motor_power import MotorPower
from drivers.running_clock import RunningClock
from drivers.signals import TONE_HZ, Signals
from drivers.step_engine import StepEngine
from drivers.waiting import Waiting
from drivers.watchdog import Watchdog
from recorder import Recorder
from recovery import Recovery
from self_test import SelfTest
from storage.ledger import Ledger
from storage.settings import Settings
from therapy import alarm_table, denials, record_kinds
from therapy.alarms import Alarms
from therapy.bolus import PATIENT
from therapy.happenings import Happenings
from therapy.heart import Heart
from therapy.history import History
from weighing import Weighing

WATCHDOG = 3  # machine.WDT_RESET on this port; a commanded reset will leave a marker, since it reads the same


class Pump:
    """The assembled pump. heart, desk, alarms, history, recorder, self_test, weighing, loop are open to its users."""

    def __init__(self, machine, rp2, time, select, files, board):
        pins = board.PINS
        pin = machine.Pin
        self.motor = MotorPower(pin(pins["enable"], pin.OUT, value=1))
        self._machine = machine
        self._dog = machine.WDT(timeout=board.WATCHDOG_MS)
        self.happenings = Happenings()
        self.history = History()
        self.alarms = Alarms(self.happenings)
        self.settings = Settings(files)
        self._ledger = Ledger(files)
        self.heart = Heart(self.history, self.alarms, self.happenings)
        self.recorder = Recorder(self._ledger, self.history, self.heart.governor, self.happenings)
        self.waiting = Waiting(select, time)
        self.engine = StepEngine(
            rp2, time, board.STATE_MACHINES["stepper"], stepper_pio.program(rp2), pin(pins["step"], pin.IN)
        )
        self.sensor = Hx711(
            rp2,
            time,
            board.STATE_MACHINES["hx711"],
            hx711_pio.program(rp2),
            pin(pins["hx711_clock"], pin.OUT, value=0),
            pin(pins["hx711_data"], pin.IN, pin.PULL_UP),  # an unplugged cable must not read as ready
            hx711_pio.CYCLE_HZ,
        )
        self.button = Button(
            pin(pins["button"], pin.IN, pin.PULL_UP),
            pin.IRQ_FALLING,
            time,
            board.BUTTON["debounce_ms"],
            self.waiting.wakeup.set,
        )
        self.signals = Signals(
            time,
            Light(pin(pins["led_red"], pin.OUT, value=0)),
            Light(pin(pins["led_yellow"], pin.OUT, value=0)),
            Buzzer(machine.PWM(pin(pins["buzzer"], pin.OUT, value=0)), TONE_HZ),
        )
        self.weighing = Weighing(self.sensor, board.LOADCELL["counts_per_g"], self.alarms)
        self.self_test = SelfTest(time, self.engine, self.sensor, self.button, self._dog.feed)
        self.desk = Desk(self.heart, self.settings, self.happenings, self.recorder)
        self._clock = RunningClock(time)
        self.loop = ControlLoop(
            self.heart,
            self._clock,
            self.engine,
            self.motor,
            self.button,
            self.signals,
            self.weighing,
            self.recorder,
            self.desk,
            Watchdog(self._dog),
            self.waiting,
        )
        self.reset_cause = machine.reset_cause()

    def boot(self):
        """Self-test, recovery, and resume or lock. Returns the state's name."""
        recovery = Recovery(self.settings, self._ledger, self.history, self.alarms, self.happenings)
        try:
            recovery.recover(self._unique_id())
        except OSError:
            self.recorder.failed = True
        self._note_reset(recovery)
        passed = self.self_test.run()
        if not passed:
            self.alarms.begin(alarm_table.SELF_TEST_FAILED)
        if not self.self_test.load_cell_answers:
            self.alarms.begin(alarm_table.LOAD_CELL_LOST)
        self._clock.begin(self.history.t_s)
        if recovery.is_known:
            self.recorder.begin_segment()
            self._resume(recovery, passed)
        else:
            self.recorder.detached = True
        if self.button.pressed():
            self.heart.governor.deny(PATIENT, denials.SELF_TEST)
        return self.state()

    def _resume(self, recovery, passed):
        """Go on as before the reset if everything is known and nothing is wrong; otherwise stay stopped or locked."""
        if self.recorder.failed:
            self.heart.memory_failed()
        if recovery.prescription is not None:
            put_in_force(self.heart, recovery.prescription)
        if recovery.was_running and passed and not self.alarms.high_shown():
            self.heart.start()
        else:
            self.heart.stay_stopped()

    def _note_reset(self, recovery):
        self.happenings.t_s = self.history.t_s
        self.happenings.note(record_kinds.RESET, self.reset_cause)
        if self.reset_cause == WATCHDOG:
            self.alarms.strike(alarm_table.WATCHDOG_RESET)
        elif recovery.was_running:
            self.alarms.strike(alarm_table.RESTARTED)

    def _unique_id(self):
        return "".join("%02x" % byte for byte in self._machine.unique_id())

    def state(self):
        return self.heart.state_name()

    def turn(self):
        """One pass of the loop and the wait after it."""
        self.loop.run_turn()

    def run(self):
        """For ever; whatever ends it, the motor is off."""
        try:
            while True:
                self.loop.run_turn()
        finally:
            self.motor.off()


def build(machine, rp2, time, select, files, board):
    """A Pump on the given hardware; board: the description in boards/, as a module."""
    return Pump(machine, rp2, time, select, files, board)
