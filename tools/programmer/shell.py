"""What stands around every page: the state of the pump, its highest alarm, stop and start, the menu."""

from collections.abc import Generator
from contextlib import contextmanager

from nicegui import ui

from programmer.acting import attempt, confirmed
from programmer.connection import Connection
from programmer.look import BENCH_ONLY, TITLE, Preference
from programmer.words import state_in_words
from pump_link.words import duration

LOOK_S = 0.5
STATE_STYLES = {"running": "good", "starting": "good", "halting": "medium", "locked": "high"}
STOPPABLE = ("running", "starting")
STOPS_NOW = "Delivery stops with the step under way."


@contextmanager
def shell(connection: Connection, here: str, menu: list[tuple[str, str]]) -> Generator[None]:
    """Everything inside is the page. here: its path. menu: (path, title) of what is linked to."""
    ui.label(BENCH_ONLY).classes("bench-only").props('role="note"')
    with ui.element("header").classes("top"):
        with ui.element("div").classes("bar"):
            _name(connection)
            _state(connection)
            ui.element("div").classes("space")
            _stop_and_start(connection)
            _light_and_dark()
        with ui.element("nav").props('aria-label="Pages"'):
            for path, title in menu:
                link = ui.link(title, path)
                if path == here:
                    link.props('aria-current="page"')
    trouble = ui.label().classes("trouble").props('role="alert" data-what="trouble"')
    page = ui.element("div").classes("page")
    _follow_trouble(connection, trouble, page)
    with page:
        yield


def _name(connection: Connection) -> None:
    with ui.element("div").classes("name"):
        ui.label(TITLE)
        with ui.element("small"):
            shown = ui.label()
    ui.timer(LOOK_S, lambda: shown.set_text(f"pump {connection.pump_id or 'not reached yet'}"))


def _state(connection: Connection) -> None:
    """The state and the highest alarm; a screen reader says them when they change."""
    with ui.element("div").classes("row").props('role="status" aria-live="polite"'):
        state = ui.label().classes("pill").props('data-what="state"')
        alarm = ui.label().classes("pill").props('data-what="alarm"')

    def show() -> None:
        said = connection.status
        name = said.get("state", "") if not connection.doubt else ""
        state.set_text(state_in_words(name) if name else "Not reached")
        state.classes(replace="pill " + (STATE_STYLES.get(name, "low") if name else "high"))
        alarms = said.get("alarms", [])
        alarm.set_visibility(bool(alarms))
        if alarms:
            more = said["alarms_shown"] - 1
            alarm.set_text(f"{alarms[0][0]} ({alarms[0][1]}){f' and {more} more' if more else ''}")
            alarm.classes(replace=f"pill {alarms[0][1]}")

    show()
    ui.timer(LOOK_S, show)


def _stop_and_start(connection: Connection) -> None:
    """Stop takes one click; start is asked about."""

    async def stop() -> None:
        stops = await attempt(connection, "stop", STOPS_NOW)
        if not stops and connection.status.get("state") in STOPPABLE:
            await attempt(connection, "stop", STOPS_NOW)  # its answer was lost: twice does no harm

    async def start() -> None:
        if await confirmed("Start delivery?", "The pump delivers the therapy in force from now on.", "Start"):
            await attempt(connection, "start", "Delivery starts.")

    stopping = ui.button("Stop", icon="stop", color="negative", on_click=stop).props(
        'unelevated aria-label="Stop delivery"'
    )
    starting = ui.button("Start", icon="play_arrow", on_click=start).props('outline aria-label="Start delivery"')

    def show() -> None:
        state = connection.status.get("state")
        starting.set_visibility(state == "stopped")
        stopping.set_visibility(state != "stopped")

    show()
    ui.timer(LOOK_S, show)


def _light_and_dark() -> None:
    def turn() -> None:
        Preference.dark = not Preference.dark
        ui.navigate.reload()

    ui.button(icon="contrast", on_click=turn).props('flat round aria-label="Light or dark"')


def _follow_trouble(connection: Connection, trouble: ui.label, page: ui.element) -> None:
    """While the pump cannot be reached, what the page shows is of before, and looks so."""

    def show() -> None:
        ago = f" What is shown is {duration(round(connection.age_s))} old." if connection.status else ""
        doubt = connection.doubt
        trouble.set_text(doubt + ago)
        trouble.set_visibility(bool(doubt))
        page.classes(replace="page stale" if doubt else "page")

    show()
    ui.timer(LOOK_S, show)
