"""Random therapies, boluses, stops, jitter and stalls against the exact integral of the programmed rate."""

# pyright: reportAttributeAccessIssue=false, reportOptionalMemberAccess=false

import random
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bench_of_heart import HeartBench
from example_orders import MG, ML_PER_DAY, fast_therapy, patient_bolus, therapy
from ideal_engine import gaps_of
from support import proves
from therapy.bolus_kinds import PATIENT
from therapy.delivery.cadence import Cadence
from therapy.memory import record_kinds
from therapy.prescribing.prescription import Prescription
from units.flow import flow_of_volume

HARD = settings(derandomize=True, deadline=None, max_examples=40)
ONE_STEP = 1_001
STEP_VOLUMES = st.sampled_from([15_000_000, 18_746_300, 18_750_000, 31_234_500, 37_000_000])


@st.composite
def therapies(draw, with_bolus=True):
    """A therapy over the whole range of flows, with a bolus that fits."""
    microlitres = draw(st.one_of(st.integers(48, 1_000), st.integers(1_000, 24_000)))
    rate = draw(st.sampled_from(["simple", "minimum"]))
    dose_pg = microlitres * 25 * MG // 1_000
    order = therapy(basal_pg_per_day=dose_pg, max_dose_pg_per_day=1_250 * MG)
    if rate == "minimum":
        volume = draw(st.integers(6, 24_000)) * ML_PER_DAY // 1_000
        order.update(mode="minimum", basal_pg_per_day=0, basal_fl_per_day=volume)
        microlitres = volume * 1_000 // ML_PER_DAY
    if with_bolus and microlitres < 20_000:
        spare = 24_000 - microlitres - 200
        bolus_microlitres = draw(st.integers(5, 60))
        shortest_s = bolus_microlitres * 86_400 // spare + 11
        over_s = draw(st.integers(shortest_s, shortest_s + 200))
        if bolus_microlitres * 1_000 // 40 < 100:
            over_s = min(over_s, 60)
            over_s = max(over_s, shortest_s)
        order["bolus"] = patient_bolus(
            dose_pg=bolus_microlitres * 25 * MG // 1_000, over_s=over_s, lockout_s=max(60, over_s), most_per_day=48
        )
    return order


def seconds_for(bench, steps):
    interval_us = bench.basal().whole_us
    return max(5, min(4_000, steps * interval_us / 1_000_000))


@proves("D1")
@HARD
@given(therapies(with_bolus=False), STEP_VOLUMES, st.integers(0, 2**32))
def test_jittered_turns_never_move_a_step(order, step_volume_fl, seed):
    bench = HeartBench(order, step_volume_fl)
    chance = random.Random(seed)
    bench.late_us = lambda _asked: chance.randrange(60_000)
    bench.start()
    bench.run_for(seconds_for(bench, 40))
    lead, lag = bench.worst()
    assert lead <= 502 and lag <= 502
    assert bench.heart.lateness.stalls == 0


@proves("D1", "D6", "B5", "D10")
@HARD
@given(therapies(), STEP_VOLUMES, st.integers(0, 2**32))
def test_boluses_at_any_moment_keep_the_integral_and_cost_no_step(order, step_volume_fl, seed):
    bench = HeartBench(order, step_volume_fl)
    chance = random.Random(seed)
    bench.start()
    asked_s = chance.uniform(0, seconds_for(bench, 5))
    over_s = order["bolus"]["over_s"] if order["bolus"] else 10
    bench.at(asked_s, bench.press)
    bench.at(asked_s + over_s + 2 + chance.uniform(0, 60), bench.press)
    bench.run_to(asked_s + 2.2 * over_s + seconds_for(bench, 3))
    lead, lag = bench.worst()
    assert lead <= ONE_STEP and lag <= ONE_STEP
    assert bench.of_kind(record_kinds.NOT_GIVEN) == []
    rate = Fraction(bench.prescription().max_flow.us, bench.prescription().max_flow.steps)
    assert min(gaps_of(bench.engine.made()), default=rate) >= rate * 20 / 21 - 2
    if order["bolus"]:
        ended = bench.of_kind(record_kinds.BOLUS_ENDED)
        assert [h[3] for h in ended] == [bench.prescription().patient_bolus.steps] * len(ended)


