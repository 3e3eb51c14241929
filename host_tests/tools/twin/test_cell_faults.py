"""Faults of the load cell's signal: functions of time, whoever reads when."""

from statistics import fmean, pstdev

import pytest

from twin.cell_faults import CellFaults
from twin.figures import load_figures
from twin.load_cell import LoadCell

S = 1_000_000
STILL = {"noise": 0, "drift": 0, "creep": 0, "zero_temperature": 0, "span_temperature": 0}


def cell(**table: object) -> LoadCell:
    return LoadCell(load_figures(STILL | table), 1, 30_000.0)


def mg(it: LoadCell, t_s: float) -> float:
    return (it.counts(round(t_s * S)) - it.expected_counts(0.0)) / it.counts_per_mg


def test_a_sound_cell_has_none() -> None:
    it = CellFaults()
    assert (it.noise_mg(0.0), it.drift_mg(1e9)) == (0.0, 0.0)


def test_a_drift_moves_the_zero_evenly_for_its_time_and_it_stays_there() -> None:
    it = cell()
    it.faults.add_drift(-0.5, 100.0, 300.0)
    assert [round(mg(it, t_s) - 30_000.0, 0) for t_s in (99, 100, 101, 200, 300, 3000)] == [0, 0, 0, -50, -100, -100]


def test_a_shift_is_at_once_and_drifts_and_shifts_add_up() -> None:
    it = CellFaults()
    it.shift(500.0, 10.0)
    it.shift(-100.0, 20.0)
    it.add_drift(1.0, 15.0)
    it.add_drift(2.0, 30.0, 40.0)
    assert [it.drift_mg(t_s) for t_s in (9.999, 10.0, 15.0, 19.0, 20.0, 35.0, 50.0)] == [
        0.0, 500.0, 500.0, 504.0, 405.0, 430.0, 455.0,
    ]  # fmt: skip


def test_noise_has_its_rms_in_its_time_and_adds_as_squares() -> None:
    it = cell()
    it.faults.add_noise(30.0, 100.0, 300.0)
    it.faults.add_noise(40.0, 200.0)

    def rms_mg(from_s: int) -> float:
        readings = [mg(it, from_s + k / 20) for k in range(1_000)]
        assert fmean(readings) == pytest.approx(30_000.0, abs=6.0)
        return pstdev(readings)

    assert rms_mg(0) == pytest.approx(0.0, abs=0.1)
    assert rms_mg(100) == pytest.approx(30.0, rel=0.1)
    assert rms_mg(200) == pytest.approx(50.0, rel=0.1)
    assert rms_mg(300) == pytest.approx(40.0, rel=0.1)


def test_what_ends_the_noise_changes_no_conversion_before() -> None:
    it = cell()
    it.faults.add_noise(30.0, 100.0)
    before = it.counts(150 * S)
    it.faults.end_noise(200.0)
    assert it.counts(150 * S) == before != cell().counts(150 * S)
    assert it.counts(200 * S) == cell().counts(200 * S)


def test_added_noise_comes_with_the_cells_own() -> None:
    it = cell(noise=50)
    own_mg = it.noise_counts / it.counts_per_mg
    it.faults.add_noise(3.0 * own_mg, 0.0)
    assert pstdev([mg(it, k / 10) for k in range(2_000)]) == pytest.approx(10**0.5 * own_mg, rel=0.06)
