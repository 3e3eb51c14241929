"""The serial wire over a pseudo-terminal, and what it says when there is none."""

import contextlib
import errno
import os
import tty

import pytest
import serial

from pump_link.serial_wire import SerialTransport
from pump_link.transport import NoWire, SocketTransport, open_transport

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals here")


@pytest.fixture
def terminal():
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    path = os.ttyname(theirs)
    yield ours, path
    for end in (ours, theirs):
        with contextlib.suppress(OSError):
            os.close(end)


def test_bytes_go_both_ways_whatever_they_are(terminal):
    ours, path = terminal
    wire = open_transport(path)
    assert isinstance(wire, SerialTransport)
    every = bytes(range(256))
    wire.send(every)
    assert os.read(ours, 1_000) == every
    os.write(ours, every)
    got = b""
    while len(got) < len(every):
        part = wire.receive(1.0)
        assert part, "all of it comes"
        got += part
    assert got == every
    assert wire.receive(0.0) == b""
    wire.close()


def test_one_program_at_a_time_has_the_device(terminal):
    _, path = terminal
    first = open_transport(path)
    with pytest.raises(NoWire, match=f"--port: {path}: another program holds it"):
        open_transport(path)
    first.close()
    open_transport(path).close()


def test_a_pulled_cable_is_one_line(terminal):
    ours, path = terminal
    wire = open_transport(path)
    os.close(ours)
    with pytest.raises(NoWire, match=r"the wire was cut .*; look at the cable and connect again") as cut:
        wire.receive(0.5)
    assert "\n" not in str(cut.value)
    with pytest.raises(NoWire, match="the wire was cut"):
        for _ in range(3):
            wire.send(b"x")
    wire.close()


def test_what_is_no_port_is_refused_by_what_it_is(tmp_path):
    with pytest.raises(NoWire, match=r"--port: /dev/nothing-here: no such port: plug the pump in, see pump find"):
        open_transport("/dev/nothing-here")
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(NoWire, match="is no serial port"):
        open_transport(str(file))


@pytest.mark.parametrize(
    ("device", "number", "said", "told"),
    [
        ("/dev/ttyACM0", errno.EACCES, "could not open port: Permission denied", "sudo usermod -aG dialout"),
        ("COM3", errno.EACCES, "could not open port 'COM3': PermissionError(13, 'Access is denied.')", "holds it"),
        ("COM9", None, "could not open port 'COM9': FileNotFoundError(2, 'no such file')", "no such port"),
        ("/dev/ttyACM0", errno.EBUSY, "Device or resource busy", "another program holds it"),
        ("/dev/ttyACM0", errno.EIO, "Input/output error\nand more", r"cannot be opened \(.*error\); see pump find"),
    ],
)
def test_why_it_cannot_be_opened_is_told_with_what_to_do(monkeypatch, device, number, said, told):
    def refused(*_, **__):
        raise serial.SerialException(said) if number is None else serial.SerialException(number, said)

    monkeypatch.setattr(serial, "Serial", refused)
    with pytest.raises(NoWire, match=told) as refusal:
        open_transport(device)
    assert str(refusal.value).startswith(f"--port: {device}: ")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("address", ["", "nowhere", "a b:1", "README.md", "-x", "/dev/tty\nx", ":80", "h:"])
def test_what_is_neither_device_nor_address_is_refused(address):
    with pytest.raises(NoWire, match="a serial device such as /dev/ttyACM0 or COM3, or HOST:PORT"):
        open_transport(address)


@pytest.mark.parametrize("address", ["127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:1"])
def test_a_socket_without_anybody_is_one_line(address):
    with pytest.raises(NoWire, match="--port") as refusal:
        SocketTransport(address)
    assert "\n" not in str(refusal.value)
