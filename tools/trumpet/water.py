"""Mass of water to volume."""

from trumpet.unusable import Unusable

COLDEST_DEGC = 0.0
WARMEST_DEGC = 40.0
# Tanaka et al., Metrologia 38 (2001) 301: water free of air at 101.325 kPa, to 0.001 kg/m3.
_A1, _A2, _A3, _A4, _A5 = -3.983035, 301.797, 522528.9, 69.34881, 999.974950


def density_mg_per_uL(degC: float) -> float:
    """Density of pure water at 0 to 40 degC, in mg/uL (= g/mL). Raises Unusable outside of that."""
    if not COLDEST_DEGC <= degC <= WARMEST_DEGC:
        limit = f"must be from {COLDEST_DEGC:g} to {WARMEST_DEGC:g} degC"
        raise Unusable("temperature", f"{degC:g} degC", limit, "give the water's temperature")
    return _A5 * (1.0 - (degC + _A1) ** 2 * (degC + _A2) / (_A3 * (degC + _A4))) / 1000.0
