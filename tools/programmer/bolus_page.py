"""Boluses that a clinician gives: one dose, priming, bridge; each with what it brings to the tip before it is given."""

from collections.abc import Callable

from nicegui import ui

from programmer import charts
from programmer.acting import attempt, confirmed, say, told
from programmer.bolus_plan import CAUTION, CannotBe, Plan, bridge_plan, clinician_plan, priming_plan
from programmer.connection import Connection
from programmer.firmware_face import Prescription, prescription_of
from programmer.look import card, heading
from programmer.pump_reads import OldMixture, old_mixtures
from pump.errors import UserError
from pump.quantities import DOSE, DURATION, whole_units
from pump_link.client import Client

LOOK_S = 1.0
READ_S = 10.0
CHANGED = "Not given: another therapy is in force than the one that this was shown for. Look at it again."
NOTHING = "Reading the therapy and the catheter from the pump."


class BolusPage:
    """rx, held: of the pump, read again every few seconds; nothing may be ordered before they are.

    mark: of the therapy that they are of. What is ordered was shown for that one, or is not ordered (U1).
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rx: Prescription | None = None
        self._held: list[OldMixture] = []
        self._mark = ""
        heading("Boluses", 1)
        self._under_way = ui.label().classes("note good").props('role="status" data-what="bolus-under-way"')
        with ui.element("div").classes("row"):
            self._stop = ui.button("Stop the bolus", on_click=self._stopped).props("outline no-caps")
        self._clinician = _Offer("Single bolus", "Give the bolus", "what a single bolus brings to the tip")
        with self._clinician.fields:
            self._dose = self._field("Dose of the primary drug", "0.1 mg", "dose")
            self._over = self._field("Over", "10 min", "over")
        self._clinician.button.on_click(self._give)
        with ui.element("div").classes("grid2 stack"):
            self._priming = _Offer("Priming", "Prime the catheter", "what priming brings to the tip")
            self._bridge = _Offer(
                "Bridge to the new concentration", "Give the bridge", "what a bridge brings to the tip"
            )
        self._priming.button.on_click(lambda: self._order("prime", self._priming, "Priming begins."))
        self._bridge.button.on_click(lambda: self._order("bridge", self._bridge, "The bridge begins."))
        self._show()
        ui.timer(READ_S, self._read)
        ui.timer(LOOK_S, self._show_under_way)

    def _field(self, label: str, example: str, path: str) -> ui.input:
        made = ui.input(label, placeholder=example, on_change=lambda: self._show_clinician())
        return made.props(f'outlined dense hide-bottom-space autocomplete=off data-path="clinician_bolus.{path}"')

    async def _read(self) -> None:
        in_force, wrong = await told(self._connection.in_force)
        held, also_wrong = await told(lambda: self._connection.do(old_mixtures))
        if wrong or also_wrong or held is None:
            self._rx = None
            self._show()
            return
        self._mark = self._connection.in_force_mark
        self._rx = None if in_force is None else prescription_of(in_force.order, in_force.step_volume_fl)
        self._held = held
        self._show()

    def _show(self) -> None:
        self._show_clinician()
        self._priming.show(lambda: priming_plan(self._therapy(), self._basal(), self._held))
        self._bridge.show(lambda: bridge_plan(self._therapy(), self._basal(), self._held))

    def _show_clinician(self) -> None:
        self._dose.error = self._over.error = None
        if self._rx is None or not self._dose.value or not self._over.value:
            self._clinician.show_words("Enter a dose and how long it takes, with their units." if self._rx else NOTHING)
            return
        try:
            dose_pg, over_s = self._entered()
        except UserError as error:
            name, _, said = str(error).partition(": ")
            (self._dose if name == "dose" else self._over).error = said
            self._clinician.show_words("")
            return
        wrong = self._clinician.show(
            lambda: clinician_plan(self._therapy(), self._basal(), self._held, dose_pg, over_s)
        )
        if wrong is not None:
            (self._over if wrong.field == "over" else self._dose).error = wrong.said

    def _entered(self) -> tuple[int, int]:
        return whole_units(self._dose.value, "dose", DOSE), whole_units(self._over.value, "over", DURATION)

    def _therapy(self) -> Prescription:
        if self._rx is None:
            raise LookupError(NOTHING)
        return self._rx

    def _basal(self) -> float:
        """nL a day of now, without what a bolus adds."""
        rx = self._rx
        if rx is None or rx.infusion is None:
            return 0.0
        if "bolus" not in self._connection.status:
            return self._connection.status.get("flow_fl_per_day", 0) / 1e6
        flow = rx.infusion.flows[0]
        return flow.steps * rx.step_volume_fl * 86_400 / flow.us

    async def _give(self) -> None:
        dose_pg, over_s = self._entered()
        await self._order("clinician-bolus", self._clinician, "The bolus begins.", dose_pg=dose_pg, over_s=over_s)

    async def _order(self, command: str, offer: "_Offer", done: str, **arguments: object) -> None:
        mark = self._mark
        if not await confirmed(f"{offer.title}?", "\n".join(offer.lines), offer.yes):
            return
        is_done, wrong = await told(
            lambda: self._connection.do(lambda client: _ordered(client, mark, command, **arguments))
        )
        if is_done is False:
            wrong = CHANGED
            await self._read()
        say(wrong or done, is_wrong=bool(wrong))
        await self._connection.look()

    async def _stopped(self) -> None:
        await attempt(self._connection, "stop-bolus", "The bolus ends; the therapy goes on.")

    def _show_under_way(self) -> None:
        bolus = self._connection.status.get("bolus")
        self._under_way.set_visibility(bolus is not None)
        self._stop.set_visibility(bolus is not None)
        if bolus is not None:
            self._under_way.set_text(f"Under way: {bolus[0]} bolus, {bolus[1]} of {bolus[2]} microsteps.")


class _Offer:
    """One kind of bolus: its fields, its words, its chart and its button, which is off while it cannot be ordered."""

    def __init__(self, title: str, yes: str, what: str) -> None:
        self.title, self.yes = title, yes
        self.lines: list[str] = []
        with card():
            heading(title)
            self.fields = ui.element("div").classes("grid2")
            self._said = ui.element("div").style("display: grid; gap: .3rem").props('aria-live="polite"')
            self._chart = charts.drawn(_tip_chart(None), what)
            self.button = ui.button(yes).props("unelevated no-caps").style("align-self: flex-start")
        self.show_words("")

    def show(self, plan: Callable[[], Plan]) -> CannotBe | None:
        """The plan, or why there is none; gives back what would be refused."""
        try:
            made = plan()
        except CannotBe as cannot:
            self.show_words(f"Cannot be given. {cannot}", is_wrong=True)
            return cannot
        except LookupError as nothing:
            self.show_words(str(nothing.args[0]))
        else:
            self._tell(made.lines, "")
            charts.redraw(self._chart, _tip_chart(made))
            self._chart.set_visibility(True)
            self.button.set_enabled(True)
        return None

    def show_words(self, text: str, is_wrong: bool = False) -> None:
        """Nothing to order."""
        self._tell([text] if text else [], "note medium" if is_wrong else "soft")
        self._chart.set_visibility(False)
        self.button.set_enabled(False)

    def _tell(self, lines: list[str], style: str) -> None:
        self.lines = lines
        self._said.clear()
        with self._said:
            for line in lines:
                ui.label(line).classes("note medium" if line.startswith(CAUTION) else style)


def _tip_chart(plan: Plan | None) -> dict[str, object]:
    if plan is None:
        return charts.chart([], "min from now", "mg/day at the tip")
    end_s = plan.points[-1][0]
    per_unit, unit = (60, "min") if end_s < 6 * 3_600 else (3_600, "h")
    new, old = ([(s / per_unit, round(mg, 6)) for s, mg in points] for points in (plan.points, plan.without))
    series = [
        charts.line("without", old, charts.GREY, is_step=True, is_dashed=True),
        charts.filled(charts.line("with it", new, is_step=True)),
    ]
    return charts.chart(series, f"{unit} from now", "mg/day at the tip")


def _ordered(client: Client, mark: str, command: str, **arguments: object) -> bool:
    """False, and nothing is ordered, if another therapy is in force than the one of that mark."""
    if client.ask("status")["therapy"] != mark:
        return False
    client.ask(command, **arguments)
    return True


def build(connection: Connection) -> None:
    """The page."""
    BolusPage(connection)
