"""A refill, step by step: what is expected, what was withdrawn, what was filled, and what the witnesses say then."""

from collections.abc import Callable

from nicegui import ui

from programmer.acting import attempt_for, confirmed, told
from programmer.connection import Connection
from programmer.firmware_face import refill_doubt_nl, volume_shown
from programmer.look import Figure, card, heading
from pump.errors import UserError
from pump.quantities import VOLUME, whole_units
from pump_link.pump import Pump

LOOK_S = 0.5


class RefillPage:
    """One visitor's refill; nothing of it is at the pump before the last step is confirmed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._capacity_nl: int | None = None
        heading("Refill", 1)
        ui.label("Empty the reservoir first, then fill it. Enter both as they were measured.").classes("soft")
        with card(), ui.stepper().props("vertical flat animated=false").classes("steps") as self._steps:
            with ui.step("expected", "Expected", icon="hourglass_empty"):
                self._expected()
            with ui.step("withdrawn", "Withdrawn", icon="output"):
                self._withdrawn_field()
            with ui.step("filled", "Filled", icon="input"):
                self._filled_field()
            with ui.step("then", "What the witnesses say", icon="balance"):
                self._then()
        ui.timer(0.05, self._read, once=True)
        ui.timer(LOOK_S, self._show)

    async def _read(self) -> None:
        in_force, _ = await told(self._connection.in_force)
        if in_force is not None:
            self._capacity_nl = in_force.order["reservoir_capacity_nl"]

    # The steps

    def _expected(self) -> None:
        with ui.element("div").classes("grid2"):
            self._by_steps = Figure("By steps: this is what the pump expects", "mL", "expected")
            self._by_weight = Figure("By weight", "mL")
        with ui.stepper_navigation():
            ui.button("Next", on_click=lambda: self._steps.set_value("withdrawn")).props("unelevated no-caps")

    def _withdrawn_field(self) -> None:
        self._withdrawn = self._field("Withdrawn", "1.9 mL", "withdrawn")
        self._difference = ui.label().classes("said").props('role="status" data-what="difference"')
        self._next("Next", self._withdrawn_entered)

    def _filled_field(self) -> None:
        self._filled = self._field("Filled", "20 mL", "filled")
        self._is_other = ui.checkbox("It is another drug or another concentration than before")
        self._other = ui.label("Delivery is held until the therapy for that mixture is programmed (R8).").classes(
            "note medium"
        )
        self._next("Enter the refill", self._enter)

    def _then(self) -> None:
        self._outcome = ui.label().props('role="status" data-what="refill-outcome"')
        with ui.element("div").classes("grid2"):
            self._now_by_steps = Figure("By steps", "mL")
            self._now_by_weight = Figure("By weight", "mL")
        ui.label("Within a minute or two the pump weighs what came in; a difference is an alarm.").classes("soft")
        with ui.element("div").classes("row"):
            self._therapy = ui.button("To the therapy", on_click=lambda: ui.navigate.to("/therapy"))
            self._therapy.props("unelevated no-caps")
            ui.button("Another refill", on_click=lambda: self._steps.set_value("expected")).props("flat no-caps")

    def _field(self, label: str, example: str, path: str) -> ui.input:
        made = ui.input(label, placeholder=example).style("max-width: 320px")
        return made.props(f'outlined dense hide-bottom-space autocomplete=off data-path="refill.{path}"')

    def _next(self, text: str, go: Callable[[], object]) -> None:
        with ui.stepper_navigation():
            ui.button(text, on_click=go).props("unelevated no-caps")
            ui.button("Back", on_click=self._steps.previous).props("flat no-caps")

    # What is entered

    def _show(self) -> None:
        said = self._connection.status
        if not said:
            return
        for by_steps, by_weight in ((self._by_steps, self._by_weight), (self._now_by_steps, self._now_by_weight)):
            by_steps.show(_mL(said["by_steps_nl"]))
            by_weight.show(_mL(said["by_weight_nl"]))
        self._difference.set_text(self._difference_in_words(said["by_steps_nl"]))
        self._other.set_visibility(bool(self._is_other.value))
        self._therapy.set_visibility(bool(self._is_other.value))

    def _difference_in_words(self, expected_nl: int | None) -> str:
        try:
            withdrawn_nl = whole_units(self._withdrawn.value, "refill.withdrawn", VOLUME, zero=True)
        except UserError:
            return ""
        if expected_nl is None or self._capacity_nl is None:
            return ""
        off_nl, doubt_nl = withdrawn_nl - expected_nl, refill_doubt_nl(self._capacity_nl)
        text = f"{volume_shown(abs(off_nl))} {'more' if off_nl > 0 else 'less'} than expected"
        if abs(off_nl) <= doubt_nl:
            return f"{text}: within the {volume_shown(doubt_nl)} that are allowed for."
        return f"{text}: beyond {volume_shown(doubt_nl)}, the pump will alarm. Measure again before you go on."

    def _withdrawn_entered(self) -> None:
        if self._volume(self._withdrawn, "refill.withdrawn") is not None:
            self._steps.set_value("filled")

    def _volume(self, field: ui.input, name: str) -> int | None:
        """nL, or None with the reason beside the field."""
        try:
            volume_nl = whole_units(field.value or "", name, VOLUME, zero=True)
        except UserError as error:
            field.error = str(error).partition(": ")[2]
            return None
        field.error = None
        return volume_nl

    async def _enter(self) -> None:
        withdrawn_nl = self._volume(self._withdrawn, "refill.withdrawn")
        filled_nl = self._volume(self._filled, "refill.filled")
        if filled_nl is not None and self._capacity_nl is not None and filled_nl > self._capacity_nl:
            self._filled.error = f"at most the capacity, {volume_shown(self._capacity_nl)}; correct it"
            return
        if withdrawn_nl is None:
            self._steps.set_value("withdrawn")
        if withdrawn_nl is None or filled_nl is None:
            return
        is_other = bool(self._is_other.value)
        what = [f"Withdrawn: {volume_shown(withdrawn_nl)}", f"Filled: {volume_shown(filled_nl)}"]
        what.append(
            "Another mixture: delivery is held until its therapy is programmed." if is_other else "The same mixture."
        )
        if not await confirmed("Enter this refill?", "\n".join(what), "Enter the refill"):
            return

        def refill(pump: Pump) -> int:
            return pump.refill(withdrawn_nl, filled_nl, is_other)

        expected_nl = await attempt_for(self._connection, refill, "The refill is entered.")
        if expected_nl is not None:
            self._outcome.set_text(
                f"The pump had expected {volume_shown(expected_nl)}; {volume_shown(withdrawn_nl)} were withdrawn and "
                f"{volume_shown(filled_nl)} filled."
            )
            self._steps.set_value("then")


def _mL(nl: int | None) -> str | None:
    return None if nl is None else f"{nl / 1e6:.3f}"


def build(connection: Connection) -> None:
    """The page."""
    RefillPage(connection)
