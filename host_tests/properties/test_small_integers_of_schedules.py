"""Flex, bridges and the judgement of the day to come at the ends of every range: nothing leaves +/- 2**30."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bounded_integers import BoundedBench, BoundedInt, bind, in_tick
from example_orders import EVERY_DAY, MG, ML, therapy
from support import proves
from therapy.bolus_kinds import BRIDGE
from therapy.delivery.basal_schedule import BasalSchedule
from therapy.delivery.coming_basal import ComingBasal
from therapy.delivery.pump_time import PumpTime
from therapy.memory.dose_window import BUCKET_S, BUCKETS, DoseWindow
from therapy.prescribing.prescription import Prescription
from units.refused import Refused
from units.two_words import TwoWords
from visits import put_in_force, refill

HARD = settings(derandomize=True, deadline=None, max_examples=30)
SEED = st.integers(0, 2**32)
CONCENTRATIONS = (100_000, 25 * MG, 49_999_999_000, 50 * MG)
STEP_VOLUMES = (15_000_000, 18_746_300, 18_750_000, 37_282_000, 100_000_000)
RATES_UL = (48, 49, 100, 999, 1_000, 11_999, 20_001, 23_999, 24_000)
LARGE = {"reservoir_capacity_nl": 100 * ML, "reservoir_filled_nl": 100 * ML, "max_dose_pg_per_day": 1_250 * MG}
RUNNING_TIME_S = 500_000_000  # longer than any pump lives


def pg_a_day(uL, concentration):
    return -(-uL * concentration // 1_000)


@st.composite
def schedules(draw):
    """(order, step volume, seconds from Monday to shortly before a change): extreme flows one or more seconds apart."""
    concentration = draw(st.sampled_from(CONCENTRATIONS))
    chance = random.Random(draw(SEED))
    apart_s = draw(st.sampled_from([1, 2, 30, 5_000]))
    rates = [chance.choice(RATES_UL) for _ in range(16)]
    periods = [[EVERY_DAY, number * apart_s, pg_a_day(uL, concentration)] for number, uL in enumerate(rates)]
    order = therapy(
        mode="flex",
        basal_pg_per_day=0,
        periods=periods,
        clock_lost=draw(st.sampled_from(["minimum", "lowest period", "stop"])),
        drugs=[["x", concentration]],
        **LARGE,
    )
    step_volume_fl = draw(st.sampled_from(STEP_VOLUMES))
    if order["clock_lost"] == "minimum":
        step_volume_fl = min(step_volume_fl, 37_282_000)
    try:
        add_bolus(order, step_volume_fl, chance)
    except Refused:
        order["bolus"] = None
    return order, step_volume_fl, chance.randrange(15) * apart_s + 86_400 * chance.randrange(7) - chance.randrange(3)


def add_bolus(order, step_volume_fl, chance):
    """Raises Refused where the basal leaves no room for it."""
    steps = chance.choice([100, 150, 5_000])
    dose_pg = -(-steps * step_volume_fl * order["drugs"][0][1] // 1_000_000_000_000)
    over_s = chance.choice([60, 200, 86_400])
    order["bolus"] = {"dose_pg": dose_pg, "over_s": over_s, "lockout_s": max(60, over_s), "most_per_day": 48}
    Prescription(order, step_volume_fl)


def fill(window, chance):
    """Every bucket of the day holds what 24 mL/day of the strongest drug give, or nothing."""
    for place in range(BUCKETS):
        window.micrograms[place] = chance.choice([0, 8_333_333])
        window.picograms[place] = chance.choice([0, 999_999])
    window.sum_up()


@proves("D1", "B3")
@HARD
@given(schedules(), SEED)
def test_a_schedule_of_extreme_flows_with_boluses_stalls_and_clocks_stays_in_the_range(setting, seed):
    order, step_volume_fl, start_s = setting
    chance = random.Random(seed)
    bench = BoundedBench(order, step_volume_fl)
    bench.bound()
    bench.set_time(start_s % 604_800, chance.randrange(1_000_000))
    bench.start()
    for act, lowest_s in (
        (bench.press, 0),
        (lambda: bench.stall(chance.choice([400_000, 2_900_000, 260_000_000])), 5),
        (lambda: bench.set_time(chance.randrange(604_800)), 10),
        (bench.press, 12),
        (bench.lose_time, 20),
        (lambda: bench.set_time(start_s % 604_800), 22),
    ):
        bench.at(lowest_s + chance.uniform(0, 5), act)
    bench.run_to(30)
    if bench.state() == "running":
        bench.desk.stop()
        bench.run_for(2)
        bench.desk.acknowledge()
        bench.start()
        bench.run_for(5)


@proves("D1", "B11")
@HARD
@given(st.sampled_from([2, 10, 250, 500]), st.booleans(), st.sampled_from(STEP_VOLUMES[:4]), SEED)
def test_a_bridge_between_extreme_concentrations_stays_in_the_range(ratio, to_weaker, step_volume_fl, seed):
    chance = random.Random(seed)
    weak, strong = 50 * MG // ratio, 50 * MG
    old, new = (strong, weak) if to_weaker else (weak, strong)
    dose_pg = chance.choice([48, 24_000 // ratio]) * strong // 1_000  # at the weak one `ratio` times that volume
    orders = [
        therapy(basal_pg_per_day=dose_pg, drugs=[["x", drug]], catheter_volume_nl=1_000, **LARGE) for drug in (old, new)
    ]
    bench = BoundedBench(orders[0], step_volume_fl)
    bench.bound()
    bench.start()
    bench.run_to(40)
    refill(bench, True, 100 * ML)
    bench.run_for(2)
    put_in_force(bench, orders[1])
    if bench.desk.bridge() == 0:
        bench.run_for(3)
        assert bench.history.bolus_kind == BRIDGE
        bench.at(
            bench.time.now_us / 1e6 + chance.uniform(0, 60), lambda: bench.stall(chance.choice([300_000, 900_000]))
        )
        bench.run_for(120)
        if bench.history.bolus_kind == BRIDGE:
            chance.choice([bench.desk.stop, bench.desk.stop_bolus])()
    bench.run_for(20)


@proves("B3")
@HARD
@given(schedules(), SEED)
def test_the_judgement_of_the_day_to_come_stays_in_the_range_and_is_the_sum(setting, seed):
    order, step_volume_fl, start_s = setting
    chance = random.Random(seed)
    rx = Prescription(order, step_volume_fl)
    time = PumpTime()
    time.set(9_450 + start_s % 604_800 // 86_400, start_s % 86_400, chance.randrange(1_000_000))
    schedule = BasalSchedule(time)
    schedule.use(rx.infusion)
    window, worst = DoseWindow(), TwoWords()
    t_s = RUNNING_TIME_S + chance.randrange(10_000)
    window.advance(t_s)
    fill(window, chance)
    extra = TwoWords(chance.choice([0, 1_250_000_000_000, chance.randrange(10**12)]))
    pieces = coming_pieces(schedule, t_s)
    past = [window.micrograms[p] * 1_000_000 + window.picograms[p] for p in oldest_first(window)]
    exact = max(sum(past[k:]) + sum(pieces[: k + 1]) + extra.value() for k in range(BUCKETS))
    for thing in (schedule, window, extra):
        bind(thing)
    with in_tick():
        window.worst_day(BoundedInt(t_s), ComingBasal(schedule), extra, worst)
    assert worst.value() == exact


def oldest_first(window):
    return [(int(window.bucket) + 1 + k) % BUCKETS for k in range(BUCKETS)]


def coming_pieces(schedule, t_s):
    """What the firmware's own pieces come to, one by one."""
    coming, pieces = ComingBasal(schedule), []
    coming.begin()
    for k in range(BUCKETS):
        piece = TwoWords()
        coming.take(BUCKET_S - t_s % BUCKET_S if k == 0 else BUCKET_S, piece)
        pieces.append(piece.value())
    return pieces
