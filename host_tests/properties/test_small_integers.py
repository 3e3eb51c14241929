"""No intermediate of a tick leaves +/- 2**30, where MicroPython's small integers end and allocation begins."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench_of_heart import HeartBench
from bounded_integers import LIMIT, BoundedBench, BoundedInt, LeftTheRange, bind, in_tick
from example_orders import MG, ML_PER_DAY, patient_bolus, therapy
from support import proves
from units.flow import LARGEST, Flow
from units.phase import WHOLE, TimeLeft, phase_left
from units.two_words import TwoWords


class TestTheInstrument:
    def test_it_passes_itself_on_and_raises_beyond_the_range(self):
        for value in (BoundedInt(5) + 1, 1 + BoundedInt(5), BoundedInt(5) % 3, -BoundedInt(5), 7 // BoundedInt(2)):
            assert type(value) is BoundedInt
        assert BoundedInt(LIMIT - 1) - LIMIT == -1
        for overflow in (
            lambda: BoundedInt(LIMIT - 1) + 1,
            lambda: 1 + BoundedInt(LIMIT - 1),
            lambda: BoundedInt(1 << 20) * (1 << 10),
            lambda: BoundedInt(1) << 30,
            lambda: -BoundedInt(-LIMIT),
            lambda: -2 - BoundedInt(LIMIT - 1),
        ):
            with in_tick(), pytest.raises(LeftTheRange):
                overflow()
            overflow()

    @pytest.mark.parametrize(
        "seed_overflow",
        [
            lambda bench: setattr(bench.heart.basal, "to_next_us", -LIMIT + 3),
            lambda bench: setattr(bench.heart.basal, "_carry", LIMIT - 1),
            lambda bench: bench.history.window.total.set(LIMIT - 1, 999_999),
            lambda bench: setattr(bench.history.by_kind[0], "ones", LIMIT - 1),
            lambda bench: setattr(bench.heart.governor.queue, "_now", LIMIT - 1),
        ],
    )
    def test_an_overflow_seeded_in_any_room_of_the_heart_is_caught(self, seed_overflow):
        order = therapy(basal_pg_per_day=2_345_000_000, max_dose_pg_per_day=1_250 * MG)
        bench = BoundedBench(order)
        bench.start()
        bench.run_to(30)
        bench.bound()
        seed_overflow(bench)
        with pytest.raises(LeftTheRange):
            bench.run_to(120)

    def test_a_bounded_run_makes_the_very_steps_of_a_plain_one(self):
        order = therapy(bolus=patient_bolus(over_s=60))
        plain, bounded = HeartBench(order), BoundedBench(order)
        bounded.bound()
        for bench in (plain, bounded):
            bench.start()
            bench.at(20, bench.press)
            bench.run_to(120)
        assert bounded.engine.made() == plain.engine.made()
        assert type(bounded.heart.basal.to_next_us) is BoundedInt


@st.composite
def extreme_therapies(draw):
    concentration = draw(st.sampled_from([100_000, 25 * MG, 50 * MG, 49_999_999_999]))
    volume = draw(st.sampled_from([6, 7, 48, 100, 1_000, 11_999, 23_999, 24_000])) * ML_PER_DAY // 1_000
    step_volume_fl = draw(st.sampled_from([15_000_000, 18_746_300, 18_750_000, 37_282_000, 100_000_000]))
    if volume < 11 * ML_PER_DAY // 1_000:
        step_volume_fl = min(step_volume_fl, 37_282_000)
    order = therapy(
        mode="minimum",
        basal_pg_per_day=0,
        basal_fl_per_day=volume,
        drugs=[["x", concentration]],
        max_dose_pg_per_day=1_250 * MG,
        reservoir_capacity_nl=100_000_000,
        reservoir_filled_nl=100_000_000,
    )
    spare = 24 * ML_PER_DAY - volume
    steps = draw(st.sampled_from([100, 150, 1_000]))
    over_s = max(10, -(-steps * step_volume_fl * 86_400 // max(1, spare)) + 1) + draw(
        st.sampled_from([0, 1, 60, 20_000])
    )
    if spare > 0 and over_s <= 86_400:
        dose_pg = -(-steps * step_volume_fl * concentration // 1_000_000_000_000)
        order["bolus"] = patient_bolus(dose_pg=dose_pg, over_s=over_s, lockout_s=max(60, over_s), most_per_day=48)
    return order, step_volume_fl


@proves("D1")
@settings(derandomize=True, deadline=None, max_examples=100)
@given(extreme_therapies(), st.integers(0, 2**32))
def test_no_intermediate_of_a_tick_leaves_the_range(setting, seed):
    order, step_volume_fl = setting
    chance = random.Random(seed)
    bench = BoundedBench(order, step_volume_fl)
    bench.bound()
    bench.start()
    interval_s = bench.basal().whole_us / 1_000_000
    span_s = min(1_200, max(4, 4 * interval_s))
    bench.at(chance.uniform(0, span_s), bench.press)
    bench.at(chance.uniform(0, span_s), lambda: bench.stall(chance.choice([400_000, 700_000, 3_000_000, 260_000_000])))
    bench.at(chance.uniform(0, span_s), bench.press)
    bench.run_to(span_s)
    if bench.state() == "running":
        bench.desk.stop()
        bench.run_for(2)
        bench.desk.acknowledge()
        bench.start()
        bench.run_for(min(20, span_s))


@proves("D1")
@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.sampled_from([48, 1_000, 20_000]),
    st.sampled_from([48, 999, 20_001]),
    st.integers(1, 20),
    st.sampled_from(["minimum", "lowest period"]),
    st.integers(0, 2**32),
)
def test_no_change_of_period_leaves_the_range(one_ul, other_ul, apart_s, policy, seed):
    chance = random.Random(seed)
    day = [[127, 0, one_ul * 25 * MG // 1_000]]
    for number in range(1, 15):
        day.append([127, 3_600 + number * apart_s, (one_ul, other_ul)[number % 2] * 25 * MG // 1_000])
    order = therapy(mode="flex", basal_pg_per_day=0, periods=day, clock_lost=policy, max_dose_pg_per_day=1_250 * MG)
    order["bolus"] = patient_bolus(dose_pg=MG // 20, over_s=60, lockout_s=60)
    bench = BoundedBench(order)
    bench.bound()
    bench.clock_desk.set_time(chance.choice([6, 36_000]), 3_600 - chance.randrange(8), chance.randrange(1_000_000))
    bench.start()
    bench.at(chance.uniform(0, 20), bench.press)
    bench.at(chance.uniform(0, 40), lambda: bench.stall(chance.choice([400_000, 2_900_000])))
    bench.at(chance.uniform(0, 40), bench.clock_desk.forget_time)
    bench.at(chance.uniform(40, 50), lambda: bench.clock_desk.set_time(1, 86_395))
    bench.run_to(70)


@st.composite
def extreme_flows(draw):
    """With the largest intervals, fractions and denominators that a Flow can have, and the least."""
    whole_us = draw(st.one_of(st.integers(1, LARGEST - 1), st.sampled_from([1, LARGEST - 2, LARGEST - 1])))
    steps = draw(st.one_of(st.integers(1, LARGEST - 1), st.sampled_from([1, LARGEST - 2, LARGEST - 1])))
    return Flow(steps, steps * whole_us + draw(st.sampled_from([0, 1, steps // 2, steps - 1])) % steps, "x")


@proves("D1")
@settings(derandomize=True, deadline=None, max_examples=300)
@given(extreme_flows(), extreme_flows(), st.data())
def test_a_phase_and_the_time_of_it_stay_in_the_range(old, new, data):
    whole_us = old.whole_us
    us = data.draw(st.one_of(st.integers(0, whole_us), st.sampled_from([0, whole_us - 1, whole_us, LARGEST - 1])))
    part = data.draw(st.one_of(st.integers(0, old.parts - 1), st.sampled_from([0, old.parts - 1])))
    left = TimeLeft()
    bind([old, new, left])
    with in_tick():
        phase = phase_left(BoundedInt(us), BoundedInt(part), old)
        left.set(BoundedInt(phase), new)
    assert 0 <= phase <= WHOLE
    assert 0 <= left.us <= new.whole_us and 0 <= left.part < new.parts
    assert type(left.us) is BoundedInt or phase == 0


@proves("D1")
@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.integers(0, 1_250_000_000_000), st.integers(0, 1_250_000_000_000), st.integers(0, 1 << 29))
def test_two_words_stay_in_the_range_and_are_the_amount(a, b, small):
    words, other = TwoWords(a), TwoWords(b)
    bind(words)
    bind(other)
    with in_tick():
        words.add_words(other)
        words.add(BoundedInt(small))
        difference = words.minus_small(other)
    assert words.value() == a + b + small
    assert difference == a + small or (a + small >= 500_000_000 and difference == 1 << 29)
    with in_tick():
        words.take_words(other)
    assert words.value() == a + small
