"""The whole firmware on mocked pins, asked for anything at any moment: each step is accounted for, nothing sticks."""

import random
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from assembled import MG, ML, Bench, bolus, order
from fakes.machine_like import PWRON_RESET, WDT_RESET
from fakes.stops import Stop
from support import proves
from therapy.memory import record_kinds
from units.refused import Refused

SETTINGS = settings(derandomize=True, deadline=None, max_examples=300)
DRUGS = ([["morphine", 25 * MG]], [["morphine", 50 * MG]], [["other", 20 * MG]])
EVERY_DAY = 127
MONDAY = 9_450


def any_order(chance):
    drugs = chance.choice(DRUGS)
    per_ml = drugs[0][1]
    asked = bolus(over_s=20, lockout_s=60, most_per_day=9)
    common = {
        "drugs": drugs,
        "catheter_volume_nl": chance.choice((0, 2_000, 20_000)),
        "max_dose_pg_per_day": 1_200 * MG,
        "bolus": chance.choice((None, asked)),
    }
    periods = [[EVERY_DAY, 0, per_ml * 2], [EVERY_DAY, 30, per_ml * 12], [EVERY_DAY, 43_200, per_ml // 10]]
    policy = chance.choice(("minimum", "stop", "lowest period"))
    return chance.choice(
        (
            order(mode="stopped", basal_pg_per_day=0, **common),
            order(basal_pg_per_day=per_ml * chance.choice((1, 6, 18)), **common),
            order(mode="minimum", basal_pg_per_day=0, basal_fl_per_day=6_000_000_000, **common),
            order(mode="flex", basal_pg_per_day=0, periods=periods, clock_lost=policy, **common),
        )
    )


class Life:
    """One pump, and what was asked of it so far by chance."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.bench = Bench()
        self.bench.boot()
        self.bench.watch_steps()
        self.was_reset = False

    def run_for(self, seconds):
        self.bench.run_for(seconds)

    def program(self):
        programming = self.bench.pump.programming
        if programming.step_volume_fl is None:
            programming.calibrate(18_750_000)
        shown = programming.stage(any_order(self.chance))
        programming.confirm(shown, [question.name for question in programming.questions()])

    def hold(self, seconds):
        self.bench.button.drive(0)
        self.run_for(seconds)
        self.bench.button.drive(None)

    def reset(self):
        before = self.bench
        given_steps = before.pump.history.given.value()
        before.fake.cut_power_at(before.fake.clock.now_us() + self.chance.randrange(2_000_000))
        with suppress(Stop):
            self.run_for(3)
        self.bench = before.rebooted(self.chance.choice((PWRON_RESET, WDT_RESET)))
        self.bench.boot()
        self.was_reset = True
        assert self.bench.pump.history.given.value() >= given_steps

    def act(self):
        chance, pump = self.chance, self.bench.pump
        desk, service, refill = pump.desk, pump.service, pump.reservoir_desk.refill
        acts = [self.program, desk.stop, desk.prime, desk.bridge, desk.stop_bolus, desk.acknowledge]
        acts += [desk.start] * 4
        acts += [service.stop, service.leave, service.tube_changed, pump.reporting.close_report]
        acts += [
            pump.clock_desk.forget_time,
            self.reset,
            lambda: self.hold(0.2),
            lambda: self.hold(10.3),
            lambda: desk.clinician_bolus(MG // chance.choice((5, 20)), chance.choice((15, 60))),
            lambda: pump.clock_desk.set_time(
                MONDAY, chance.choice((0, 29, 43_199, 86_399)), chance.randrange(1_000_000)
            ),
            lambda: refill(chance.randrange(20 * ML), 20 * ML, False),
            lambda: refill(20 * ML, 20 * ML, True),
            lambda: service.run(chance.choice((1, 500, 5_000)), chance.choice((225, 1_000))),
            lambda: self.bench.fake.clock.advance(chance.choice((100_000, 700_000, 1_200_000))),
        ]
        with suppress(Refused):
            chance.choice(acts)()
        self.run_for(chance.choice((0.01, 0.3, 2, 9)))

    def check(self):
        """What must hold between any two turns."""
        pump, history = self.bench.pump, self.bench.pump.history
        if pump.state() in ("locked", "stopped", "service"):
            assert not history.running
            assert history.bolus_kind == 0
        if pump.state() in ("locked", "stopped"):
            assert not pump.motor.is_on
        assert history.running or pump.state() != "running"
        assert min(history.since_fill.millions, history.tube_steps.millions, history.reserved_steps()) >= 0
        assert min(history.requests.waiting) >= 0

    def steps_on_record(self):
        """Of therapy and of service, with nothing under way."""
        pump = self.bench.pump
        if pump.history.running:
            pump.desk.stop()
        while pump.service.is_busy():
            pump.turn()
        self.run_for(3)
        signs = {record_kinds.SERVED: 1, record_kinds.UNSERVED: -1}
        served = sum(signs.get(happening[0], 0) * happening[2] for happening in self.bench.happened)
        return pump.history.given.value() + served


@proves("D8", "B7", "P1", "T8")
@SETTINGS
@given(st.integers(0, 2**32))
def test_any_life_of_the_pump(seed):
    life = Life(seed)
    for _ in range(40):
        life.act()
        life.check()
    made = life.steps_on_record()
    life.check()
    if not life.was_reset:
        assert len(life.bench.edges) == made
