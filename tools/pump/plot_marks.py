"""What happened in a run, marked on its picture: boluses, refills, occlusions, power cuts, and the alarms in time."""

from collections.abc import Sequence
from typing import Any

from pump.plot_axis import DARK_GREY, GREEN, INK, ORANGE, PURPLE, RED, YELLOW, TimeAxis
from pump.report import priority, reason
from pump.sim import Outcome
from twin.alarm_watch import SeenAlarm
from twin.bolus_watch import DENIED
from twin.pump_face import ALARM_NAMES, BOLUS_KINDS, PRIORITIES

_LETTER_WIDTH = 0.0088  # of the time axis, at the labels' size
_LABEL_ROWS = 3
_ALARM_ROWS = 8
_MOST_BOLUS_LINES = 60  # more of them would hide the curves: then only their heads are drawn
_LEAST_SHOWN = 0.004  # of the time axis: a shorter alarm is drawn as long as that, so that it is seen
_PRIORITY_COLOURS = {"high": RED, "medium": ORANGE, "low": YELLOW}
Label = tuple[float, str, str]  # when, words, colour


def happenings(top: Any, below: Sequence[Any], outcome: Outcome, time: TimeAxis) -> list[Label]:
    """Marks them on all panels; returns the labels that belong over the `top` one."""
    labels: list[Label] = []
    for words, colour, spans in (
        ("outlet\noccluded", RED, _occlusions(outcome, time)),
        ("power\ncut", DARK_GREY, _power_cuts(outcome, time)),
    ):
        for since, until in spans:
            for axes in (top, *below):
                axes.axvspan(since, until, color=colour, alpha=0.15, lw=0)
                axes.axvline(since, color=colour, lw=0.8, alpha=0.5)  # a short one is seen too
            labels.append((since, words, colour))
    for when, words in _refills(outcome, time):
        for axes in (top, *below):
            axes.axvline(when, color=PURPLE, lw=1.2, ls="--", alpha=0.8)
        labels.append((when, words, PURPLE))
    return sorted([*labels, *_boluses(top, outcome, time)])


def _occlusions(outcome: Outcome, time: TimeAxis) -> list[list[float]]:
    spans: list[list[float]] = []
    for event in outcome.plan.scenario.events:
        when = time.of(event.at_us)
        if event.action == "occlude" and when < time.end and (not spans or spans[-1][1] < time.end):
            spans.append([when, time.end])
        elif event.action == "clear-occlusion" and when < time.end and spans:
            spans[-1][1] = min(when, spans[-1][1])
    return spans


def _power_cuts(outcome: Outcome, time: TimeAxis) -> list[tuple[float, float]]:
    return [
        (time.of(event.at_us), min(time.of(event.at_us + event.for_us), time.end))
        for event in outcome.plan.scenario.events
        if event.action == "power-cut" and time.of(event.at_us) < time.end
    ]


def _refills(outcome: Outcome, time: TimeAxis) -> list[tuple[float, str]]:
    """What the pump was told, and what really went in if that is something else."""
    marks: list[tuple[float, str]] = []
    for event in outcome.plan.scenario.events:
        if event.action == "refill" and time.of(event.at_us) < time.end:
            really = "" if event.actual_filled_nl == event.filled_nl else f" (really {event.actual_filled_nl / 1e6:g})"
            marks.append((time.of(event.at_us), f"refill\n{event.filled_nl / 1e6:g} mL{really}"))
    return marks


def _boluses(axes: Any, outcome: Outcome, time: TimeAxis) -> list[Label]:
    labels: list[Label] = []
    for bolus in outcome.boluses:
        when = time.of(bolus.request.t_us)
        is_denied = bolus.outcome == DENIED
        colour = RED if is_denied else GREEN
        words = f"{BOLUS_KINDS[bolus.request.kind]} bolus\n{bolus.outcome}"
        words += f": {reason(bolus)}" if is_denied else ""
        if len(outcome.boluses) <= _MOST_BOLUS_LINES:
            axes.axvline(when, ymax=0.97, color=colour, lw=1, ls=":" if is_denied else "-", alpha=0.8)
        marker, across = "x" if is_denied else "v", axes.get_xaxis_transform()
        axes.plot(when, 0.97, marker=marker, color=colour, transform=across, clip_on=False)
        labels.append((when, words, colour))
    return labels