@proves("D1", "D8", "B7")
@HARD
@given(therapies(), st.integers(0, 2**32))
def test_stops_and_starts_at_any_moment_lose_nothing_and_give_nothing_twice(order, seed):
    bench = HeartBench(order)
    chance = random.Random(seed)
    span_s = seconds_for(bench, 12)
    for _ in range(4):
        if bench.state() == "stopped":
            bench.start()
        if chance.random() < 0.7:
            bench.at(bench.time.now_us / 1e6 + chance.uniform(0, span_s), bench.press)
        bench.run_for(chance.uniform(0, span_s))
        bench.desk.stop()
        bench.run_for(1)
        assert bench.history.given.value() == len(bench.engine.made())
        assert bench.heart.governor.queue.queued == 0
        assert bench.history.reserved_steps() == 0
    cut = bench.of_kind(record_kinds.BOLUS_ENDED)
    assert bench.history.by_kind[PATIENT].value() == sum(h[3] for h in cut)
    # a bolus that is cut between two of its steps leaves up to a step of it undone, each time
    lead, lag = bench.worst()
    assert lead <= ONE_STEP + 500 * len(cut) and lag <= ONE_STEP + 1_000 * len(cut)


@proves("D1", "D10")
@HARD
@given(st.sampled_from([1, 2, 3, 5, 9, 16, 24]), st.lists(st.integers(1, 900_000), min_size=1, max_size=4))
def test_stalls_are_made_up_gently_or_counted_as_not_given(ml_per_day, stalls):
    bench = HeartBench(fast_therapy(ml_per_day))
    bench.start()
    for number, stall_us in enumerate(stalls):
        bench.at(3 + 17 * number, lambda us=stall_us: bench.stall(us))
    bench.run_to(5 + 17 * len(stalls))
    interval = bench.basal().whole_us
    assert min(gaps_of(bench.engine.made())) >= interval * 20 // 21
    lead, lag = bench.worst()
    lost = bench.history.not_given.value()
    assert lead <= ONE_STEP and lag <= 8_000 + 1_000 * lost
    due = bench.integral.whole_steps(bench.time.now_us)
    assert abs(due - 1_000 * (len(bench.engine.made()) + lost)) <= ONE_STEP
    if lag > 1_300:
        assert bench.heart.lateness.stalls > 0 or lost


@proves("D1")
def test_no_drift_over_a_year_of_steps_at_24_ml_a_day():
    flow = flow_of_volume(24 * ML_PER_DAY, 18_746_300, "x")
    cadence = Cadence()
    cadence.begin(flow)
    began = cadence.to_next_us
    count = 1_300_000  # a day and more, step by step
    for _ in range(count):
        cadence.take()
    exact = Fraction(flow.us, flow.steps) * count
    assert 0 <= exact - (cadence.to_next_us - began) < 1
    # the carry comes back to where it was after `steps` steps, which took exactly `us`: so does every year
    cadence.begin(flow)
    for _ in range(flow.steps):
        cadence.take()
    assert cadence.to_next_us - began == flow.us and cadence._carry == 0


@proves("D1")
def test_ten_years_of_24_ml_a_day_of_50_mg_per_ml_stay_exact_in_two_words():
    rx = Prescription(fast_therapy(24, drugs=[["m", 50 * MG]], basal_pg_per_day=1_200 * MG), 18_746_300)
    steps = rx.infusion.flows[0].steps * 86_400_000_000 * 3_652 // rx.infusion.flows[0].us
    bench = HeartBench(fast_therapy(24, drugs=[["m", 50 * MG]], basal_pg_per_day=1_200 * MG), 18_746_300)
    bench.history.given.set(steps // 1_000_000, steps % 1_000_000)
    bench.history.ceiling.copy(bench.history.given)
    bench.history.by_kind[0].copy(bench.history.given)
    bench.recorder.begin_segment()
    bench.start()
    bench.run_to(20)
    assert bench.history.given.value() - steps + bench.heart.governor.queue.queued >= len(bench.engine.made()) > 290
    again = bench.reset()
    assert again.history.given.value() >= steps + again.made_before
