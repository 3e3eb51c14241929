"""Attacks on the link with frames: sent again, in another order, changed, cut, signed with another key."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from fakes.byte_line import FakeLine
from link import frames
from link.mac import DIGITS
from proof.attack_scene import CLINICIAN, PATIENT, Kind, Scene
from proof.borrowed import fuzzed_link, handheld_bench, line_changes, link_bench

END = b"\n"
HARMFUL = (
    "stop",
    'clinician-bolus {"dose_pg": 50000000, "over_s": 60}',
    'refill {"withdrawn_nl": 0, "filled_nl": 20000000, "other_mixture": false}',
)
CLINICIANS = (
    *HARMFUL,
    "prime",
    "bridge",
    "stop-bolus",
    "pause-audio",
    "stage",
    "discard",
    "close-report",
    "log",
    "hello",
)
REPLAYS = 120
HIGHEST = 999_999_999


def fresh(scene: Scene) -> list[bytes]:
    """Requests that would do harm, signed and never sent."""
    return [scene.clinician.line(request) for request in HARMFUL]


def whole_session(scene: Scene, before: str) -> Iterator[bytes]:
    """before: what happens between the recording and the replay."""
    lines = scene.recorded()
    if before == "a reset":
        scene.reset()
    if before != "nothing":
        scene.new_sessions()
    yield END
    for _ in range(REPLAYS):
        yield from (line + END for line in lines)


def single_frames(scene: Scene) -> Iterator[bytes]:
    lines = scene.recorded()
    scene.bench.exchange(scene.clinician.line("status"))
    yield END
    for _ in range(1_000):
        yield scene.random.choice(lines) + END


def reordered(scene: Scene) -> Iterator[bytes]:
    """Requests held back on the wire, and let through after a later one."""
    held_back = [scene.clinician.line(request) for _ in range(400) for request in HARMFUL]
    scene.bench.exchange(scene.clinician.line("status"))
    scene.random.shuffle(held_back)
    yield END
    yield from (line + END for line in held_back)


def old_counters(scene: Scene, is_after_reset: bool) -> Iterator[bytes]:
    """Other requests with a counter of before, signed with the session's own key."""
    scene.clinician.counter = 1_000
    scene.bench.exchange(scene.clinician.line("status"))
    lines = [scene.clinician.line(HARMFUL[counter % 3], counter) for counter in range(1, 1_001)]
    if is_after_reset:
        lines += [scene.clinician.line(HARMFUL[place % 3], HIGHEST - place) for place in range(500)]
        scene.reset()
        scene.new_sessions()
    scene.random.shuffle(lines)
    yield END
    yield from (line + END for line in lines)


def cut(scene: Scene) -> Iterator[bytes]:
    lines = [*fresh(scene), scene.clinician.hello_line(scene.nonce())]
    yield END
    for line in lines:
        yield from (part + END for part in line_changes.cuts(line))
        yield from (line[place:] + END for place in range(1, len(line)))


def flipped(scene: Scene) -> Iterator[bytes]:
    lines = [*fresh(scene), scene.clinician.hello_line(scene.nonce())]
    yield END
    for line in lines:
        yield from (changed + END for changed in line_changes.flips(line, [1 << bit for bit in range(8)]))


def stuffed(scene: Scene) -> Iterator[bytes]:
    """Garbage between the bytes of a frame."""
    lines = fresh(scene)
    yield END
    for line in lines:
        for place in range(1, len(line)):
            for _ in range(5):
                yield line[:place] + scene.random.randbytes(scene.random.randint(1, 8)) + line[place:] + END


def oversize(scene: Scene) -> Iterator[bytes]:
    """A request that is right but for its length: longer than a line, by one byte and more."""
    yield END
    for length in range(frames.LINE_BYTES + 1, frames.LINE_BYTES + 1_001):
        shortest = scene.clinician.line(HARMFUL[1])
        spaces = " " * (length - len(shortest))
        yield scene.clinician.line(HARMFUL[1].replace("}", spaces + "}"), scene.clinician.counter) + END


