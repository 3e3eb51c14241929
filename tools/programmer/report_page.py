"""The report: what was given since the last one, what the patient asked for and when, the way of each drug."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from nicegui import ui

from programmer import charts
from programmer.acting import attempt, confirmed, say, told
from programmer.connection import Connection
from programmer.firmware_face import volume_shown
from programmer.look import card, heading, row, table
from programmer.worked_out import about
from pump.report_file import WholeReport, as_csv, as_pdf, read_whole
from pump_link.pump import Pump
from pump_link.readings import Report
from pump_link.words import duration

HOURS = 24


class ReportPage:
    """Each reading shows the report anew; a file is made of a reading of its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        heading("Report", 1)
        with card():
            with ui.element("div").classes("row"):
                ui.button("Read again", icon="sync", on_click=self._read).props("outline dense no-caps")
                ui.button("Save as PDF", icon="picture_as_pdf", on_click=self._save_pdf).props("outline dense no-caps")
                ui.button("Save as CSV", icon="table_view", on_click=self._save_csv).props("outline dense no-caps")
                ui.button("Close this report", icon="done", on_click=self._closed).props("flat dense no-caps")
            self._said = ui.label("Reading the report from the pump.").classes("said").props('role="status"')
        with ui.element("div").classes("grid2 stack"):
            with card():
                heading("Given since the last report")
                self._given = ui.element("div")
            with card():
                heading("Each drug since the first therapy")
                self._drugs = ui.element("div")
        with card():
            heading("Patient boluses by the hour of the day")
            self._hours = charts.drawn(_hours_chart(None), "Patient boluses granted and denied, by hour")
        ui.timer(0.05, self._read, once=True)

    async def _read(self) -> None:
        report, wrong = await told(lambda: self._connection.do(lambda client: Pump(client).report()))
        if report is None:
            self._said.set_text(wrong)
            return
        since = duration(report.now_s - report.since_s)
        sensed = "is sensed" if report.supply_is_sensed else "is not sensed: a power cut costs a reservation"
        self._said.set_text(f"Of the last {since} of running time. The supply {sensed}.")
        self._given.clear()
        with self._given, table("Kind", "Volume", "Microsteps"):
            for kind, given in report.given.items():
                row(kind, volume_shown(given.nl), f"{given.steps}")
        self._drugs.clear()
        with self._drugs, table("Drug", "Left the pump", "Reached the tip"):
            for name, drug in report.drugs.items():
                row(name, about(drug.delivered_pg), about(drug.at_tip_pg))
        charts.redraw(self._hours, _hours_chart(report))

    async def _save_pdf(self) -> None:
        await self._save("pdf", "application/pdf", as_pdf)

    async def _save_csv(self) -> None:
        await self._save("csv", "text/csv", lambda whole: as_csv(whole).encode())

    async def _save(self, form: str, mime: str, make: Callable[[WholeReport], bytes]) -> None:
        """Read all of it at once, and hand it to the browser as a file."""
        made = datetime.now()
        whole, wrong = await told(lambda: self._connection.do(lambda client: read_whole(Pump(client), made)))
        if whole is None:
            say(wrong, is_wrong=True)
            return
        ui.download(make(whole), f"pump-{whole.pump_id}-{made:%Y%m%d-%H%M}.{form}", mime)

    async def _closed(self) -> None:
        if await confirmed(
            "Close this report?", "The next report counts from now on. Save this one first.", "Close it"
        ):
            await attempt(self._connection, "close-report", "The report is closed.")
            await self._read()


def _hours_chart(report: Report | None) -> dict[str, Any]:
    names = [f"{hour:02}" for hour in range(HOURS)] + ["?"]
    granted = list(report.granted) if report is not None else [0] * len(names)
    denied = list(report.denied) if report is not None else [0] * len(names)
    parts = (("granted", granted, charts.ACCENT), ("denied", denied, charts.AMBER))
    return charts.bars(names, parts, "hour of the day; ?: pump time not known", "requests")


def build(connection: Connection) -> None:
    """The page."""
    ReportPage(connection)
