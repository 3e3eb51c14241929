"""`pump trumpet`: what came out, as tables for a person or as one JSON object."""

import json
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from trumpet.analysis import Analysis, Period
from trumpet.boluses import BolusAccuracy
from trumpet.regimes import TUBE_LIFE_S
from trumpet.resolution import Sensor

NARROWEST = 100
NOT_SUPPORTED = "not supported"


def show_analysis(analysis: Analysis, source: str, console: Console) -> None:
    """A table for each analysis period, and what the sensor could see."""
    longest_h = analysis.lasts_s / 3600.0
    console.print(f"{source}: {analysis.rate_uL_per_h:.6g} uL/h for {longest_h:.4g} h, {analysis.regime.name} windows")
    _show_period(analysis.first, "A", console)
    if analysis.last is None:
        console.print(f"T2, B: none: the record ends before the {TUBE_LIFE_S / 3600.0:.0f} h of the tube's life")
    else:
        _show_period(analysis.last, "B", console)
    _show_sensor(analysis.sensor, console)


def show_boluses(boluses: BolusAccuracy, source: str, console: Console) -> None:
    """Mean and largest deviations."""
    table = Table(title=f"{source}: {len(boluses.errors)} boluses of {boluses.asked_uL:.6g} uL", title_justify="left")
    for heading in ("mean", "largest", "least", "sensor sees", ""):
        table.add_column(heading, justify="right")
    table.add_row(
        _percent(boluses.mean),
        _percent(boluses.highest),
        _percent(boluses.lowest),
        f"{boluses.least_seen:.2f} %",
        _verdict(boluses.is_supported),
        style="" if boluses.is_supported else "dim",
    )
    console.print(table)
    _show_sensor(boluses.sensor, console)


def _show_period(period: Period, letter: str, console: Console) -> None:
    span = f"{period.begins_s / 3600.0:.4g} to {period.ends_s / 3600.0:.4g} h"
    table = Table(title=f"{period.name}, {span}: windows", title_justify="left")
    for heading in ("window", "places", "largest", "least", "sensor sees", ""):
        table.add_column(heading, justify="right")
    for window in period.windows:
        table.add_row(
            f"{window.window_s / 60.0:g} min",
            str(window.places),
            _percent(window.highest),
            _percent(window.lowest),
            f"{window.least_seen:.2f} %",
            _verdict(window.is_supported),
            style="" if window.is_supported else "dim",
        )
    console.print(table)
    seen = f"the sensor sees {period.overall_least_seen:.2f} %"
    console.print(f"overall error {letter}: {_percent(period.overall)} ({seen})", highlight=False)


def _show_sensor(sensor: Sensor, console: Console) -> None:
    console.print(f"sensor: {sensor.words}, {sensor.noise_mg:.3g} mg rms a reading", highlight=False)


def _percent(value: float) -> str:
    return f"{value:+.2f} %"


def _verdict(is_supported: bool) -> Text:
    return Text("supported" if is_supported else NOT_SUPPORTED)


def analysis_as_json(analysis: Analysis, source: str) -> str:
    """Times in s, flows in uL/h, errors in percent."""
    return _json(
        {
            "source": source,
            "regime": analysis.regime.name,
            "rate_uL_per_h": analysis.rate_uL_per_h,
            "lasts_s": analysis.lasts_s,
            "sensor": asdict(analysis.sensor),
            "sample_interval_s": analysis.regime.every_s,
            "start_up_uL_per_h": analysis.start_up,
            "T1": _period(analysis.first),
            "T2": None if analysis.last is None else _period(analysis.last),
        }
    )


def boluses_as_json(boluses: BolusAccuracy, source: str) -> str:
    """Volumes in uL, errors in percent."""
    found: dict[str, Any] = {
        "source": source,
        **asdict(boluses),
        "mean": boluses.mean,
        "highest": boluses.highest,
        "lowest": boluses.lowest,
        "supported": boluses.is_supported,
    }
    return _json(found)


def _period(period: Period) -> dict[str, Any]:
    windows = [{**asdict(window), "supported": window.is_supported} for window in period.windows]
    return {**asdict(period), "windows": windows}


def _json(found: dict[str, Any]) -> str:
    return json.dumps(found, indent=2, allow_nan=False)
