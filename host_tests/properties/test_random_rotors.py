"""Random flows, stops, late loops and encoders that err: never a false stall, and a true one within 64 microsteps."""

import math
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bounded_integers import BoundedInt, in_tick
from rotor_watch import PARTS, RotorWatch
from support import proves
from therapy.alarms import alarm_table
from therapy.states import HALTING, RUNNING, STOPPED
from units.two_words import TwoWords

FASTEST_US = 67_500  # 24 mL/day
CYCLE = 64
INL_COUNTS = 4096 / 360  # a degree
LOAD_ANGLE = 15.9  # microsteps, just below a full step


class Cadence:
    def __init__(self):
        self.running = False
        self.whole_us = FASTEST_US


class Heart:
    """As much of one as the watch looks at; steps are made in time and confirmed by words of at most two."""

    def __init__(self, chance):
        self.state = STOPPED
        self.pacing = self
        self.merged, self.basal = Cadence(), Cadence()
        self.history, self.alarms = self, self
        self.given = TwoWords(chance.choice([0, 999_990, 4_700_000_000]))
        self.shown = bytearray(len(alarm_table.ALARMS))
        self.faults: list[int] = []
        self.records: list[tuple[int, ...]] = []
        self.made = 0
        self.confirmed = 0
        self.to_next_us = 0

    def fault(self, alarm):
        self.faults.append(alarm)
        self.state = HALTING

    def begin(self, alarm):
        raise AssertionError(f"alarm {alarm}")

    def end(self, _alarm):
        pass

    def record(self, *numbers):
        self.records.append(numbers)

    def elapse(self, us):
        """Make the steps that are due; receipts come by two, where steps are close enough for words of two."""
        if self.state != RUNNING:
            return
        gap_us = self.merged.whole_us if self.merged.running else self.basal.whole_us
        self.to_next_us -= us
        while self.to_next_us <= 0:
            self.made += 1
            self.to_next_us += gap_us
        held_back = self.made % 2 if gap_us < 125_000 else 0
        if self.made - held_back > self.confirmed:
            self.given.add(self.made - held_back - self.confirmed)
            self.confirmed = self.made - held_back


class Encoder:
    """On a rotor that lags by a load and is read with the errors of the datasheet."""

    def __init__(self, heart, chance):
        self._heart = heart
        self._chance = chance
        self._waves = chance.randrange(1, 5), chance.uniform(0, 7)
        self.offset = chance.uniform(0, 3200)
        self.load = chance.uniform(0, LOAD_ANGLE)
        self.stuck_at = None
        self.angle = 0

    @property
    def rotor(self):
        return self._heart.made + self.offset - self.load if self.stuck_at is None else self.stuck_at

    def read(self):
        at = self.rotor
        waves, phase = self._waves
        bend = math.sin(waves * 2 * math.pi * at / 3200 + phase)
        error = INL_COUNTS * 0.96 * bend + self._chance.gauss(0, 0.25)
        self.angle = round(at * 32 / 25 + error) % 4096
        return True


class Run:
    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.heart = Heart(self.chance)
        self.encoder = Encoder(self.heart, self.chance)
        self.watch = RotorWatch(self.heart, self.heart, self.encoder)

    def turn(self):
        """The loop sleeps to the next edge of its own or the watch's; one turn in fifty is late by an erase."""
        us = min(max(1, self.watch.next_us), self.chance.randrange(1_000, 500_000))
        if self.chance.random() < 0.02:
            us += 400_000
        self.heart.elapse(us)
        if self.chance.random() < 0.02:
            self.encoder.load = self.chance.uniform(0, LOAD_ANGLE)
        if self.heart.state == HALTING:
            self.heart.state = STOPPED
        self.watch.work(us, 0)

    def run_for(self, turns):
        for _ in range(turns):
            self.turn()

    def set_flow(self):
        heart, chance = self.heart, self.chance
        heart.basal.running = True
        heart.basal.whole_us = int(FASTEST_US * 10 ** chance.uniform(0, 3))
        heart.merged.running = chance.random() < 0.3
        heart.merged.whole_us = int(FASTEST_US * 10 ** chance.uniform(0, 1))
        heart.to_next_us = min(max(heart.to_next_us, 0), heart.basal.whole_us)

    def start(self):
        self.encoder.load = self.chance.uniform(0, LOAD_ANGLE)
        self.encoder.offset += self.chance.choice([0, self.chance.uniform(-32, 32)])  # it snaps to its phase
        self.set_flow()
        self.heart.state = RUNNING


@proves("A7")
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_no_flow_start_or_error_of_the_encoder_makes_a_stall(seed):
    run = Run(seed)
    for _ in range(6):
        run.start()
        for _ in range(4):
            run.run_for(run.chance.randrange(1, 900))
            run.set_flow()
        run.heart.state = STOPPED
        run.run_for(run.chance.randrange(1, 4))
    assert run.heart.faults == []
    assert run.heart.records == []


@proves("A7")
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_a_rotor_that_stops_is_found_within_64_microsteps(seed):
    run = Run(seed)
    run.start()
    run.run_for(run.chance.randrange(5, 3_000))
    run.encoder.stuck_at = run.encoder.rotor
    before = run.heart.made
    while run.heart.state == RUNNING and run.heart.made - before <= 3 * CYCLE:
        run.turn()
        if run.chance.random() < 0.1:
            run.set_flow()
    assert run.heart.faults == [alarm_table.MOTOR_STALLED]
    assert run.heart.made - before <= CYCLE
    assert abs(run.watch.lag) < 200 * PARTS


def test_no_number_of_it_outgrows_a_small_integer():
    for seed in range(6):
        run = Run(seed)
        run.start()
        for turn in range(400):
            if turn == 300:
                run.encoder.stuck_at = run.encoder.rotor
            us = BoundedInt(run.chance.choice([1_000, 100_000, 900_000, 400_000_000]))
            run.heart.elapse(min(us, 3_000_000))
            for name, value in list(vars(run.watch).items()):
                if type(value) is int:
                    setattr(run.watch, name, BoundedInt(value))
            with in_tick():
                run.watch.work(us, 0)
            if run.heart.state == HALTING:
                run.heart.state = RUNNING
        assert type(run.watch.lag) is BoundedInt
