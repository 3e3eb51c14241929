"""What befalls the rig in a run; each is called from an action of the session, at its moment, and ends by itself.

for_us: how long; 0 is for ever where it says so.
"""

from math import inf

from twin.hx711_chip import CellState
from twin.rig import Rig
from twin.session import Session

_S = 1e-6
_DAY_S = 86_400.0
_FL_PER_UL = 1e9
_NL_PER_UL = 1e3
_UG_PER_MG = 1e3


class Mishaps:
    """The power is the session's own (`cut_power`)."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._flows: list[float] = []
        self._motor_cuts = 0
        self._cell_states = 0

    # Motor and fluid

    def stall(self, for_us: int) -> None:
        self._rig_now().stall(for_us)

    def cut_motor_supply(self, for_us: int) -> None:
        """The logic lives on; cuts that overlap end with the last of them."""
        self._motor_cuts += 1
        self._rig_now().supply_motor(False)
        self._session.clock.after(for_us, self._motor_supply_back)

    def occlude(self) -> None:
        self._rig_now().occlude()

    def clear_occlusion(self) -> None:
        self._rig_now().clear_occlusion()

    def free_flow(self, fl_per_day: int, for_us: int) -> None:
        """Flows that overlap add up."""
        flow_uL_per_s = fl_per_day / _FL_PER_UL / _DAY_S
        self._flows.append(flow_uL_per_s)
        self._rig_now().free_flow(sum(self._flows))
        self._session.clock.after(for_us, lambda: self._end_flow(flow_uL_per_s))

    def add_air(self, nl: int) -> None:
        self._rig_now().add_air(nl / _NL_PER_UL)

    # The load cell

    def unplug_load_cell(self) -> None:
        self._cell_is_lost()
        self._rig_now().load_cell_unplug()
        self._session.bench.port.look_again()

    def plug_load_cell(self) -> None:
        """Also heals a cell that is stuck, saturated or noisy."""
        self._rig_now().load_cell_plug()
        self._session.bench.port.look_again()

    def stick_load_cell(self, for_us: int = 0) -> None:
        """for_us = 0: for ever."""
        self._break_load_cell(CellState.STUCK, for_us)

    def saturate_load_cell(self, for_us: int = 0) -> None:
        """for_us = 0: for ever."""
        self._break_load_cell(CellState.SATURATED, for_us)

    def disturb_load_cell(self, rms_ug: int, for_us: int = 0) -> None:
        """More noise. for_us = 0: for ever."""
        from_s, to_s = self._spell_s(for_us)
        self._rig_now().load_cell.faults.add_noise(rms_ug / _UG_PER_MG, from_s, to_s)

    def drift_load_cell(self, ug_per_day: int, for_us: int = 0) -> None:
        """The zero moves, and stays where it came to. for_us = 0: for ever."""
        from_s, to_s = self._spell_s(for_us)
        self._rig_now().load_cell.faults.add_drift(ug_per_day / _UG_PER_MG / _DAY_S, from_s, to_s)

    def shift_load_cell(self, ug: int) -> None:
        """The zero moves at once."""
        self._rig_now().load_cell.faults.shift(ug / _UG_PER_MG, self._spell_s(0)[0])

    def _break_load_cell(self, state: CellState, for_us: int) -> None:
        """Of a cell whose cable is out nothing more is seen."""
        rig = self._rig_now()
        if rig.hx711.state is CellState.ABSENT:
            return
        broken = self._cell_is_lost()
        rig.hx711.set_state(state, rig.now_us)
        if for_us:
            self._session.clock.after(for_us, lambda: self._heal_load_cell(broken))

    def _heal_load_cell(self, broken: int) -> None:
        """Unless something else befell it since."""
        if broken == self._cell_states:
            rig = self._rig_now()
            rig.hx711.set_state(CellState.OK, rig.now_us)

    def _cell_is_lost(self) -> int:
        self._session.accounts.load_cell_was_lost = True
        self._cell_states += 1
        return self._cell_states

    def put_on_load_cell(self, ug: int) -> None:
        """A known mass on top of the bottle; 0 takes it off."""
        self._rig_now().put_on_cell(ug / _UG_PER_MG)

    # Ends

    def _motor_supply_back(self) -> None:
        self._motor_cuts -= 1
        self._rig_now().supply_motor(self._motor_cuts == 0)

    def _end_flow(self, flow_uL_per_s: float) -> None:
        self._flows.remove(flow_uL_per_s)
        self._rig_now().free_flow(sum(self._flows))

    def _spell_s(self, for_us: int) -> tuple[float, float]:
        """From now, for so long."""
        now_us = self._session.clock.now_us()
        return now_us * _S, (now_us + for_us) * _S if for_us else inf

    def _rig_now(self) -> Rig:
        self._session.rig.advance_to(self._session.clock.now_us())
        return self._session.rig
