"""The composition root: reads the board description, makes every object once, and wires them."""

from clock_desk import ClockDesk
from control_loop import ControlLoop
from desk import Desk
from drivers import hx711_pio, stepper_pio
from drivers.button import Button
from drivers.buzzer import Buzzer
from drivers.hx711 import Hx711
from drivers.light import Light
from drivers.motor_power import MotorPower
from drivers.reset_marker import ResetMarker
from drivers.running_clock import RunningClock
from drivers.step_engine import StepEngine
from drivers.supply_sense import NoSupplySense, SupplySense
from drivers.waiting import Waiting
from drivers.watchdog import Watchdog
from head_watch import HeadWatch
from integrity import Integrity
from link_door import LinkDoor
from load_cell_desk import LoadCellDesk
from power_on import PowerOn
from programming import Programming
from reporting import Reporting
from reservoir_desk import ReservoirDesk
from self_test import SelfTest
from service import Service
from signals import TONE_HZ, Signals
from storage.event_log import EventLog
from storage.ledger import Ledger
from storage.recorder import AT_ONCE, Recorder
from storage.recovery import Recovery
from storage.settings import Settings
from storage.weighing_files import WeighingFiles
from therapy.alarms.alarms import Alarms
from therapy.heart import Heart
from therapy.memory.book import Book
from therapy.memory.history import History
from therapy.wear import Wear
from weighed_reservoir import WeighedReservoir
from weighing import Weighing
from witness_watch import WitnessWatch


