"""The wire of the programmer: cut and opened again, it asks the same once more; lost, it says so."""

import pytest

from programmer.wire import SteadyTransport, Wire
from pump_link import frames, keys
from pump_link.client import Unanswered
from pump_link.transport import NoWire
from support import proves

KEY = bytes(range(32))
PUMP_ID = "e660000000000001"


class FakePump:
    """Answers as a pump would; does what is asked once a counter. cut_after: bytes that it takes before a cut."""

    def __init__(self):
        self.done = []
        self.session: bytes | None = None
        self.answers = {}
        self.cuts = 0
        self.is_gone = False
        self.key = KEY

    def open(self):
        if self.is_gone:
            raise NoWire("nobody answers there")
        return FakeWire(self)

    def take(self, line):
        words = line.split(" ")
        if words[3] == "hello":
            self.session = frames.session_key(self.key, words[4], "b" * 32)
            self.answers = {}
            return frames.signed(self.key, f"pump1 < {words[2]} welcome {words[4]} {'b' * 32} {PUMP_ID}")
        assert self.session is not None
        if words[3] not in self.answers:
            self.done.append(words[4])
            self.answers[words[3]] = frames.signed(self.session, f"pump1 < {words[2]} {words[3]} ok")
        return self.answers[words[3]]


class FakeWire:
    def __init__(self, pump):
        self._pump = pump
        self._waiting = b""
        self._is_cut = False

    def send(self, content):
        for line in content.decode().split("\n"):
            if line:
                self._waiting += self._pump.take(line).encode() + b"\n"
                if self._pump.cuts and " hello " not in line:
                    self._pump.cuts -= 1
                    self._is_cut = True

    def receive(self, timeout_s):
        if self._is_cut or self._pump.is_gone:
            raise NoWire("the wire was cut")
        content, self._waiting = self._waiting, b""
        return content

    def close(self):
        self._is_cut = True


@pytest.fixture
def pump(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr("programmer.wire.AGAIN_S", 0.0)
    monkeypatch.setattr("pump_link.client.TRY_S", 0.05)
    keys.save(PUMP_ID, "clinician", KEY)
    return FakePump()


@proves("B8")
def test_a_wire_that_is_cut_before_the_answer_is_opened_again_and_the_pump_does_it_once(pump):
    wire = Wire(pump.open)
    wire.work("clinician", lambda client: client.ask("status"))
    pump.cuts = 1
    assert wire.work("clinician", lambda client: client.ask("stop")) == {}
    assert pump.done == ["status", "stop"]
    assert wire.pump_id == PUMP_ID


@proves("T4")
def test_a_pump_that_is_gone_is_said_and_one_that_comes_back_is_found(pump):
    wire = Wire(pump.open)
    wire.work("clinician", lambda client: client.ask("status"))
    pump.is_gone = True
    with pytest.raises(NoWire):
        wire.work("clinician", lambda client: client.ask("status"))
    pump.is_gone = False
    assert wire.work("clinician", lambda client: client.ask("status")) == {}


def test_what_nobody_asked_for_leaves_a_cut_wire_to_who_took_it(pump):
    wire = Wire(pump.open)
    wire.work("clinician", lambda client: client.ask("status"))
    pump.cuts = 1
    with pytest.raises(NoWire, match="somebody else took it"):
        wire.work("clinician", lambda client: client.ask("status"), gives_way=True)
    pump.cuts = 1
    assert wire.work("clinician", lambda client: client.ask("stop")) == {}, "a person's request takes it back"


def test_a_computer_without_a_key_is_told_to_pair(pump):
    with pytest.raises(keys.KeyTrouble, match="pump pair patient"):
        Wire(pump.open).work("patient", lambda client: client.ask("status"))


def test_a_pump_that_was_paired_anew_is_silent_and_that_is_raised(pump):
    pump.key = bytes(32)
    with pytest.raises(Unanswered):
        Wire(pump.open).work("clinician", lambda client: client.ask("status"))


def test_what_cannot_be_opened_again_raises(pump):
    steady = SteadyTransport(pump.open)
    pump.is_gone = True
    with pytest.raises(NoWire):
        steady.receive(0.0)
