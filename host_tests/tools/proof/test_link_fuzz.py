"""The fuzz of the link tells of what it is there for; a short part of it is in firmware/top/test_link_fuzz.py."""

import pytest

import link_desk
from link import conversation
from link.line_reader import LineReader
from link.pairing import Pairing
from proof import link_fuzz
from support import proves

INPUTS = 400


def complaints() -> str:
    return "\n".join(link_fuzz.batch(3, INPUTS).complaints)


@proves("T6")
def test_a_batch_of_a_sound_pump_is_without_complaint_and_the_same_each_time():
    one, again = link_fuzz.batch(3, INPUTS), link_fuzz.batch(3, INPUTS)
    assert one == again
    assert one.complaints == ()
    assert sum(one.tried) == INPUTS
    assert one != link_fuzz.batch(4, INPUTS)


@proves("T1")
def test_a_request_that_nobody_signed_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(conversation, "same", lambda _one, _other: True)
    assert "nobody signed it" in complaints()


@proves("T3", "B9")
def test_arguments_that_are_not_looked_at_are_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(link_desk, "_is", lambda _kind, _value: True)
    assert "a fault of the firmware" in complaints()


@proves("T5")
def test_a_key_that_is_made_without_the_button_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Pairing, "_refusal", lambda _pairing: ("", 0))
    assert "paired" in "\n".join(link_fuzz.batch(3, 5 * INPUTS).complaints)


@proves("T6")
def test_what_is_raised_is_seen(monkeypatch: pytest.MonkeyPatch):
    right = LineReader.take

    def take(reader: LineReader, chunk: bytes) -> object:
        if b"\xff" in chunk:
            raise IndexError("no such place")
        return right(reader, chunk)

    monkeypatch.setattr(LineReader, "take", take)
    assert "raised IndexError" in complaints()


@proves("T6")
def test_a_refused_request_that_changes_the_pump_is_seen(monkeypatch: pytest.MonkeyPatch):
    right = link_desk.LinkDesk.serve

    def serve(desk: link_desk.LinkDesk, role: bytes, request: bytes) -> bytes | None:
        said = right(desk, role, request)
        if said is not None and said.startswith(b"refused") and desk._pump.state() == "running":
            desk._pump.desk.stop()
        return said

    monkeypatch.setattr(link_desk.LinkDesk, "serve", serve)
    assert "differs" in complaints()
