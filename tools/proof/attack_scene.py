"""A pump under attack over its link, and the same pump left alone: what was accepted, and what it did to delivery."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

from fakes.byte_line import FakeLine
from link import frames
from link.conversation import IDLE_US
from proof.borrowed import fuzzed_link, handheld_bench, link_bench
from therapy.memory import record_kinds

TURN_US = 2_000  # of the link with something to read; on the emulated chip a tag over 448 bytes takes 1.8 ms
SETTLE_US = 3_000_000
MOST_TURNS = 2_000
CLINICIAN, PATIENT = frames.ROLES
SESSION = (  # a clinician's, with what would do harm a second time
    "status",
    'clinician-bolus {"dose_pg": 50000000, "over_s": 60}',
    "stop-bolus",
    'time {"day": 9450, "second": 3600, "us": 0}',
    "pause-audio",
    "acknowledge-all",
    "stop",
    "start",
)

Tries = Callable[["Scene"], Iterator[bytes]]


@dataclass(frozen=True)
class Kind:
    """tries: prepares until its first yield, the same for both pumps; then each yield is sent, one every each_us.

    is_on_cable: sent on the hand-held's line, else on USB.
    """

    name: str
    tries: Tries
    each_us: int = 20_000
    is_on_cable: bool = False


@dataclass(frozen=True)
class Outcome:
    """Of one kind. accepted: carried out, or a key made. steps: delivered meanwhile, moved_us: the most that one came
    at another time. apart: microsteps of difference. complaints: what else was not as it must be.
    """

    name: str
    tried: int
    accepted: int
    answered: int
    crashes: int
    steps: int
    apart: int
    moved_us: int
    complaints: tuple[str, ...]

    def is_held(self) -> bool:
        return not (self.accepted or self.crashes or self.apart or self.complaints)


class BusyLine(FakeLine):
    """A line that takes time to read. endless: chunks that come without end, as fast as they are read."""

    def __init__(self) -> None:
        super().__init__()
        self.clock: Any = None
        self.turn_us = TURN_US
        self.endless: Iterator[bytes] | None = None
        self.chunks = 0

    def has_bytes(self) -> bool:
        return self.endless is not None or super().has_bytes()

    def ioctl(self, request: int, argument: int) -> int:
        return super().ioctl(request, argument) | (request == 3 and self.endless is not None)

    def read(self, most: int) -> bytes:
        if self.endless is not None and not self.incoming:
            self.incoming = next(self.endless)
            self.chunks += 1
        found = super().read(most)
        if found and self.clock is not None:
            self.clock.advance(self.turn_us)
        return found


class Scene:
    """A pump that delivers 20 mL a day, with a session of each role on USB, and the cable of a hand-held.

    seed: of whatever the attacker draws.
    """

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.line = BusyLine()
        self.bench: Any = handheld_bench.HandheldBench(line=self.line).begin(fuzzed_link.THERAPY)
        self.line.clock = self.bench.fake.clock
        self.clinician: Any = self.bench.peer(CLINICIAN)
        self.patient: Any = self.bench.peer(PATIENT)
        self.accepted = self.answered = self.crashes = 0
        self._began_us = 0
        self._unended = self._unended_on_cable = b""
        self._happened = 0

    def nonce(self) -> bytes:
        return b"%032x" % self.random.getrandbits(128)

    def recorded(self) -> list[bytes]:
        """The lines of a clinician's session, listened to."""
        lines = [self.clinician.hello_line(self.nonce())]
        self.clinician.welcomed(self.bench.exchange(lines[0])[-1])
        for request in SESSION:
            lines.append(self.clinician.line(request))
            self.bench.exchange(lines[-1], 2)
        return lines

    def reset(self) -> None:
        """The power of the pump goes and comes back; nobody has a session then."""
        self.bench = self.bench.rebuilt()
        self.bench.boot()
        self.bench.run_for(5)  # and it goes on by itself
        self.bench.exchange(b"", 1)

    def new_sessions(self) -> None:
        for peer in (self.clinician, self.patient):
            peer.bench = self.bench
            peer.open(self.nonce())
            peer.ask("status")

    def begin(self) -> None:
        """From here on it counts."""
        self.bench.run_for(1)
        self.line.received()
        self.bench.watch_steps()
        self._happened = len(self.bench.happened)
        self._began_us = self.bench.fake.clock.now_us()
        desk = self.bench.pump.link_door._desk
        serves = desk.serve

        def serve(role: bytes, request: bytes) -> Any:
            said = serves(role, request)
            if said is not None:
                self.accepted += said[:2] == b"ok"
                self.crashes += b'"reason": "fault"' in said
            return said

        desk.serve = serve

    def send(self, content: bytes, is_on_cable: bool) -> None:
        (self.bench.far if is_on_cable else self.line).send(content)

    def run_to(self, us: int) -> None:
        """Turn until so long after `begin`, and until all that came is read."""
        clock, turns = self.bench.fake.clock, 0
        until_us = self._began_us + us
        if clock.now_us() < until_us:
            clock.at(until_us, lambda: None)
        while clock.now_us() < until_us or self.line.incoming:
            before_us = clock.now_us()
            self.bench.pump.turn()
            turns = turns + 1 if clock.now_us() == before_us else 0
            assert turns < MOST_TURNS, "the loop spins without sleeping"
        *said, self._unended = (self._unended + self.line.received()).split(b"\n")
        *on_cable, self._unended_on_cable = (self._unended_on_cable + self.bench.far.received()).split(b"\n")
        said += on_cable
        self.answered += sum(line != b"" for line in said)
        self.accepted += sum(frames.PAIRED in line.split(b" ")[3:4] for line in said)

    def edges_us(self, until_us: int) -> list[int]:
        """When each microstep came, after `begin`."""
        return [us - self._began_us for us in self.bench.edges if us - self._began_us <= until_us]

    def told(self) -> list[Any]:
        kept = self.bench.happened[self._happened :]
        return [happening[:1] + happening[2:] for happening in kept if happening[0] != record_kinds.REJECTED]

    def alarms(self) -> list[int]:
        return list(self.bench.pump.alarms.shown)

    def ends_well(self, after_us: int) -> list[str]:
        """What is wrong with the pump now: a session that was there goes on, and another can be made."""
        wrong: list[str] = []
        if self.clinician.bench is self.bench and after_us < IDLE_US // 2 and self.clinician.ask("status") is None:
            wrong.append("the clinician's session is gone")
        peer = link_bench.Peer(self.bench, CLINICIAN, self.bench.KEYS[CLINICIAN])
        if peer.open(self.nonce()) is None or peer.ask("status") is None:
            wrong.append("no session can be made")
        if self.bench.pump.link_door.short_of_memory:
            wrong.append("short of memory")
        return wrong