def wrong_role(scene: Scene) -> Iterator[bytes]:
    """What a patient's key can sign: requests of the clinician, in either role's name, and a clinician's hello."""
    patient, posing = scene.patient, link_bench.Peer(scene.bench, CLINICIAN, scene.bench.KEYS[PATIENT])
    posing.session = patient.session
    yield END
    for _ in range(50):
        for request in CLINICIANS:
            yield patient.line(request) + END
            yield posing.line(request) + END
        yield posing.hello_line(scene.nonce()) + END


def on_the_handhelds_line(scene: Scene) -> Iterator[bytes]:
    """All that a clinician says, with the right key, and the same of the patient, in a session there."""
    cable = handheld_bench.OnCable(scene.bench)
    lines = scene.recorded()
    posing = link_bench.Peer(cable, CLINICIAN, scene.bench.KEYS[CLINICIAN])
    if posing.open(scene.nonce()) is None:
        posing.session = scene.clinician.session
    patient = link_bench.Peer(cable, PATIENT, scene.bench.KEYS[PATIENT])
    patient.open(scene.nonce())
    patient.ask("status")
    yield END
    for _ in range(50):
        yield from (line + END for line in lines)
        yield from (posing.line(request) + END for request in HARMFUL)
        yield posing.hello_line(scene.nonce()) + END
        yield b"pump1 > clinician pair" + END
        yield from (patient.line(request) + END for request in CLINICIANS)


def other_pump(scene: Scene) -> Iterator[bytes]:
    """A session with another pump, listened to, and hellos with that pump's key."""
    other: Any = type("Other", (link_bench.LinkBench,), {"KEYS": {CLINICIAN: b"c" * 32, PATIENT: b"p" * 32}})
    lines = listened_to(other(line=FakeLine()).begin(fuzzed_link.THERAPY))
    stranger = link_bench.Peer(scene.bench, CLINICIAN, b"c" * 32)
    yield END
    for _ in range(REPLAYS):
        yield from (line + END for line in lines)
        yield stranger.hello_line(scene.nonce()) + END


def listened_to(bench: Any) -> list[bytes]:
    peer = bench.peer()
    lines = [peer.hello_line(b"5a" * 16)]
    peer.welcomed(bench.exchange(lines[0])[-1])
    for request in HARMFUL:
        lines.append(peer.line(request))
        bench.exchange(lines[-1])
    return lines


def guessed(scene: Scene) -> Iterator[bytes]:
    """The next request with a tag that is drawn."""
    yield END
    for place in range(2_000):
        line = scene.clinician.line(HARMFUL[place % 3], scene.clinician.counter + 1)
        yield line[:-DIGITS] + b"%032x" % scene.random.getrandbits(128) + END


def answers_back(scene: Scene) -> Iterator[bytes]:
    """The pump's own lines, turned round."""
    said = [scene.bench.exchange(scene.clinician.line("status"))[-1] for _ in range(50)]
    yield END
    for _ in range(10):
        for line in said:
            yield line + END
            yield line.replace(frames.FROM_PUMP, frames.TO_PUMP, 1) + END


KINDS = (
    Kind("replay of a whole session", partial(whole_session, before="nothing")),
    Kind("... in a new session", partial(whole_session, before="a session")),
    Kind("... after a reset", partial(whole_session, before="a reset")),
    Kind("replay of single frames", single_frames),
    Kind("reorder", reordered),
    Kind("old counter", partial(old_counters, is_after_reset=False)),
    Kind("old counter after a reset", partial(old_counters, is_after_reset=True)),
    Kind("truncate at every place", cut),
    Kind("bit flips at every place", flipped),
    Kind("garbage between the bytes of a frame", stuffed),
    Kind("oversize", oversize),
    Kind("guessed tags", guessed),
    Kind("the pump's own answers", answers_back),
    Kind("wrong role", wrong_role),
    Kind("a clinician on the hand-held's line", on_the_handhelds_line, is_on_cable=True),
    Kind("another pump's key", other_pump),
)
