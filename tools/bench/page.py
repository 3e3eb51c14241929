"""The bench page: the twin's rig drawn and moving, the speed of its time, its faults, belief beside truth."""

import json
from html import escape
from pathlib import Path

from nicegui import ui

from bench.controls import Control, read_deed, read_speed
from bench.faults import GROUPS, WORDS, Deed
from bench.handheld_card import HandheldCard
from bench.picture import beside, picture, settings
from bench.snapshot import Snapshot
from bench.speed_card import speed_card
from bench.twin_process import TwinProcess
from programmer.acting import say
from programmer.connection import Connection
from programmer.look import card, heading
from pump.errors import Failure, UserError
from pump.report import clock_time, priority
from twin.pump_face import ALARM_ROWS

DRAWING = Path(__file__).parent / "drawing"
SHOW_S = 0.125
TELL_S = 0.5  # texts are read, not watched
OWN = (
    "This page is the simulated rig's own: what happens here happens to a digital twin, not to a pump. "
    "The other pages reach it as they would reach a pump, over its link."
)


class BenchPage:
    """twin: running. build: as programmer.pages.Page wants it."""

    def __init__(self, twin: TwinProcess) -> None:
        self._twin = twin

    def build(self, _connection: Connection) -> None:
        ui.add_css((DRAWING / "bench.css").read_text())
        ui.add_body_html(f"<script>{(DRAWING / 'bench.js').read_text()}</script>")
        heading("Bench", 1)
        ui.label(OWN).classes("twins-own").props('role="note"')
        speed_card(self._twin, self._set_speed)
        with card():
            ui.html((DRAWING / "rig.svg").read_text(), sanitize=False).style("width: 100%")
        HandheldCard(self._twin, self._tell).build()
        with ui.element("div").classes("grid2 stack"):
            with card():
                self._deeds()
            with ui.element("div").style("display: flex; flex-direction: column; gap: 1rem; min-width: 0"):
                with card():
                    self._beside()
                with card():
                    self._happened()
        ui.on("bench-button", lambda _: self._do(Deed("", "patient-bolus"), {}))
        ui.timer(SHOW_S, self._draw)

    # The rig

    def _draw(self) -> None:
        seen = self._twin.latest
        if seen is not None:
            ui.run_javascript(f"bench.show({json.dumps(picture(seen))})")

    # What a person does

    def _set_speed(self, speed: float) -> None:
        try:
            self._tell(read_speed(speed))
        except UserError as error:
            say(str(error), is_wrong=True)

    def _deeds(self) -> None:
        heading("What happens to the rig")
        for group in GROUPS:
            heading(group.title, 3)
            with ui.element("div").classes("deeds"):
                for deed in group.deeds:
                    self._deed(deed)

    def _deed(self, deed: Deed) -> None:
        with ui.element("div").classes("deed amounts" if deed.amounts else "deed"):
            amounts: dict[str, ui.input] = {}

            def values() -> dict[str, str]:
                return {name: field.value or "" for name, field in amounts.items()}

            ui.button(deed.title, on_click=lambda: self._do(deed, values())).props("outline")
            for name, first in deed.amounts.items():
                amounts[name] = ui.input(WORDS.get(name, name), value=first).props("outlined dense")

    def _do(self, deed: Deed, amounts: dict[str, str]) -> None:
        try:
            happening = read_deed(deed.do, settings(amounts))
        except UserError as error:
            say(str(error), is_wrong=True)
            return
        self._tell(happening)

    def _tell(self, control: Control) -> None:
        try:
            self._twin.tell(control)
        except Failure as error:
            say(str(error), is_wrong=True)

    # Belief and truth

    def _beside(self) -> None:
        heading("What the pump believes, and what is true")
        table = ui.html("", sanitize=False)
        alarms = ui.html("", sanitize=False).mark("bench-alarms").props('role="status" aria-live="polite"')

        def show() -> None:
            seen = self._twin.latest
            if seen is not None:
                table.set_content(_table(seen))
                alarms.set_content(_alarms(seen))

        show()
        ui.timer(TELL_S, show)

    def _happened(self) -> None:
        heading("What happened")
        shown = ui.html("", sanitize=False).mark("bench-news")

        def show() -> None:
            seen = self._twin.latest
            if seen is not None:
                shown.set_content(_news(seen))

        show()
        ui.timer(TELL_S, show)


def _table(seen: Snapshot) -> str:
    rows = "".join(
        f'<tr class="{"apart" if is_apart else ""}"><td>{escape(what)}</td>'
        f"<td>{escape(believed)}</td><td>{escape(true)}</td></tr>"
        for what, believed, true, is_apart in beside(seen)
    )
    return f'<table class="plain beside"><tr><th></th><th>the pump says</th><th>true</th></tr>{rows}</table>'


def _alarms(seen: Snapshot) -> str:
    shown = sorted(seen.look.alarms, key=lambda alarm: -ALARM_ROWS[alarm][1])
    lines = [
        f'<div class="note {priority(alarm)}"><b>{escape(ALARM_ROWS[alarm][0])}</b> ({priority(alarm)}): '
        f"{escape(ALARM_ROWS[alarm][3])}. To do: {escape(ALARM_ROWS[alarm][4])}.</div>"
        for alarm in shown
    ]
    return "".join(lines) or '<div class="soft">No alarm.</div>'


def _news(seen: Snapshot) -> str:
    lines = [f'<div class="{style}">{clock_time(t_us)} {escape(words)}</div>' for t_us, words, style in seen.news[::-1]]
    return f'<div class="news">{"".join(lines)}</div>' if lines else '<div class="soft">Nothing yet.</div>'