def write(axes: Any, labels: Sequence[Label], time: TimeAxis) -> None:
    """In rows over the axes, in order of time, so that none covers another; one without room is left out."""
    wide = time.end
    free_from = [-wide] * _LABEL_ROWS
    for when, words, colour in labels:
        letters = max(map(len, words.split("\n"))) + 1
        is_late = when + letters * _LETTER_WIDTH * wide > 1.02 * wide
        since = when - letters * _LETTER_WIDTH * wide if is_late else when
        for row in range(_LABEL_ROWS):
            if since >= free_from[row]:
                free_from[row] = since + letters * _LETTER_WIDTH * wide
                place = {"xytext": (4 if is_late else -4, 4 + 30 * row), "textcoords": "offset points"}
                across, side = axes.get_xaxis_transform(), "right" if is_late else "left"
                axes.annotate(
                    words, (when, 1.0), xycoords=across, color=colour, fontsize=10, va="bottom", ha=side, **place
                )
                break


def _by_kind(outcome: Outcome) -> list[list[SeenAlarm]]:
    """The alarms of one name together, in the order in which they came first."""
    kinds: dict[int, list[SeenAlarm]] = {}
    for alarm in outcome.alarms:
        kinds.setdefault(alarm.alarm, []).append(alarm)
    return list(kinds.values())


def alarm_rows(outcome: Outcome) -> int:
    """How many rows the strip has; 0: there is none."""
    kinds = len(_by_kind(outcome))
    return kinds if kinds <= _ALARM_ROWS else _ALARM_ROWS + 1


def alarms(axes: Any, outcome: Outcome, time: TimeAxis) -> None:
    """One row an alarm, the first on top, in its priority's colour; what does not fit is in the report."""
    kinds = _by_kind(outcome)
    for row, seen in enumerate(kinds[:_ALARM_ROWS]):
        name = priority(seen[0].alarm)
        spans = [_span(alarm, time) for alarm in seen]
        for since, until in spans:
            line = axes.plot([since, until], [row, row], color=_PRIORITY_COLOURS[name], lw=5, alpha=0.8)
            line[0].set_solid_capstyle("butt")
        times = f" ({len(seen)} times)" if len(seen) > 1 else ""
        _name(axes, row, f" {ALARM_NAMES[seen[0].alarm]}{times} ", spans, time)
    rows = alarm_rows(outcome)
    if rows > _ALARM_ROWS:
        words = f"and {len(kinds) - _ALARM_ROWS} more kinds of alarm: see pump sim --json"
        axes.text(0, rows - 1, words, ha="left", va="center", color=INK, fontsize=9)
    shown = {priority(seen[0].alarm) for seen in kinds[:_ALARM_ROWS]}
    for name in reversed(PRIORITIES):
        if name in shown:
            axes.plot([], [], color=_PRIORITY_COLOURS[name], lw=5, alpha=0.8, label=f"{name} priority")
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 0.97), ncols=3, fontsize=9, borderaxespad=0)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_yticks([])
    axes.set_ylabel("alarms" if rows > 1 else "alarm")


def _span(alarm: SeenAlarm, time: TimeAxis) -> tuple[float, float]:
    since = time.of(alarm.since_us)
    until = time.end if alarm.cleared_us is None else time.of(alarm.cleared_us)
    return since, max(until, since + _LEAST_SHOWN * time.end)


def _name(axes: Any, row: int, words: str, spans: Sequence[tuple[float, float]], time: TimeAxis) -> None:
    """After the last time it showed, before the first, or, where neither has room, on it."""
    first, last = spans[0][0], spans[-1][1]
    wide = len(words) * _LETTER_WIDTH * time.end
    if last + wide <= time.end:
        when, side = last, "left"
    elif first - wide >= 0:
        when, side = first, "right"
    else:
        when, side = time.end / 2, "center"
    box = {"facecolor": "white", "alpha": 0.75, "lw": 0, "pad": 0.8} if side == "center" else None
    axes.text(when, row, words, ha=side, va="center", color=INK, fontsize=9, bbox=box)
