"""What people do at the pump in a run; each is called from an action of the session, at its moment."""

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from twin.bolus_watch import Request
from twin.pump_face import CLINICIAN, PATIENT, PumpFace
from twin.session import Command, Session

PRESS_US = 600_000  # a deliberate press; it must still be down when a flash write of 400 ms is over
_FL_PER_ML = 10**12
_FL_PER_UL = 10**9


class People:
    """The patient has the button, the clinician the desk. Without power nothing reaches the pump; a note says so.

    label: how the notes name the event.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._button = session.bench.hardware.wire(session.bench.board.PINS["button"])

    def press_button(self, label: str) -> None:
        """Holds it for 600 ms."""
        if not self.reach(label):
            return
        asked = cast("Mapping[str, int] | None", self._session.order["bolus"]) or {}
        self.ask_bolus(PATIENT, label, self._volume_of_dose(asked.get("dose_pg", 0)))
        self._button.drive(0)
        self._session.clock.after(PRESS_US, self._let_go)

    def hold_button(self, label: str, for_us: int) -> None:
        """10 s of it, while nothing is delivered, are the way into service mode."""
        if self.reach(label):
            self._button.drive(0)
            self._session.clock.after(for_us, self._let_go)

    def _let_go(self) -> None:
        self._button.drive(None)

    def order_bolus(self, label: str, dose_pg: int, over_s: int) -> None:
        if self.reach(label):
            self.ask_bolus(CLINICIAN, label, self._volume_of_dose(dose_pg))
            self._session.ask(label, lambda pump: pump.desk.clinician_bolus(dose_pg, over_s))

    def stop_bolus(self, label: str) -> None:
        def command(pump: PumpFace) -> None:
            pump.desk.stop_bolus()
            self._session.prescribed.cut_bolus(self._session.t_us)

        self.command(label, command)

    def stop(self, label: str) -> None:
        t_us, prescribed = self._session.t_us, self._session.prescribed

        def command(pump: PumpFace) -> None:
            pump.desk.stop()
            prescribed.stop(t_us)

        self.command(label, command)

    def start(self, label: str) -> None:
        t_us, prescribed = self._session.t_us, self._session.prescribed

        def command(pump: PumpFace) -> None:
            pump.desk.start()
            prescribed.start(t_us)

        self.command(label, command)

    def acknowledge(self, label: str, name: str | None) -> None:
        """name: of one alarm, or None for all."""
        self.command(label, lambda pump: pump.desk.acknowledge(name))

    def command(self, label: str, command: Command) -> None:
        """Ask the pump for something, if it has power."""
        if self.reach(label):
            self._session.ask(label, command)

    def ask_bolus(self, kind: int, label: str, volume_uL: Fraction) -> None:
        """A bolus of that volume is about to be asked for."""
        self._session.boluses.ask(Request(self._session.t_us, kind, label, volume_uL))

    def reach(self, label: str) -> bool:
        """True if the pump has power; else a note."""
        if not self._session.is_powered:
            self._session.notes.append(f"{label}: no event: the power is cut")
        return self._session.is_powered

    def _volume_of_dose(self, dose_pg: int) -> Fraction:
        """Of the primary drug, in uL."""
        drugs = cast("list[tuple[str, int]]", self._session.order["drugs"])
        return Fraction(dose_pg * _FL_PER_ML, drugs[0][1] * _FL_PER_UL)
