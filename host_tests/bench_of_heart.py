"""The firmware over an ideal step engine in virtual time: for tests on both VMs.

Only drivers are replaced: loop, heart, recorder, ledger, desk and recovery are the real ones. Every edge comes exactly
when it was asked for, receipts come a word at a time as from the chip, a flash write takes as long as the test says.
"""

# pyright: reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

from clock_desk import ClockDesk
from control_loop import ControlLoop
from desk import Desk
from drivers.running_clock import RunningClock
from example_orders import STEP_FL
from ideal_engine import IdealEngine, VirtualTime
from integral_of_therapy import TherapyIntegral
from memory_files import MemoryFiles
from power_on import PowerOn
from programming import Programming
from reporting import Reporting
from reservoir_desk import ReservoirDesk
from stand_ins import Button, Dog, Marker, Motor, NoWitness, SelfTest, Supply
from storage.event_log import EventLog
from storage.ledger import Ledger
from storage.recorder import AT_ONCE, Recorder
from storage.recovery import Recovery
from storage.settings import Settings
from therapy.alarms.alarms import Alarms
from therapy.bolus_kinds import BRIDGE
from therapy.heart import Heart
from therapy.memory.book import Book
from therapy.memory.history import History
from therapy.states import RUNNING
from therapy.wear import Wear
from units.flow import flow_over

POWER_ON_CAUSE = 1
MOST_STILL_TURNS = 50
DAY_S = 86_400
HOUR_S = 3_600
A_MONDAY = 9_450  # days from Monday 2001-01-01 to Monday 2026-11-16


def no_time_us(_asked_us):
    """A loop that wakes when it asked for it."""
    return 0


def _nothing():
    pass


class _Clock(RunningClock):
    """Remembers when the last tick was, where its queue ended then, and what ruled the basal."""

    bench = None
    tick_us = 0
    queue_end_us = 0
    ruling = (None, None)

    def read(self):
        self.tick_us = self._time.now_us
        self.queue_end_us = max(self.tick_us, self.bench.engine.queue_end_us() or 0)
        self.ruling = (self.bench.heart.prescription, self.bench.week_us)
        return super().read()


