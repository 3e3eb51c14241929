"""What a scale can tell of an error: its noise in two readings, and windows that are greyed for it."""

import random
from math import sqrt

import pytest

from trumpet.analysis import analyse
from trumpet.record import Record
from trumpet.regimes import BENCH
from trumpet.resolution import Sensor, estimated_noise_mg

RATE = 1000.0  # uL/h


def test_the_limit_of_one_window_is_the_noise_of_two_readings_at_five_percent():
    # 1.95996 sqrt(2) 0.5 mg; of 117 windows the normal law at 0.05 / 234 on either side: 3.5232.
    sensor = Sensor(0.5, "")
    assert sensor.limit_mg(120.0) == pytest.approx(1.95996 * sqrt(2) * 0.5, rel=1e-5)
    assert sensor.limit_mg(120.0, 117) == pytest.approx(3.5232 * sqrt(2) * 0.5, rel=1e-3)


def test_walk_and_daily_wave_of_a_load_cell_count_with_the_window():
    # A day of walk at 2 mg/sqrt(day): 1.95996 * 2. A wave of 5 mg over half a day or more: from crest to trough.
    assert Sensor(0.0, "", walk_mg_per_sqrt_day=2.0).limit_mg(86_400.0) == pytest.approx(3.9199, rel=1e-4)
    assert Sensor(0.0, "", swing_mg=5.0).limit_mg(43_200.0) == pytest.approx(10.0)
    assert Sensor(0.0, "", swing_mg=5.0).limit_mg(90_000.0) == pytest.approx(10.0)


def noisy(noise_mg: float, seed: int, share: float = 0.0) -> Record:
    chance = random.Random(seed)
    times = [30.0 * number for number in range(241)]
    return Record(times, [RATE * (1 + share) * t / 3600.0 + chance.gauss(0.0, noise_mg) for t in times])


def test_errors_that_noise_alone_makes_pass_for_errors_in_a_run_of_twenty_at_most():
    # 5 % of 100 runs are 5; 10 leaves room for chance. Seeded: always the same runs.
    passed = [0] * len(BENCH.windows_s)
    for seed in range(100):
        windows = analyse(noisy(0.5, seed), RATE, BENCH, 1.0, Sensor(0.5, "")).first.windows
        passed = [count + window.is_supported for count, window in zip(passed, windows, strict=True)]
    assert max(passed) <= 10


def test_an_error_beyond_the_noise_is_supported_where_the_window_is_long_enough():
    # 2 min weigh 33.3 mg: limit 2.49 mg or 7.5 %. 31 min weigh 516.7 mg: limit 2.36 mg or 0.46 %. Of an error of 2 %
    # the first shows nothing, the last all.
    windows = analyse(noisy(0.5, 1, 0.02), RATE, BENCH, 1.0, Sensor(0.5, "")).first.windows
    assert windows[0].least_seen == pytest.approx(7.47, abs=0.01)
    assert windows[-1].least_seen == pytest.approx(0.46, abs=0.01)
    assert not windows[0].is_supported and windows[-1].is_supported


def test_the_noise_of_a_log_is_found_whatever_flows():
    record = noisy(0.5, 7)
    assert estimated_noise_mg(record.times_s, record.volumes_uL, 0.0001) == pytest.approx(0.5, rel=0.12)


def test_a_log_without_noise_has_at_least_that_of_its_last_digit():
    times = [10.0 * number for number in range(50)]
    assert estimated_noise_mg(times, [0.1 * t for t in times], 0.1) == pytest.approx(0.1 / sqrt(12))
