"""The reservoir: what it holds, loses and gives."""

import pytest

from twin.figures import load_figures
from twin.reservoir import Drug, Reservoir

DRUGS = [Drug("morphine", 25.0), Drug("bupivacaine", 4.0)]


def reservoir(filled_mL: float = 20.0, **table: object) -> Reservoir:
    return Reservoir(load_figures(table), filled_mL, DRUGS)


def test_drawing_takes_each_drug_at_its_concentration() -> None:
    it = reservoir()
    assert it.draw(10.0) == pytest.approx([250.0, 40.0, 0.0])
    assert it.volume_uL == 19_990.0
    assert it.amounts == pytest.approx([19_990 * 25.0, 19_990 * 4.0])


def test_an_empty_reservoir_gives_air() -> None:
    it = reservoir(0.001)
    assert it.draw(3.0) == pytest.approx([25.0, 4.0, 2.0])
    assert it.draw(3.0) == [0.0, 0.0, 3.0]
    assert it.volume_uL == 0.0


def test_evaporation_takes_water_and_leaves_the_drugs_stronger() -> None:
    it = reservoir(1.0, evaporation=100.0)
    it.evaporate(86400.0)
    assert it.volume_uL == pytest.approx(900.0)
    assert it.evaporated_uL == pytest.approx(100.0)
    assert it.draw(1.0) == pytest.approx([25.0 / 0.9, 4.0 / 0.9, 0.0])


def test_evaporation_ends_when_it_is_dry() -> None:
    it = reservoir(0.05, evaporation=100.0)
    it.evaporate(10 * 86400.0)
    assert it.volume_uL == 0.0
    assert it.evaporated_uL == pytest.approx(50.0)


def test_the_mass_is_the_volume_times_the_density() -> None:
    assert reservoir(20.0, density=0.9978).mass_mg == pytest.approx(19_956.0)


def test_what_comes_back_is_there_again_less_its_air() -> None:
    it = reservoir()
    it.draw(10.0)
    it.take_back(10.0, [250.0, 40.0, 1.0])
    assert it.volume_uL == 19_999.0
    assert it.amounts == pytest.approx([500_000.0, 80_000.0])


def test_a_refill_withdraws_what_there_is_then_mixes_in_what_is_filled() -> None:
    it = reservoir(2.0)
    assert it.refill(1.0, 9.0, [Drug("morphine", 50.0), Drug("bupivacaine", 0.0)]) == pytest.approx(1.0)
    assert it.volume_uL == pytest.approx(10_000.0)
    assert it.amounts == pytest.approx([1000 * 25.0 + 9000 * 50.0, 4000.0])
    assert it.refill(99.0, 1.0, DRUGS) == pytest.approx(10.0)
    assert it.volume_uL == pytest.approx(1000.0)
    assert it.amounts == pytest.approx([25_000.0, 4000.0])


def test_a_refill_tells_drugs_apart_by_name_and_takes_new_ones() -> None:
    it = reservoir(1.0)
    it.refill(0.5, 1.5, [Drug("clonidine", 0.2), Drug("morphine", 50.0)])
    assert it.names == ["morphine", "bupivacaine", "clonidine"]
    assert it.amounts == pytest.approx([500 * 25.0 + 1500 * 50.0, 500 * 4.0, 1500 * 0.2])
    assert it.draw(20.0) == pytest.approx([875.0, 20.0, 3.0, 0.0])


def test_only_withdrawing_needs_no_drugs() -> None:
    it = reservoir(1.0)
    assert it.refill(0.25, 0.0, []) == pytest.approx(0.25)
    assert it.amounts == pytest.approx([750 * 25.0, 750 * 4.0])


def test_what_dried_out_dissolves_in_the_next_fill() -> None:
    it = reservoir(0.01, evaporation=100.0)
    it.evaporate(86400.0)
    assert it.refill(1.0, 1.0, []) == 0.0
    assert it.amounts == pytest.approx([250.0, 40.0])


@pytest.mark.parametrize(("withdrawn_mL", "filled_mL"), [(-0.1, 1.0), (0.0, -1.0)])
def test_a_refill_of_less_than_nothing_is_refused(withdrawn_mL: float, filled_mL: float) -> None:
    it = reservoir()
    with pytest.raises(ValueError, match=f"withdrawn_mL = {withdrawn_mL}, filled_mL = {filled_mL}"):
        it.refill(withdrawn_mL, filled_mL, DRUGS)
    assert it.volume_uL == 20_000.0