class HeartBench:
    """A pump that is powered on over `files`, which it recovers from if anything is there.

    order: programmed at once if the files are blank; not started. happened: every recorded (kind, t_s, a, b, c, d).
    late_us: called with the wait that was asked for, returns how much longer it takes.
    integral: of the basal while it runs, by the order and the pump time, and of each bolus. A bolus, and whatever is
    changed while it runs, begins at the end of what is queued in the tick that hears of it.
    week_us: the time of the week at the virtual time 0, as the pump was told it; None while it does not know.
    """

    def __init__(self, order=None, step_volume_fl=STEP_FL, files=None, time=None, chip=None):
        self.files = files or MemoryFiles()
        self.time = time or VirtualTime()
        self.happened = []
        self.made_before = 0
        self.late_us = no_time_us
        self._commands = []
        self._still_turns = 0
        self.history = History()
        self.book = Book(self.history)
        self.alarms = Alarms(self.book)
        self.settings = Settings(self.files)
        self.ledger = Ledger(self.files, AT_ONCE)
        self.heart = Heart(self.history, self.book, self.alarms, Wear(2_555, 50_000, 3_200))
        self.log = EventLog(self.files)
        self.recorder = Recorder(self.ledger, self.log, self.history, self.heart.governor, self.book)
        self.recorder.observer = self._observe
        self.engine = IdealEngine(self.time)
        self.motor = Motor()
        self.button = Button()
        self.supply = Supply()
        self.clock = _Clock(self.time)
        self.programming = Programming(self.heart, self.settings, self.book, self.recorder)
        self.desk = Desk(self.heart, self.book, self.programming)
        self.reservoir_desk = ReservoirDesk(self.heart, self.book, NoWitness())
        self.clock_desk = ClockDesk(self.heart, self.book, chip, self.clock)
        self.reporting = Reporting(self.heart, self.book, self.programming, False)
        self.recovery = Recovery(self.settings, self.ledger, self.log, self.recorder, self.book, self.alarms, _nothing)
        self.clock.bench = self
        self.integral = TherapyIntegral()
        self.week_us = None
        self._was_running = False
        self._seen_bolus = None
        self._seen_ruling = (None, None)
        self._old_concentration = None
        self._bridge_ends_at = None
        self.loop = ControlLoop(
            self.heart,
            self.clock,
            self.engine,
            self.motor,
            self.button,
            self.supply,
            self.recorder,
            (self.programming,),
            (),
            Dog(),
            self,
        )
        power_on = PowerOn(
            self.heart,
            self.book,
            self.programming,
            self.clock_desk,
            self.recovery,
            self.recorder,
            SelfTest(),
            self.button,
            self.clock,
            Marker(),
            _nothing,
        )
        power_on.boot("bench", POWER_ON_CAUSE)
        if order is not None:
            self.program(order, step_volume_fl)

    def _observe(self, *happening):
        self.happened.append(happening)

    def program(self, order, step_volume_fl=STEP_FL):
        """Put an order on flash and in force, through the desk."""
        if self.programming.step_volume_fl is None:
            self.programming.calibrate(step_volume_fl)
        self.confirm(order)
        while self.programming.is_committing() or not self.recorder.is_clear():
            self.turn()

    def confirm(self, order):
        """Stage an order and confirm it, with every soft limit that it passes."""
        shown = self.programming.stage(order)
        self.programming.confirm(shown, [question.name for question in self.programming.questions()])

    def prescription(self):
        """The therapy in force; there must be one."""
        prescription = self.heart.prescription
        assert prescription is not None
        return prescription

    def basal(self):
        """The flow that the schedule of the therapy in force runs now; there must be one."""
        basal = self.heart.schedule.flow()
        assert basal is not None
        return basal

    def at(self, seconds, command):
        """Call `command` at that virtual time, between two turns; the loop wakes for it."""
        self._commands.append((int(seconds * 1_000_000), command))
        self._commands.sort(key=lambda timed: timed[0])

    def wait_us(self, us):
        """The loop sleeps: to its deadline, or to the next command; then perhaps longer."""
        until = self.time.now_us + us
        if self._commands and self._commands[0][0] < until:
            until = max(self._commands[0][0], self.time.now_us)
        self.time.now_us = until + self.late_us(us)

    def stall(self, us):
        """The processor does nothing for so long."""
        self.time.now_us += us

    def turn(self):
        while self._commands and self._commands[0][0] <= self.time.now_us:
            self._commands.pop(0)[1]()
        before_us = self.time.now_us
        self.loop.turn()
        self._still_turns = self._still_turns + 1 if self.time.now_us == before_us else 0
        if self._still_turns > MOST_STILL_TURNS:
            raise AssertionError("the loop spins without sleeping")
        self._keep_integral()

    def _keep_integral(self):
        running = self.heart.state == RUNNING
        tick_us, queue_end_us = self.clock.tick_us, self.clock.queue_end_us
        if self.clock.ruling != self._seen_ruling:
            self._follow_ruling(queue_end_us if self._was_running and running else tick_us)
        if running and not self._was_running:
            self.integral.run(tick_us)
        order = self.heart.bolus.order
        if order is not None and order is not self._seen_bolus:
            self._begin_bolus(order, queue_end_us)
        if self.heart.bolus.cancelled:
            self.integral.end("bolus", queue_end_us)
        self._keep_bridge(queue_end_us)
        if self._was_running and not running:
            self.integral.halt(tick_us)
            self.integral.end("bolus", tick_us)
        self._seen_bolus = order
        self._was_running = running

    def _follow_ruling(self, at_us):
        (old, old_week_us), (new, week_us) = self._seen_ruling, self.clock.ruling
        self._seen_ruling = self.clock.ruling
        if new is not old:
            if old is not None and old.order["drugs"] != new.order["drugs"]:
                self._old_concentration = old.order["drugs"][0][1]
            self.integral.order(at_us, new.order, self.programming.step_volume_fl)
        if week_us != old_week_us:
            self.integral.clock(at_us, week_us)

    def _begin_bolus(self, order, began_us):
        if order.kind == BRIDGE:
            rx = self.prescription()
            self.integral.order(began_us, rx.order, rx.step_volume_fl, self._old_concentration)
            self._bridge_ends_at = len([us for us in self.engine.planned() if us <= began_us]) + order.steps
            return
        flow = flow_over(order.steps, order.over_s, "bolus")
        self.integral.begin("bolus", flow, began_us, began_us + order.over_s * 1_000_000)

    def _keep_bridge(self, queue_end_us):
        """A bridge ends with its last step, or at the end of the queue when it is stopped."""
        if self._bridge_ends_at is None:
            return
        planned = self.engine.planned()
        bolus = self.heart.bolus
        if len(planned) >= self._bridge_ends_at:
            ended_us = planned[self._bridge_ends_at - 1]
        elif bolus.cancelled or self.heart.state != RUNNING:
            ended_us = queue_end_us if self.heart.state == RUNNING else self.clock.tick_us
        else:
            return
        self._bridge_ends_at = None
        rx = self.prescription()
        self.integral.order(ended_us, rx.order, rx.step_volume_fl)

    def set_time(self, second_of_week, us=0):
        """The clinician sets the pump time, in the week of Monday 2026-11-16, to this second and microsecond, now."""
        day, second = A_MONDAY + second_of_week // DAY_S, second_of_week % DAY_S
        self.clock_desk.set_time(day, second, us)
        self.week_us = second_of_week * 1_000_000 + us - self.time.now_us

    def lose_time(self):
        self.clock_desk.forget_time()
        self.week_us = None

    def run_to(self, seconds):
        """Turn until that virtual time is reached."""
        end_us = int(seconds * 1_000_000)
        while self.time.now_us < end_us:
            self.turn()

    def run_for(self, seconds):
        self.run_to(self.time.now_us / 1_000_000 + seconds)

    def start(self):
        self.desk.start()
        while self.heart.is_beginning():
            self.turn()

    def press(self):
        self.button.is_down = True

    def reset(self, after_us=0):
        """The processor dies; what it had queued is made. Returns the pump that boots over what is on flash.

        made_before: all the steps that were made until then, by whichever pump.
        """
        made = self.made_before + len(self.engine.edges) + len(self.engine.run_dry())
        self.time.now_us += after_us
        next_pump = HeartBench(files=self.files.copy(), time=self.time)
        next_pump.made_before = made
        return next_pump

    def worst(self):
        """(lead, lag) of all steps made so far, in thousandths of a step."""
        return self.integral.worst(self.engine.made())

    def state(self):
        return self.heart.state_name()

    def of_kind(self, kind):
        return [happening for happening in self.happened if happening[0] == kind]

    def shown(self, alarm):
        return bool(self.alarms.shown[alarm])
