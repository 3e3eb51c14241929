"""The load cell: gain, noise, drift, creep and temperature as the figures say."""

import itertools
from math import exp
from statistics import fmean, pstdev

import pytest

from twin.figures import load_figures
from twin.load_cell import LoadCell, Room

STILL = {
    "noise": 0, "drift": 0, "creep": 0, "zero_temperature": 0, "span_temperature": 0,
}  # fmt: skip


def cell(load_mg: float = 30_000.0, seed: int = 1, **table: object) -> LoadCell:
    return LoadCell(load_figures(STILL | table), seed, load_mg)


def test_full_scale_is_the_bridges_output_at_gain_128() -> None:
    it = cell(0.0, cell_zero=0.0)
    zero = it.counts(0)
    it.set_load(100_000.0, 1.0)
    # 0.5 mV/V of a range of 1 / (2 * 128) V/V, in 2**23 counts
    assert it.counts(2_000_000) - zero == round(0.5e-3 * 256 * 2**23)
    assert it.counts_per_mg == pytest.approx(10.737, abs=0.001)


def test_no_load_reads_the_zero_balance() -> None:
    it = cell(0.0, cell_zero=0.01)
    assert it.counts(0) == round(0.01 * 0.5e-3 * 256 * 2**23)
    assert it.expected_counts(0.0) == pytest.approx(it.counts(0), abs=0.5)


def test_a_span_error_changes_the_counts_but_not_the_nominal_constant() -> None:
    it = cell(50_000.0, span_error=0.02, cell_zero=0.0)
    assert it.counts(0) == round(it.counts_per_mg * 50_000.0 * 1.02)


def test_white_noise_has_the_stated_rms_and_no_memory() -> None:
    it = cell(noise=50)
    # 50 nV of 3.3 V / 256 / 2**23 a count
    assert it.noise_counts == pytest.approx(50e-9 / (3.3 / 256 / 2**23))
    mean = it.expected_counts(30_000.0)
    errors = [it.counts(i * 100_000) - mean for i in range(10_000)]
    assert pstdev(errors) == pytest.approx(32.5, rel=0.03)
    assert abs(fmean(errors)) < 4 * 32.5 / 100
    lagged = fmean(a * b for a, b in itertools.pairwise(errors))
    assert abs(lagged) < 4 * 32.5**2 / 100


def test_the_noise_belongs_to_the_moment_and_the_seed_not_to_the_reader() -> None:
    one, two, other = cell(noise=50), cell(noise=50), cell(noise=50, seed=2)
    for t_us in range(0, 5_000_000, 100_000):
        one.counts(t_us)
    late = [5_000_000, 5_100_000, 5_200_000]
    assert [one.counts(t) for t in late] == [two.counts(t) for t in late]
    assert [one.counts(t) for t in late] != [other.counts(t) for t in late]


def test_the_zero_walks_with_the_square_root_of_time() -> None:
    after = [cell(seed=seed, drift=100).counts(9 * 86_400_000_000) - cell(seed=seed).counts(0) for seed in range(300)]
    per_mg = cell().counts_per_mg
    assert pstdev(after) / per_mg == pytest.approx(300.0, rel=0.12)
    assert cell(drift=100).drift_mg_after(9.0) == pytest.approx(300.0)


def test_creep_shows_its_share_within_30_minutes_and_then_is_done() -> None:
    it = cell(0.0, creep=0.001, creep_time=10)
    it.set_load(50_000.0, 100.0)
    it.set_load(50_000.0, 100.0)
    jumped = cell(0.0, creep=0.001, creep_time=10)
    jumped.set_load(0.0, 100.0)
    jumped.set_load(50_000.0, 100.0)
    at_once = jumped.counts(100_000_000)
    jumped.set_load(50_000.0, 100.0 + 1800.0)
    later = jumped.counts(1_900_000_000)
    assert (later - at_once) / it.counts_per_mg == pytest.approx(50.0, abs=0.2)
    jumped.set_load(50_000.0, 1e6)
    assert jumped.counts(10**12) == pytest.approx(jumped.expected_counts(50_000.0), abs=1.0)


def test_creep_in_one_gap_equals_creep_in_many() -> None:
    one, many = (cell(0.0, creep=0.01, creep_time=10) for _ in range(2))
    one.set_load(90_000.0, 1200.0)
    for i in range(1, 1201):
        many.set_load(90_000.0 * i / 1200.0, float(i))
    assert one.counts(1_200_000_000) == pytest.approx(many.counts(1_200_000_000), abs=1)
    # By hand: a ramp of 75 mg/s owes creep * ramp * tau * (1 - e**-2) at its end.
    owed = 0.01 / (1 - exp(-3)) * 75.0 * 600.0 * (1 - exp(-2))
    lag = (one.expected_counts(90_000.0) - one.counts(1_200_000_000)) / one.counts_per_mg
    assert lag == pytest.approx(owed, abs=0.1)


def test_temperature_moves_zero_and_span_as_stated() -> None:
    warm = {"temperature": 32, "temperature_swing": 0, "calibration_temperature": 22}
    zero = cell(0.0, zero_temperature=5e-5, cell_zero=0.0, **warm)
    assert zero.counts(0) / zero.counts_per_mg == pytest.approx(50.0, abs=0.1)
    span = cell(40_000.0, span_temperature=5e-5, cell_zero=0.0, **warm)
    assert span.counts(0) / span.counts_per_mg == pytest.approx(40_020.0, abs=0.1)


def test_the_room_swings_once_a_day_and_is_warmest_at_its_peak() -> None:
    room = Room(load_figures({"temperature": 20, "temperature_swing": 3, "temperature_peak": 15}))
    assert room.degC(15 * 3600.0) == pytest.approx(23.0)
    assert room.degC(3 * 3600.0) == pytest.approx(17.0)
    assert room.degC(39 * 3600.0) == pytest.approx(23.0)


def test_a_conversion_of_the_past_sees_the_load_of_then() -> None:
    it = cell(30_000.0)
    it.set_load(30_000.0, 10.0)
    it.set_load(29_000.0, 20.0)
    loads = [(it.counts(t * 1_000_000) - it.expected_counts(0.0)) / it.counts_per_mg for t in (5, 10, 15, 20, 25)]
    assert loads == pytest.approx([30_000, 30_000, 29_500, 29_000, 29_000], abs=0.1)


def test_overload_saturates_at_24_bits_both_ways() -> None:
    it = cell(0.0, cell_output=5.0, cell_capacity=20)
    it.set_load(100_000.0, 1.0)
    assert it.counts(2_000_000) == 2**23 - 1
    it.faults.shift(-1e6, 0.0)
    assert it.counts(3_000_000) == -(2**23)
