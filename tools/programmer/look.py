"""How every page looks: one accent, calm greys, clear numbers; light, dark, or as the computer is set."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from nicegui import ui

TITLE = "Pump programmer"
BENCH_ONLY = "Bench only, with water. Never for a human or an animal."
STYLE = (Path(__file__).parent / "look.css").read_text()
ACCENT = "#0f6b80"
HIGH, MEDIUM, LOW = "#b3261e", "#8a5a00", "#3d5a80"
GOOD = "#2b6e4f"


class Preference:
    """One for this computer, for as long as the programmer runs. dark: None is as the computer is set."""

    dark: bool | None = None


def dressed() -> ui.dark_mode:
    """Dress the page that is being made."""
    ui.add_css(STYLE)
    ui.colors(primary=ACCENT, secondary=LOW, accent=ACCENT, positive=GOOD, negative=HIGH, warning=MEDIUM, info=LOW)
    return ui.dark_mode(Preference.dark)


def heading(text: str, level: int = 2) -> ui.element:
    """A heading that a screen reader finds."""
    with ui.element(f"h{level}") as made:
        ui.label(text)
    return made


def card() -> ui.element:
    """A surface that holds what belongs together."""
    return ui.element("section").classes("card")


class Figure:
    """A number with its unit under its caption. what: its name in the page, for tests."""

    def __init__(self, caption: str, unit: str = "", what: str = "") -> None:
        with ui.element("div").classes("figure"):
            ui.label(caption).classes("caption")
            with ui.element("div").classes("value"):
                self._number = ui.label().classes("number").props(f'data-what="{what}"')
                self._unit = ui.label(unit).classes("unit")

    def show(self, number: str | None) -> None:
        """None: not known."""
        self._number.set_text("not known" if number is None else number)
        self._unit.set_visibility(number is not None)


class Gauge:
    """How full something is, with a mark at its low alarm. what: it shows, for a screen reader."""

    def __init__(self, what: str) -> None:
        self._what = what
        with ui.element("div").classes("gauge").props('role="meter"') as self._whole:
            self._held = ui.element("div").classes("held")
            self._low = ui.element("div").classes("low")

    def show(self, held_nl: int, capacity_nl: int, low_nl: int) -> None:
        percent = max(0, min(100, round(100 * held_nl / capacity_nl)))
        self._held.style(f"width: {percent}%")
        self._low.style(f"left: {100 * low_nl / capacity_nl:.1f}%")
        self._whole.props(f'aria-label="{self._what}" aria-valuemin=0 aria-valuemax=100 aria-valuenow={percent}')


@contextmanager
def table(*heads: str) -> Generator[None]:
    """A table with these heads; its rows are made inside."""
    with ui.element("table").classes("plain"):
        with ui.element("thead"), ui.element("tr"):
            for name in heads:
                with ui.element("th").props('scope="col"'):
                    ui.label(name)
        with ui.element("tbody"):
            yield


def row(*cells: str, changed: bool = False) -> None:
    """One row of a table; lines of a cell stay lines. changed: the second cell is the old, the third the new."""
    with ui.element("tr").classes("changed" if changed else ""):
        for place, cell in enumerate(cells):
            with ui.element("td").classes("old" if changed and place == 1 else ""):
                ui.label(cell).style("white-space: pre-line")
