"""What people do with the pump in a run; each is called from an action of the session, at its moment."""

from collections.abc import Mapping
from typing import cast

from twin.bolus_watch import Request
from twin.pump_face import CLINICIAN, PATIENT, DeskFace
from twin.session import Session

PRESS_US = 600_000  # a deliberate press; it must still be down when a flash write of 400 ms is over


class People:
    """The patient has the button, the clinician the desk. Without power nothing reaches the pump; a note says so.

    label: how the notes name the event.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._button = session.bench.hardware.wire(session.bench.board.PINS["button"])

    def press_button(self, label: str) -> None:
        """Holds it for 600 ms."""
        if not self._reach(label):
            return
        asked = cast("Mapping[str, int] | None", self._session.order["bolus"]) or {}
        self._ask_bolus(PATIENT, label, asked.get("dose_pg", 0), asked.get("over_s", 0))
        self._button.drive(0)
        self._session.clock.after(PRESS_US, self._let_go)

    def _let_go(self) -> None:
        self._button.drive(None)

    def order_bolus(self, label: str, dose_pg: int, over_s: int) -> None:
        if self._reach(label):
            self._ask_bolus(CLINICIAN, label, dose_pg, over_s)
            self._session.ask(label, lambda desk: desk.clinician_bolus(dose_pg, over_s))

    def stop(self, label: str) -> None:
        t_us, prescribed = self._session.t_us, self._session.prescribed

        def command(desk: DeskFace) -> None:
            desk.stop()
            prescribed.stop(t_us)

        if self._reach(label):
            self._session.ask(label, command)

    def start(self, label: str) -> None:
        t_us, prescribed = self._session.t_us, self._session.prescribed

        def command(desk: DeskFace) -> None:
            desk.start()
            prescribed.start(t_us)

        if self._reach(label):
            self._session.ask(label, command)

    def acknowledge(self, label: str, name: str | None) -> None:
        """name: of one alarm, or None for all."""
        if self._reach(label):
            self._session.ask(label, lambda desk: desk.acknowledge(name))

    def _ask_bolus(self, kind: int, label: str, dose_pg: int, over_s: int) -> None:
        session = self._session
        volume_uL = session.prescribed.requested_uL(dose_pg)
        session.boluses.ask(Request(session.t_us, kind, label, dose_pg, over_s, volume_uL))

    def _reach(self, label: str) -> bool:
        if not self._session.is_powered:
            self._session.notes.append(f"{label}: no event: the power is cut")
        return self._session.is_powered
