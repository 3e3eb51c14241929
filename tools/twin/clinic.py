"""What a clinician does in a visit: refill, therapy, priming, bridge, pump time; each from an action of the session."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import cast

from twin.people import People
from twin.pump_face import BRIDGE, PRIMING, PumpFace
from twin.reservoir import Drug
from twin.session import Session
from units.refused import Refused

_PG_PER_ML = 1e9  # in a ug/uL
_NL_PER_ML = 1e6
_PG_PER_UG = 1e6

Mixture = Sequence[Sequence[object]]


class Clinic:
    """label: how the notes name the event."""

    def __init__(self, session: Session, people: People) -> None:
        self._session = session
        self._people = people
        self._in_bottle = cast("Mixture", session.order["drugs"])

    def program(self, label: str, order: Mapping[str, object]) -> None:
        """Another therapy, in one visit: the pump time too, if the pump has lost it."""
        session = self._session

        def command(pump: PumpFace) -> None:
            if not pump.heart.time.is_known:
                self._set_pump_time(pump)
            session.program(label, pump, order)

        self._people.command(label, command)

    def refill(
        self, label: str, withdrawn_nl: int, filled_nl: int, actual_filled_nl: int, mixture: Mixture | None
    ) -> None:
        """As `fill`, and the pump is told withdrawn_nl and filled_nl. The needle needs no power; the telling does."""
        session, asked_mL = self._session, withdrawn_nl / _NL_PER_ML
        self.fill(label, withdrawn_nl, actual_filled_nl, mixture)

        def command(pump: PumpFace) -> None:
            expected_nl = pump.reservoir_desk.refill(withdrawn_nl, filled_nl, mixture is not None)
            session.notes.append(
                f"{label}: withdrawn {asked_mL:.4f} mL, expected {expected_nl / _NL_PER_ML:.4f} mL by steps"
            )

        self._people.command(label, command)

    def fill(self, label: str, withdrawn_nl: int, filled_nl: int, mixture: Mixture | None) -> None:
        """The needle alone; the pump is told nothing. mixture: what is filled, or None for what was filled before."""
        session, asked_mL = self._session, withdrawn_nl / _NL_PER_ML
        drugs = self._in_bottle = self._in_bottle if mixture is None else mixture
        session.rig.advance_to(session.clock.now_us())
        before_mg = session.rig.weight_mg
        withdrawn_mL = session.rig.refill(asked_mL, filled_nl / _NL_PER_ML, _as_drugs(drugs))
        session.accounts.refilled(session.rig.weight_mg - before_mg)
        if withdrawn_mL < asked_mL - 1e-9:
            session.notes.append(f"{label}: only {withdrawn_mL:.4f} mL could be withdrawn: the reservoir was empty")

    def prime(self, label: str) -> None:
        session = self._session

        def command(pump: PumpFace) -> None:
            if pump.desk.prime() == 0:
                amounts = pump.desk.primed_at_tip_pg().items()
                shown = ", ".join(f"{pg / _PG_PER_UG:.3f} ug of {name}" for name, pg in amounts)
                session.notes.append(
                    f"{label}: {shown} will leave the tip, what the catheter holds now; fast flow mixes the fronts"
                )

        if self._people.reach(label):
            self._people.ask_bolus(PRIMING, label, self._catheter_uL())
            session.ask(label, command)

    def bridge(self, label: str) -> None:
        if self._people.reach(label):
            self._people.ask_bolus(BRIDGE, label, self._catheter_uL())
            self._session.ask(label, lambda pump: pump.desk.bridge())

    def set_time(self, label: str, second_of_week: int) -> None:
        """The pump time is set to that, at this moment."""
        t_us, clock = self._session.t_us, self._session.wall_clock

        def command(pump: PumpFace) -> None:
            before_us = clock.ahead_us
            clock.set(t_us, second_of_week)
            try:
                self._set_pump_time(pump)
            except Refused:
                clock.ahead_us = before_us
                raise

        self._people.command(label, command)

    def lose_time(self, label: str) -> None:
        """The pump time is no longer to be trusted."""
        session = self._session

        def command(pump: PumpFace) -> None:
            pump.clock_desk.forget_time()
            session.prescribed.lose_clock(session.t_us)

        self._people.command(label, command)

    def _set_pump_time(self, pump: PumpFace) -> None:
        session, clock = self._session, self._session.wall_clock
        session.set_pump_time(pump)
        t_us = session.t_us
        session.prescribed.set_clock(t_us, clock.second_of_week(t_us), clock.us_of_second(t_us))

    def _catheter_uL(self) -> Fraction:
        return Fraction(cast("int", self._session.order["catheter_volume_nl"]), 1000)


def _as_drugs(mixture: Mixture) -> list[Drug]:
    return [Drug(cast("str", name), cast("int", per_ml) / _PG_PER_ML) for name, per_ml in mixture]
