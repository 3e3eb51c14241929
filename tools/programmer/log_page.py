"""The event log in words: the newest first, older ones on demand, filtered by kind and by text."""

from typing import Any

from nicegui import ui

from journal.chain import Entry
from journal.firmware_face import RESET, TIME_LOST, TIME_SET
from journal.pump_time import DAY_S, pump_times, running, shown_day
from journal.words import kind_name, words_of
from programmer.acting import told
from programmer.connection import Connection
from programmer.firmware_face import KIND_NAMES
from programmer.look import card, heading
from programmer.pump_reads import LogPage as Page
from programmer.pump_reads import log_page

AT_ONCE = 40
A_SCREEN = 20
COLUMNS: list[dict[str, Any]] = [
    {"name": "number", "label": "No.", "field": "number", "align": "right", "sortable": True},
    {"name": "time", "label": "Pump time", "field": "time", "align": "left"},
    {"name": "running", "label": "Running time", "field": "running", "align": "left"},
    {"name": "kind", "label": "Event", "field": "kind", "align": "left", "sortable": True},
    {"name": "words", "label": "In words", "field": "words", "align": "left", "style": "white-space: normal"},
]


class LogPage:
    """entries: what was read so far, the newest first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._entries: list[Entry] = []
        self._first: int | None = None
        heading("Log", 1)
        with card():
            with ui.element("div").classes("row"):
                self._kinds = ui.select(
                    sorted(name for name in KIND_NAMES if name != "none"),
                    label="Kinds of event",
                    multiple=True,
                    clearable=True,
                    on_change=self._show,
                )
                self._kinds.props("outlined dense use-chips").style("min-width: 240px; flex: 1")
                self._text = ui.input("Words to look for", on_change=self._show).props("outlined dense clearable")
                self._text.style("min-width: 200px; flex: 1")
                ui.button("Newest", icon="sync", on_click=self._renew).props("outline dense no-caps")
                self._more = ui.button("Older", icon="history", on_click=self._older).props("outline dense no-caps")
            self._said = (
                ui.label("Reading the log from the pump.").classes("said").props('role="status" data-what="log"')
            )
            self._table = ui.table(
                rows=[], columns=COLUMNS, row_key="number", pagination={"rowsPerPage": A_SCREEN}
            ).props('flat dense wrap-cells aria-label="Events"')
        ui.timer(0.05, self._renew, once=True)

    async def _renew(self) -> None:
        self._entries, self._first = [], None
        await self._older()

    async def _older(self) -> None:
        self._more.set_enabled(False)
        page, wrong = await told(lambda: self._connection.do(lambda client: log_page(client, self._first, AT_ONCE)))
        if page is None:
            self._said.set_text(wrong)
            self._more.set_enabled(True)
            return
        self._take(page)
        self._show()

    def _take(self, page: Page) -> None:
        self._entries += page.entries
        self._first = page.first
        self._more.set_enabled(page.first > page.oldest)

    def _show(self) -> None:
        kinds: list[str] = self._kinds.value or []
        text = (self._text.value or "").casefold()
        rows = [
            row
            for row in rows_of(self._entries, self._connection.status)
            if (not kinds or row["kind"] in kinds) and text in f"{row['kind']} {row['words']}".casefold()
        ]
        self._table.rows = rows
        read = f"{len(rows)} of {len(self._entries)} events that were read"
        self._said.set_text(
            f"{read}; those before number {self._first} are not read yet." if self._first else f"{read}."
        )


def rows_of(entries: list[Entry], status: dict[str, Any]) -> list[dict[str, Any]]:
    """What the table shows of entries, the newest first."""
    by_records = pump_times(reversed(entries))[::-1]
    by_clock = _reckoned_back(entries, status)
    return [
        {
            "number": entry.sequence,
            "time": told or reckoned or "not known",
            "running": running(entry.t_s),
            "kind": kind_name(entry.kind),
            "words": words_of(entry),
        }
        for entry, told, reckoned in zip(entries, by_records, by_clock, strict=True)
    ]


def _reckoned_back(entries: list[Entry], status: dict[str, Any]) -> list[str | None]:
    """From the pump's time now, back to the first event by which its clock was set, lost, or stood still."""
    found: list[str | None] = []
    now = status.get("time")
    for entry in entries:
        if entry.kind in (RESET, TIME_LOST, TIME_SET):
            now = None
        second = 0 if now is None else now[1] - (status["t_s"] - entry.t_s)
        found.append(None if now is None else shown_day(now[0] + second // DAY_S, second % DAY_S))
    return found


def build(connection: Connection) -> None:
    """The page."""
    LogPage(connection)
