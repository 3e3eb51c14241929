"""The faults of the hand-held's cable tell of what they are there for; a short part is in firmware/handheld."""

import pytest

from handheld import request
from handheld.client import Client
from handheld.request import Request
from proof import handheld
from support import proves

FAULTS = 250


def complaints() -> str:
    return "\n".join(handheld.batch(3, FAULTS).complaints)


@proves("B8")
def test_a_batch_of_a_sound_hand_held_is_without_complaint_and_the_same_each_time():
    one = handheld.batch(3, FAULTS)
    assert one.complaints == ()
    assert one == handheld.batch(3, FAULTS)
    assert sum(one.tried) >= FAULTS


@proves("B8")
def test_a_hand_held_that_asks_again_by_itself_is_seen(monkeypatch: pytest.MonkeyPatch):
    def lost(asked: Request) -> None:
        if asked.state == request.ASKING:
            asked._enter(request.PREPARING)

    monkeypatch.setattr(Request, "lost", lost)
    assert "more than one bolus was asked for" in "\n".join(handheld.batch(2, FAULTS).complaints)


@proves("B8")
def test_a_grant_that_nobody_gave_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Request, "_judge", lambda asked, _status: asked._keeping.settle() or asked._grant())
    assert "granted is shown, and nothing was given" in "\n".join(handheld.batch(4, FAULTS).complaints)


@proves("T6")
def test_what_is_raised_is_seen(monkeypatch: pytest.MonkeyPatch):
    right = Client._take

    def take(client: Client, line: bytes) -> None:
        if line and not line.startswith(b"pump1 "):
            raise IndexError("no such place")
        right(client, line)

    monkeypatch.setattr(Client, "_take", take)
    assert "raised IndexError" in complaints()
