"""Attacks on the link with time and quantity: floods, slow senders, sessions that hang, pairing by trying."""

from collections.abc import Iterator
from functools import partial

from link import frames
from proof.attack_kinds import END, HARMFUL, fresh
from proof.attack_scene import CLINICIAN, PATIENT, Kind, Scene
from proof.borrowed import link_bench

FLOOD_US = 300_000_000
FLOOD_TURN_US = 5_000  # the goal of issue 6 for the longest turn that a sender can cause
SECOND_US = 1_000_000


def flooded(scene: Scene, what: str) -> Iterator[bytes]:
    """The line is never empty for five minutes of pump time; each turn of the link takes 5 ms."""
    random, line = scene.random, scene.line
    wrong = scene.clinician.hello_line(scene.nonce())[:-1] + b"g" + END
    longest = b"pump1 > clinician 9 " + b"x" * 440 + b" " + b"0" * 32 + END
    chunks = {
        "noise": lambda: random.randbytes(640),
        "frames": lambda: longest,
        "hellos": lambda: wrong,
        "no end": lambda: b"x" * 640,
        "ends": lambda: END * 640,
    }
    made = chunks[what]

    def endless() -> Iterator[bytes]:
        while True:
            yield made()

    yield END
    line.turn_us = FLOOD_TURN_US
    line.endless = endless()
    for _ in range(FLOOD_US // SECOND_US):
        yield b""


def slow(scene: Scene) -> Iterator[bytes]:
    """Frames a byte at a time, just faster than a line is given up; each is one that was recorded."""
    lines = scene.recorded()
    yield END
    for line in lines * 2:
        yield from (bytes([byte]) for byte in line + END)


def half_frames(scene: Scene) -> Iterator[bytes]:
    """The beginning of a right request, and silence."""
    line = fresh(scene)[0]
    yield END
    for _ in range(500):
        yield line[: scene.random.randint(1, len(line) - 1)]


def unused_offers(scene: Scene) -> Iterator[bytes]:
    """A holder of the patient's key begins sessions and never goes on."""
    yield END
    for _ in range(500):
        yield scene.patient.hello_line(scene.nonce()) + END


def deaf(scene: Scene) -> Iterator[bytes]:
    """A hello that was recorded, from one who reads no answer."""
    hello = scene.recorded()[0]
    yield END
    scene.line.room = 7
    for _ in range(500):
        yield hello + END


def hellos(scene: Scene) -> Iterator[bytes]:
    """Recorded ones, forged ones, and of the other role's key."""
    recorded = scene.recorded()[0]
    forged = link_bench.Peer(scene.bench, CLINICIAN, bytes(32))
    posing = link_bench.Peer(scene.bench, CLINICIAN, scene.bench.KEYS[PATIENT])
    yield END
    for _ in range(700):
        yield recorded + END
        yield forged.hello_line(scene.nonce()) + END
        yield posing.hello_line(scene.nonce()) + END


def pairing(scene: Scene, is_stopped: bool) -> Iterator[bytes]:
    """Nobody holds the button."""
    if is_stopped:
        scene.clinician.ask("stop")
    yield END
    for place in range(2_000):
        yield b"pump1 > %b pair" % frames.ROLES[place % 2] + END


def unsigned(scene: Scene) -> Iterator[bytes]:
    """Requests as a person would type them, with no tag or another protocol's form."""
    yield END
    for place in range(1_000):
        request = HARMFUL[place % 3].encode()
        forms = (request, b"pump1 > clinician %d " % (place + 1) + request, b"\x03\x04", b"import machine")
        yield scene.random.choice(forms) + END


KINDS = (
    Kind("pairing without the button, running", partial(pairing, is_stopped=False), 500_000),
    Kind("pairing without the button, stopped", partial(pairing, is_stopped=True), 500_000),
    Kind("unsigned requests", unsigned),
    Kind("hello flood", hellos),
    Kind("slow sender", slow, 1_900_000),
    Kind("session hang: half a frame", half_frames, 400_000),
    Kind("session hang: offers not taken", unused_offers, 400_000),
    Kind("session hang: a reader that reads nothing", deaf, 400_000),
    Kind("flood of noise", partial(flooded, what="noise"), SECOND_US),
    Kind("flood of frames with a wrong tag", partial(flooded, what="frames"), SECOND_US),
    Kind("flood of hellos with a wrong tag", partial(flooded, what="hellos"), SECOND_US),
    Kind("flood without an end of line", partial(flooded, what="no end"), SECOND_US),
    Kind("flood of ends of lines", partial(flooded, what="ends"), SECOND_US),
)
