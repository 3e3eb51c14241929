"""The hand-held on the bench page: its display dot by dot, its two buttons, its power, the cable and its faults."""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

from nicegui import ui
from nicegui.events import GenericEventArguments

from bench.handheld_controls import FIELDS, HandheldControl, SetCable, read_act, read_button, read_cable
from bench.live_handheld import HandheldSeen
from bench.twin_process import TwinProcess
from programmer.acting import say
from programmer.look import card, heading
from pump.errors import UserError

DRAWING = Path(__file__).parent / "drawing"
SHOW_S = 0.125
TELL_S = 0.5
WHAT = (
    "The patient's programmer: a second board with its own firmware. Press its buttons with the mouse, or Tab and the "
    "space bar. A dose is asked for by two acts: press ASK and let go, then hold it for 2 s."
)
IN_PUMP_TIME = (
    ("Ask for a dose", "request"),
    ("Press ASK", "press-ask"),
    ("Press NEXT", "press-next"),
    ("Hold NEXT", "hold-next"),
    ("Hold both", "hold-both"),
)


class HandheldCard:
    """twin: running. tell: sends a control, and says what is wrong if that cannot be."""

    def __init__(self, twin: TwinProcess, tell: Callable[[HandheldControl], None]) -> None:
        self._twin = twin
        self._tell = tell

    def build(self) -> None:
        """Nothing, where the twin has no hand-held."""
        first = self._seen()
        if first is None:
            return
        ui.add_css((DRAWING / "handheld.css").read_text())
        ui.add_body_html(f"<script>{(DRAWING / 'handheld.js').read_text()}</script>")
        with card():
            heading("Hand-held")
            ui.label(WHAT).classes("soft small")
            with ui.element("div").classes("hh"):
                ui.html((DRAWING / "handheld.svg").read_text(), sanitize=False).style("width: 100%")
                with ui.element("div").classes("column"):
                    self._acts()
                    self._power_and_cable(first)
                    self._faults(first)
        ui.on("handheld-button", self._button)
        ui.timer(SHOW_S, self._draw)

    def _seen(self) -> HandheldSeen | None:
        return None if self._twin.latest is None else self._twin.latest.handheld

    def _draw(self) -> None:
        seen = self._seen()
        if seen is not None:
            ui.run_javascript(f"handheld.show({json.dumps(drawn(seen))})")

    def _button(self, event: GenericEventArguments) -> None:
        self._do(lambda: read_button(event.args.get("which"), event.args.get("down")))

    def _do(self, read: Callable[[], HandheldControl]) -> None:
        try:
            control = read()
        except UserError as error:
            say(str(error), is_wrong=True)
            return
        self._tell(control)

    def _act(self, name: str) -> None:
        self._do(lambda: read_act(name))

    def _acts(self) -> None:
        with ui.element("div").classes("part"):
            heading("Its buttons, in the pump's time", 3)
            with ui.element("div").classes("deeds"):
                for title, act in IN_PUMP_TIME:
                    made = ui.button(title, on_click=partial(self._act, act)).props("outline dense")
                    if act == "request":
                        made.props(remove="outline").props("unelevated")

    def _power_and_cable(self, first: HandheldSeen) -> None:
        is_on, is_pulled = first.is_on, first.is_pulled
        with ui.element("div").classes("part"):
            heading("Its power and its cable", 3)
            with ui.element("div").classes("deeds"):
                power = ui.button(on_click=lambda: self._act("power-off" if is_on else "power-on")).props(
                    "outline dense"
                )
                cable = ui.button(on_click=lambda: self._act("plug" if is_pulled else "pull")).props("outline dense")

        def show() -> None:
            nonlocal is_on, is_pulled
            seen = self._seen()
            if seen is not None:
                is_on, is_pulled = seen.is_on, seen.is_pulled
            power.set_text("Cut its power" if is_on else "Give it power")
            cable.set_text("Plug its cable in" if is_pulled else "Pull its cable")

        show()
        ui.timer(SHOW_S, show)

    def _faults(self, first: HandheldSeen) -> None:
        with ui.element("div").classes("part"):
            heading("What the cable does to a line", 3)
            fields: dict[str, ui.input] = {}
            with ui.element("div").classes("deeds"):
                for (name, unit), value in zip(FIELDS.items(), in_fields(first.faults), strict=True):
                    fields[name] = ui.input(f"{name}, {unit}", value=value).props("outlined dense")
            with ui.element("div").classes("deeds"):
                values = fields.items()
                ui.button(
                    "Set", on_click=lambda: self._do(lambda: read_cable({name: field.value for name, field in values}))
                ).props("outline dense")
                ui.button("Sound cable", on_click=lambda: self._sound(fields)).props("outline dense")
            told = ui.label().classes("soft small").mark("handheld-befell")

        def show() -> None:
            seen = self._seen()
            if seen is not None:
                told.set_text("so far: " + ", ".join(f"{count} {name}" for name, count in seen.befell))

        show()
        ui.timer(TELL_S, show)

    def _sound(self, fields: dict[str, ui.input]) -> None:
        for field in fields.values():
            field.set_value("0")
        self._tell(SetCable(0, 0, 0, 0, 0))


def drawn(seen: HandheldSeen) -> dict[str, object]:
    """For handheld.js."""
    shown = asdict(seen)
    is_sound = seen.faults == SetCable(0, 0, 0, 0, 0)
    shown["cable"] = "pulled" if seen.is_pulled else "sound" if is_sound else "bad"
    return shown


def in_fields(faults: SetCable) -> tuple[str, ...]:
    """What stands in the fields of FIELDS."""
    parts = (faults.lost, faults.doubled, faults.late, faults.changed)
    return f"{faults.delay_us / 1e3:g}", *(f"{part / 10:g}" for part in parts)
