"""A session with its link on a wire: pump time goes at the pace of the wall's clock, or so many times faster.

What a person does over the link is seen by the pump's own records, since no scenario tells of it.
"""

import os
import time
from collections.abc import Callable, Mapping
from fractions import Fraction

from twin.bolus_watch import Request
from twin.figures import RigFigures
from twin.pace import Pace
from twin.pump_face import (
    BY_COMMAND,
    GRANTED,
    STARTED,
    STOPPED,
    PumpFace,
    build,
)
from twin.served_stream import ServedStream
from twin.session import Action, Session

LOOK_US = 20_000  # of the wall's clock: how often the socket is looked at
HOLD_US = 4_000_000
ROLES = ("clinician", "patient")
PairedWith = Callable[[str, str, bytes], None]


class ServedSession(Session):
    """line: open. speed: pump time over wall time. paired: called with (pump id, role, key) for each role.

    pace: may be changed while it runs, 0 for a pause. meanwhile: called at each look at the socket, and while waiting
    or paused, from an action of the session.

    Before it is programmed the pump is paired with both roles, as at the bench: by its button and over its link. With
    a hand-held that is the patient's: it asks for the key itself, and the twin's person copies it from there, since a
    pump has one key of the patient.
    """

    def __init__(
        self,
        order: Mapping[str, object],
        figures: RigFigures,
        line: ServedStream,
        speed: float,
        paired: PairedWith,
        *,
        seed: int = 0,
        start_s: int = 0,
    ) -> None:
        super().__init__(order, figures, seed=seed, start_s=start_s)
        self.line = line
        self.pace = Pace(speed)
        self.meanwhile: Action | None = None
        self._paired = paired
        self.at(0, self._begin_pace)

    def _build(self) -> PumpFace:
        return build(self.bench.hardware, self.bench.board, (self.line, os.urandom, None))

    # Pace

    def _begin_pace(self) -> None:
        self.pace.begin(self.t_us)
        self._look()

    def _look(self) -> None:
        self._look_meanwhile()
        while (ahead_s := self.pace.ahead_s(self.t_us)) > 0:
            time.sleep(min(ahead_s, LOOK_US / 1e6))
            self._look_meanwhile()
        self.clock.after(max(1_000, round(LOOK_US * self.pace.speed)), self._look)

    def _look_meanwhile(self) -> None:
        self.line.look()
        if self.meanwhile is not None:
            self.meanwhile()

    # Pairing

    def _pair(self, pump: PumpFace) -> None:
        super()._pair(pump)
        handheld = self.bench.handheld
        for role in ROLES if handheld is None else ROLES[:1]:
            self._pair_over_line(pump, role)
        if handheld is not None:
            pump_id, key = handheld.kept()
            self._paired(pump_id, ROLES[1], key)

    def _pair_over_line(self, pump: PumpFace, role: str) -> None:
        button, said = self._pumps_button(), list[bytes]()
        self.line.tap = said.append
        self.line.put(b"\n")
        self._turn_for(pump, 1_000_000)
        button.drive(0)
        self._turn_for(pump, HOLD_US)
        self.line.put(f"pump1 > {role} pair\n".encode())
        self._turn_for(pump, 500_000)
        button.drive(None)
        self._turn_for(pump, 500_000)
        self.line.tap = None
        words = b"".join(said).split()
        if words[3:4] != [b"paired"]:
            raise RuntimeError(f"the twin did not pair: {words!r}")
        self._paired(words[5].decode(), role, bytes.fromhex(words[4].decode()))

    # What was done over the link

    def _turn(self, pump: PumpFace) -> None:
        super()._turn(pump)
        rx = pump.heart.prescription
        if self._t0_us is not None and self._to_commit is None and rx is not None and rx.order != self.order:
            self._committed(rx.order)

    def _recorded(self, kind: int, t_s: int, a: int, b: int, c: int, d: int) -> None:
        if kind == GRANTED and not self.boluses.expects(a):
            volume_uL = Fraction(b * self.bench.step_volume_fl, 10**9)
            self.boluses.ask(Request(self.t_us, a, "link", volume_uL))
        elif kind == STARTED and self.prescribed.is_stopped:
            self.prescribed.start(self.t_us)
        elif kind == STOPPED and a == BY_COMMAND and not self.prescribed.is_stopped:
            self.prescribed.stop(self.t_us)
        super()._recorded(kind, t_s, a, b, c, d)