def tried(kind: Kind, seed: int, every: int = 1) -> Outcome:
    """The attack, and the same time without it. every: send only each such try."""
    scene, left_alone = Scene(seed), Scene(seed)
    tries = kind.tries(scene)
    content: bytes | None = next(tries)
    next(kind.tries(left_alone))
    scene.begin()
    left_alone.begin()
    count = us = 0
    try:
        while content is not None:
            scene.send(content, kind.is_on_cable)
            count += 1
            us += kind.each_us
            scene.run_to(us)
            content = next(islice(tries, every - 1, None), None)
        count += scene.line.chunks
        scene.line.endless, scene.line.room = None, None
        scene.run_to(us + SETTLE_US)
    except Exception as error:
        crashed = (f"input {count}: {error!r}",)
        return Outcome(kind.name, count, scene.accepted, scene.answered, 1, 0, 0, 0, crashed)
    left_alone.run_to(us + SETTLE_US)
    return _outcome(kind, count, scene, left_alone, us)


def _outcome(kind: Kind, count: int, scene: Scene, left_alone: Scene, us: int) -> Outcome:
    steps, wanted = (one.edges_us(us + SETTLE_US) for one in (scene, left_alone))
    moved_us = max((abs(step - right) for step, right in zip(steps, wanted, strict=False)), default=0)
    complaints = ["other things on record"] if scene.told() != left_alone.told() else []
    complaints += ["other alarms"] if scene.alarms() != left_alone.alarms() else []
    apart, accepted, crashes = abs(len(steps) - len(wanted)), scene.accepted, scene.crashes
    complaints += scene.ends_well(us)
    return Outcome(kind.name, count, accepted, scene.answered, crashes, len(steps), apart, moved_us, tuple(complaints))
