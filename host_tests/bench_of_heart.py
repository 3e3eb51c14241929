"""The firmware over an ideal step engine in virtual time: for tests on both VMs.

Only drivers are replaced: loop, heart, recorder, ledger, desk and recovery are the real ones. Every edge comes exactly
when it was asked for, receipts come a word at a time as from the chip, a flash write takes as long as the test says.
"""

# pyright: reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

from clock_desk import ClockDesk
from control_loop import ControlLoop
from desk import Desk
from drivers.running_clock import RunningClock
from integral_of_therapy import TherapyIntegral
from power_on import PowerOn
from programming import Programming
from reporting import Reporting
from reservoir_desk import ReservoirDesk
from storage.event_log import EventLog
from storage.ledger import Ledger
from storage.recorder import AT_ONCE, Recorder
from storage.recovery import Recovery
from storage.settings import Settings, new_pump
from therapy.alarms.alarms import Alarms
from therapy.bolus_kinds import BRIDGE
from therapy.heart import Heart
from therapy.memory.book import Book
from therapy.memory.history import History
from therapy.states import RUNNING
from therapy.wear import Wear
from units.flow import flow_over

MG = 1_000_000_000  # pg
ML = 1_000_000  # nL
ML_PER_DAY = 1_000_000_000_000  # fL a day
STEP_FL = 18_750_000
FIFO_WORDS = 4
WRAP = 1 << 30
POWER_ON_CAUSE = 1
MOST_STILL_TURNS = 50
DAY_S = 86_400
HOUR_S = 3_600
A_MONDAY = 9_450  # days from Monday 2001-01-01 to Monday 2026-11-16
EVERY_DAY = 127  # bit 0 is Monday


def therapy(**changes):
    """2.5 mg/day of 25 mg/mL (100 uL/day, a step in 16.2 s), no bolus, 60 mg a day; `changes` replace fields."""
    order = {
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
        "max_dose_pg_per_day": 60 * MG,
        "max_rate_fl_per_day": 24 * ML_PER_DAY,
    }
    order.update(changes)
    return order


