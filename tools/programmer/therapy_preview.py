"""What the typed therapy would be: rate after rounding, dose of a day, how long the reservoir lasts, a chart."""

from itertools import pairwise
from typing import Any

from nicegui import ui

from programmer import charts
from programmer.firmware_face import Prescription, segments_of
from programmer.look import card, heading, row, table
from programmer.therapy_form import clock_shown, days_shown
from programmer.worked_out import (
    WorkedOut,
    a_day_in_words,
    bolus_in_words,
    fl_per_day,
    lasts_in_words,
    rate_in_words,
)

DAY_H = 24


class TherapyPreview:
    """Elements that stay; `show` fills them."""

    def __init__(self) -> None:
        with card().props('aria-live="polite"'):
            heading("What the pump would run")
            self._wrong = ui.label().classes("note high").props('data-what="refused"')
            self._lines = ui.element("div").style("display: grid; gap: .35rem").props('data-what="preview"')
            self._questions = ui.element("div").style("display: grid; gap: .35rem")
            self._chart = charts.drawn(_day_chart(None, None), "Dose over 24 h, new beside the one in force")
            self._table = ui.element("div")

    def show(self, found: WorkedOut, in_force: Prescription | None, remaining_nl: int | None) -> None:
        """A refused therapy shows what is wrong, and no figures of it."""
        self._wrong.set_visibility(found.wrong is not None)
        self._wrong.set_text("" if found.wrong is None else f"Cannot be met. {found.wrong.field}: {found.wrong.said}")
        rx = found.prescription
        self._lines.clear()
        with self._lines:
            for line in [] if rx is None else _lines(rx, remaining_nl):
                ui.label(line)
        self._questions.clear()
        with self._questions:
            for question in found.questions:
                text = f"To be answered: {question.field}: {question.value}: {question.limit}"
                ui.label(text).classes("note medium")
        charts.redraw(self._chart, _day_chart(rx, in_force))
        self._table.clear()
        with self._table:
            if rx is not None and len(segments_of(rx.infusion) if rx.infusion else []) > 1:
                _table(rx)


def _lines(rx: Prescription, remaining_nl: int | None) -> list[str]:
    return [
        rate_in_words(rx),
        a_day_in_words(rx),
        lasts_in_words(rx, remaining_nl),
        f"Patient bolus: {bolus_in_words(rx)}",
    ]


def days_alike(rx: Prescription) -> list[tuple[int, list[tuple[float, float]]]]:
    """(mask of the days, [(hour, mg a day), ...]) of each pattern that a day of the week has, from 0 to 24 h."""
    found: dict[tuple[tuple[float, float], ...], int] = {}
    for day in range(7 if rx.infusion is not None else 0):
        points = tuple(_points(rx, day))
        found[points] = found.get(points, 0) | 1 << day
    return [(mask, list(points)) for points, mask in found.items()]


def _points(rx: Prescription, day: int) -> list[tuple[float, float]]:
    assert rx.infusion is not None
    begin, end = day * 86_400, (day + 1) * 86_400
    points: list[tuple[float, float]] = []
    for start, length, index in segments_of(rx.infusion):
        if start < end and start + length > begin:
            points.append((max(0, start - begin) / 3_600, rx.infusion.doses_pg[index] / 1e9))
    return [*points, (DAY_H, points[-1][1])]


def _day_chart(rx: Prescription | None, in_force: Prescription | None) -> dict[str, Any]:
    colours = (charts.ACCENT, charts.AMBER, charts.BLUE, "#7c5fb0", "#b05f86", "#5fb07a", "#333333")
    series: list[dict[str, Any]] = []
    for old in (days_alike(in_force) if in_force is not None else [])[:2]:
        name = "in force" if old[0] == 127 else f"in force, {days_shown(old[0])}"
        series.append(charts.line(name, old[1], charts.GREY, is_step=True, is_dashed=True))
    for place, (mask, points) in enumerate(days_alike(rx) if rx is not None else []):
        name = "new" if mask == 127 else f"new, {days_shown(mask)}"
        series.append(charts.filled(charts.line(name, points, colours[place], is_step=True)))
    return charts.chart(series, "hour of the day", "mg/day", min=0, max=DAY_H, interval=4)


def _table(rx: Prescription) -> None:
    """The periods of each kind of day, as the pump will run them."""
    assert rx.infusion is not None
    with table("Days", "From", "To", "Dose", "Rate after rounding"):
        for mask, points in days_alike(rx):
            for place, ((begin, dose), (end, _)) in enumerate(pairwise(points)):
                index = rx.infusion.doses_pg.index(round(dose * 1e9))
                rate = f"{fl_per_day(rx, index) / 1e12:.6f} mL/day"
                row("" if place else days_shown(mask), _clock(begin), _clock(end), f"{dose:g} mg/day", rate)


def _clock(hour: float) -> str:
    return clock_shown(round(hour * 3_600))
