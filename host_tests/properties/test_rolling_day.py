"""The rolling day (B3, B4) against every step that was given: random schedules, boluses and settings of the clock."""

# pyright: reportOptionalMemberAccess=false

import random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bench_of_heart import DAY_S
from days_of_doses import STRIDE_S, DaysOfDoses
from example_orders import MG, patient_bolus, therapy
from support import proves
from therapy.memory.dose_window import BUCKET_S
from therapy.prescribing.prescription import Prescription
from units.refused import Refused

FOUND_AS_IT_IS = (Phase.explicit, Phase.reuse, Phase.generate)  # a seed is no smaller for being a smaller number
HARD = settings(derandomize=True, deadline=None, max_examples=30, phases=FOUND_AS_IT_IS)
SEED = st.integers(0, 2**32)
WEEK_S = 7 * DAY_S
HOUR_S = 3_600


def peaky_order(chance):
    """A quiet basal with short peaks on some days, and a limit with room for it and for one to three boluses."""
    quiet_pg = chance.randrange(1_200, 6_000) * 1_000_000
    periods = []
    for day in range(7):
        periods.append([1 << day, 0, quiet_pg])
        if chance.random() < 0.5:
            from_s = chance.randrange(1, 80_000)
            periods.append([1 << day, from_s, chance.randrange(10, 300) * MG])
            periods.append([1 << day, from_s + chance.randrange(60, 6_000), quiet_pg])
    bolus_pg = chance.randrange(60, 400) * 1_000_000
    over_s = chance.choice([60, 300, 3_600, 20_000])
    order = therapy(
        mode="flex",
        basal_pg_per_day=0,
        periods=periods,
        clock_lost="lowest period",
        bolus=patient_bolus(
            dose_pg=max(60_000_000, bolus_pg), over_s=over_s, lockout_s=max(60, over_s), most_per_day=48
        ),
        max_dose_pg_per_day=1_250 * MG,
    )
    if bolus_pg * 86_400 // over_s > 250 * MG:
        order["bolus"]["over_s"], order["bolus"]["lockout_s"] = 3_600, 3_600
    rx = Prescription(order, 18_750_000)
    worst_pg = rx.infusion.worst_window_pg() + rx.dose_per_step.of(40)
    order["max_dose_pg_per_day"] = worst_pg + chance.choice([1, 1, 2, 3]) * rx.patient_bolus.dose.value()
    return order


def live(days, chance, until_s):
    """Presses, clinicians' boluses of up to a day, and settings of the clock, at random moments."""
    bolus_pg = days.rx.patient_bolus.dose.value()
    granted = 0
    while days.t_s < until_s:
        days.run_to(days.t_s + chance.choice([61, 600, 2_000, 7_000, 20_000]) + chance.randrange(60))
        try:
            act = chance.randrange(8)
            if act < 4:
                granted += not days.ask()
            elif act < 7:
                granted += not days.ask(chance.randrange(60_000_000, 3 * bolus_pg), chance.choice([300, 9_000, 86_400]))
            else:
                days.set_time(chance.randrange(WEEK_S))
        except Refused:
            pass
    return granted


@proves("B3", "B4")
@HARD
@given(SEED)
def test_the_window_never_under_counts_and_over_counts_by_a_bucket_at_most(seed):
    chance = random.Random(seed)
    days = DaysOfDoses(peaky_order(chance), chance.randrange(WEEK_S))
    for _ in range(25):
        live(days, chance, days.t_s + chance.randrange(9_000))
        now_s = days.t_s
        assert days.window_pg() >= days.in_window_pg(now_s - DAY_S, now_s)
        oldest_s = now_s - DAY_S - BUCKET_S - STRIDE_S
        assert days.window_pg() <= days.touching_window_pg(oldest_s, now_s) + 1


@proves("B3")
@HARD
@given(SEED)
def test_no_bolus_that_was_granted_leads_to_a_day_above_the_maximum(seed):
    chance = random.Random(seed)
    order = peaky_order(chance)
    days = DaysOfDoses(order, chance.randrange(WEEK_S))
    live(days, chance, 2 * DAY_S)
    days.run_to(days.t_s + 2 * DAY_S + HOUR_S)
    assert days.worst_day_pg() <= order["max_dose_pg_per_day"]
    assert not days.heart.governor.day_is_full()
