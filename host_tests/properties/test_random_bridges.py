"""Bridges between random concentrations over random schedules, begun, cut and begun again at random moments."""

# pyright: reportAttributeAccessIssue=false

import random
from contextlib import suppress

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bench_of_heart import HeartBench
from example_orders import MG
from random_schedules import ONE_STEP, WEEK_S, check_lag, schedule, stall_at_writes
from support import proves
from therapy.alarms import alarm_table
from therapy.bolus_kinds import BRIDGE
from therapy.memory import record_kinds
from units.refused import Refused
from visits import mixture, put_in_force, refill

HARD = settings(derandomize=True, deadline=None, max_examples=80, phases=(Phase.explicit, Phase.reuse, Phase.generate))
CONCENTRATIONS = ((25, 10), (10, 25), (50, 5), (5, 50), (25, 20), (2, 24))


def both_therapies(chance):
    """(old order, new order, second of the week): the same doses, within the range of flows at both concentrations."""
    old_mg, new_mg = chance.choice(CONCENTRATIONS)
    order, start_s = schedule(chance)
    lowest_pg, highest_pg = 48 * max(old_mg, new_mg) * MG // 1_000, 24 * min(old_mg, new_mg) * MG
    for period in order["periods"]:
        period[2] = min(max(period[2], lowest_pg), highest_pg)
    order.update(catheter_volume_nl=chance.choice([1_000, 2_000, 5_000]), drugs=mixture(old_mg))
    order["clock_lost"] = chance.choice(["minimum", "lowest period"])
    return order, dict(order, drugs=mixture(new_mg)), start_s


@proves("B11", "D1", "B7", "D8")
@HARD
@given(st.integers(0, 2**32))
def test_bridges_keep_to_the_integral_count_their_steps_and_say_when_they_were_cut(seed):
    chance = random.Random(seed)
    old, new, start_s = both_therapies(chance)
    bench = HeartBench(old)
    bench.set_time(start_s, chance.randrange(1_000_000))
    bench.start()
    bench.run_for(chance.uniform(1, 20))
    refill(bench, True)
    bench.run_for(2)
    put_in_force(bench, new)
    stall_at_writes(bench, chance.choice([0, 45_000, 400_000]))

    def set_time():
        bench.set_time((start_s + chance.randrange(200)) % WEEK_S, chance.randrange(1_000_000))

    acts = [bench.desk.bridge] * 3 + [bench.desk.stop, bench.desk.start, bench.desk.stop_bolus, set_time]
    acts.append(bench.lose_time)

    def act():
        with suppress(Refused):
            chance.choice(acts)()

    for _ in range(7):
        bench.at(bench.time.now_us / 1_000_000 + chance.uniform(0, 0.6 if chance.random() < 0.3 else 40), act)
        bench.run_for(chance.uniform(0, 40))
    bench.run_for(60)
    lead, lag = bench.worst()
    assert lead <= ONE_STEP, lead
    check_lag(bench, lag)
    ended = [happening[2:5] for happening in bench.of_kind(record_kinds.BOLUS_ENDED)]
    under_way = bench.history.bolus_given if bench.history.bolus_kind == BRIDGE else 0
    assert bench.history.by_kind[BRIDGE].value() == sum(given for _, given, _ in ended) + under_way
    assert bench.shown(alarm_table.BRIDGE_CUT) == any(cut for _, _, cut in ended)
