"""The speed of the twin's time: buttons, a slider from 0.1 to 10000, and what comes of it on this computer."""

from collections.abc import Callable
from functools import partial
from math import log10

from nicegui import ui
from nicegui.events import GenericEventArguments

from bench.controls import PAUSED
from bench.snapshot import Snapshot
from bench.twin_process import TwinProcess
from programmer.look import card, heading
from pump.report import clock_time
from twin.pace import FASTEST, SLOWEST

SHOW_S = 0.125
SPEEDS = (1.0, 10.0, 60.0, 600.0, 3_600.0, FASTEST)
LINK_HEARS = 30.0  # above it a session of the link, which 5 min of silence end, is over within 10 s of the wall
KEPT_UP = 0.9
TOO_FAST = (
    "At this speed a session of the link is over in moments: the other pages lose the pump now and then, "
    "and an entry is left alone before it is made. For programming choose 1x."
)


def speed_card(twin: TwinProcess, set_speed: Callable[[float], None]) -> None:
    """set_speed: called with the speed that a person chose."""
    with card():
        with ui.element("div").classes("row"):
            heading("Speed of time")
            clock = ui.label().classes("pill low").mark("bench-clock")
            kept = ui.label().classes("soft").mark("bench-speed")
        with ui.element("div").classes("row"):
            buttons = _buttons(set_speed)
            slider = _slider(set_speed)
        hint = ui.label(TOO_FAST).classes("note medium")
    shown_speed: float | None = None

    def show() -> None:
        nonlocal shown_speed
        seen = twin.latest
        if seen is None:
            return
        clock.set_text(f"{clock_time(seen.look.t_us)} since power-on")
        kept.set_text(speed_in_words(seen, twin.is_running))
        if seen.speed == shown_speed:
            return
        shown_speed = seen.speed
        hint.set_visibility(seen.speed > LINK_HEARS)
        for speed, button in buttons.items():
            button.props(remove="unelevated outline")
            button.props("unelevated" if speed == seen.speed else "outline")
        if seen.speed != PAUSED:
            slider.set_value(log10(seen.speed))

    show()
    ui.timer(SHOW_S, show)


def speed_in_words(seen: Snapshot, is_running: bool) -> str:
    """What was asked for, and whether this computer keeps up with it."""
    if not is_running:
        return "the twin has ended"
    if seen.speed == PAUSED:
        return "paused: the pump stands still and answers nobody"
    behind = (
        "" if not seen.kept or seen.kept > KEPT_UP * seen.speed else f"; this computer keeps up with {seen.kept:.0f}"
    )
    return f"{seen.speed:g} times the wall's clock{behind}"


def _buttons(set_speed: Callable[[float], None]) -> dict[float, ui.button]:
    made = {PAUSED: ui.button("Pause", icon="pause", on_click=partial(set_speed, PAUSED))}
    return made | {speed: ui.button(f"{speed:g}x", on_click=partial(set_speed, speed)) for speed in SPEEDS}


def _slider(set_speed: Callable[[float], None]) -> ui.slider:
    """Logarithmic; it counts when it is let go."""

    def slid(event: GenericEventArguments) -> None:
        set_speed(round(10.0 ** float(event.args), 2))

    made = ui.slider(min=log10(SLOWEST), max=log10(FASTEST), step=0.05, value=0.0)
    made.props('aria-label="Speed of time, 0.1 to 10000, logarithmic"').style("flex: 1 1 220px")
    made.on("change", slid)
    return made
