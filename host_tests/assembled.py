"""The whole firmware on the mocked pins, ready to be driven: for tests on both VMs."""

import sys

import assembly
from boards.RPI_PICO import board
from fakes.board import FakeBoard
from fakes.hx711_port import EvenConversions, Hx711Port
from fakes.machine_like import PWRON_RESET
from storage.settings import new_pump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MG = 1_000_000_000  # pg
ML = 1_000_000  # nL
MOST_STILL_TURNS = 60
MICROPYTHON = sys.implementation.name == "micropython"


def order(**changes):
    """A therapy: 2.5 mg/day of 25 mg/mL (100 uL/day, a step in 16.2 s), no patient bolus, but for `changes`."""
    therapy = {
        "reservoir_capacity_nl": 20 * ML,
        "reservoir_filled_nl": 20 * ML,
        "reservoir_low_nl": 2 * ML,
        "catheter_volume_nl": 220_000,
        "drugs": [["morphine", 25 * MG]],
        "mode": "simple",
        "basal_pg_per_day": 5 * MG // 2,
        "basal_fl_per_day": 0,
        "periods": [],
        "clock_lost": "",
        "bolus": None,
        "max_dose_pg_per_day": 6 * MG,
        "max_rate_fl_per_day": 24_000_000_000_000,
    }
    therapy.update(changes)
    return therapy


def bolus(**changes):
    """0.1 mg over 5 min, 4 h lockout, 4 a day."""
    asked = {"dose_pg": MG // 10, "over_s": 300, "lockout_s": 14_400, "most_per_day": 4}
    asked.update(changes)
    return asked


def described(data=board, **changes):
    """A board's data, by default the pump's, but for `changes`."""

    class Described:
        pass

    made = Described()
    for name in dir(data):
        if not name.startswith("_"):
            setattr(made, name, changes.get(name, getattr(data, name)))
    return made


def new_board(files=None, clock=None):
    """A FakeBoard whose flash was set up for a new pump."""
    fake = FakeBoard(clock, files)
    fake.files.contents.update(new_pump())
    return fake


class Bench:
    """FakeBoard and firmware. `happened`: every recorded (kind, t_s, a, b, c, d). data: the board's, for the firmware.

    link: what assembly.Pump takes as `line`.
    edges: from `watch_steps` on, the time in us of each step made with the motor on; stray_edges: of the others.
    """

    def __init__(self, fake=None, files=None, lock_ticks=False, data: "Any" = board, link=None):
        self.fake = fake or new_board(files)
        self.data = data
        self.edges = []
        self.stray_edges = []
        self.happened = []
        self.lock_ticks = lock_ticks
        self.conversions = EvenConversions(self._raw)
        self.load_cell = Hx711Port(self.fake.clock, self.conversions)
        self.fake.attach_hx711(board.PINS["hx711_data"], self.load_cell)
        self.button = self.fake.wire(board.PINS["button"])
        self._noise = 1
        fake = self.fake
        self.pump = assembly.Pump(fake.machine, fake.rp2, fake.time, fake.select, fake.files, data, line=link)
        self.pump.recorder.observer = self._observe  # pyright: ignore[reportAttributeAccessIssue]

    def _raw(self, _us):
        self._noise = (self._noise * 5 + 3) & 63
        return 400_000 + self._noise

    def boot(self):
        state = self.pump.boot()
        if self.lock_ticks:
            self.pump.loop.tick = self._locked(self.pump.loop.tick)
        return state

    def _observe(self, *happening):
        self.happened.append(happening)

    def _locked(self, tick):
        micropython = __import__("micropython")

        def locked():
            micropython.heap_lock()
            try:
                tick()
            finally:
                micropython.heap_unlock()

        return locked

    def prescribe(self, therapy=None, step_volume_fl=18_750_000):
        programming = self.pump.programming
        if programming.step_volume_fl is None:
            programming.calibrate(step_volume_fl)
        shown = programming.stage(therapy or order())
        programming.confirm(shown, [question.name for question in programming.questions()])
        while programming.is_committing() or not self.pump.recorder.is_clear():
            self.pump.turn()

    def start(self):
        self.pump.desk.start()
        while self.pump.state() != "running":
            self.pump.turn()

    def run_for(self, seconds):
        clock, still_turns = self.fake.clock, 0
        end_us = clock.now_us() + int(seconds * 1_000_000)
        while clock.now_us() < end_us:
            before_us = clock.now_us()
            self.pump.turn()
            still_turns = still_turns + 1 if clock.now_us() == before_us else 0
            assert still_turns < MOST_STILL_TURNS, "the loop spins without sleeping"

    def press(self, which="button"):
        """A press of 200 ms on that pin of the board, heard by interrupt."""
        wire = self.fake.wire(board.PINS[which])
        wire.drive(0)
        self.run_for(0.2)
        wire.drive(None)
        self.run_for(0.2)

    def hold(self, seconds=10.2):
        """The button down for so long: 10 s are the way into service mode."""
        self.button.drive(0)
        self.run_for(seconds)
        self.button.drive(None)
        self.run_for(0.1)

    def watch_steps(self):
        enable, clock = self.fake.wire(board.PINS["enable"]), self.fake.clock

        def rose(us):
            (self.stray_edges if enable.level() else self.edges).append(clock.absolute(us))

        self.fake.wire(board.PINS["step"]).on_rising = rose

    def rebooted(self, cause=PWRON_RESET):
        """The firmware after a reset at this moment, by default a cut of the power; not yet booted."""
        self.fake.reboot(cause)
        return Bench(self.fake, data=self.data)

    def recorded(self, kind):
        """The numbers of each happening of that kind."""
        return [happening[2:] for happening in self.happened if happening[0] == kind]

    def kinds(self):
        return [happening[0] for happening in self.happened]
