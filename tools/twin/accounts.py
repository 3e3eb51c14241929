"""All that is counted in a run: what the therapy asks, what the pump did and believes, what the rig shows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from twin.pump_face import LOAD_CELL_ALARMS, LOAD_CELL_OK, STATES_OFF, PumpFace, history_on_flash

if TYPE_CHECKING:
    from twin.session import Session

_FL_PER_UL = 1e9
_PG_PER_ML = 1e9  # in a ug/uL


@dataclass(frozen=True, slots=True)
class DrugLook:
    """believed: the pump's own account; delivered: at the tube's outlet; at_tip: at the catheter's. All in ug."""

    name: str
    believed_ug: float
    delivered_ug: float
    at_tip_ug: float


@dataclass(frozen=True, slots=True)
class Look:
    """Everything since power-on, at t_us. weighed_uL, by_weight_mL: None once the load cell was lost."""

    t_us: int
    prescribed_uL: float
    uL_per_day: float
    commanded_steps: int
    emitted_steps: int
    commanded_uL: float
    delivered_uL: float
    weighed_uL: float | None
    drugs: tuple[DrugLook, ...]
    true_mL: float
    by_steps_mL: float
    by_weight_mL: float | None
    pressure_kPa: float
    state: str
    alarms: tuple[int, ...]


class Accounts:
    """Sums that go on over resets. The session tells it of each boot and each end."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self.load_cell_was_lost = False
        self._commanded_before = 0
        self._given_at_boot: int | None = None
        self._emitted_at_boot = 0
        self._emitted_0 = 0
        self._given_0 = 0
        self._delivered_0_uL = 0.0
        self._delivered_0_ug: dict[str, float] = {}
        self._at_tip_0_ug: dict[str, float] = {}
        self._tare_counts: int | None = None
        self._weight_counts: int | None = None

    def power_on(self) -> None:
        """Everything is zero now."""
        rig, pump = self._session.rig, self._session.pump
        self._emitted_0 = rig.steps_emitted
        self._delivered_0_uL = rig.delivered_uL
        self._delivered_0_ug = rig.delivered_ug
        self._at_tip_0_ug = rig.at_tip_ug
        if pump is not None:
            pump.weighing.tare()
            self._given_0 = pump.history.given.value()
            self._weigh(pump)
            self._tare_counts = self._weight_counts

    def booted(self, pump: PumpFace) -> None:
        self._given_at_boot = pump.history.given.value()
        self._emitted_at_boot = self._session.rig.steps_emitted

    def ended(self) -> None:
        """The firmware stopped: what it had queued is lost, but it was commanded."""
        self._commanded_before = self._commanded()
        self._given_at_boot = None
        if self._session.pump is not None:
            self._weigh(self._session.pump)

    def bolus_given(self) -> int:
        """Microsteps made for the bolus under way, those included whose receipt the pump has not seen."""
        pump = self._session.pump
        if pump is None or self._given_at_boot is None:
            return 0
        history, queue = pump.history, pump.heart.governor.queue
        emitted = self._session.rig.steps_emitted - self._emitted_at_boot
        unseen = emitted - (history.given.value() - self._given_at_boot)
        kinds = [queue.kind_of(nth) for nth in range(queue.queued)]
        return history.bolus_given + sum(kind == history.bolus_kind for kind in kinds[: max(unseen, 0)] if kind)

    def look(self) -> Look:
        session = self._session
        rig, pump = session.rig, session.pump
        t_us = session.t_us
        commanded = self._commanded()
        given, drawn = self._believed_steps()
        weighed_uL = self._weighed_uL()
        filled_mL = cast("int", session.order["reservoir_filled_nl"]) / 1e6
        return Look(
            t_us=t_us,
            prescribed_uL=float(session.prescribed.by(t_us)),
            uL_per_day=session.prescribed.uL_per_day_at(t_us),
            commanded_steps=commanded,
            emitted_steps=rig.steps_emitted - self._emitted_0,
            commanded_uL=self._uL(commanded),
            delivered_uL=rig.delivered_uL - self._delivered_0_uL,
            weighed_uL=weighed_uL,
            drugs=self._drugs(given - self._given_0),
            true_mL=rig.reservoir_true_mL,
            by_steps_mL=filled_mL - self._uL(drawn) / 1e3,
            by_weight_mL=None if weighed_uL is None else filled_mL - weighed_uL / 1e3,
            pressure_kPa=rig.pressure_kPa,
            state=STATES_OFF if pump is None else pump.state(),
            alarms=tuple(session.alarms.showing()),
        )

    def _commanded(self) -> int:
        pump = self._session.pump
        if pump is None or self._given_at_boot is None:
            return self._commanded_before
        since_boot = pump.history.given.value() - self._given_at_boot + pump.heart.governor.queue.queued
        return self._commanded_before + since_boot

    def _believed_steps(self) -> tuple[int, int]:
        """Lifetime steps, and those since the fill; of a pump that is not up, what it will believe by its flash."""
        session = self._session
        pump = session.pump
        if pump is not None and self._given_at_boot is not None:
            return pump.history.given.value(), pump.history.since_fill.value()
        stored = history_on_flash(session.bench.hardware.files.contents)
        reserved = max(0, stored.ceiling.value() - stored.given.value())
        return stored.given.value() + reserved, stored.since_fill.value() + reserved

    def _drugs(self, given: int) -> tuple[DrugLook, ...]:
        order, rig = self._session.order, self._session.rig
        delivered, at_tip = rig.delivered_ug, rig.at_tip_ug
        if not order["catheter_volume_nl"]:
            at_tip = delivered
        tip_0 = self._at_tip_0_ug if order["catheter_volume_nl"] else self._delivered_0_ug
        return tuple(
            DrugLook(
                name,
                self._uL(given) * per_ml / _PG_PER_ML,
                delivered[name] - self._delivered_0_ug.get(name, 0.0),
                at_tip[name] - tip_0.get(name, 0.0),
            )
            for name, per_ml in cast("list[tuple[str, int]]", order["drugs"])
        )

    def _uL(self, steps: int) -> float:
        return steps * self._session.bench.step_volume_fl / _FL_PER_UL

    def _weigh(self, pump: PumpFace) -> None:
        if pump.sensor.state == LOAD_CELL_OK:
            self._weight_counts = pump.sensor.mean_raw

    def _weighed_uL(self) -> float | None:
        """The mass lost since power-on at 1.000 g/mL, by the last block of conversions."""
        session = self._session
        if session.pump is not None:
            self._weigh(session.pump)
        if any(seen.alarm in LOAD_CELL_ALARMS for seen in session.alarms.seen):
            self.load_cell_was_lost = True
        if self.load_cell_was_lost or self._tare_counts is None or self._weight_counts is None:
            return None
        return (self._tare_counts - self._weight_counts) / session.rig.load_cell.counts_per_mg
