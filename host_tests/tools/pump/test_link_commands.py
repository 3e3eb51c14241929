"""The commands against a served twin, over a socket and over a pseudo-terminal: one twin a wire for all of them."""

import json
import os
import re
from typing import Any

import pytest

from pump.cli import main
from pump_link import keys
from served_twin import PUMP_ID, Served, Terminal, own_folders, therapy_with
from support import proves

SPEED = "5"
WIRES = ["0", pytest.param("pty", marks=pytest.mark.skipif(os.name != "posix", reason="no pseudo-terminals here"))]


@pytest.fixture(scope="module", params=WIRES)
def served(request, tmp_path_factory):
    with own_folders(tmp_path_factory.mktemp("user")):
        twin = Served("20 min", SPEED, request.param)
        twin.client()._lines._transport.close()
        yield twin
        twin.stop()


@pytest.fixture
def run(served, capsys):
    """Runs a command without --port: (status, what it printed, what it said on stderr)."""

    def run_it(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, said.err

    return run_it


def wait_until_at_rest(run) -> dict[str, Any]:
    """The status once no therapy is being put in force and no bolus is under way any more."""
    for _ in range(200):
        said = json.loads(run("status", "--json")[1])
        if not said["is_changing"] and said["bolus"] is None:
            return said
    raise AssertionError("it never came to rest")


def test_the_only_pump_is_found_without_its_port(run, served):
    assert run("find") == (0, f"{served.address} (twin {PUMP_ID})\n", "")
    status, out, _ = run("status", "--json")
    assert status == 0
    said = json.loads(out)
    assert said["state"] == "running"
    assert said["flow_fl_per_day"] == 500_000_000_000


def test_status_is_in_words(run):
    status, out, _ = run("status", "--role", "patient")
    assert status == 0
    assert "state: running\n" in out
    assert "flow now: 0.5 mL/day\n" in out


@proves("T3")
def test_boluses_are_granted_denied_in_words_and_ended(run):
    wait_until_at_rest(run)
    assert run("bolus", "--dose", "0.02 mg", "--over", "5 min")[:2] == (0, "granted\n")
    status, out, _ = run("bolus")
    assert (status, out) == (1, "denied: bolus-running: another bolus is under way: wait for its end\n")
    assert run("bolus", "--end")[:2] == (0, "ending\n")
    assert run("prime")[0] == 1
    assert run("bridge")[0] == 2
    status, out, _ = run("log", "--kind", "granted", "--json")
    assert [record["words"].partition(" ")[0] for record in json.loads(out)["records"]] == ["clinician"]


def test_the_log_is_read_held_to_its_chain_and_filtered(run, tmp_path):
    status, out, _ = run("log")
    assert status == 0
    assert "a new clinician's key" in out
    assert "no finding" in out
    whole = json.loads(run("log", "--json")[1])["records"]
    assert [record["sequence"] for record in whole] == list(range(len(whole)))
    later = json.loads(run("log", "--json", "--since", "5")[1])["records"]
    assert later[0]["sequence"] == 5
    recent = json.loads(run("log", "--json", "--since", "1s")[1])["records"]
    assert 0 < len(recent) < len(whole)
    file = tmp_path / "log.csv"
    assert run("log", "--csv", str(file))[0] == 0
    assert len(file.read_text().splitlines()) >= len(whole) + 1


@proves("U1")
def test_a_therapy_is_shown_old_against_new_and_confirmed(run, tmp_path):
    before = wait_until_at_rest(run)["therapy"]
    new = therapy_with(tmp_path, most_per_day="3")
    status, out, err = run("program", new)
    assert status == 2
    assert err.startswith("pump: --yes: missing: pump program asks to confirm")
    assert json.loads(run("status", "--json")[1])["therapy"] == before
    status, out, _ = run("program", new, "--yes")
    assert status == 0
    assert "at most 4 a day" in out
    assert "at most 3 a day" in out
    assert re.search(r"would run at 0\.5 mL/day: \d+ microsteps? in \d+\.\d{6} s", out)
    assert re.search(r"^digest: [0-9a-f]{64}$", out, re.MULTILINE)
    assert out.endswith("confirmed: being put in force\n")
    assert wait_until_at_rest(run)["therapy"] != before


@proves("U4")
def test_a_soft_limit_is_passed_by_its_name_alone(run, tmp_path):
    far = therapy_with(tmp_path, dose='"1 mg/day"')
    before = wait_until_at_rest(run)["therapy"]
    status, _, err = run("program", far, "--yes")
    assert status == 2
    assert re.search(r"; add --accept [a-z-]+ to pass it knowingly\n$", err)
    assert err.count("\n") == 1
    status, _, err = run("program", far, "--yes", "--accept", "nothing-known")
    assert status == 2
    assert "--accept: 'nothing-known': this therapy passes no such soft limit" in err
    said = json.loads(run("status", "--json")[1])
    assert said["therapy"] == before
    assert said["entry"] == "", "what was not confirmed is dropped"


@proves("U1")
@pytest.mark.parametrize(
    ("answer", "status", "end"),
    [(False, 1, "not confirmed: the therapy in force goes on\n"), (True, 0, "being put in force\n")],
)
def test_at_a_terminal_the_person_is_asked(run, tmp_path, monkeypatch, answer, status, end):
    asked: list[str] = []
    wait_until_at_rest(run)
    monkeypatch.setattr("sys.stdin", Terminal())

    def confirm(question: str, default: bool) -> bool:
        assert default is False
        asked.append(question)
        return answer

    monkeypatch.setattr("typer.confirm", confirm)
    found, out, _ = run("program", therapy_with(tmp_path, most_per_day="5"))
    assert found == status
    assert out.endswith(end)
    assert asked == ["put it in force?"]


def test_a_refill_is_entered_and_its_alarm_listed_and_acknowledged(run):
    wait_until_at_rest(run)
    status, out, _ = run("refill", "--withdrawn", "3 mL", "--filled", "20 mL")
    assert status == 0
    assert re.match(r"refilled: 20\.0000 mL in; 3\.0000 mL withdrawn, 19\.9\d* mL expected\n", out)
    out = run("alarms")[1]
    assert "refill-discrepancy" in out
    assert "medium" in out
    assert "check" in out
    assert run("alarms", "--acknowledge", "refill-discrepancy")[0] == 0
    assert "refill-discrepancy" not in run("alarms")[1]
    assert run("alarms", "--acknowledge", "all", "--pause-audio")[0] == 0


def test_the_time_is_shown_and_set_from_this_computer(run):
    assert re.search(r"the pump is .* (ahead|behind); pump time --set sets it\n$", run("time")[1])
    assert run("time", "--set")[1].endswith("the same\n")


def test_the_report_is_shown_and_written_and_nothing_is_overwritten(run, tmp_path):
    csv, pdf = tmp_path / "r.csv", tmp_path / "r.pdf"
    status, out, _ = run("report", "--csv", str(csv), "--pdf", str(pdf), "--close")
    assert status == 0
    assert "given since the last report" in out
    assert csv.read_text().startswith("part,what,value,unit\n")
    assert pdf.read_bytes().startswith(b"%PDF-")
    status, _, err = run("report", "--csv", str(csv))
    assert status == 2
    assert "is there already, and nothing is overwritten" in err


def test_watching_ends_by_itself(run):
    status, out, _ = run("watch", "--for", "1s")
    assert status == 0
    assert "running; flow 0.5 mL/day; bolus" in out
    assert out.count("\n") < 4


def test_stop_and_start(run):
    wait_until_at_rest(run)
    assert run("stop")[:2] == (0, "stopping\n")
    assert "it must be running" in run("stop")[2]
    assert run("start")[:2] == (0, "starting\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bolus", "--dose", "0.1 mg"], "--over: missing"),
        (["bolus", "--over", "5 min"], "--dose: missing"),
        (["bolus", "--dose", "5", "--over", "5 min"], "--dose: '5': a dose is needed"),
        (["bolus", "--dose", "0.1 mg", "--over", "2 mL"], "--over: '2 mL'"),
        (["bolus", "--dose", "0.1 mg", "--over", "1 s"], "at least 10 s"),
        (["bolus", "--end", "--dose", "1 mg"], "--end: --dose or --over is given too"),
        (["refill", "--withdrawn", "1 mL"], "Missing option '--filled'"),
        (["refill", "--withdrawn", "1", "--filled", "2 mL"], "--withdrawn: '1'"),
        (["refill", "--withdrawn", "-1 mL", "--filled", "2 mL"], "must not be negative"),
        (["refill", "--withdrawn", "0 mL", "--filled", "90 mL"], "at most the capacity"),
        (["recalibrate"], "--yes: missing: pump recalibrate asks"),
        (["begin-history", "--given", "2 mg"], "--yes: missing: pump begin-history asks"),
        (["begin-history", "--given", "2", "--yes"], "--given: '2': a dose is needed"),
        (["begin-history", "--given", "2 mg", "--yes"], "history: known"),
        (["alarms", "--acknowledge", "nix"], "acknowledge: nix: a known alarm"),
        (["alarms", "--acknowledge", ""], "--acknowledge: ''"),
        (["watch", "--for", "3"], "--for: '3': a duration is needed"),
        (["watch", "--role", "nurse"], "ROLE: 'nurse'"),
        (["status", "--role", "nurse"], "ROLE: 'nurse'"),
        (["status", "--pump", "abc"], "--port: no pump abc among"),
        (["pair", "nurse"], "ROLE: 'nurse'"),
        (["pair", "patient"], "not paired: delivering; stop it first, then hold its button"),
        (["program", "none.toml", "--yes"], "none.toml: cannot be read"),
        (["report", "--pdf", "/no/such/place.pdf"], "no such folder"),
        (["report", "--csv", "a\0b"], "--csv"),
        (["report", "--csv", "one.csv", "--pdf", "one.csv"], "--pdf: one.csv: --csv names it too"),
        (["time", "x"], "unexpected extra argument"),
        (["log", "--since", "1x"], "--since: '1x'"),
    ],
)
def test_wrong_input_is_one_line_and_status_2(run, arguments, said):
    status, _, err = run(*arguments)
    assert status == 2
    assert said in err
    assert err.count("\n") == 1


def test_without_a_key_or_with_a_wrong_one_it_says_what_to_do(run, served, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    status, _, err = run("status")
    assert status == 2
    assert f"no key of any pump is kept; pair with it first: pump pair clinician --port {served.address}" in err
    monkeypatch.setattr("pump_link.opening.TRIES", 1)
    keys.save(PUMP_ID, "clinician", bytes(32))
    status, _, err = run("stop")
    assert status == 2
    assert "is it paired" in err
