"""`pump programmer`: wrong input is refused in one line before anything is served."""

import socket

import pytest

from pump.cli import main


def refused(capsys, *arguments):
    assert main(["programmer", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.startswith("pump: ") and said.count("\n") == 1
    return said


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--at", "http"], "--at: 'http': a port, 0 to 65535"),
        (["--at", "65536"], "--at: '65536'"),
        (["--for", "soon"], "--for: 'soon'"),
        (["--for", "0 s"], "--for: '0 s': must be more than zero"),
    ],
)
def test_wrong_options_name_themselves(capsys, listening, arguments, words):
    assert words in refused(capsys, "--port", f"127.0.0.1:{listening}", *arguments)


def test_a_pump_that_is_not_there_is_said_at_once(capsys, listening):
    assert "nobody answers there" in refused(capsys, "--port", "127.0.0.1:1", "--no-open")
    assert "--port: 'nonsense'" in refused(capsys, "--port", "nonsense", "--no-open")


def test_a_port_that_is_taken_is_named(capsys, listening):
    where = f"127.0.0.1:{listening}"
    assert "--at" in refused(capsys, "--port", where, "--at", str(listening), "--no-open")
