"""A part of the attack table, and that the table tells of an attack that gets through."""

import pytest

from link import conversation
from link.line_reader import LineReader
from link.link import Link
from link.pairing import Pairing
from link_desk import LinkDesk
from proof import attack_floods, attack_scene, attacks
from proof.attack_scene import Outcome, tried
from support import proves

EVERY = 23  # of the tries of each kind
SECONDS_OF_A_FLOOD = 3


def of(name: str, every: int = EVERY) -> Outcome:
    """The one kind of that name."""
    (kind,) = (kind for kind in attacks.KINDS if kind.name == name)
    return tried(kind, seed=1, every=every)


@proves("T1", "T2", "T3", "T4", "T5", "T6")
@pytest.mark.parametrize("kind", attacks.KINDS, ids=lambda kind: kind.name.replace(" ", "-"))
def test_it_is_held_off_and_delivery_is_the_same_to_a_microstep(kind: attack_scene.Kind):
    is_flood = kind.name.startswith("flood")
    found = tried(kind, seed=2, every=attack_floods.FLOOD_US // 1_000_000 // SECONDS_OF_A_FLOOD if is_flood else EVERY)
    assert found.is_held(), found
    assert found.tried >= 20
    assert found.steps > 40 or "stopped" in kind.name


@proves("T1", "T2")
def test_a_link_that_takes_any_tag_is_seen_in_acceptance_and_in_delivery(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(conversation, "same", lambda _one, _other: True)
    found = of("guessed tags")
    assert found.accepted > 0
    assert found.apart > 0
    assert not found.is_held()


@proves("T3")
def test_a_patient_who_may_do_what_the_clinician_may_is_seen(monkeypatch: pytest.MonkeyPatch):
    serve = LinkDesk.serve
    monkeypatch.setattr(LinkDesk, "serve", lambda desk, _role, request: serve(desk, b"clinician", request))
    assert of("wrong role").accepted > 0


@proves("T3")
def test_a_clinician_who_is_let_in_on_the_handhelds_line_is_seen(monkeypatch: pytest.MonkeyPatch):
    right = Link.__init__
    monkeypatch.setattr(Link, "__init__", lambda link, *given: right(link, *given[:6]))
    found = of("a clinician on the hand-held's line")
    assert found.accepted > 0
    assert not found.is_held()


@proves("T5")
def test_a_pump_that_pairs_without_its_button_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Pairing, "_refusal", lambda _pairing: ("", 0))
    assert of("pairing without the button, stopped").accepted > 0


@proves("T6")
def test_a_link_that_raises_is_seen_as_a_crash(monkeypatch: pytest.MonkeyPatch):
    right = LineReader.take

    def take(reader: LineReader, chunk: bytes) -> object:
        if chunk == b"x" * 64:
            raise IndexError("no such place")
        return right(reader, chunk)

    monkeypatch.setattr(LineReader, "take", take)
    assert of("flood without an end of line").crashes == 1
