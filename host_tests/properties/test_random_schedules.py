"""Random weekly schedules against the exact integral of their orders: every step to within one, whatever disturbs."""

# pyright: reportAttributeAccessIssue=false

import random
from contextlib import suppress

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ideal_engine import gaps_of
from random_schedules import (
    HALF_A_STEP,
    ONE_STEP,
    STALLS_US,
    STEP_VOLUMES,
    WEEK_S,
    check_lag,
    lost_steps,
    running,
    schedule,
    schedule_with_bolus,
    stall_at_writes,
)
from support import proves
from therapy.bolus_kinds import PATIENT
from therapy.memory import record_kinds
from units.refused import Refused

FOUND_AS_IT_IS = (Phase.explicit, Phase.reuse, Phase.generate)  # a seed is no smaller for being a smaller number
HARD = settings(derandomize=True, deadline=None, max_examples=120, phases=FOUND_AS_IT_IS)
SEED = st.integers(0, 2**32)


@proves("D1")
@HARD
@given(SEED)
def test_every_change_of_period_comes_at_its_second(seed):
    chance = random.Random(seed)
    order, start_s = schedule(chance)
    bench = running(order, start_s, chance.choice(STEP_VOLUMES), chance.randrange(1_000_000))
    bench.late_us = lambda _asked: chance.randrange(60_000)
    bench.run_for(90)
    lead, lag = bench.worst()
    assert lead <= HALF_A_STEP and lag <= HALF_A_STEP, (lead, lag)
    assert bench.heart.lateness.stalls == 0 and bench.of_kind(record_kinds.NOT_GIVEN) == []


@proves("D1", "D6", "B5", "D10")
@HARD
@given(SEED)
def test_boluses_at_any_moment_with_slow_flash_keep_the_integral(seed):
    chance = random.Random(seed)
    order, start_s = schedule_with_bolus(chance)
    bench = running(order, start_s)
    stall_at_writes(bench, chance.choice(STALLS_US))
    bench.at(chance.uniform(1, 50), bench.press)
    bench.run_for(300)
    lead, lag = bench.worst()
    assert lead <= ONE_STEP, lead
    check_lag(bench, lag)
    assert min(gaps_of(bench.engine.made()), default=67_500) >= 67_500 * 20 // 21 - 2
    given_steps = [happening[3] for happening in bench.of_kind(record_kinds.BOLUS_ENDED)]
    assert lost_steps(bench) == 0 and given_steps == [bench.prescription().patient_bolus.steps]
    due = bench.integral.whole_steps(bench.time.now_us)
    assert abs(due - 1_000 * len(bench.engine.made())) <= ONE_STEP


@proves("D1", "D10")
@HARD
@given(SEED)
def test_a_loop_that_stalls_at_any_moment_is_at_most_eight_steps_late_and_makes_it_up(seed):
    chance = random.Random(seed)
    order, start_s = schedule(chance)
    bench = running(order, start_s)
    for _ in range(4):
        bench.at(chance.uniform(1, 60), lambda: bench.stall(chance.choice((45_000, 400_000))))
    bench.run_for(90)
    lead, lag = bench.worst()
    assert lead <= ONE_STEP, lead
    check_lag(bench, lag)
    due = bench.integral.whole_steps(bench.time.now_us)
    assert abs(due - 1_000 * (len(bench.engine.made()) + lost_steps(bench))) <= ONE_STEP, due


@proves("D1", "D8", "B7", "B4")
@HARD
@given(SEED)
def test_people_and_clocks_at_any_moment_move_no_step(seed):
    """Stops, starts, presses, cancelled boluses; the pump time set, moved and lost."""
    chance = random.Random(seed)
    order, start_s = schedule_with_bolus(chance)
    bench = running(order, start_s, us=chance.randrange(1_000_000))
    stall_at_writes(bench, chance.choice(STALLS_US))
    shown_s = start_s

    def set_time():
        nonlocal shown_s
        shown_s = (shown_s + chance.choice([0, 1, 10, 3_600, -1, -7, -60])) % WEEK_S
        bench.set_time(shown_s, chance.randrange(1_000_000))

    acts = [bench.desk.stop, bench.desk.start, bench.press, bench.desk.stop_bolus, set_time, bench.lose_time]

    def act():
        with suppress(Refused):
            chance.choice(acts)()

    for _ in range(12):
        bench.at(bench.time.now_us / 1_000_000 + chance.uniform(0, 0.6 if chance.random() < 0.3 else 15), act)
        bench.run_for(chance.uniform(0, 15))
    bench.run_for(20)
    ended = bench.of_kind(record_kinds.BOLUS_ENDED)
    cut = sum(happening[4] for happening in ended)
    lead, lag = bench.worst()
    assert lead <= ONE_STEP + 500 * cut, lead
    check_lag(bench, lag, cut)
    assert bench.history.by_kind[PATIENT].value() == sum(h[3] for h in ended) + bench.history.bolus_given * (
        bench.history.bolus_kind == PATIENT
    )
