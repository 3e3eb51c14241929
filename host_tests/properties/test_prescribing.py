"""Random weeks, heads and doses: worst windows, outlooks and shortest durations beside exact fractions."""

from fractions import Fraction
from itertools import accumulate
from operator import sub

from hypothesis import given, settings
from hypothesis import strategies as st

from chance import Chance
from example_orders import MG, ML_PER_DAY, therapy
from flex_orders import DAY_S, WEEK_S, flex, random_periods, week_in
from support import proves
from therapy.bolus_kinds import CLINICIAN
from therapy.prescribing.bolus_order import BolusOrder, longest_over_s, shortest_over_s
from therapy.prescribing.infusion import Infusion
from therapy.prescribing.outlook import seconds_to
from therapy.prescribing.prescription import Prescription
from units.flow import flow_of_volume
from units.refused import Refused

PER_EXAMPLE = settings(derandomize=True, deadline=None, max_examples=60)
SECOND_BY_SECOND = settings(derandomize=True, deadline=None, max_examples=12)
STEP_VOLUMES = st.sampled_from([15_000_000, 18_746_300, 18_750_000, 31_234_500, 100_000_000])
SEEDS = st.integers(0, 2**32)
WINDOW_S = 87_000  # 24 h and ten minutes


def infusion_of(periods, step_volume_fl):
    return Infusion(flex(periods), 25 * MG, step_volume_fl, flow_of_volume(24 * ML_PER_DAY, step_volume_fl, "x"))


def steps_by(periods, from_s, seconds, extra_a_day, step_volume_fl):
    """The exact integral over so many seconds from a second of the week."""
    week = week_in(60, periods)
    sums = [0, *accumulate(week)]

    def pg_seconds_by(second):
        weeks, rest = divmod(second, WEEK_S)
        minutes, part = divmod(rest, 60)
        return (weeks * sums[-1] + sums[minutes]) * 60 + week[minutes] * part

    pg_seconds = pg_seconds_by(from_s + seconds) - pg_seconds_by(from_s)
    basal = Fraction(pg_seconds * 10**12, DAY_S * 25 * MG * step_volume_fl)
    return basal + Fraction(extra_a_day * seconds, DAY_S)


@proves("B3")
@SECOND_BY_SECOND
@given(SEEDS)
def test_the_worst_window_is_the_largest_of_all_604_800(seed):
    periods = random_periods(Chance(seed), unit_s=1)
    week = week_in(1, periods)
    sums = [0, *accumulate(week + week[:WINDOW_S])]
    worst = max(map(sub, sums[WINDOW_S:], sums))
    assert infusion_of(periods, 18_750_000).worst_window_pg() == -(-worst // DAY_S)


@proves("R1")
@PER_EXAMPLE
@given(SEEDS, STEP_VOLUMES, st.integers(0, WEEK_S - 1), st.integers(1, 5_000_000), st.sampled_from([0, 1, 852, 10_000]))
def test_the_outlook_is_the_first_second_by_which_the_integral_has_come(seed, step_volume_fl, start_s, steps, extra):
    periods = random_periods(Chance(seed))
    seconds = seconds_to(steps, infusion_of(periods, step_volume_fl), start_s, extra)
    assert seconds is not None and seconds > 0
    assert steps_by(periods, start_s, seconds, extra, step_volume_fl) >= steps
    assert steps_by(periods, start_s, seconds - 1, extra, step_volume_fl) < steps


@proves("D6", "B9")
@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.integers(48, 24_000), st.integers(48, 24_000), STEP_VOLUMES, st.integers(50, 10_000_000), st.integers(10, 86_400)
)
def test_a_bolus_is_taken_exactly_if_it_fits_beside_the_basal(basal_ul, most_ul, step_volume_fl, steps, over_s):
    basal_ul, most_ul = sorted([basal_ul, most_ul])
    order = therapy(
        basal_pg_per_day=basal_ul * 25 * MG // 1_000,
        max_rate_fl_per_day=most_ul * ML_PER_DAY // 1_000,
        max_dose_pg_per_day=1_250 * MG,
    )
    rx = Prescription(order, step_volume_fl)
    left = Fraction((most_ul - basal_ul) * 10**9, DAY_S * step_volume_fl)  # steps a second
    assert shortest_over_s(steps, rx) == (None if left == 0 else -(-steps // left))
    try:
        BolusOrder(CLINICIAN, steps, over_s, rx, "x")
        taken = True
    except Refused as refused:
        taken = False
        assert refused.field == "x.over"
        if refused.advice.startswith("the shortest possible"):
            BolusOrder(CLINICIAN, steps, shortest_over_s(steps, rx), rx, "x")
    assert taken == (Fraction(steps, over_s) <= left and over_s <= longest_over_s(steps))
