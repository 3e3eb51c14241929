"""The alarms that show: cause, what to do, acknowledge; and the pause of their sound."""

from nicegui import ui

from programmer.acting import attempt, confirmed, told
from programmer.connection import Connection
from programmer.firmware_face import ALARM_TEXTS
from programmer.look import card, heading
from pump_link.pump import Pump

LOOK_S = 1.0
NO_TEXT = ("not known to this programmer", "read the log")


def build(connection: Connection) -> None:
    """One card; it follows what the pump shows."""
    with card():
        with ui.element("div").classes("row"):
            heading("Alarms")
            ui.element("div").style("flex: 1")
            pause = ui.button("Pause the sound", icon="volume_off", on_click=lambda: _pause(connection))
            every = ui.button("Acknowledge all", on_click=lambda: _acknowledge_all(connection))
        for button in (pause, every):
            button.props("outline dense no-caps")
        rows = ui.element("div").props('role="list" aria-label="Alarms that show"').style("display: grid; gap: .5rem")
    shown: list[object] = [None]

    async def show() -> None:
        said = connection.status
        if not said:
            return
        key = said["alarms"], said["alarms_shown"]
        if key == shown[0]:
            return
        found, _ = await told(lambda: connection.do(lambda client: Pump(client).all_alarms()))
        if found is None:
            return
        shown[0] = key
        pause.set_visibility(bool(found))
        every.set_visibility(len(found) > 1)
        rows.clear()
        with rows:
            for alarm in found:
                _row(connection, alarm.name, alarm.priority)
            if not found:
                ui.label("None.").classes("soft")

    ui.timer(LOOK_S, show)


def _row(connection: Connection, name: str, priority: str) -> None:
    cause, action = ALARM_TEXTS.get(name, NO_TEXT)
    with ui.element("div").classes(f"note {priority} row").props('role="listitem"'):
        ui.label(priority).classes(f"pill {priority}")
        with ui.element("div").style("flex: 1; min-width: 240px"):
            ui.label(name).style("font-weight: 600")
            ui.label(f"Cause: {cause}.")
            ui.label(f"To do: {action}.")
        acknowledge = ui.button("Acknowledge", on_click=lambda: _acknowledge(connection, name))
        acknowledge.props(f'outline dense no-caps aria-label="Acknowledge {name}"')


async def _acknowledge(connection: Connection, name: str) -> None:
    what = f"{name}\n{ALARM_TEXTS.get(name, NO_TEXT)[1].capitalize()}. Its cause stays until it is mended."
    if await confirmed("Acknowledge this alarm?", what, "Acknowledge"):
        await attempt(connection, "acknowledge", f"{name} is acknowledged.", name=name)


async def _acknowledge_all(connection: Connection) -> None:
    if await confirmed("Acknowledge every alarm that shows?", "Read each of them first.", "Acknowledge all"):
        await attempt(connection, "acknowledge-all", "All are acknowledged.")


async def _pause(connection: Connection) -> None:
    if await confirmed("Pause the sound?", "For at most 120 s; the lamps go on.", "Pause"):
        await attempt(connection, "pause-audio", "The sound is paused for 120 s.")
