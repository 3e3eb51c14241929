"""All that is counted in a run: what the therapy asks, what the pump did and believes, what the rig shows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from twin.pump_face import (
    LOAD_CELL_ALARMS,
    LOAD_CELL_OK,
    STATES_OFF,
    HistoryFace,
    LineFace,
    PumpFace,
    history_on_flash,
    line_on_flash,
)

if TYPE_CHECKING:
    from twin.session import Session

_FL_PER_UL = 1e9
_BLOCK_US = 4_000_000  # the pump's blocks of conversions take less, one that is repeated included


@dataclass(frozen=True, slots=True)
class DrugLook:
    """believed: the pump's own account; delivered: at the tube's outlet; at_tip: at the catheter's. All in ug."""

    name: str
    believed_ug: float
    delivered_ug: float
    at_tip_ug: float


@dataclass(frozen=True, slots=True)
class Look:
    """Everything since power-on, at t_us. weighed_uL, by_weight_mL: None once the load cell was lost.

    pump_by_weight_mL, doubt_mL: what the pump itself says the reservoir holds by its load cell, and how far that may be
    from its steps; None while it does not know, or has no power.
    """

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
    pump_by_weight_mL: float | None
    doubt_mL: float | None
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
        self._filled_0_mL = cast("int", session.order["reservoir_filled_nl"]) / 1e6
        self._delivered_0_uL = 0.0
        self._delivered_0_ug: dict[str, float] = {}
        self._at_tip_0_ug: dict[str, float] = {}
        self._tare_counts: int | None = None
        self._weight_counts: int | None = None
        self._stale_counts: int | None = None
        self._is_unsteady = False
        self._refilled_mg = 0.0

    def refilled(self, gained_mg: float) -> None:
        """What a refill added to the scale, less what it took: no block of conversions that began before knows it."""
        session = self._session
        if session.pump is not None:
            self._weigh(session.pump)
        self._refilled_mg += gained_mg
        if self._weight_counts is not None:
            self._weight_counts += round(gained_mg * session.rig.load_cell.counts_per_mg)
        self._is_unsteady = True
        session.clock.after(_BLOCK_US, self._steady_again)

    def _steady_again(self) -> None:
        pump = self._session.pump
        self._is_unsteady = False
        self._stale_counts = None if pump is None else pump.sensor.mean_raw

    def power_on(self) -> None:
        """Everything is zero now."""
        rig, pump = self._session.rig, self._session.pump
        self._emitted_0 = rig.steps_emitted
        self._delivered_0_uL = rig.delivered_uL
        self._delivered_0_ug = rig.delivered_ug
        self._at_tip_0_ug = rig.at_tip_ug
        if pump is not None:
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
        given, by_steps_mL = self._believed()
        weighed_uL = self._weighed_uL()
        weighed_from_mL = self._filled_0_mL + self._refilled_mg / 1e3
        pump_by_weight_nl = None if pump is None else pump.weighed.volume_nl
        doubt_nl = None if pump is None else pump.weighed.doubt_nl()
        return Look(
            t_us=t_us,
            prescribed_uL=float(session.prescribed.by(t_us)),
            uL_per_day=session.prescribed.uL_per_day_at(t_us),
            commanded_steps=commanded,
            emitted_steps=rig.steps_emitted - self._emitted_0,
            commanded_uL=self._uL(commanded),
            delivered_uL=rig.delivered_uL - self._delivered_0_uL,
            weighed_uL=weighed_uL,
            drugs=self._drugs(given),
            true_mL=rig.reservoir_true_mL,
            by_steps_mL=by_steps_mL,
            by_weight_mL=None if weighed_uL is None else weighed_from_mL - weighed_uL / 1e3,
            pump_by_weight_mL=None if pump_by_weight_nl is None else pump_by_weight_nl / 1e6,
            doubt_mL=None if doubt_nl is None else doubt_nl / 1e6,
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

    def _believed(self) -> tuple[dict[str, float], float]:
        """ug of each drug, and mL in the reservoir; of a pump that is not up, what it will believe by its flash."""
        session = self._session
        pump = session.pump
        if pump is not None and self._given_at_boot is not None:
            return self._believed_ug(pump.programming.line, pump.history.given.value()), self._left_mL(pump.history, 0)
        contents = session.bench.hardware.files.contents
        stored = history_on_flash(contents)
        reserved = max(0, stored.ceiling.value() - stored.given.value())
        given = stored.given.value() + reserved
        return self._believed_ug(line_on_flash(contents), given), self._left_mL(stored, reserved)

    def _believed_ug(self, line: LineFace, given: int) -> dict[str, float]:
        step_fl = self._session.bench.step_volume_fl
        before = line.delivered_pg(self._given_0, step_fl)
        return {name: (pg - before.get(name, 0)) / 1e6 for name, pg in line.delivered_pg(given, step_fl).items()}

    def _left_mL(self, history: HistoryFace, reserved: int) -> float:
        return history.filled_nl / 1e6 - self._uL(history.since_fill.value() + reserved) / 1e3

    def _drugs(self, believed_ug: dict[str, float]) -> tuple[DrugLook, ...]:
        order, rig = self._session.order, self._session.rig
        delivered, at_tip = rig.delivered_ug, rig.at_tip_ug
        if not order["catheter_volume_nl"]:
            at_tip = delivered
        tip_0 = self._at_tip_0_ug if order["catheter_volume_nl"] else self._delivered_0_ug
        return tuple(
            DrugLook(
                name,
                believed_ug.get(name, 0.0),
                delivered.get(name, 0.0) - self._delivered_0_ug.get(name, 0.0),
                at_tip.get(name, 0.0) - tip_0.get(name, 0.0),
            )
            for name in dict.fromkeys([*delivered, *believed_ug])
        )

    def _uL(self, steps: int) -> float:
        return steps * self._session.bench.step_volume_fl / _FL_PER_UL

    def _weigh(self, pump: PumpFace) -> None:
        is_fresh = not self._is_unsteady and pump.sensor.mean_raw != self._stale_counts
        if pump.sensor.state == LOAD_CELL_OK and is_fresh:
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
        lost_mg = (self._tare_counts - self._weight_counts) / session.rig.load_cell.counts_per_mg
        return lost_mg + self._refilled_mg
