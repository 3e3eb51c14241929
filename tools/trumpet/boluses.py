"""Bolus accuracy: 25 successive boluses, each weighed alone, against what was asked for.

The count is that of tests after IEC 60601-2-24 as published: Ziegler et al., Pediatric Diabetes 21 (2020) and Diabetes
68 (2019) Suppl. 1, 119-LB.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from trumpet.resolution import Sensor
from trumpet.unusable import Unusable

BOLUSES = 25


@dataclass(frozen=True, slots=True)
class BolusAccuracy:
    """asked_uL: of each. Errors in percent of that: of each bolus in their order, and the least that the sensor sees
    of one. mean: the error of the mean bolus."""

    asked_uL: float
    errors: tuple[float, ...]
    least_seen: float
    sensor: Sensor

    @property
    def mean(self) -> float:
        return sum(self.errors) / len(self.errors)

    @property
    def highest(self) -> float:
        return max(self.errors)

    @property
    def lowest(self) -> float:
        return min(self.errors)

    @property
    def is_supported(self) -> bool:
        """The larger of the two deviations is more than the sensor's noise can make."""
        return max(abs(self.highest), abs(self.lowest)) >= self.least_seen


def bolus_accuracy(
    volumes_uL: Sequence[float], asked_uL: float, apart_s: float, density_mg_per_uL: float, sensor: Sensor
) -> BolusAccuracy:
    """volumes_uL: of each bolus. apart_s: time between the two readings of one. Raises Unusable unless there are 25."""
    if len(volumes_uL) != BOLUSES:
        raise Unusable("boluses", str(len(volumes_uL)), f"must be {BOLUSES}, one after another", "weigh each of them")
    least = 100.0 * sensor.limit_mg(apart_s, BOLUSES) / (asked_uL * density_mg_per_uL)
    return BolusAccuracy(asked_uL, tuple(100.0 * (uL - asked_uL) / asked_uL for uL in volumes_uL), least, sensor)
