"""The picture of a run: prescribed against delivered, and by how much they differ."""

from collections.abc import Sequence
from math import nan
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from pump.report import BENCH_ONLY, reason
from pump.sim import Outcome
from twin.accounts import Look
from twin.bolus_watch import DENIED
from twin.pump_face import ALARM_NAMES, BOLUS_KINDS

_HOUR_US = 3_600 * 10**6
_INK, _BLUE, _ORANGE, _GREEN, _RED, _GREY = "#222222", "#1f5fa8", "#e08214", "#2e8b57", "#b2182b", "#8a8a8a"
_LETTER_WIDTH = 0.0088  # of the time axis, at the labels' size
_LABEL_ROWS = 3
_ALARM_ROWS = 8
_BAND_IS_SEEN = 40  # microsteps over the panel's height
_Label = tuple[float, str, str]  # hour, words, colour
_STYLE = {
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "axes.axisbelow": True,
    "legend.frameon": False,
}


def draw(outcome: Outcome, looks: Sequence[Look], path: Path) -> None:
    """Writes a PNG: three panels and a strip of alarms over one time axis. Raises OSError if it cannot be written."""
    with cast("Any", mpl).rc_context(_STYLE):
        figure: Any = Figure(figsize=(11, 9), dpi=120, layout="constrained")
        rows = min(len(outcome.alarms), _ALARM_ROWS)
        heights = (3.2, 1.5, 1.3, *((0.12 + 0.13 * rows,) if rows else ()))
        volumes, errors, steps, *strip = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights)
        hours = [look.t_us / _HOUR_US for look in looks]
        prescribed = [float(outcome.prescribed_uL_by(look.t_us)) for look in looks]
        _volumes(volumes, hours, prescribed, looks)
        _errors(errors, hours, prescribed, looks, outcome.step_uL)
        _steps(steps, hours, prescribed, looks, outcome.step_uL)
        for axes in (errors, steps):
            _occlusions(axes, outcome)
        labels = _occlusions(volumes, outcome) + _boluses(volumes, outcome)
        _write(volumes, sorted(labels), outcome.plan.for_us / _HOUR_US)
        if strip:
            _alarms(strip[0], outcome)
        lowest = strip[0] if strip else steps
        lowest.set_xlabel("hours since power-on")
        steps.set_xlim(0, outcome.plan.for_us / _HOUR_US)
        steps.xaxis.set_major_locator(MaxNLocator(nbins=9, steps=[1, 2, 3, 6, 10]))
        figure.align_ylabels()
        figure.suptitle(_title(outcome), fontsize=13)
        figure.savefig(path, format="png")


def _title(outcome: Outcome) -> str:
    look = outcome.look
    names = ", ".join(drug.name for drug in look.drugs)
    return (
        f"Prescribed {look.prescribed_uL:.1f} µL, delivered {look.delivered_uL:.1f} µL in"
        f" {outcome.plan.for_us / _HOUR_US:g} h ({names}; firmware on the digital twin, seed {outcome.plan.seed})"
        f"\n{BENCH_ONLY}"
    )


def _volumes(axes: Any, hours: list[float], prescribed: list[float], looks: Sequence[Look]) -> None:
    delivered = [look.delivered_uL for look in looks]
    weighed = [nan if look.weighed_uL is None else look.weighed_uL for look in looks]
    label = "weighed (with the load cell's drift, 1.000 g/mL)"
    axes.plot(hours, weighed, ".", ms=3, color=_GREEN, alpha=0.5, label=label)
    axes.plot(hours, prescribed, color=_ORANGE, lw=3.5, alpha=0.75, label="prescribed")
    axes.plot(hours, delivered, color=_BLUE, lw=1.4, label="delivered at the outlet (twin's truth)")
    axes.set_ylabel("volume since power-on (µL)")
    axes.set_ylim(0, 1.08 * max([*prescribed, *delivered, 1.0]))
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 0.03), markerscale=3)


def _errors(axes: Any, hours: list[float], prescribed: list[float], looks: Sequence[Look], step_uL: float) -> None:
    errors = [look.delivered_uL - p for look, p in zip(looks, prescribed, strict=True)]
    axes.axhline(0, color=_INK, lw=0.8)
    axes.plot(hours, errors, color=_BLUE, lw=1.2)
    axes.set_ylabel("delivered\n- prescribed (µL)")

    def to_steps(uL: Any) -> Any:
        return uL / step_uL

    def to_uL(steps: Any) -> Any:
        return steps * step_uL

    microsteps = axes.secondary_yaxis("right", functions=(to_steps, to_uL))
    microsteps.set_ylabel("in microsteps")


