"""What befalls the rig in a run; each is called from an action of the session, at its moment."""

from twin.rig import Rig
from twin.session import Session


class Mishaps:
    """The power is the session's own (`cut_power`)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def stall(self, for_us: int) -> None:
        self._rig_now().stall(for_us)

    def occlude(self) -> None:
        self._rig_now().occlude()

    def clear_occlusion(self) -> None:
        self._rig_now().clear_occlusion()

    def unplug_load_cell(self) -> None:
        self._rig_now().load_cell_unplug()
        self._session.bench.port.look_again()
        self._session.accounts.load_cell_was_lost = True

    def plug_load_cell(self) -> None:
        self._rig_now().load_cell_plug()
        self._session.bench.port.look_again()

    def _rig_now(self) -> Rig:
        self._session.rig.advance_to(self._session.clock.now_us())
        return self._session.rig
