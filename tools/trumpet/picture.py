"""The picture: the start-up curve over its time, then a trumpet for each analysis period; or the 25 boluses."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, NullLocator

from trumpet.analysis import Analysis, Period, Window
from trumpet.boluses import BolusAccuracy
from trumpet.regimes import THERAPY

_INK, _BLUE, _ORANGE, _GREY, _PALE = "#222222", "#1f5fa8", "#e08214", "#8a8a8a", "#d9d9d9"
_STYLE = {
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "axes.axisbelow": True,
    "legend.frameon": False,
}
# A PDF that says when it was made is another file each time.
_METADATA: dict[str, dict[str, None]] = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}


def draw_analysis(analysis: Analysis, title: str, paths: Sequence[Path]) -> None:
    """Writes one picture a path, in the form that its ending says. Raises OSError if one cannot be written."""
    with cast("Any", mpl).rc_context(_STYLE):
        periods = [analysis.first, *([analysis.last] if analysis.last is not None else [])]
        figure: Any = Figure(figsize=(11, 3.3 + 4.2 * len(periods)), dpi=120, layout="constrained")
        start_up, *trumpets = figure.subplots(1 + len(periods), 1, height_ratios=[3.0, *[4.0] * len(periods)])
        _start_up(start_up, analysis)
        for axes, period in zip(trumpets, periods, strict=True):
            _trumpet(axes, analysis, period)
        _finish(figure, title, paths)


def draw_boluses(boluses: BolusAccuracy, title: str, paths: Sequence[Path]) -> None:
    """As draw_analysis."""
    with cast("Any", mpl).rc_context(_STYLE):
        figure: Any = Figure(figsize=(11, 5), dpi=120, layout="constrained")
        axes: Any = figure.subplots()
        numbers = range(1, len(boluses.errors) + 1)
        _band(axes, [0.4, len(boluses.errors) + 0.6], [boluses.least_seen] * 2)
        colour = _BLUE if boluses.is_supported else _GREY
        fill = colour if boluses.is_supported else "white"
        axes.plot(
            numbers, boluses.errors, "o", color=colour, mfc=fill, label="one bolus" + _hidden(boluses.is_supported)
        )
        axes.axhline(boluses.mean, color=_ORANGE, lw=2, label=f"mean {boluses.mean:+.2f} %")
        axes.axhline(0, color=_INK, lw=0.8)
        axes.set_xlabel("bolus")
        axes.set_ylabel(f"error of {boluses.asked_uL:g} µL (%)")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        _keep_in_view(axes, boluses.errors)
        _legend(axes)
        _finish(figure, title, paths)


def _start_up(axes: Any, analysis: Analysis) -> None:
    regime = analysis.regime
    unit_s, unit = (3600.0, "hours") if regime is THERAPY else (60.0, "minutes")
    edges = [number * regime.every_s / unit_s for number in range(len(analysis.start_up) + 1)]
    axes.stairs(analysis.start_up, edges, baseline=None, color=_BLUE, lw=1.2, label=f"in {_time(regime.every_s)}")
    axes.axhline(analysis.rate_uL_per_h, color=_ORANGE, lw=2, label=f"set: {analysis.rate_uL_per_h:.4g} µL/h")
    axes.set_xlim(0, regime.start_up_s / unit_s)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=12, steps=[1, 2, 3, 6, 10]))
    axes.set_ylim(min(0.0, *analysis.start_up), 1.35 * max(analysis.rate_uL_per_h, *analysis.start_up))
    axes.set_title("Start-up", loc="left")
    axes.set_xlabel(f"{unit} since the start")
    axes.set_ylabel("flow (µL/h)")
    axes.legend(loc="upper right", ncols=2)


def _trumpet(axes: Any, analysis: Analysis, period: Period) -> None:
    windows = period.windows
    at = [window.window_s / 60.0 for window in windows]
    _band(axes, at, [window.least_seen for window in windows])
    for errors, sign in (([window.highest for window in windows], 1), ([window.lowest for window in windows], -1)):
        _bell(axes, windows, errors, sign)
    letter = "A" if period is analysis.first else "B"
    axes.axhline(period.overall, color=_ORANGE, lw=2, label=f"overall error {letter} {period.overall:+.2f} %")
    axes.axhline(0, color=_INK, lw=0.8)
    axes.plot([], [], "o-", color=_BLUE, lw=1.4, label="largest and least error of a window")
    if not all(window.is_supported for window in windows):
        axes.plot([], [], "o-", color=_GREY, mfc="white", label="not supported: within the sensor's noise")
    axes.set_xscale("log")
    axes.set_xlim(at[0] / 1.25, at[-1] * 1.25)
    axes.set_xticks(at, [f"{minutes:g}" for minutes in at])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_title(f"Trumpet, {period.name}: {_hours(period.begins_s)} to {_hours(period.ends_s)} h", loc="left")
    axes.set_xlabel("observation window (min)")
    axes.set_ylabel("error (%)")
    _keep_in_view(axes, [error for window in windows for error in (window.highest, window.lowest)])
    _legend(axes)


def _bell(axes: Any, windows: Sequence[Window], errors: Sequence[float], sign: int) -> None:
    """One of the trumpet's two edges; grey from and to a window that is not supported."""
    for (window, error), (longer, its_error) in pairwise(zip(windows, errors, strict=True)):
        colour = _BLUE if window.is_supported and longer.is_supported else _GREY
        axes.plot([window.window_s / 60.0, longer.window_s / 60.0], [error, its_error], color=colour, lw=1.4)
    for window, error in zip(windows, errors, strict=True):
        _mark(axes, window, error, sign)


def _mark(axes: Any, window: Window, error: float, sign: int) -> None:
    colour, fill = (_BLUE, _BLUE) if window.is_supported else (_GREY, "white")
    axes.plot([window.window_s / 60.0], [error], "o", color=colour, mfc=fill, zorder=3)
    axes.annotate(
        f"{error:+.2f}", (window.window_s / 60.0, error), (0, 8 * sign), textcoords="offset points",
        ha="center", va="bottom" if sign > 0 else "top", fontsize=9, color=colour,
    )  # fmt: skip


def _band(axes: Any, at: Sequence[float], least: Sequence[float]) -> None:
    if any(least):
        words = "what the sensor's noise can make"
        axes.fill_between(at, [-each for each in least], least, color=_PALE, lw=0, alpha=0.7, label=words)


def _keep_in_view(axes: Any, errors: Sequence[float]) -> None:
    """The errors fill the panel, however wide the band of noise is."""
    reach = max(1.5 * max(abs(error) for error in errors), 1.0)
    axes.set_ylim(-reach, reach)


def _hidden(is_supported: bool) -> str:
    return "" if is_supported else " (not supported: within the sensor's noise)"


def _legend(axes: Any) -> None:
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom, top + 0.25 * (top - bottom))
    axes.legend(loc="upper right", ncols=2, fontsize=9)


def _finish(figure: Any, title: str, paths: Sequence[Path]) -> None:
    figure.suptitle(title, fontsize=12)
    for path in paths:
        ending = path.suffix.lower()
        figure.savefig(path, format=ending[1:], metadata=_METADATA.get(ending))


def _hours(seconds: float) -> str:
    return f"{seconds / 3600.0:.4g}"


def _time(seconds: float) -> str:
    return f"{seconds:g} s" if seconds < 60.0 else f"{seconds / 60.0:g} min"
