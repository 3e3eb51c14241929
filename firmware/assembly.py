"""The composition root: reads the board description, makes every object once, and wires them."""

import optional_parts
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
from drivers.waiting import Waiting
from drivers.watchdog import Watchdog
from head_watch import HeadWatch
from integrity import Integrity
from link_door import LinkDoor
from programming import Programming
from reservoir_desk import ReservoirDesk
from seldom import SELDOM
from self_test import SelfTest
from service import Service
from signals import TONE_HZ, Signals
from storage.event_log import EventLog
from storage.ledger import Ledger
from storage.recorder import AT_ONCE, Recorder
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

# Modules that nobody needs once the pump is up, until somebody programs or asks: LinkDesk has them loaded then.
POWER_ON = ("power_on", "storage.recovery")
BOOT_ONLY = POWER_ON + SELDOM


class Pump:
    """The assembled pump; its public parts are open to whoever drives it.

    files: FlashFiles. code: CodeFiles, None where the firmware has no files of its own. line: (USB's stream or None,
    os.urandom, micropython.kbd_intr or None) of the link, see LinkDoor; None: no link, over USB or another line.
    unload: where memory is scarce, what gives back modules by their names; the board's main sets it.
    """

    def __init__(self, machine, rp2, time, select, files, board, code=None, line=None):
        pins = board.PINS
        pin = machine.Pin
        self.motor = MotorPower(pin(pins["enable"], pin.OUT, value=1))
        self._machine = machine
        self._board = board
        self.files = files
        self.reset_cause = machine.reset_cause()
        for name in POWER_ON:
            __import__(name)  # before the watchdog runs: with what they need it takes a second
        dog = machine.WDT(timeout=board.WATCHDOG_MS)
        self._feed = dog.feed
        self.history = History()
        self.book = book = Book(self.history)
        self.alarms = Alarms(book)
        wear = Wear(board.SERVICE_LIFE_DAYS, board.TUBE_LIFE_REVOLUTIONS, board.MICROSTEPS_PER_REV)
        self.heart = Heart(self.history, book, self.alarms, wear)
        settings = self._settings = Settings(files)
        ledger = self._ledger = Ledger(files, AT_ONCE)
        log = self.log = EventLog(files)
        self.recorder = Recorder(ledger, log, self.history, self.heart.governor, book)
        self.programming = Programming(self.heart, settings, book, self.recorder)
        self.desk = Desk(self.heart, book, self.programming)
        clock = RunningClock(time)
        bus = optional_parts.i2c(machine, time, board)
        self.clock_desk = ClockDesk(self.heart, book, optional_parts.clock_chip(bus, time, board), clock)
        lines, urandom, let_interrupt = optional_parts.link_lines(machine, board, line)
        self.waiting = Waiting(select, time, [stream.pollable for stream, _ in lines])
        self.link_door = LinkDoor(lines, urandom, self, let_interrupt)
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
        self._weighing_files = WeighingFiles(files)
        self._load_cell_desk = None
        self._wire_witness(book, self._weighing_files, board, dog.feed)
        set_up = optional_parts.driver_set_up(machine, board)
        self.self_test = SelfTest(time, self.engine, self.sensor, self.button, signals, dog.feed, set_up)
        self.service = Service(
            self.heart, book, self.recorder, self.button, self.self_test, self.programming, board.STEP_VOLUME_FL
        )
        self._marker = ResetMarker(machine.mem32)
        self.unload = None
        self._for_load_cell_check = (time, dog.feed, files, board.LOADCELL)
        self.rotor_watch = optional_parts.rotor_watch(bus, board, self.heart, book)
        self._optional = (
            optional_parts.motor_supply(machine, board, self.heart),
            self.rotor_watch,
            optional_parts.display(bus, board, self.heart, self.programming, self.weighed, signals),
        )
        self.integrity = Integrity(self.heart, ledger, settings, self.programming, self.recorder, code)
        self._power_on = self._wired_power_on(clock, dog.feed)
        self.loop = ControlLoop(
            self.heart,
            clock,
            self.engine,
            self.motor,
            self.button,
            optional_parts.supply_sense(machine, board),
            self.recorder,
            (self.programming, self.head),
            (signals, self.weighing, self.service, self.clock_desk, self.integrity, self.link_door)
            + tuple(part for part in self._optional if part is not None),
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

    def _wired_power_on(self, clock, feed):
        from power_on import PowerOn
        from storage.recovery import Recovery

        self.recovery = Recovery(self._settings, self._ledger, self.log, self.recorder, self.book, self.alarms, feed)
        return PowerOn(
            self.heart,
            self.book,
            self.programming,
            self.clock_desk,
            self.recovery,
            self.recorder,
            self.self_test,
            self.button,
            clock,
            self._marker,
            feed,
        )

    def forget_boot(self, unload):
        """Give back the memory of what only power-on needs, and from now on of what is needed seldom (unload.py)."""
        self.recovery = self._power_on = None
        unload(BOOT_ONLY)
        self.unload = unload

    @property
    def load_cell_desk(self):
        """Made when somebody calibrates."""
        if self._load_cell_desk is None:
            from drivers.chip_temperature import ChipTemperature
            from load_cell_desk import LoadCellDesk

            self._load_cell_desk = LoadCellDesk(
                self.heart,
                self.book,
                self.recorder,
                self.weighing,
                self._weighing_files,
                self.witness.calibrated,
                ChipTemperature(self._machine.ADC(self._board.TEMPERATURE_ADC)),
            )
        return self._load_cell_desk

    @property
    def reporting(self):
        """Made when somebody asks."""
        from reporting import Reporting

        board = self._board
        senses = [part is not None for part in (board.SUPPLY_SENSE, board.MOTOR_SUPPLY_SENSE, board.ENCODER)]
        return Reporting(self.heart, self.book, self.programming, *senses)

    def _button(self, pin, number, time, board):
        line = pin(number, pin.IN, pin.PULL_UP)
        return Button(line, pin.IRQ_FALLING, time, board.BUTTON["debounce_ms"], self.waiting.wakeup.set)

    def boot(self):
        """Self-test, recovery, and resume or lock, once. Returns the state's name."""
        power_on, self._power_on = self._power_on, None
        if power_on is not None:
            power_on.boot(self.unique_id(), self.reset_cause)
        self.witness.begin()
        self.integrity.begin(self.unique_id())
        return self.state()

    def unique_id(self):
        """The chip's, as 16 hexadecimal digits."""
        return "".join("%02x" % byte for byte in self._machine.unique_id())

    def begin_history(self, given_pg, restart=None):
        """Where the history is unknown: begin another with this dose in its last 24 h, and restart.

        restart: called with the reason in the place of `restart`, by who has something to end before.
        """
        from history_desk import HistoryDesk  # once in a pump's life, so it takes no memory before

        kept = (self.files, self._settings, self._ledger, self.log)
        HistoryDesk(*kept, self.book, self.recorder, restart or self.restart, self._feed).begin(
            given_pg, self.unique_id()
        )

    def check_load_cell(self, for_s):
        """What single conversions of the next seconds show; see load_cell_check. The loop waits meanwhile."""
        from load_cell_check import in_a_pump  # for diagnostics only, so it takes no memory before

        return in_a_pump(self, for_s, self._machine.ADC(self._board.TEMPERATURE_ADC), *self._for_load_cell_check)

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
