"""The mass that a balance shows to a volume: density after Tanaka, buoyancy, and a published table of Z."""

import pytest

from calibration import water
from trumpet.unusable import Unusable
from trumpet.water import density_mg_per_uL


def test_density_by_the_published_values():
    # Tanaka et al., Metrologia 38 (2001) 301: 999.1026, 998.2067, 997.0470 kg/m3.
    for degC, kg_per_m3 in ((15.0, 999.1026), (20.0, 998.2067), (25.0, 997.0470)):
        assert density_mg_per_uL(degC) * 1000.0 == pytest.approx(kg_per_m3, abs=0.001)


@pytest.mark.parametrize(
    ("degC", "z"), [(15.0, 1.0020), (20.0, 1.0029), (22.0, 1.0033), (25.0, 1.0040), (30.0, 1.0053)]
)
def test_z_by_the_table_of_a_pipettes_manual_at_1013_hPa(degC, z):
    # Gilson, Pipetman manual, appendix, in uL/mg.
    assert water.volume_per_mass_uL_per_mg(degC, 1.2) == pytest.approx(z, abs=0.00015)


def test_without_air_it_is_the_density_alone():
    assert water.volume_per_mass_uL_per_mg(22.0, 0.0) == pytest.approx(1.0 / density_mg_per_uL(22.0))


def test_the_doubt_grows_with_that_of_the_temperature():
    # d(rho)/dT at 22 degC: -0.000225 g/mL per K.
    assert water.doubt(22.0, 2.0, 0.0) == pytest.approx(2 * 2.26e-4, rel=0.02)
    assert water.doubt(22.0, 0.0, 0.0) == pytest.approx(water.PURITY_DOUBT)
    assert water.doubt(40.0, 1.0, 0.0) < 5e-4


def test_a_temperature_at_which_it_is_no_water_is_refused():
    with pytest.raises(Unusable, match="temperature"):
        water.volume_per_mass_uL_per_mg(41.0, 1.2)
