"""Boluses before they are ordered: worked out by the firmware's own orders, with what reaches the tip meanwhile."""

from dataclasses import dataclass

from programmer.at_tip import Plug, Stretch, dose_at_tip, dose_until
from programmer.firmware_face import (
    DAY_US,
    BolusOrder,
    Flow,
    Prescription,
    Refused,
    bolus_of_dose,
    bridge_order,
    dose_shown,
    priming_order,
    rate_shown,
    volume_shown,
)
from programmer.pump_reads import OldMixture
from programmer.worked_out import about
from pump_link.words import duration

CLINICIAN = 2  # therapy.bolus_kinds
FL_PER_NL = 1_000_000
DAY_S = 86_400
AFTER_S = 0.5  # of the bolus: what is drawn after it
SHORTEST_AFTER_S = 600
NOTHING_TO_BRIDGE = "Nothing to bridge: the catheter holds the mixture in force alone."
CAUTION = "Caution"
MIXES = "Drawn with sharp fronts. Fast flow mixes them: at the tip the change comes gradually, and begins earlier."


@dataclass(frozen=True)
class Plan:
    """points: what reaches the tip, [(s from now, mg a day)]; without: the same with no bolus. lines: it in words."""

    lines: list[str]
    points: list[tuple[float, float]]
    without: list[tuple[float, float]]


class CannotBe(Exception):
    """The order would be refused. field: its last part; said: value, limit and what to do."""

    def __init__(self, refused: Refused) -> None:
        self.field = f"{refused.field}".rpartition(".")[2]
        self.said = f"{refused.value}: {refused.limit}; {refused.advice}"
        super().__init__(f"{refused.field}: {self.said}")


def clinician_plan(
    rx: Prescription, basal_nl_per_day: float, held: list[OldMixture], dose_pg: int, over_s: int
) -> Plan:
    """dose_pg of the primary drug over over_s, on top of the basal of now. Raises CannotBe."""
    try:
        order = bolus_of_dose(CLINICIAN, dose_pg, over_s, rx, "clinician_bolus")
    except Refused as refused:
        raise CannotBe(refused) from None
    volume_fl = order.steps * rx.step_volume_fl
    given_pg = volume_fl * rx.concentration_pg_per_ml // 10**12
    lines = [
        f"{_volume(order, rx)} in {order.steps} whole microsteps: {dose_shown(given_pg)}",
        f"{rate_shown(order.flow, rx.step_volume_fl)} on top of the basal, for {duration(order.over_s)}",
    ]
    if held:
        lines.append(f"The catheter still holds an older mixture: that is what leaves the tip first. {MIXES}")
    else:
        lines.append("The catheter holds this mixture alone: what is pushed in comes out at the tip at once.")
    return _plan(rx, basal_nl_per_day, held, _nl_per_day(order.flow, rx), order.over_s, lines)


def priming_plan(rx: Prescription, basal_nl_per_day: float, held: list[OldMixture]) -> Plan:
    """The catheter's volume, as fast as the limit allows. Raises CannotBe."""
    try:
        order = priming_order(rx)
    except Refused as refused:
        raise CannotBe(refused) from None
    lines = [
        f"{_volume(order, rx)}, the catheter's volume, in {duration(order.over_s)}",
        f"{rate_shown(order.flow, rx.step_volume_fl)} on top of the basal",
        MIXES,
    ]
    if not held:
        lines.insert(
            2, f"{CAUTION}: the catheter already holds this mixture, so all of this reaches the tip as a dose."
        )
    plan = _plan(rx, basal_nl_per_day, held, _nl_per_day(order.flow, rx), order.over_s, lines)
    dose_mg = dose_until(plan.points, order.over_s)
    plan.lines.insert(1, f"{about(round(dose_mg * 1e9))} of the primary drug reach the tip meanwhile, basal included")
    return plan


def bridge_plan(rx: Prescription, basal_nl_per_day: float, held: list[OldMixture]) -> Plan:
    """The old drug at its own rate until the catheter holds the new. Raises CannotBe; LookupError without one."""
    if not held:
        raise LookupError(NOTHING_TO_BRIDGE)
    try:
        order = bridge_order(held[0].drugs, held[0].steps, rx)
    except Refused as refused:
        raise CannotBe(refused) from None
    plugs = _plugs(rx, held)
    flow_nl = plugs[0].volume_nl * DAY_S / order.over_s
    lines = [
        f"{volume_shown(round(plugs[0].volume_nl))} of the old mixture are still in the catheter",
        f"They run at {flow_nl / 1e6:.5g} mL/day instead of the basal, for about {duration(order.over_s)}",
        "So the dose at the tip stays the prescribed one, before, during and after.",
        MIXES,
    ]
    after = max(SHORTEST_AFTER_S, order.over_s * AFTER_S)
    flow = [Stretch(order.over_s, flow_nl), Stretch(after, basal_nl_per_day)]
    points = dose_at_tip(flow, plugs, rx.concentration_pg_per_ml)
    alone = dose_at_tip([Stretch(order.over_s + after, basal_nl_per_day)], plugs, rx.concentration_pg_per_ml)
    return Plan(lines, points, alone)


def _plan(
    rx: Prescription, basal_nl: float, held: list[OldMixture], extra_nl: float, over_s: int, lines: list[str]
) -> Plan:
    after = max(SHORTEST_AFTER_S, over_s * AFTER_S)
    plugs = _plugs(rx, held)
    flow = [Stretch(over_s, basal_nl + extra_nl), Stretch(after, basal_nl)]
    points = dose_at_tip(flow, plugs, rx.concentration_pg_per_ml)
    return Plan(lines, points, dose_at_tip([Stretch(over_s + after, basal_nl)], plugs, rx.concentration_pg_per_ml))


def _plugs(rx: Prescription, held: list[OldMixture]) -> list[Plug]:
    """What the catheter holds, of the primary drug in force: none of it is in a mixture that does not name it."""
    name = rx.order["drugs"][0][0]
    plugs = [Plug(old.steps * rx.step_volume_fl / FL_PER_NL, _of(old, name)) for old in held]
    rest_nl = rx.catheter_nl - sum(plug.volume_nl for plug in plugs)
    return [*plugs, Plug(rest_nl, rx.concentration_pg_per_ml)]


def _of(old: OldMixture, name: str) -> int:
    return next((int(pg) for drug, pg in old.drugs if drug == name), 0)


def _volume(order: BolusOrder, rx: Prescription) -> str:
    return volume_shown(order.steps * rx.step_volume_fl // FL_PER_NL)


def _nl_per_day(flow: Flow, rx: Prescription) -> float:
    return flow.steps * rx.step_volume_fl * DAY_US / flow.us / FL_PER_NL
