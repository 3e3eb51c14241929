"""The first page: what the pump is doing now, what is left, its alarms, its therapy and its clock."""

from typing import Any

from nicegui import ui

from programmer import alarms_card, charts, pump_clock
from programmer.acting import attempt, confirmed, told
from programmer.connection import Connection
from programmer.look import Figure, Gauge, card, heading
from programmer.therapy_summary import summary
from pump_link.pump import Pump
from pump_link.words import duration

LOOK_S = 0.5
DRAW_S = 2.0
OUTLOOK_S = 20.0
MOST_POINTS = 300
SHORT_S = 180


def build(connection: Connection) -> None:
    """Everything lives: the elements follow the connection's last look."""
    heading("Status", 1)
    with ui.element("div").classes("grid2 stack"):
        _flow(connection)
        _reservoir(connection)
    alarms_card.build(connection)
    with ui.element("div").classes("grid2 stack"):
        summary(connection)
        _clock(connection)


def _flow(connection: Connection) -> None:
    with card():
        heading("Flow")
        with ui.element("div").classes("row"):
            flow = Figure("Now", "mL/day", "flow")
            under_way = ui.label().classes("soft").props('data-what="bolus-under-way"')
            stopping = ui.button("Stop the bolus", on_click=lambda: _stop_bolus(connection)).props(
                "outline dense no-caps"
            )
        drawn = charts.drawn(_flow_chart(connection), "Flow over time")

    def show() -> None:
        said = connection.status
        if said:
            flow.show(f"{said['flow_fl_per_day'] / 1e12:.4g}")
        bolus = said.get("bolus")
        stopping.set_visibility(bolus is not None)
        under_way.set_text("" if bolus is None else f"{bolus[0]} bolus: {bolus[1]} of {bolus[2]} microsteps")

    def draw() -> None:
        charts.redraw(drawn, _flow_chart(connection))

    show()
    ui.timer(LOOK_S, show)
    ui.timer(DRAW_S, draw)


def _flow_chart(connection: Connection) -> dict[str, Any]:
    samples = list(connection.samples)
    samples = samples[:: max(1, len(samples) // MOST_POINTS)]
    now_s = connection.samples[-1].t_s if connection.samples else 0
    per_unit, unit = (60, "min") if samples and now_s - samples[0].t_s > SHORT_S else (1, "s")
    points = [((sample.t_s - now_s) / per_unit, sample.flow_fl_per_day / 1e12) for sample in samples]
    return charts.chart([charts.filled(charts.line("flow", points, is_step=True))], f"{unit} before now", "mL/day")


async def _stop_bolus(connection: Connection) -> None:
    await attempt(connection, "stop-bolus", "The bolus ends; the therapy goes on.")


def _reservoir(connection: Connection) -> None:
    with card():
        heading("Reservoir")
        with ui.element("div").classes("grid2"):
            by_steps = Figure("By steps", "mL", "by-steps")
            by_weight = Figure("By weight", "mL", "by-weight")
        gauge = Gauge("In the reservoir, by the lower of both")
        low = ui.label().props('data-what="refill-date"')
        with_boluses = ui.label().classes("soft")
        empty = ui.label().classes("soft")

    def show() -> None:
        said = connection.status
        if said:
            by_steps.show(_mL(said["by_steps_nl"]))
            by_weight.show(_mL(said["by_weight_nl"]))

    async def fill() -> None:
        said = connection.status
        in_force, _ = await told(connection.in_force)
        known = [nl for nl in (said.get("by_steps_nl"), said.get("by_weight_nl")) if nl is not None]
        if in_force is not None and known:
            order = in_force.order
            gauge.show(min(known), order["reservoir_capacity_nl"], order["reservoir_low_nl"])

    async def look_ahead() -> None:
        out, wrong = await told(lambda: connection.do(lambda client: Pump(client).outlook()))
        if out is None:
            low.set_text(wrong)
            return
        when = pump_clock.when_in_words
        low.set_text(f"Refill by {when(connection.status, out.low_with_boluses_s)}, every patient bolus used.")
        with_boluses.set_text(f"Low alarm without any: {when(connection.status, out.low_s)}.")
        empty.set_text(f"Empty, every bolus used: {when(connection.status, out.empty_with_boluses_s)}.")

    show()
    ui.timer(LOOK_S, show)
    ui.timer(DRAW_S, fill)
    ui.timer(OUTLOOK_S, look_ahead)


def _clock(connection: Connection) -> None:
    async def set_time() -> None:
        day, second, _ = pump_clock.of_this_computer()
        now, then = pump_clock.now_in_words(connection.status), pump_clock.shown(day, second)
        what = f"The pump's clock goes from {now} to {then}."
        if await confirmed("Set the pump time?", what, "Set the time"):
            day, second, us = pump_clock.of_this_computer()
            await attempt(connection, "time", "The pump time is set.", day=day, second=second, us=us)

    with card():
        heading("Pump time")
        now = Figure("Now", what="pump-time")
        running = ui.label().classes("soft")
        with ui.element("div").classes("row"):
            ui.button("Set to this computer's time", on_click=set_time).props("outline no-caps")

    def show() -> None:
        said = connection.status
        if said:
            now.show(pump_clock.now_in_words(said))
            running.set_text(f"Running for {duration(said['t_s'])} in its life.")

    show()
    ui.timer(LOOK_S, show)


def _mL(nl: int | None) -> str | None:
    return None if nl is None else f"{nl / 1e6:.3f}"
