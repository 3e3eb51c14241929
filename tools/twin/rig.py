"""The rig: edges, enable line and time go in; volumes, amounts and weights come out.

Edges are only counted as they come. Physics is done for many at once: before a change of state,
when somebody looks, and when time advances. Times are microseconds from power-on, never going back.
"""

from collections.abc import Sequence

from twin.figures import RigFigures
from twin.fluid_path import FluidPath
from twin.head import RollerHead
from twin.hx711_chip import CellState, Hx711Chip
from twin.load_cell import LoadCell
from twin.motor import StepperMotor
from twin.reservoir import Drug

_NEVER_US = 1 << 62
# With no step and a line at rest only water evaporates: 0.0001 mg in that time.
_QUIET_US = 10_000_000
# Longer batches would smear what changes meanwhile: an emptying reservoir, a front in the line.
_BATCH_US = 10_000_000


class Rig:
    """The whole bench rig behind the pump's pins."""

    def __init__(
        self,
        figures: RigFigures,
        *,
        filled_mL: float,
        catheter_mL: float,
        drugs: Sequence[Drug],
        seed: int = 0,
    ) -> None:
        self.figures = figures
        self.motor = StepperMotor(figures, seed)
        self.head = RollerHead(figures)
        self.fluid = FluidPath(figures, filled_mL, catheter_mL, drugs)
        self._tare_mg = figures.tare_mass * 1000.0
        self._on_top_mg = 0.0
        self.load_cell = LoadCell(figures, seed, self._tare_mg + self.fluid.reservoir_mg)
        self.hx711 = Hx711Chip(figures, seed, self.load_cell, self._bring_to)
        self._head_at = self.motor.rotor
        self._pending = 0
        self._now_us = 0
        self._done_us = 0
        self._stall_ends_us = _NEVER_US
        self._due_us = _BATCH_US
        self._is_powered = True
        self.motor_supplied = True

    # Pins and time

    def on_step_edge(self, t_us: int) -> None:
        """One rising edge of STEP."""
        if t_us >= self._due_us:
            self._pass_due(t_us)
        self._pending += 1
        self._now_us = t_us

    def on_step_edges(self, count: int, first_us: int, last_us: int) -> None:
        """`count` rising edges, evenly spaced from first_us to last_us."""
        if first_us < self._stall_ends_us <= last_us:
            span_us = last_us - first_us
            before = -(-(self._stall_ends_us - first_us) * (count - 1) // span_us)
            self._pending += before
            self._end_stall(last_us)
            count -= before
        elif first_us >= self._due_us:
            self._pass_due(first_us)
        self._pending += count
        self._now_us = last_us

    def on_enable(self, level: int, t_us: int) -> None:
        """The enable line, active low: 0 drives the motor."""
        if self.motor.enabled != (level == 0):
            self.advance_to(t_us)
            self.motor.set_enabled(level == 0)
            self._catch_up()

    def advance_to(self, t_us: int) -> None:
        """Brings everything to t_us. Raises ValueError when t_us has passed already."""
        if t_us < self._now_us:
            raise ValueError(f"t_us = {t_us}: the rig is at {self._now_us}, give that or later")
        if t_us >= self._stall_ends_us:
            self._end_stall(t_us)
        self._now_us = t_us
        self._catch_up()

    # What a scenario does, at the present time

    def stall(self, for_us: int) -> None:
        """Something holds the rotor for that long; what is commanded meanwhile is lost."""
        self._catch_up()
        ends_us = self._now_us + for_us
        if self._stall_ends_us != _NEVER_US:
            ends_us = max(ends_us, self._stall_ends_us)
        self._stall_ends_us = ends_us
        self._due_us = min(self._due_us, ends_us)
        self.motor.jam()

    def occlude(self) -> None:
        """Closes the outlet."""
        self._catch_up(quiet_us=0)
        self.fluid.tubing.occluded = True

    def clear_occlusion(self) -> None:
        """Opens the outlet; what was stored comes out."""
        self._catch_up(quiet_us=0)
        self.fluid.tubing.occluded = False

    def free_flow(self, uL_per_s: float) -> None:
        """From now on so much runs through the head by itself; 0 ends it. None comes past a closed outlet."""
        self._catch_up(quiet_us=0)
        self.fluid.free_uL_per_s = uL_per_s

    def add_air(self, volume_uL: float) -> None:
        """So much air enters the line at the reservoir's side."""
        self._catch_up(quiet_us=0)
        self.fluid.add_air(volume_uL)

    def supply_motor(self, is_supplied: bool) -> None:
        """The motor's own supply goes or is back, while the logic lives on."""
        self._catch_up()
        self.motor_supplied = is_supplied
        self._supply_motor()

    def put_on_cell(self, mass_mg: float) -> None:
        """A known mass lies on top of the bottle, in the place of the one before; 0: none."""
        self._catch_up(quiet_us=0)
        self._on_top_mg = mass_mg
        self.load_cell.set_load(self.weight_mg, self._now_us * 1e-6)

    def load_cell_unplug(self) -> None:
        """The converter's cable is out: DOUT is pulled up."""
        self.hx711.set_state(CellState.ABSENT, self._now_us)

    def load_cell_plug(self) -> None:
        """The cable is in again: a power-up of the converter; whatever it was, it is sound."""
        self.hx711.set_state(CellState.OK, self._now_us)
        self.load_cell.faults.end_noise(self._now_us * 1e-6)

    def power_cut(self) -> None:
        """Logic and motor supply gone: the pull-up disables, the driver forgets its phase."""
        self._catch_up()
        self.motor.enabled = False
        self._is_powered = False
        self._supply_motor()
        self.hx711.power_down()

    def power_restore(self) -> None:
        """Supplies back; the motor stays disabled until the enable line says otherwise."""
        self._is_powered = True
        self._supply_motor()
        self.hx711.power_up(self._now_us)

    def refill(self, withdrawn_mL: float, filled_mL: float, drugs: Sequence[Drug]) -> float:
        """Needle in: withdraws as much as there is of that, then fills with this mixture, of any drugs.

        Returns what was really withdrawn, in mL. What stays mixes with what is filled; drugs are told apart by name.
        """
        self._catch_up(quiet_us=0)
        withdrawn_mL = self.fluid.refill(withdrawn_mL, filled_mL, drugs)
        self.load_cell.set_load(self.weight_mg, self._now_us * 1e-6)
        return withdrawn_mL

    # The truth, at the present time

    @property
    def now_us(self) -> int:
        """Time of the last call."""
        return self._now_us

    @property
    def steps_emitted(self) -> int:
        """Edges that came while the motor was enabled."""
        self._catch_up()
        return self.motor.edges_enabled

    @property
    def rotor_microsteps(self) -> int:
        """Where the rotor is."""
        self._catch_up()
        return self.motor.rotor

    @property
    def delivered_uL(self) -> float:
        """Liquid past the tube's outlet."""
        self._catch_up()
        return self.fluid.delivered_uL

    @property
    def delivered_ug(self) -> dict[str, float]:
        """Of each drug that ever was, what left the tube's outlet."""
        self._catch_up()
        return self._by_name(self.fluid.outlet)

    @property
    def at_tip_ug(self) -> dict[str, float]:
        """Of each drug that ever was, what left the catheter's tip."""
        self._catch_up()
        return self._by_name(self.fluid.tip)

    @property
    def reservoir_true_mL(self) -> float:
        """What is in the reservoir."""
        self._catch_up()
        return self.fluid.reservoir_uL / 1000.0

    @property
    def weight_mg(self) -> float:
        """True load on the cell, bottle included."""
        self._catch_up()
        return self._tare_mg + self._on_top_mg + self.fluid.reservoir_mg

    @property
    def pressure_kPa(self) -> float:
        """Behind the outlet, above the outside."""
        self._catch_up()
        return self.fluid.tubing.pressure_kPa

    def _supply_motor(self) -> None:
        if self._is_powered and self.motor_supplied:
            self.motor.regain_supply()
        else:
            self.motor.lose_supply()
        self._catch_up()

    def _by_name(self, amounts: list[float]) -> dict[str, float]:
        return dict(zip(self.fluid.drug_names, amounts, strict=False))

    def _bring_to(self, t_us: int) -> None:
        if t_us > self._now_us:
            self.advance_to(t_us)
        else:
            self._catch_up()

    def _pass_due(self, now_us: int) -> None:
        if now_us >= self._stall_ends_us:
            self._end_stall(now_us)
        else:
            self._catch_up()
        self._due_us = min(self._stall_ends_us, now_us + _BATCH_US)

    def _end_stall(self, now_us: int) -> None:
        self._now_us = self._stall_ends_us
        self._stall_ends_us = _NEVER_US
        self._catch_up()
        self.motor.free()
        self._catch_up()
        self._now_us = now_us

    def _catch_up(self, quiet_us: int = _QUIET_US) -> None:
        """Physics up to now, for all edges counted since the last time."""
        motor = self.motor
        if self._pending:
            motor.step(self._pending)
            self._pending = 0
        elapsed_us = self._now_us - self._done_us
        moved = motor.rotor != self._head_at
        if not moved and elapsed_us < quiet_us and self.fluid.at_rest:
            return
        self._done_us = self._now_us
        pumped_uL = self.head.displaced_uL(self._head_at, motor.rotor) if moved else 0.0
        self._head_at = motor.rotor
        self.fluid.move(pumped_uL, elapsed_us * 1e-6)
        # uL per radian times kPa is uN m.
        pressure_mNm = self.head.uL_per_radian * self.fluid.tubing.pressure_kPa * 1e-3
        motor.load(self.figures.roller_torque + pressure_mNm)
        self.load_cell.set_load(self._tare_mg + self._on_top_mg + self.fluid.reservoir_mg, self._now_us * 1e-6)
