"""The therapy: loaded from the pump or a file, edited with its units, worked out as it is typed, reviewed."""

import asyncio

from nicegui import events, ui

from programmer.acting import say, told
from programmer.connection import Connection
from programmer.firmware_face import Prescription, prescription_of
from programmer.look import card, heading
from programmer.review_dialogue import ReviewDialogue, discarded, entry_in_words
from programmer.therapy_fields import TherapyFields
from programmer.therapy_form import TherapyForm, form_of
from programmer.therapy_preview import TherapyPreview
from programmer.worked_out import WorkedOut, work_out
from pump.errors import UserError
from pump.therapy_file import parse_therapy
from pump_link import entry
from pump_link.client import Client
from pump_link.entry import AnothersEntry, NotAsEntered

STEP_VOLUME_FL = 18_750_000  # of the default head, until the pump says its own
LARGEST_FILE = 65_536
IN_FORCE_S = 20
LOOK_S = 0.5
ANOTHERS = "Not put in force: another page or program entered a therapy meanwhile. Review yours again."


class TherapyPage:
    """One visitor's entry; nothing of it is at the pump before it is reviewed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._old: Prescription | None = None
        self._step_volume_fl = STEP_VOLUME_FL
        self._found: WorkedOut | None = None
        self._heading()
        with ui.element("div").classes("grid2 stack"):
            with ui.element("div"):
                self._fields = TherapyFields(TherapyForm(), self._changed)
            with ui.element("div").classes("sticky"):
                self._preview = TherapyPreview()
                with card():
                    self._review = ui.button("Review at the pump", on_click=self._reviewed).props("unelevated no-caps")
                    self._review.props('data-what="review"')
                    ui.label(
                        "The pump reads everything back, old against new; nothing changes before you confirm."
                    ).classes("soft small")
        ui.timer(0.05, self.load, once=True)

    def _heading(self) -> None:
        heading("Therapy", 1)
        with ui.element("div").classes("row"):
            ui.button("Load from the pump", icon="sync", on_click=self.load).props("outline dense no-caps")
            picker = ui.upload(on_upload=self._opened, auto_upload=True, max_file_size=LARGEST_FILE).classes("hidden")
            picker.on("rejected", lambda: say("Not opened: a therapy file ends in .toml and is small.", is_wrong=True))
            picker.props('accept=".toml"').props('data-what="file"')
            ui.button("Open a file", icon="folder_open", on_click=lambda: picker.run_method("pickFiles")).props(
                "outline dense no-caps"
            )
            ui.button("Save as a file", icon="download", on_click=self._save).props("outline dense no-caps")
        left = ui.label().classes("note medium").props('role="status"')

        def show() -> None:
            text, is_alone = entry_in_words(self._connection.status)
            left.set_text(text)
            left.set_visibility(is_alone and "entry" in self._connection.status)

        show()
        ui.timer(LOOK_S, show)

    async def load(self) -> None:
        """Begin from the therapy in force."""
        in_force, wrong = await told(self._connection.in_force)
        if wrong:
            say(wrong, is_wrong=True)
        if in_force is not None:
            self._step_volume_fl = in_force.step_volume_fl
            self._old = prescription_of(in_force.order, in_force.step_volume_fl)
            self._fields.form = form_of(in_force.order)
        self._fields.build()
        self._changed()

    async def _opened(self, upload: events.UploadEventArguments) -> None:
        content = await upload.file.read()
        try:
            order = parse_therapy(content.decode("utf-8"))
        except UnicodeDecodeError:
            say("The file is no UTF-8 text; check that it is a therapy file.", is_wrong=True)
            return
        except UserError as error:
            say(f"The file cannot be used: {error}", is_wrong=True)
            return
        self._fields.form = form_of(order)
        self._fields.build()
        self._changed()
        say("The file is loaded into the fields. Nothing is at the pump yet.")

    def _save(self) -> None:
        ui.download(self._fields.form.as_toml().encode(), "therapy.toml", "application/toml")

    def _changed(self) -> None:
        found = work_out(self._fields.form, self._step_volume_fl, self._old)
        self._found = found
        wrong = found.wrong
        self._fields.show_wrong(wrong.field if wrong else "", wrong.said if wrong else "")
        said = self._connection.status
        known = [said[name] for name in ("by_steps_nl", "by_weight_nl") if said.get(name) is not None]
        self._preview.show(found, self._old, min(known) if known else None)
        self._review.set_enabled(wrong is None)

    async def _reviewed(self) -> None:
        """Stage, show what the pump reads back, confirm or discard."""
        found = self._found
        order = found.order if found is not None else None
        if order is None:
            return
        self._review.set_enabled(False)
        try:
            shown, wrong = await told(lambda: self._connection.do(lambda client: entry.review(client, order)))
        except NotAsEntered as error:
            shown, wrong = None, f"The pump holds something else: {error}. Nothing may be confirmed; load it again."
        self._review.set_enabled(True)
        if shown is None:
            say(wrong, is_wrong=True)
            await discarded(self._connection)
            return
        await self._connection.look()
        accepted = await ReviewDialogue(self._connection, shown).asked()
        if accepted is None:
            await discarded(self._connection)
            say("The entry is discarded; the therapy in force goes on.")
            return
        is_anothers, wrong = await told(lambda: self._connection.do(lambda client: _confirm(client, shown, accepted)))
        if is_anothers:
            say(ANOTHERS, is_wrong=True)  # and it stays with the pump: it is not this page's to discard
            return
        if wrong:
            say(wrong, is_wrong=True)
            await discarded(self._connection)
            return
        await self._until_in_force(shown.digest)

    async def _until_in_force(self, digest: str) -> None:
        """The pump puts it on flash at its own pace, under the old therapy meanwhile (D5)."""
        for _ in range(IN_FORCE_S * 2):
            await self._connection.look()
            if self._connection.status.get("therapy") == digest[:8] and not self._connection.status["changing"]:
                say(f"In force: therapy {digest[:8]}.")
                await self.load()
                return
            await asyncio.sleep(0.5)
        say("Confirmed, but not in force yet: look at the status and the alarms.", is_wrong=True)


def _confirm(client: Client, shown: entry.Review, accepted: list[str]) -> bool:
    """True if the pump holds another entry by now, and nothing was put in force."""
    try:
        entry.confirm(client, shown, accepted)
    except AnothersEntry:
        return True
    return False


def build(connection: Connection) -> None:
    """The page."""
    TherapyPage(connection)
