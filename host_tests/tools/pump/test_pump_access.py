"""What a command says of a pump that goes away, and with which status it leaves."""

import pytest

from pump.errors import Failure, UserError
from pump.pump_access import pump_at
from pump_link import entry, keys
from pump_link.client import Client, Denied, RefusedByPump, Unanswered
from pump_link.readings import NotUnderstood
from pump_link.transport import NoWire
from served_twin import PUMP_ID, own_folders
from support import proves


class Wire:
    """A wire that is there; is_closed: somebody let go of it."""

    is_closed = False

    def send(self, content: bytes) -> None:
        pass

    def receive(self, timeout_s: float) -> bytes:
        return b""

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def wire(tmp_path, monkeypatch):
    wire = Wire()
    monkeypatch.setattr("pump.pump_access.open_transport", lambda _: wire)
    monkeypatch.setattr(Client, "open", lambda self: None)
    with own_folders(tmp_path):
        keys.save(PUMP_ID, "clinician", bytes(32))
        yield wire


@proves("B8")
@pytest.mark.parametrize(
    ("trouble", "left_with", "said"),
    [
        (NoWire("the wire was cut"), Failure, "the wire was cut; what was asked may have been done: read the status"),
        (Unanswered("prime", may_be_done=True), Failure, "prime: no answer; it may have been done: read the status"),
        (NotUnderstood("status: not of this version"), Failure, "not of this version"),
        (entry.NotAsEntered("the digest"), Failure, "the digest"),
        (RefusedByPump({"field": "a", "value": "b", "limit": "c", "action": "d"}), UserError, "a: b: c; d"),
    ],
)
def test_trouble_with_a_pump_is_one_line_and_the_wire_is_let_go(wire, trouble, left_with, said):
    with pytest.raises(left_with, match=said), pump_at("127.0.0.1:1", None):
        raise trouble
    assert wire.is_closed


@proves("B2")
def test_a_denial_is_printed_and_leaves_with_1(wire, capsys):
    with pytest.raises(Exception) as left, pump_at("127.0.0.1:1", None):
        raise Denied("lockout", 60)
    assert getattr(left.value, "exit_code", None) == 1
    assert capsys.readouterr().out == "denied: lockout: the lockout after the last bolus is not over; 1 min left\n"
    assert wire.is_closed


@pytest.mark.parametrize(
    ("trouble", "left_with"),
    [(NoWire("cut"), Failure), (Unanswered("hello", may_be_done=False), UserError), (keys.KeyTrouble("k"), UserError)],
)
def test_trouble_while_it_is_opened_lets_the_wire_go_too(wire, monkeypatch, trouble, left_with):
    def refused(_: Client) -> None:
        raise trouble

    monkeypatch.setattr(Client, "open", refused)
    with pytest.raises(left_with), pump_at("127.0.0.1:1", None):
        raise AssertionError("it never opens")
    assert wire.is_closed