def patient_bolus(**changes):
    """0.1 mg (213 steps at 25 mg/mL) over 5 min, 4 h lockout, 4 a day; `changes` replace fields."""
    asked = {"dose_pg": MG // 10, "over_s": 300, "lockout_s": 14_400, "most_per_day": 4}
    asked.update(changes)
    return asked


def fast_therapy(ml_per_day=24, **changes):
    """A rate in whole mL a day at 25 mg/mL, with a limit that leaves room for it."""
    dose_pg = ml_per_day * 25 * MG
    order = therapy(basal_pg_per_day=dose_pg, max_dose_pg_per_day=1_250 * MG)
    order.update(changes)
    return order


def flex(*changes, **others):
    """The same every day: (second of the day, uL a day) of each period, at 25 mg/mL; `others` replace fields."""
    periods = [[EVERY_DAY, from_s, uL * 25 * MG // 1_000] for from_s, uL in changes]
    order = therapy(mode="flex", basal_pg_per_day=0, periods=periods, clock_lost="stop")
    order["max_dose_pg_per_day"] = 1_250 * MG
    order.update(others)
    return order


def gaps_of(edges):
    """Times from edge to edge."""
    return [edges[i + 1] - edges[i] for i in range(len(edges) - 1)]


def no_time_us(_asked_us):
    """A loop that wakes when it asked for it."""
    return 0


class MemoryFiles:
    """Flash in memory, of a new pump. on_write: called before each write; what it raises, the write raises."""

    def __init__(self):
        self.stored = new_pump()
        self.writes = 0
        self.on_write = None

    def _write(self):
        self.writes += 1
        if self.on_write is not None:
            self.on_write()

    def names(self, subfolder=""):
        start = subfolder + "/" if subfolder else ""
        return sorted(
            name[len(start) :] for name in self.stored if name.startswith(start) and "/" not in name[len(start) :]
        )

    def size(self, name):
        return len(self.stored[name])

    def read_part(self, name, offset, length):
        content = self.stored.get(name)
        return None if content is None else content[offset : offset + length]

    def overwrite(self, name, content):
        self.replace(name, content)

    def put_aside(self, name):
        self._write()
        self.stored[name + ".aside"] = self.stored.pop(name)

    def read(self, name):
        return self.stored.get(name)

    def replace(self, name, content):
        self._write()
        self.stored[name] = bytes(content)

    def append(self, name, content):
        self._write()
        self.stored[name] = self.stored.get(name, b"") + bytes(content)

    def remove(self, name):
        self._write()
        del self.stored[name]

    def copy(self):
        other = MemoryFiles()
        other.stored = dict(self.stored)
        return other


class VirtualTime:
    """now_us never wraps; ticks_us is the wrapping counter that the firmware sees, `ahead_us` in front of it."""

    def __init__(self, ahead_us=0):
        self.now_us = 0
        self.ahead_us = ahead_us

    def ticks_us(self):
        return (self.now_us + self.ahead_us) % WRAP

    def ticks_diff(self, later, earlier):
        half = WRAP // 2
        return (later - earlier + half) % WRAP - half


class IdealEngine:
    """edges: when each step was made, in us; known when its word's receipt was collected, or by a stop.

    commanded: steps handed in and not taken back. It forgets the last edge after 2**28 us, as the driver may.
    """

    def __init__(self, time):
        self._time = time
        self._words = []
        self._tail = None
        self.edges = []
        self.fault = False
        self.extra_receipts = 0

    def room(self):
        return FIFO_WORDS - max(0, len(self._words) - 1)

    def queue_end_us(self):
        """Time of the last edge queued; None before the first."""
        return self._tail

    def tail_us(self, _now=None):
        if self._tail is None:
            return -(WRAP // 2)
        return max(self._tail - self._time.now_us, -(WRAP // 2))

    def queue(self, count, first_us, gap_us, _now):
        if self.room() <= 0:
            raise AssertionError("a word was queued without room")
        now = self._time.now_us
        first = now + first_us
        if self._tail is not None and self._tail > now and self._tail + gap_us != first:
            raise AssertionError("the word does not continue the queue")
        self._words.append((count, first, gap_us))
        self._tail = first + (count - 1) * gap_us

    def _end_of(self, word):
        count, first, gap = word
        return first + (count - 1) * gap

    def collect(self, _now=None):
        made = 0
        while self._words and self._end_of(self._words[0]) <= self._time.now_us:
            count, first, gap = self._words.pop(0)
            self.edges.extend([first + i * gap for i in range(count)])
            made += count
        made += self.extra_receipts
        self.extra_receipts = 0
        return made

    def planned(self):
        """The times of all steps, made or queued."""
        planned = list(self.edges)
        for count, first, gap in self._words:
            planned.extend([first + i * gap for i in range(count)])
        return planned

    def made(self):
        """The times of all steps made by now, their receipts collected or not."""
        now = self._time.now_us
        return [edge_us for edge_us in self.planned() if edge_us <= now]

    def stop(self):
        made = self.collect()
        if self._words:
            count, first, gap = self._words[0]
            under_way = [first + i * gap for i in range(count) if first + i * gap <= self._time.now_us]
            self.edges.extend(under_way)
            made += len(under_way)
        self._words = []
        self._tail = self.edges[-1] if self.edges else None
        return made

    def run_dry(self):
        """The processor is dead: what is queued is made, nothing more. Returns the times of those steps."""
        last = []
        for count, first, gap in self._words:
            last.extend([first + i * gap for i in range(count)])
        self._words = []
        return last


class _Motor:
    is_on = False

    def set(self, on):
        self.is_on = on

    def off(self):
        self.is_on = False


class _Button:
    is_down = False
    touched = False
    next_us = 1 << 29

    def pressed(self):
        down, self.is_down = self.is_down, False
        return down


class _Supply:
    low = False

    def is_low(self):
        return self.low


class _Dog:
    def feed_if_proved(self):
        pass


class _SelfTest:
    """A self-test that passes."""

    load_cell_answers = True

    def run(self):
        return True

    def failed_items(self):
        return 0


class _Marker:
    """Nobody commanded a reset."""

    def take(self):
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
        self.motor = _Motor()
        self.button = _Button()
        self.supply = _Supply()
        self.clock = _Clock(self.time)
        self.programming = Programming(self.heart, self.settings, self.book, self.recorder)
        self.desk = Desk(self.heart, self.book, self.programming)
        self.reservoir_desk = ReservoirDesk(self.heart, self.book)
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
            self.programming,
            (),
            _Dog(),
            self,
        )
        power_on = PowerOn(
            self.heart,
            self.book,
            self.programming,
            self.clock_desk,
            self.recovery,
            self.recorder,
            _SelfTest(),
            self.button,
            self.clock,
            _Marker(),
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
