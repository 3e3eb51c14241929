"""The mass that a balance shows for water, to the volume of that water."""

from trumpet.water import density_mg_per_uL

AIR_MG_PER_ML = 1.2  # at 20 degC, 101.3 kPa, half damp: OIML R 111, reference conditions
WEIGHTS_MG_PER_UL = 8.0  # the conventional density of the weights a balance is adjusted with: OIML R 111
AIR_DOUBT = 0.05  # of itself, one standard deviation: weather, and some hundred metres of height
PURITY_DOUBT = 2e-5  # of the density: air dissolved, traces of salt
_UL_PER_ML = 1000.0


def volume_per_mass_uL_per_mg(degC: float, air_mg_per_mL: float) -> float:
    """Z: volume over what the balance shows, with the buoyancy of water and of the balance's weights (ISO 8655-6, Z).

    air_mg_per_mL: 0 for a scale without air. Raises Unusable for a temperature outside 0 to 40 degC.
    """
    water, air = density_mg_per_uL(degC), air_mg_per_mL / _UL_PER_ML
    return (1.0 / water) * (1.0 - air / WEIGHTS_MG_PER_UL) / (1.0 - air / water)


def doubt(degC: float, degC_doubt: float, air_mg_per_mL: float) -> float:
    """One relative standard deviation of Z: the water's temperature, its purity, and the air."""
    step = 0.1 if degC < 39.0 else -0.1
    here = volume_per_mass_uL_per_mg(degC, air_mg_per_mL)
    slope = (volume_per_mass_uL_per_mg(degC + step, air_mg_per_mL) - here) / step / here
    buoyancy = air_mg_per_mL / _UL_PER_ML * AIR_DOUBT
    return ((slope * degC_doubt) ** 2 + PURITY_DOUBT**2 + buoyancy**2) ** 0.5
