"""Masses to volumes at even intervals: density, evaporation, the direction of the scale, and gaps."""

import pytest

from support import proves
from trumpet.record import Record, from_masses, sampled
from trumpet.unusable import Unusable
from trumpet.water import density_mg_per_uL


@pytest.mark.parametrize(
    ("degC", "kg_per_m3"), [(3.983035, 999.974950), (10.0, 999.7027), (20.0, 998.2067), (30.0, 995.6488)]
)
def test_water_has_the_density_of_the_recommended_table(degC: float, kg_per_m3: float):
    assert density_mg_per_uL(degC) * 1000.0 == pytest.approx(kg_per_m3, abs=6e-5)


@pytest.mark.parametrize("degC", [-0.1, 40.1])
def test_a_temperature_outside_of_the_table_is_refused(degC: float):
    with pytest.raises(Unusable, match=r"temperature: -?[0-9.]+ degC: must be from 0 to 40 degC; "):
        density_mg_per_uL(degC)


def test_a_balance_lost_what_evaporated_and_a_reservoir_lost_it_without_delivering():
    # Each 100 s 1 mg evaporates. Collected: 99.8 mg seen + 1 = 100.8 mg; at 0.998 mg/uL 101.002 uL.
    times, density = [50.0, 150.0], 0.998
    vessel = from_masses(times, [7.0, 106.8], density_mg_per_uL=density, evaporated_mg_per_s=0.01, rises=True)
    assert list(vessel.times_s) == [0.0, 100.0]
    assert list(vessel.volumes_uL) == pytest.approx([0.0, 100.8 / 0.998])
    # Reservoir: 99.8 mg lost, of which 1 evaporated: 98.8 mg delivered.
    bottle = from_masses(times, [500.0, 400.2], density_mg_per_uL=density, evaporated_mg_per_s=0.01, rises=False)
    assert list(bottle.volumes_uL) == pytest.approx([0.0, 98.8 / 0.998])


def test_samples_lie_on_the_line_between_two_readings():
    record = Record([0.0, 20.0, 50.0, 65.0], [0.0, 2.0, 8.0, 11.0])
    # 30 s is a third of the way from 20 to 50: 2 + 6 / 3 = 4; 60 s two thirds from 50 to 65: 8 + 2.
    assert sampled(record, 30.0, 30.0) == pytest.approx([0.0, 4.0, 10.0])


@proves("U2")
def test_readings_too_far_apart_are_refused_by_time_and_limit():
    record = Record([0.0, 30.0, 95.0, 120.0], [0.0, 1.0, 2.0, 3.0])
    with pytest.raises(Unusable, match="readings: 65 s between readings at 30 s: at most 60 s apart; read the scale"):
        sampled(record, 30.0, 60.0)
    assert record.longest_gap_s == 65.0
    assert len(sampled(record, 30.0, 65.0)) == 5
