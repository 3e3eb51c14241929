"""The elastic line: pressure, slip, release."""

from math import exp

import pytest

from twin.figures import load_figures
from twin.tubing import Tubing


def line(**table: object) -> Tubing:
    return Tubing(load_figures({"compliance": 0.5, "slip_pressure": 80, **table}), 2)


def test_an_open_line_passes_all_at_once() -> None:
    flow = line().push(3.0, [7.0, 0.0], 1.0)
    assert (flow.out_uL, flow.out, flow.back_uL) == (3.0, [7.0, 0.0], 0.0)


def test_pressure_behind_an_occlusion_is_volume_over_compliance() -> None:
    it = line()
    it.occluded = True
    for _ in range(10):
        flow = it.push(1.0, [2.0, 0.0], 1.0)
        assert flow.out_uL == 0.0
        assert sum(flow.out) == 0.0
    assert it.pressure_kPa == pytest.approx(10.0 / 0.5)


def test_beyond_the_slip_pressure_all_surplus_goes_back() -> None:
    it = line()
    it.occluded = True
    back_uL = back_ug = 0.0
    for _ in range(100):
        flow = it.push(1.0, [2.0, 0.0], 1.0)
        back_uL += flow.back_uL
        back_ug += flow.back[0]
    assert it.pressure_kPa == pytest.approx(80.0)
    assert it.stored_uL == pytest.approx(40.0)
    assert back_uL == pytest.approx(60.0)
    assert back_ug == pytest.approx(120.0)


def test_the_release_bolus_is_what_was_pumped_less_what_slipped() -> None:
    it = line()
    it.occluded = True
    back_uL = sum(it.push(1.0, [2.0, 0.0], 1.0).back_uL for _ in range(100))
    it.occluded = False
    flow = it.push(0.0, [0.0, 0.0], 3600.0)
    assert flow.out_uL == pytest.approx(100.0 - back_uL)
    assert flow.out[0] == pytest.approx(2.0 * (100.0 - back_uL))
    assert it.stored_uL == 0.0
    assert it.quiet


def test_the_release_follows_its_time_constant() -> None:
    it = line(release_time=2.0)
    it.occluded = True
    it.push(10.0, [5.0, 0.0], 1.0)
    it.occluded = False
    assert not it.quiet
    first = it.push(0.0, [0.0, 0.0], 1.0)
    second = it.push(0.0, [0.0, 0.0], 1.0)
    assert first.out_uL == pytest.approx(10.0 * (1 - exp(-0.5)))
    assert first.out[0] == pytest.approx(5.0 * (1 - exp(-0.5)))
    assert second.out_uL == pytest.approx(10.0 * (exp(-0.5) - exp(-1.0)))


def test_a_release_comes_to_its_end_instead_of_fading_for_ever() -> None:
    it = line(release_time=2.0)
    it.occluded = True
    it.push(10.0, [5.0, 0.0], 1.0)
    it.occluded = False
    it.push(0.0, [0.0, 0.0], 50.0)
    assert it.quiet
    assert it.stored == [0.0, 0.0]


def test_what_is_pumped_during_a_release_passes_with_it() -> None:
    it = line(release_time=2.0)
    it.occluded = True
    it.push(10.0, [5.0, 0.0], 1.0)
    it.occluded = False
    flow = it.push(3.0, [1.0, 0.0], 1000.0)
    assert flow.out_uL == pytest.approx(13.0)
    assert flow.out[0] == pytest.approx(6.0)


def test_rollers_going_back_take_from_the_store_first() -> None:
    it = line()
    it.occluded = True
    it.push(0.4, [4.0, 0.0], 1.0)
    assert it.give_back(0.1) == (0.1, [pytest.approx(1.0), 0.0])
    taken_uL, amounts = it.give_back(1.0)
    assert taken_uL == pytest.approx(0.3)
    assert amounts[0] == pytest.approx(3.0)
    assert it.pressure_kPa == 0.0


def test_trapped_air_softens_the_line_by_the_gas_law() -> None:
    it = line(air=101.3)
    it.occluded = True
    it.push(3.0, [0.0, 0.0], 1.0)
    assert it.pressure_kPa == pytest.approx(3.0 / 1.5)
    it.soften(101.3)
    assert it.pressure_kPa == pytest.approx(3.0 / 2.5)


def test_a_drug_that_joins_is_stored_beside_the_others() -> None:
    it = line()
    it.occluded = True
    it.push(2.0, [7.0, 0.5], 1.0)
    it.add_drug()
    it.push(2.0, [7.0, 3.0, 0.0], 1.0)
    assert it.stored == [14.0, 3.0, 0.5]
    assert it.give_back(4.0) == (4.0, [14.0, 3.0, 0.5])
