"""Old against new, as the pump read it back; its questions; and the confirmation by the digest of what was shown."""

from typing import Any

from nicegui import ui

from programmer.acting import told
from programmer.connection import Connection
from programmer.look import heading, row, table
from pump.therapy_words import in_words
from pump_link.entry import Review
from pump_link.words import duration

LOOK_S = 0.5
LABELS = {
    "step_volume_fl": "Volume of a microstep",
    "reservoir_capacity_nl": "Reservoir: capacity",
    "reservoir_filled_nl": "Reservoir: filled at the start",
    "reservoir_low_nl": "Reservoir: low alarm",
    "catheter_volume_nl": "Catheter and tubing",
    "drugs": "Drugs",
    "mode": "Mode",
    "basal_pg_per_day": "Basal dose",
    "basal_fl_per_day": "Basal rate",
    "periods": "Periods",
    "clock_lost": "If the pump time is lost",
    "bolus": "Patient bolus",
    "max_dose_pg_per_day": "Limit: dose in any 24 h",
    "max_rate_fl_per_day": "Limit: rate",
}


class ReviewDialogue:
    """shown: what the pump read back. `asked` gives the names of the questions that were accepted, None if left."""

    def __init__(self, connection: Connection, shown: Review) -> None:
        self._connection = connection
        self._shown = shown
        self._boxes: dict[str, ui.checkbox] = {}
        with ui.dialog().props("persistent") as self._dialogue, ui.element("div").classes("card review"):
            heading("Review: the therapy in force against the new one")
            self._rows()
            self._questions()
            with ui.expansion("The lines exactly as the pump holds them").classes("soft small"):
                for setting, _, new in shown.rows:
                    ui.label(f"{setting}={new}").classes("exact")
            ui.label(f"Digest of the new lines: {shown.digest[:16]}").classes("soft small")
            with ui.element("div").classes("row foot"):
                self._clock = ui.label().classes("said").props('role="status"')
                ui.button("Discard the entry", on_click=lambda: self._dialogue.submit(None)).props("flat no-caps")
                self._yes = ui.button("Confirm and put in force", on_click=self._accept).props("unelevated no-caps")
                self._yes.props('data-what="confirm-therapy"')
            self._timer = ui.timer(LOOK_S, self._look)

    async def asked(self) -> list[str] | None:
        """Names of accepted questions once a person confirmed; None if the entry is to be discarded."""
        answer = await self._dialogue
        self._timer.cancel()
        self._dialogue.delete()
        return answer

    def _accept(self) -> None:
        ticked = [name for name, box in self._boxes.items() if box.value]
        if len(ticked) == len(self._boxes):
            self._dialogue.submit(ticked)

    def _rows(self) -> None:
        changed = len(self._shown.changed())
        ui.label(f"{changed} of {len(self._shown.rows)} settings change." if changed else "Nothing changes.")
        with table("Setting", "In force", "New"):
            for setting, old, new in self._shown.rows:
                words = (in_words(setting, value) for value in (old, new))
                row(LABELS.get(setting, setting), *words, changed=old != new)

    def _questions(self) -> None:
        for question in self._shown.questions:
            with ui.element("div").classes("note medium"):
                text = f"{question.field} is {question.value}: {question.limit}. I know, and I want it so."
                box = ui.checkbox(text, on_change=self._look)
                self._boxes[question.name] = box.props(f'data-what="question-{question.name}"')

    def _look(self) -> None:
        """The entry's own time at the pump, and whether all is answered."""
        text, is_alone = entry_in_words(self._connection.status)
        self._clock.set_text(text)
        self._clock.classes(replace="said wrong" if is_alone else "said")
        is_there = "entry" in self._connection.status
        self._yes.set_enabled(is_there and all(box.value for box in self._boxes.values()))


def entry_in_words(status: dict[str, Any]) -> tuple[str, bool]:
    """(what becomes of the entry at the pump, whether that is a warning) (U3)."""
    if "entry" not in status:
        return "The pump holds no entry any more: it was left alone for 10 min, or dropped.", True
    left = duration(status["entry_left_s"])
    if status["entry"] == "left-alone":
        return f"Left alone: the pump drops this entry in {left}.", True
    return f"The pump holds this entry for {left}.", False


async def discarded(connection: Connection) -> None:
    """Tell the pump to forget the entry; one that is gone already is no trouble."""
    await told(lambda: connection.ask("discard"))
    await connection.look()
