"""From a record to the start-up curve, the trumpets of both periods and the overall errors."""

from collections.abc import Sequence
from dataclasses import dataclass

from trumpet.record import Record, sampled
from trumpet.regimes import TUBE_LIFE_S, Regime
from trumpet.resolution import Sensor
from trumpet.unusable import Unusable
from trumpet.windows import flows_uL_per_h, overall_error, window_errors


@dataclass(frozen=True, slots=True)
class Window:
    """Errors in percent. least_seen: below that the sensor's noise hides an error of any one window of this length."""

    window_s: float
    places: int
    highest: float
    lowest: float
    least_seen: float

    @property
    def is_supported(self) -> bool:
        """The larger of the two errors is more than the sensor's noise can make."""
        return max(abs(self.highest), abs(self.lowest)) >= self.least_seen


@dataclass(frozen=True, slots=True)
class Period:
    """One analysis period, T1 or T2. overall: its percentage error A or B, and what the sensor could see of it."""

    name: str
    begins_s: float
    ends_s: float
    windows: tuple[Window, ...]
    overall: float
    overall_least_seen: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """longest_gap_s: between two readings. start_up: flow in each sample interval from the start, in uL/h.

    last: None before the tube's life has passed.
    """

    regime: Regime
    rate_uL_per_h: float
    lasts_s: float
    longest_gap_s: float
    sensor: Sensor
    start_up: tuple[float, ...]
    first: Period
    last: Period | None


def analyse(record: Record, rate_uL_per_h: float, regime: Regime, density_mg_per_uL: float, sensor: Sensor) -> Analysis:
    """Raises Unusable for a record that is too short, or whose readings stand too far apart."""
    volumes = sampled(record, regime.every_s, regime.most_apart_s)
    reaches_s = (len(volumes) - 1) * regime.every_s
    if reaches_s < regime.least_s:
        limit = f"the {regime.name} windows need {_hours(regime.least_s)}"
        raise Unusable("record", _hours(record.lasts_s), limit, "run it for longer")

    def period(name: str, begins_s: float) -> Period:
        first = round(begins_s / regime.every_s)
        inside = volumes[first : first + round(regime.analysed_s / regime.every_s) + 1]
        return _period(name, begins_s, inside, rate_uL_per_h, regime, density_mg_per_uL, sensor)

    return Analysis(
        regime=regime,
        rate_uL_per_h=rate_uL_per_h,
        lasts_s=record.lasts_s,
        longest_gap_s=record.longest_gap_s,
        sensor=sensor,
        start_up=tuple(flows_uL_per_h(volumes[: round(regime.start_up_s / regime.every_s) + 1], regime.every_s)),
        first=period("T1", regime.settles_s),
        last=period("T2", reaches_s - regime.analysed_s) if reaches_s >= TUBE_LIFE_S else None,
    )


def _period(
    name: str,
    begins_s: float,
    volumes: Sequence[float],
    rate_uL_per_h: float,
    regime: Regime,
    density_mg_per_uL: float,
    sensor: Sensor,
) -> Period:
    def due_uL(window_s: float) -> float:
        return rate_uL_per_h * window_s / 3600.0

    def least_seen(window_s: float, places: int) -> float:
        return 100.0 * sensor.limit_mg(window_s, places) / (due_uL(window_s) * density_mg_per_uL)

    def window(window_s: float) -> Window:
        errors = window_errors(volumes, round(window_s / regime.every_s), due_uL(window_s))
        return Window(window_s, len(errors), max(errors), min(errors), least_seen(window_s, len(errors)))

    whole_s = regime.analysed_s
    return Period(
        name=name,
        begins_s=begins_s,
        ends_s=begins_s + whole_s,
        windows=tuple(window(window_s) for window_s in regime.windows_s),
        overall=overall_error(volumes, due_uL(whole_s)),
        overall_least_seen=least_seen(whole_s, 1),
    )


def _hours(seconds: float) -> str:
    return f"{seconds / 3600.0:.4g} h"
