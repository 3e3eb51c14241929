"""The charts of the pages, as options of Apache ECharts: thin lines, one accent, axes with their units."""

from collections.abc import Sequence
from typing import Any

from nicegui import ui

ACCENT, GREY, AMBER, BLUE = "#1b8aa3", "#8a97a5", "#c98a1b", "#5b7fb0"
TEXT = {"color": "#7b8794", "fontSize": 12}
RULE = {"lineStyle": {"color": "#8a97a533"}}
Points = Sequence[tuple[float, float | None]]


def drawn(options: dict[str, Any], what: str) -> ui.echart:
    """A chart in the page. what: it shows, for a screen reader."""
    return ui.echart(options).classes("chart").props(f'role="img" aria-label="{what}"')


def redraw(chart_element: ui.echart, options: dict[str, Any]) -> None:
    """Show other options."""
    held: dict[str, Any] = chart_element.options  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    held.clear()
    held.update(options)
    chart_element.update()


def line(
    name: str, points: Points, colour: str = ACCENT, *, is_step: bool = False, is_dashed: bool = False
) -> dict[str, Any]:
    """One series. is_step: a value holds until the next point."""
    made: dict[str, Any] = {
        "name": name,
        "type": "line",
        "data": [list(point) for point in points],
        "showSymbol": False,
        "animation": False,
        "color": colour,
        "lineStyle": {"width": 2, "type": "dashed" if is_dashed else "solid"},
    }
    if is_step:
        made["step"] = "end"
    return made


def filled(series: dict[str, Any]) -> dict[str, Any]:
    """The same with a soft area under it."""
    return {**series, "areaStyle": {"opacity": 0.12}}


def chart(series: list[dict[str, Any]], x: str, y: str, **x_axis: Any) -> dict[str, Any]:
    """x, y: captions of the axes, with their units."""
    return {
        "animation": False,
        "grid": {"left": 12, "right": 24, "top": 60 if len(series) > 1 else 34, "bottom": 30, "containLabel": True},
        "legend": {
            "show": len(series) > 1,
            "type": "scroll",
            "top": 0,
            "left": 0,
            "textStyle": TEXT,
            "itemWidth": 14,
            "icon": "roundRect",
        },
        "tooltip": {"trigger": "axis", "confine": True},
        "xAxis": {
            "type": "value",
            "name": x,
            "nameLocation": "middle",
            "nameGap": 28,
            "nameTextStyle": TEXT,
            "axisLabel": {**TEXT, "hideOverlap": True},
            "splitLine": {"show": False},
            "min": "dataMin",
            "max": "dataMax",
            **x_axis,
        },
        "yAxis": {
            "type": "value",
            "name": y,
            "nameTextStyle": {**TEXT, "align": "left"},
            "axisLabel": TEXT,
            "splitLine": RULE,
            "axisLine": {"show": False, "onZero": False},
            "min": 0,
        },
        "series": series,
    }


def bars(names: Sequence[str], series: Sequence[tuple[str, Sequence[int], str]], x: str, y: str) -> dict[str, Any]:
    """Stacked bars: (name, heights, colour) of each part."""
    made = chart([], x, y)
    made["xAxis"] = {
        "type": "category",
        "data": list(names),
        "name": x,
        "nameLocation": "middle",
        "nameGap": 28,
        "nameTextStyle": TEXT,
        "axisLabel": TEXT,
    }
    made["yAxis"]["minInterval"] = 1
    made["legend"]["show"] = True
    made["grid"]["top"] = 60
    made["series"] = [
        {"name": name, "type": "bar", "stack": "all", "data": list(heights), "color": colour, "animation": False}
        for name, heights, colour in series
    ]
    return made
