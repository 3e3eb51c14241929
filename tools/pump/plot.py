"""The picture of a run: five panels over one time axis; plot_marks marks what happened."""

from collections.abc import Sequence
from math import nan
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
from matplotlib.figure import Figure

from pump import plot_axis, plot_marks
from pump.plot_axis import BLUE, GREEN, GREY, INK, ORANGE, TimeAxis
from pump.report import BENCH_ONLY
from pump.sim import Outcome
from twin.accounts import Look
from twin.pump_face import STATES_OFF

_BAND_IS_SEEN = 40  # microsteps over the panel's height
_WEIGHED = {"marker": ".", "ls": "", "ms": 3, "color": GREEN, "alpha": 0.5}
_LEAST_RESERVOIR_ML = 0.2  # of the panel's height: else the grain of the figures fills it
_LEGEND_REACHES = 0.6  # of the panel's height: a curve that ends below it would run through a legend on the right
_ROOM_FOR_LEGEND = 0.35  # of what the curves take


def draw(outcome: Outcome, looks: Sequence[Look], path: Path) -> None:
    """Writes a PNG, or what the path's ending says. Raises OSError if it cannot be written."""
    with cast("Any", mpl).rc_context(plot_axis.STYLE):
        rows = plot_marks.alarm_rows(outcome)
        heights = (3.0, 1.3, 1.1, 1.7, *((0.15 + 0.14 * rows,) if rows else ()))
        figure: Any = Figure(figsize=(11, 1.55 * sum(heights)), dpi=120, layout="constrained")
        volumes, errors, steps, reservoir, *strip = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights)
        time = TimeAxis(outcome.plan.for_us)
        at = [time.of(look.t_us) for look in looks]
        prescribed = [float(outcome.prescribed_uL_by(look.t_us)) for look in looks]
        _volumes(volumes, at, prescribed, looks)
        _errors(errors, at, prescribed, looks, outcome.step_uL)
        _steps(steps, at, prescribed, looks, outcome.step_uL)
        _reservoir(reservoir, at, looks)
        labels = plot_marks.happenings(volumes, (errors, steps, reservoir, *strip), outcome, time)
        plot_marks.write(volumes, labels, time)
        if strip:
            plot_marks.alarms(strip[0], outcome, time)
        time.show(strip[0] if strip else reservoir)
        figure.align_ylabels()
        figure.suptitle(_title(outcome, time), fontsize=13)
        figure.savefig(path, format=path.suffix[1:].lower() or "png")


def _title(outcome: Outcome, time: TimeAxis) -> str:
    look = outcome.look
    names = ", ".join(drug.name for drug in look.drugs)
    return (
        f"Prescribed {look.prescribed_uL:.1f} µL, delivered {look.delivered_uL:.1f} µL in"
        f" {time.whole()} ({names}; firmware on the digital twin, seed {outcome.plan.seed})"
        f"\n{BENCH_ONLY}"
    )


def _or_gap(value: float | None) -> float:
    """What is not known is left out; it is never drawn as zero."""
    return nan if value is None else value


def _weighed_uL(look: Look) -> float:
    """Without power nobody weighs."""
    return nan if look.state == STATES_OFF else _or_gap(look.weighed_uL)


def _volumes(axes: Any, at: list[float], prescribed: list[float], looks: Sequence[Look]) -> None:
    commanded = [look.commanded_uL for look in looks]
    delivered = [look.delivered_uL for look in looks]
    weighed = [_weighed_uL(look) for look in looks]
    axes.plot(at, weighed, **_WEIGHED, label="weighed (with the load cell's drift, 1.000 g/mL)")
    axes.plot(at, prescribed, color=ORANGE, lw=3.5, alpha=0.75, label="prescribed")
    axes.plot(at, commanded, color=INK, lw=1.2, ls=(0, (2, 2)), label="commanded (steps handed to the motor)")
    axes.plot(at, delivered, color=BLUE, lw=1.4, label="delivered at the outlet (twin's truth)")
    axes.set_ylabel("volume since\npower-on (µL)")
    top = 1.08 * max([*prescribed, *commanded, *delivered, 1.0])
    axes.set_ylim(0, top)
    is_free_below = min(prescribed[-1], commanded[-1], delivered[-1]) > _LEGEND_REACHES * top
    place = ("lower right", (1.0, 0.03)) if is_free_below else ("upper left", (0.0, 0.95))
    axes.legend(loc=place[0], bbox_to_anchor=place[1], markerscale=3)


