"""Weekly schedules at random, running on the bench of the heart; how late its steps may be. For the properties."""

from bench_of_heart import DAY_S, HeartBench
from example_orders import EVERY_DAY, MG, patient_bolus, therapy
from therapy.memory import record_kinds

ONE_STEP = 1_001
HALF_A_STEP = 502
STEP_VOLUMES = (15_000_000, 18_746_300, 18_750_000, 31_234_500)
STALLS_US = (0, 45_000, 400_000)
WEEK_S = 7 * DAY_S


def uL_a_day(chance, most_uL):
    """0.048 mL and more, as often slow as fast."""
    return chance.choice([chance.randint(48, 500), chance.randint(500, most_uL), 48, most_uL])


def schedule(chance, most_uL=24_000):
    """(order, second of the week at the start): 1 to 16 periods a day, from one second to hours long; the start is a
    little before a change."""
    scale_s = chance.choice([1, 20, 300, 5_000])
    periods = []
    for days in chance.choice([[EVERY_DAY], [31, 96], [1, 2, 4, 8, 16, 32, 64]]):
        at_s = 0
        for number in range(chance.randint(1, 16)):
            if number:
                at_s += chance.randint(1, scale_s)
            periods.append([days, at_s, uL_a_day(chance, most_uL) * 25 * MG // 1_000])
    order = therapy(mode="flex", basal_pg_per_day=0, periods=periods, max_dose_pg_per_day=1_250 * MG)
    order["clock_lost"] = chance.choice(["minimum", "stop", "lowest period"])
    near_s = chance.choice(periods)[1] + DAY_S * chance.randint(0, 6)
    return order, (near_s - chance.randint(0, 40)) % WEEK_S


def schedule_with_bolus(chance):
    """A bolus of 128 steps and more, beside a basal of at most 15 mL/day."""
    order, start_s = schedule(chance, 15_000)
    order["bolus"] = patient_bolus(
        dose_pg=chance.randrange(60, 300) * 1_000_000, over_s=chance.randrange(120, 200), lockout_s=200, most_per_day=48
    )
    return order, start_s


def running(order, start_s, step_volume_fl=18_750_000, us=0):
    bench = HeartBench(order, step_volume_fl)
    bench.set_time(start_s, us)
    bench.start()
    return bench


def stall_at_writes(bench, stall_us):
    bench.files.on_write = lambda: bench.stall(stall_us)


def lost_steps(bench):
    return sum(happening[2] for happening in bench.of_kind(record_kinds.NOT_GIVEN))


def check_lag(bench, lag, cut=0):
    """More than a step late only where stalls were counted, and then by eight at most, besides those lost."""
    late = 8_000 + 1_000 * lost_steps(bench) if bench.heart.lateness.stalls else ONE_STEP
    assert lag <= late + 1_000 * cut, (lag, bench.heart.lateness.stalls)
