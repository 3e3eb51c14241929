"""The therapy in force in a few lines, and what is left of the patient's boluses."""

from nicegui import ui

from programmer.acting import told
from programmer.connection import Connection
from programmer.firmware_face import prescription_of
from programmer.look import card, heading
from programmer.pump_reads import InForce
from programmer.therapy_form import form_of
from programmer.worked_out import a_day_in_words, bolus_in_words, rate_in_words
from pump_link.words import duration

LOOK_S = 1.0


def summary(connection: Connection) -> None:
    """One card."""
    with card():
        heading("Therapy in force")
        rows = ui.element("div").style("display: grid; gap: .35rem")
        patient = ui.label().classes("soft")
    shown = [""]

    async def show() -> None:
        said = connection.status
        if not said:
            return
        patient.set_text(_patient(said["lockout_left_s"], said["boluses_left"]))
        if said["therapy"] == shown[0]:
            return
        in_force, wrong = await told(connection.in_force)
        if wrong:
            return
        shown[0] = said["therapy"]
        rows.clear()
        with rows:
            for line in ["None."] if in_force is None else lines_of(in_force):
                ui.label(line)
            ui.label(f"Mark of this therapy: {said['therapy']}").classes("soft small")

    ui.timer(LOOK_S, show)


def lines_of(in_force: InForce) -> list[str]:
    """Mode, mixture, dose, rate and bolus."""
    rx = prescription_of(in_force.order, in_force.step_volume_fl)
    form = form_of(in_force.order)
    drugs = ", ".join(f"{drug.name} {drug.concentration}" for drug in form.drugs)
    return [
        f"{form.mode.capitalize()} mode, {drugs}",
        a_day_in_words(rx),
        rate_in_words(rx),
        f"Patient bolus: {bolus_in_words(rx)}",
    ]


def _patient(lockout_left_s: int | None, boluses_left: int | None) -> str:
    if lockout_left_s is None:
        return ""
    until = f"; the next in {duration(lockout_left_s)} at the earliest" if lockout_left_s else ""
    return f"{boluses_left} patient boluses left in 24 h{until}."
