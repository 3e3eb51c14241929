"""The twin behind a socket: the same code path as a serial line, from the `pump` commands down to the microsteps."""

import json

import pytest

from pump.cli import main
from pump_link import keys
from pump_link.transport import NoWire
from served_twin import DEMO, PUMP_ID, Served, own_folders
from support import proves
from twin import served_line


@pytest.fixture(autouse=True)
def own_folder(tmp_path):
    with own_folders(tmp_path):
        yield


def test_a_served_twin_is_paired_asked_and_told_and_its_accounts_follow():
    served = Served("40s", "10")
    client = served.client()
    assert client.ask("status")["state"] == "running"
    assert served.client("patient").ask("bolus") == {}
    served.client().ask("stop")
    outcome = served.end()
    assert [(bolus.request.label, bolus.outcome) for bolus in outcome.boluses] == [("link", "cut")]
    assert abs(outcome.look.prescribed_uL - outcome.look.commanded_steps * outcome.step_uL) < 0.5


@proves("T3")
def test_the_commands_say_what_the_pump_says(capsys):
    served = Served("60s", "5")
    served.client()
    address = served.address
    assert main(["status", "--port", address, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "running"
    assert main(["status", "--port", address, "--role", "patient"]) == 0
    assert "state: running" in capsys.readouterr().out
    assert main(["bolus", "--port", address]) == 0
    assert main(["bolus", "--port", address]) == 1
    assert "denied: bolus-running" in capsys.readouterr().out
    assert main(["stop", "--port", address]) == 0
    assert main(["stop", "--port", address]) == 2
    assert "it must be running" in capsys.readouterr().err
    assert main(["start", "--port", address]) == 0
    assert main(["pair", "patient", "--port", address]) == 2
    assert "not paired: delivering" in capsys.readouterr().err
    served.end()


def test_who_connects_last_has_the_line():
    served = Served("20s", "5")
    first = served.client()
    first.ask("status")
    assert served.client().ask("status")["state"] == "running"
    with pytest.raises(NoWire):
        first.ask("status")
    served.end()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["status", "--port", "nowhere"], "HOST:PORT"),
        (["sim", str(DEMO), "--for", "1s", "--serve", "tty"], "or pty; choose one"),
        (["status", "--port", "127.0.0.1:1", "--role", "nurse"], "ROLE: 'nurse'"),
        (["bolus", "--port", "127.0.0.1:1"], "no key of any pump is kept"),
        (["sim", str(DEMO), "--for", "1s", "--serve", "99999"], "--serve: '99999'"),
        (["sim", str(DEMO), "--for", "1s", "--serve", "0", "--speed", "0"], "--speed: '0'"),
        (["sim", str(DEMO), "--for", "1s", "--serve", "0", "--speed", "nan"], "--speed: 'nan'"),
        (["sim", str(DEMO), "--for", "1s", "--speed", "5"], "--speed: 5: only a served twin has a pace"),
    ],
)
def test_bad_input_is_one_line_and_status_2(arguments, said, capsys):
    if arguments[0] == "status" and "nurse" not in arguments:
        keys.save(PUMP_ID, "clinician", bytes(32))
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@proves("T4")
def test_the_line_listens_on_loopback_alone():
    line = served_line.ServedLine()
    assert line._server.getsockname()[0] == "127.0.0.1"
    line.close()