def _steps(axes: Any, hours: list[float], prescribed: list[float], looks: Sequence[Look], step_uL: float) -> None:
    ahead = [look.emitted_steps - p / step_uL for look, p in zip(looks, prescribed, strict=True)]
    axes.axhspan(-1, 1, color=_GREY, alpha=0.18, lw=0)
    axes.plot(hours, ahead, ".", ms=3, color=_INK)
    axes.set_ylabel("emitted\n- prescribed\n(microsteps)")
    low, high = min([*ahead, -1.0]), max([*ahead, 1.0])
    if high - low < _BAND_IS_SEEN:
        across = axes.get_yaxis_transform()
        axes.text(0.995, 0.96, "band: 1 microstep", transform=across, fontsize=9, ha="right", va="top")
    axes.set_ylim(low - 0.3 * (high - low) / 2, high + 0.3 * (high - low) / 2)


def _occlusions(axes: Any, outcome: Outcome) -> list[_Label]:
    end = outcome.plan.for_us / _HOUR_US
    spans: list[list[float]] = []
    for event in outcome.plan.scenario.events:
        hour = event.at_us / _HOUR_US
        if event.action == "occlude" and hour < end and (not spans or spans[-1][1] < end):
            spans.append([hour, end])
        elif event.action == "clear-occlusion" and hour < end and spans:
            spans[-1][1] = min(hour, spans[-1][1])
    for since, until in spans:
        axes.axvspan(since, until, color=_RED, alpha=0.13, lw=0)
    return [(since, "outlet\noccluded", _RED) for since, _ in spans]


def _boluses(axes: Any, outcome: Outcome) -> list[_Label]:
    labels: list[_Label] = []
    for bolus in outcome.boluses:
        hour = bolus.request.t_us / _HOUR_US
        is_denied = bolus.outcome == DENIED
        colour = _RED if is_denied else _GREEN
        words = f"{BOLUS_KINDS[bolus.request.kind]} bolus\n{bolus.outcome}"
        words += f": {reason(bolus)}" if is_denied else ""
        axes.axvline(hour, ymax=0.97, color=colour, lw=1, ls=":" if is_denied else "-", alpha=0.8)
        marker, across = "x" if is_denied else "v", axes.get_xaxis_transform()
        axes.plot(hour, 0.97, marker=marker, color=colour, transform=across, clip_on=False)
        labels.append((hour, words, colour))
    return labels


def _write(axes: Any, labels: Sequence[_Label], wide: float) -> None:
    """In rows over the axes, in order of time, so that none covers another; one without room is left out."""
    free_from = [-wide] * _LABEL_ROWS
    for hour, words, colour in labels:
        for row in range(_LABEL_ROWS):
            if hour >= free_from[row]:
                letters = max(map(len, words.split("\n"))) + 1
                free_from[row] = hour + letters * _LETTER_WIDTH * wide
                place = {"xytext": (-4, 4 + 30 * row), "textcoords": "offset points", "va": "bottom"}
                across = axes.get_xaxis_transform()
                axes.annotate(words, (hour, 1.0), xycoords=across, color=colour, fontsize=10, **place)
                break


def _alarms(axes: Any, outcome: Outcome) -> None:
    """One line an alarm, the oldest on top; what does not fit is in the report."""
    rows = min(len(outcome.alarms), _ALARM_ROWS)
    end = outcome.plan.for_us / _HOUR_US
    for row, alarm in enumerate(outcome.alarms[:rows]):
        since = alarm.since_us / _HOUR_US
        until = end if alarm.cleared_us is None else alarm.cleared_us / _HOUR_US
        axes.plot([since, until], [row, row], color=_RED, lw=4, alpha=0.6, solid_capstyle="butt")
        if until <= 0.85 * end:
            hour, side = until, "left"
        elif since >= 0.15 * end:
            hour, side = since, "right"
        else:
            hour, side = end / 2, "center"
        axes.text(hour, row, f" {ALARM_NAMES[alarm.alarm]} ", ha=side, va="center", color=_INK, fontsize=9)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_yticks([])
    axes.set_ylabel("alarms" if rows > 1 else "alarm")
