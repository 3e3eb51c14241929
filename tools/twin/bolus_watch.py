"""Which bolus was asked for, and what came of it, from the pump's own records."""

from dataclasses import dataclass
from fractions import Fraction

DELIVERED = "delivered"
RUNNING = "running"
CUT = "cut"
DENIED = "denied"
# A press is answered by the record of the next turns; a boot with its self-test takes longest.
_FORGOTTEN_US = 10_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """A bolus that somebody asks for at t_us after power-on. volume_uL: as asked, 0 where nothing is prescribed."""

    t_us: int
    kind: int
    label: str
    volume_uL: Fraction


@dataclass(slots=True)
class SeenBolus:
    """steps: whole microsteps granted, 0 for a denied one. given: microsteps made for it."""

    request: Request
    outcome: str
    reason: int = 0
    steps: int = 0
    given: int = 0


class BolusWatch:
    """Requests in, the recorder's GRANTED, DENIED and BOLUS_ENDED in; boluses with their outcome out."""

    def __init__(self) -> None:
        self.seen: list[SeenBolus] = []
        self.unanswered: list[Request] = []
        self._waiting: list[Request] = []

    def ask(self, request: Request) -> None:
        self._forget_before(request.t_us - _FORGOTTEN_US)
        self._waiting.append(request)

    def expects(self, kind: int) -> bool:
        """Somebody is known to have asked for one of this kind."""
        return any(request.kind == kind for request in self._waiting)

    def granted(self, kind: int, steps: int) -> Request | None:
        """The request that was granted; None if nobody is known to have asked."""
        request = self._take(kind)
        if request is not None:
            self.seen.append(SeenBolus(request, RUNNING, steps=steps))
        return request

    def denied(self, kind: int, reason: int) -> None:
        request = self._take(kind)
        if request is not None:
            self.seen.append(SeenBolus(request, DENIED, reason=reason))

    def ended(self, given: int, cut: bool) -> None:
        """Of one that a reset had cut already, `given` would count what was only reserved: it is not taken over."""
        running = self.running()
        if running is not None:
            running.outcome = CUT if cut else DELIVERED
            running.given = given

    def running(self) -> SeenBolus | None:
        return next((bolus for bolus in self.seen if bolus.outcome == RUNNING), None)

    def power_lost(self, given: int) -> None:
        """given: microsteps that were really made for the bolus under way, if there is one."""
        self._forget_before(None)
        running = self.running()
        if running is not None:
            running.outcome = CUT
            running.given = given

    def close(self, given: int) -> None:
        """The run is over."""
        self._forget_before(None)
        running = self.running()
        if running is not None:
            running.given = given
            if given >= running.steps:
                running.outcome = DELIVERED

    def _take(self, kind: int) -> Request | None:
        for request in self._waiting:
            if request.kind == kind:
                self._waiting.remove(request)
                return request
        return None

    def _forget_before(self, t_us: int | None) -> None:
        gone = [request for request in self._waiting if t_us is None or request.t_us < t_us]
        self.unanswered += gone
        self._waiting = [request for request in self._waiting if request not in gone]