class Pump:
    """The assembled pump; its public parts are open to whoever drives it.

    files: FlashFiles. code: CodeFiles, None where the firmware has no files of its own. line: (stream, os.urandom,
    micropython.kbd_intr or None) of the link, see LinkDoor; None without one.
    """

    def __init__(self, machine, rp2, time, select, files, board, code=None, line=None):
        pins = board.PINS
        pin = machine.Pin
        self.motor = MotorPower(pin(pins["enable"], pin.OUT, value=1))
        self._machine = machine
        self.reset_cause = machine.reset_cause()
        dog = machine.WDT(timeout=board.WATCHDOG_MS)
        self.history = History()
        self.files = files
        self.book = book = Book(self.history)
        self.alarms = Alarms(book)
        wear = Wear(board.SERVICE_LIFE_DAYS, board.TUBE_LIFE_REVOLUTIONS, board.MICROSTEPS_PER_REV)
        self.heart = Heart(self.history, book, self.alarms, wear)
        settings = Settings(files)
        ledger = Ledger(files, AT_ONCE)
        log = EventLog(files)
        self.log = log
        self.recorder = Recorder(ledger, log, self.history, self.heart.governor, book)
        self.programming = Programming(self.heart, settings, book, self.recorder)
        self.desk = Desk(self.heart, book, self.programming)
        clock = RunningClock(time)
        self.clock_desk = ClockDesk(self.heart, book, self._clock_chip(machine, time, board), clock)
        self.reporting = Reporting(self.heart, book, self.programming, board.SUPPLY_SENSE is not None)
        stream, urandom, let_interrupt = line or (None, None, None)
        self.waiting = Waiting(select, time, None if stream is None else stream.pollable)
        self.link_door = LinkDoor(stream, urandom, self, let_interrupt)
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
        self.button = self._button(pin, pins["button"], time, board)
        signals = Signals(
            self.alarms,
            Light(pin(pins["led_red"], pin.OUT, value=0)),
            Light(pin(pins["led_yellow"], pin.OUT, value=0)),
            Buzzer(machine.PWM(pin(pins["buzzer"], pin.OUT, value=0)), TONE_HZ),
            self._button(pin, pins["silence"], time, board),
        )
        self.weighing = Weighing(
            self.sensor, board.LOADCELL["counts_per_g"], board.LOADCELL["noise_counts"], self.alarms
        )
        self._wire_witness(book, WeighingFiles(files), board, dog.feed)
        self.self_test = SelfTest(time, self.engine, self.sensor, self.button, signals, dog.feed)
        self.service = Service(
            self.heart, book, self.recorder, self.button, self.self_test, self.programming, board.STEP_VOLUME_FL
        )
        self.recovery = Recovery(settings, ledger, log, self.recorder, book, self.alarms, dog.feed)
        self._marker = ResetMarker(machine.mem32)
        self._for_history_desk = (files, book, self.recorder, self.recovery, log, self.restart, dog.feed)
        self.integrity = Integrity(self.heart, ledger, settings, self.programming, self.recorder, code)
        self._power_on = PowerOn(
            self.heart,
            book,
            self.programming,
            self.clock_desk,
            self.recovery,
            self.recorder,
            self.self_test,
            self.button,
            clock,
            self._marker,
            dog.feed,
        )
        self.loop = ControlLoop(
            self.heart,
            clock,
            self.engine,
            self.motor,
            self.button,
            self._supply_sense(machine, board),
            self.recorder,
            (self.programming, self.head),
            (signals, self.weighing, self.service, self.clock_desk, self.integrity, self.link_door),
            Watchdog(dog),
            self.waiting,
        )

    def _wire_witness(self, book, files, board, feed):
        self.weighed = WeighedReservoir(self.heart, book)
        self.head = HeadWatch(self.heart, self.recorder, files, board.MICROSTEPS_PER_REV)
        self.witness = WitnessWatch(
            self.heart,
            book,
            self.weighing,
            self.programming,
            files,
            self.weighed,
            self.head,
            board,
            feed,
        )
        self.reservoir_desk = ReservoirDesk(self.heart, book, self.witness)
        self.load_cell_desk = LoadCellDesk(self.heart, book, self.recorder, self.weighing, files, self.witness.begin)

    def _button(self, pin, number, time, board):
        line = pin(number, pin.IN, pin.PULL_UP)
        return Button(line, pin.IRQ_FALLING, time, board.BUTTON["debounce_ms"], self.waiting.wakeup.set)

    def _clock_chip(self, machine, time, board):
        """The Ds3231 that the board declares, or None."""
        fitted = board.CLOCK_CHIP
        if fitted is None:
            return None
        from drivers.ds3231 import Ds3231, free_bus  # takes memory only where one is fitted

        pin = machine.Pin
        sda = pin(board.PINS["i2c_sda"], pin.OPEN_DRAIN, value=1)
        scl = pin(board.PINS["i2c_scl"], pin.OPEN_DRAIN, value=1)
        free_bus(sda, scl, time)
        return Ds3231(machine.I2C(fitted["i2c"], sda=sda, scl=scl, freq=fitted["hz"]), time, fitted["address"])

    def _supply_sense(self, machine, board):
        fitted = board.SUPPLY_SENSE
        if fitted is None:
            return NoSupplySense()
        adc = machine.ADC(board.PINS["supply_sense"])
        return SupplySense(adc, fitted["full_scale_mv"], fitted["least_mv"])

    def boot(self):
        """Self-test, recovery, and resume or lock. Returns the state's name."""
        self._power_on.boot(self.unique_id(), self.reset_cause)
        self.witness.begin()
        self.integrity.begin(self.unique_id())
        return self.state()

    def unique_id(self):
        """The chip's, as 16 hexadecimal digits."""
        return "".join("%02x" % byte for byte in self._machine.unique_id())

    def begin_history(self, given_pg):
        """Where the history is unknown: begin another with this dose in its last 24 h, and restart."""
        from history_desk import HistoryDesk  # once in a pump's life, so it takes no memory before

        HistoryDesk(*self._for_history_desk).begin(given_pg, self.unique_id())

    def restart(self, reason):
        """A commanded reset. reason: a place in reset_marker.REASONS."""
        self.motor.off()
        self._marker.leave(reason)
        self._machine.reset()

    def state(self):
        return self.heart.state_name()

    def turn(self):
        """One pass of the loop and the sleep after it."""
        self.loop.turn()

    def run(self):
        """For ever; whatever ends it, the motor is off."""
        try:
            while True:
                self.loop.turn()
        finally:
            self.motor.off()