def _errors(axes: Any, at: list[float], prescribed: list[float], looks: Sequence[Look], step_uL: float) -> None:
    errors = [look.delivered_uL - p for look, p in zip(looks, prescribed, strict=True)]
    weighed = [_weighed_uL(look) - p for look, p in zip(looks, prescribed, strict=True)]
    axes.axhline(0, color=INK, lw=0.8)
    axes.plot(at, weighed, **_WEIGHED, label="weighed - prescribed")
    axes.plot(at, errors, color=BLUE, lw=1.4, label="delivered - prescribed")
    axes.set_ylabel("against\nprescribed (µL)")
    _legend_on_top(axes)

    def to_steps(uL: Any) -> Any:
        return uL / step_uL

    def to_uL(steps: Any) -> Any:
        return steps * step_uL

    microsteps = axes.secondary_yaxis("right", functions=(to_steps, to_uL))
    microsteps.set_ylabel("in microsteps")


def _steps(axes: Any, at: list[float], prescribed: list[float], looks: Sequence[Look], step_uL: float) -> None:
    ahead = [look.emitted_steps - p / step_uL for look, p in zip(looks, prescribed, strict=True)]
    axes.axhspan(-1, 1, color=GREY, alpha=0.18, lw=0)
    axes.plot(at, ahead, ".", ms=3, color=INK)
    axes.set_ylabel("emitted\n- prescribed\n(microsteps)")
    low, high = min([*ahead, -1.0]), max([*ahead, 1.0])
    if high - low < _BAND_IS_SEEN:
        across = axes.get_yaxis_transform()
        axes.text(0.995, 0.96, "band: 1 microstep", transform=across, fontsize=9, ha="right", va="top")
    axes.set_ylim(low - 0.3 * (high - low) / 2, high + 0.3 * (high - low) / 2)


def _reservoir(axes: Any, at: list[float], looks: Sequence[Look]) -> None:
    by_steps = [look.by_steps_mL for look in looks]
    doubt = [_or_gap(look.doubt_mL) for look in looks]
    low = [mL - by for mL, by in zip(by_steps, doubt, strict=True)]
    high = [mL + by for mL, by in zip(by_steps, doubt, strict=True)]
    by_weight = [_or_gap(look.pump_by_weight_mL) for look in looks]
    axes.fill_between(at, low, high, color=GREY, alpha=0.22, lw=0, label="joint doubt of steps and weight")
    axes.plot(at, by_weight, **_WEIGHED, label="by weight")
    axes.plot(at, [look.true_mL for look in looks], color=BLUE, lw=3, alpha=0.5, label="true (the twin's)")
    axes.plot(at, by_steps, color=INK, lw=1.2, ls=(0, (2, 2)), label="by steps")
    axes.set_ylabel("reservoir (mL)")
    bottom, top = axes.get_ylim()
    if top - bottom < _LEAST_RESERVOIR_ML:
        middle = (top + bottom) / 2
        axes.set_ylim(middle - _LEAST_RESERVOIR_ML / 2, middle + _LEAST_RESERVOIR_ML / 2)
    _legend_on_top(axes)


def _legend_on_top(axes: Any) -> None:
    """In one line, with room made for it over the curves."""
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom, top + _ROOM_FOR_LEGEND * (top - bottom))
    columns = len(axes.get_legend_handles_labels()[1])
    axes.legend(loc="upper right", ncols=columns, fontsize=9, markerscale=3, borderaxespad=0.1, columnspacing=1.2)
