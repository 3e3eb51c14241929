"""Random weekly schedules against the exact integral of their orders: every step to within one, whatever disturbs."""

# pyright: reportAttributeAccessIssue=false

import random
from contextlib import suppress

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bench_of_heart import DAY_S, EVERY_DAY, MG, HeartBench, gaps_of, patient_bolus, therapy
from support import proves
from therapy.bolus_kinds import PATIENT
from therapy.memory import record_kinds
from units.refused import Refused

FOUND_AS_IT_IS = (Phase.explicit, Phase.reuse, Phase.generate)  # a seed is no smaller for being a smaller number
HARD = settings(derandomize=True, deadline=None, max_examples=60, phases=FOUND_AS_IT_IS)
ONE_STEP = 1_001
HALF_A_STEP = 502
STEP_VOLUMES = st.sampled_from([15_000_000, 18_746_300, 18_750_000, 31_234_500])
WEEK_S = 7 * DAY_S
SEED = st.integers(0, 2**32)
STALLS_US = st.sampled_from([0, 45_000, 400_000])


@st.composite
def rates(draw, most_uL=24_000):
    """uL a day: 0.048 to 24 mL, as often slow as fast."""
    return draw(st.one_of(st.integers(48, 500), st.integers(500, most_uL), st.sampled_from([48, most_uL])))


@st.composite
def schedules(draw, most_uL=24_000):
    """(order, second of the week at the start): 1 to 16 periods a day, from one second to hours long; the start is a
    little before a change."""
    scale_s = draw(st.sampled_from([1, 20, 300, 5_000]))
    periods = []
    for days in draw(st.sampled_from([[EVERY_DAY], [31, 96], [1, 2, 4, 8, 16, 32, 64]])):
        at_s = 0
        for number in range(draw(st.integers(1, 16))):
            if number:
                at_s += draw(st.integers(1, scale_s))
            periods.append([days, at_s, draw(rates(most_uL)) * 25 * MG // 1_000])
    order = therapy(mode="flex", basal_pg_per_day=0, periods=periods, max_dose_pg_per_day=1_250 * MG)
    order["clock_lost"] = draw(st.sampled_from(["minimum", "stop", "lowest period"]))
    near_s = draw(st.sampled_from(periods))[1] + DAY_S * draw(st.integers(0, 6))
    return order, (near_s - draw(st.integers(0, 40))) % WEEK_S


def with_bolus(order, chance):
    """100 steps and more, beside a basal of at most 15 mL/day."""
    order["bolus"] = patient_bolus(
        dose_pg=chance.randrange(60, 300) * 1_000_000, over_s=chance.randrange(120, 200), lockout_s=200, most_per_day=48
    )
    return order


def running(order, start_s, step_volume_fl=18_750_000, us=0):
    bench = HeartBench(order, step_volume_fl)
    bench.set_time(start_s, us)
    bench.start()
    return bench


def stall_at_writes(bench, stall_us):
    bench.files.on_write = lambda: bench.stall(stall_us)


def check_lag(bench, lag, cut=0):
    """More than a step late only where stalls were counted, and then by eight at most."""
    late = 8_000 if bench.heart.lateness.stalls else ONE_STEP
    assert lag <= late + 1_000 * cut, (lag, bench.heart.lateness.stalls)


@proves("D1")
@HARD
@given(schedules(), STEP_VOLUMES, st.integers(0, 999_999), SEED)
def test_every_change_of_period_comes_at_its_second(schedule, step_volume_fl, us, seed):
    order, start_s = schedule
    chance = random.Random(seed)
    bench = running(order, start_s, step_volume_fl, us)
    bench.late_us = lambda _asked: chance.randrange(60_000)
    bench.run_for(90)
    lead, lag = bench.worst()
    assert lead <= HALF_A_STEP and lag <= HALF_A_STEP, (lead, lag)
    assert bench.heart.lateness.stalls == 0 and bench.of_kind(record_kinds.NOT_GIVEN) == []


@proves("D1", "D6", "B5", "D10")
@HARD
@given(schedules(15_000), STALLS_US, SEED)
def test_boluses_at_any_moment_with_slow_flash_keep_the_integral(schedule, stall_us, seed):
    order, start_s = schedule
    chance = random.Random(seed)
    bench = running(with_bolus(order, chance), start_s)
    stall_at_writes(bench, stall_us)
    bench.at(chance.uniform(1, 50), bench.press)
    bench.run_for(300)
    lead, lag = bench.worst()
    assert lead <= ONE_STEP, lead
    check_lag(bench, lag)
    assert min(gaps_of(bench.engine.made()), default=67_500) >= 67_500 * 20 // 21 - 2
    given_steps = [happening[3] for happening in bench.of_kind(record_kinds.BOLUS_ENDED)]
    lost = sum(happening[2] for happening in bench.of_kind(record_kinds.NOT_GIVEN))
    assert lost == 0 and given_steps == [bench.prescription().patient_bolus.steps]
    due = bench.integral.whole_steps(bench.time.now_us)
    assert abs(due - 1_000 * len(bench.engine.made())) <= ONE_STEP


@proves("D1", "D8", "B7", "B4")
@HARD
@given(schedules(15_000), STALLS_US, SEED)
def test_people_and_clocks_at_any_moment_move_no_step(schedule, stall_us, seed):
    """Stops, starts, presses, cancelled boluses; the pump time set, moved and lost."""
    order, start_s = schedule
    chance = random.Random(seed)
    bench = running(with_bolus(order, chance), start_s, us=chance.randrange(1_000_000))
    stall_at_writes(bench, stall_us)
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
