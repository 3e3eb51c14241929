"""The first page: what the pump is doing now."""

from nicegui import ui

from programmer.connection import Connection
from programmer.look import card, figure, heading

LOOK_S = 0.5


def build(connection: Connection) -> None:
    """Flow and reservoir, live."""
    heading("Status", 1)
    with card(), ui.element("div").classes("grid4"):
        flow = figure("Flow now", unit="mL/day").mark("flow")
        by_steps = figure("Reservoir by steps", unit="mL")
        by_weight = figure("Reservoir by weight", unit="mL")

    def show() -> None:
        said = connection.status
        if said:
            flow.set_text(f"{said['flow_fl_per_day'] / 1e12:.4g}")
            by_steps.set_text(_mL(said["by_steps_nl"]))
            by_weight.set_text(_mL(said["by_weight_nl"]))

    show()
    ui.timer(LOOK_S, show)


def _mL(nl: int | None) -> str:
    return "not known" if nl is None else f"{nl / 1e6:.3f}"
