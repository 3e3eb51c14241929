"""The command itself: exit status, one line for what is wrong, nothing written, never a traceback."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import pump
from pump import cli
from pump.cli import main
from support import proves
from twin.figures import RigFigures, load_figures
from twin.pump_face import ALARM_NAMES, DENIAL_REASONS

EXAMPLES = Path(pump.__file__).parent / "examples"
DEMO = str(EXAMPLES / "demo.toml")
DAY = str(EXAMPLES / "demo_day.toml")


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("pump: ")
    assert err.count("\n") == 1 and err.endswith("\n")
    assert err[:-1].isprintable()
    assert list(Path().iterdir()) == []
    return err


def test_json_is_one_object_on_stdout_and_notes_are_on_stderr(capsys: pytest.CaptureFixture[str]):
    assert main(["sim", DEMO, "--for", "1min", "--scenario", DAY, "--seed", "5", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["duration_s"] == 60.0
    assert len(err.splitlines()) == 7
    assert all(line.startswith("note: event ") for line in err.splitlines())


def test_without_json_the_same_figures_are_one_screen(capsys: pytest.CaptureFixture[str]):
    assert main(["sim", DEMO, "--for", "5min", "--json"]) == 0
    report: Any = json.loads(capsys.readouterr().out)
    assert main(["sim", DEMO, "--for", "5min"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert len(out.splitlines()) <= 30
    for figure in (report["volume_uL"]["prescribed"], report["volume_uL"]["delivered"]):
        assert f"{figure:.3f}" in out
    assert f"{report['steps']['emitted']} microsteps" in out
    assert "state: running" in out


def test_it_leaves_with_zero_whatever_alarms_occur(capsys: pytest.CaptureFixture[str]):
    empty = (EXAMPLES / "demo.toml").read_text().replace('filled = "20 mL"', 'filled = "0 mL"')
    Path("empty.toml").write_text(empty)
    assert main(["sim", "empty.toml", "--for", "1min"]) == 0
    out = capsys.readouterr().out
    assert "reservoir-empty" in out
    assert "high" in out


def test_help_and_version_leave_with_zero(capsys: pytest.CaptureFixture[str]):
    for arguments in (
        [],
        ["--help"],
        ["sim", "--help"],
        ["demo", "--help"],
        ["plot", "--help"],
        ["loadcell", "--help"],
    ):
        assert main(arguments) == 0
        assert "Usage: pump" in capsys.readouterr().out
    assert main(["--version"]) == 0
    project = tomllib.loads((Path(pump.__file__).parents[2] / "pyproject.toml").read_text())
    assert capsys.readouterr().out == f"pump {project['project']['version']}\n"


def test_the_rig_is_printed_as_a_scenario_would_set_it(capsys: pytest.CaptureFixture[str]):
    assert main(["sim", "--rig"]) == 0
    printed = tomllib.loads(capsys.readouterr().out)
    assert load_figures(printed["rig"]) == RigFigures()
    Path("warm.toml").write_text("[rig]\ntemperature = 30\n")
    assert main(["sim", "--rig", "--scenario", "warm.toml"]) == 0
    assert tomllib.loads(capsys.readouterr().out)["rig"]["temperature"] == 30


def test_the_closed_lists_are_printed_whole(capsys: pytest.CaptureFixture[str]):
    assert main(["lists"]) == 0
    out = capsys.readouterr().out.replace("\n", " ")
    for name in (*ALARM_NAMES, *DENIAL_REASONS[1:], "locked", "stopped", "running", "off", "cut"):
        assert name in out


@proves("U2")
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["sim"], "THERAPY.toml: missing"),
        (["sim", DEMO], "--for: missing"),
        (["sim", DEMO, "--for", "24"], "--for: '24': a duration is needed"),
        (["sim", DEMO, "--for", "-1h"], "--for: '-1h': must not be negative"),
        (["sim", DEMO, "--for", "nan h"], "--for: 'nan h': "),
        (["sim", DEMO, "--for", "1e99h"], "--for: '1e99h': an exponent"),
        (["sim", DEMO, "--for", "0"], "--for: '0': must be more than zero"),
        (["sim", DEMO, "--for", "500 d"], "--for: '500 d': at most 366 days"),
        (["sim", DEMO, "--for", "1h", "--seed", "-1"], "--seed: '-1': a whole number"),
        (["sim", DEMO, "--for", "1h", "--seed", "x\ny"], "--seed: "),
        (["sim", DEMO, "--for", "1h", "--scenario", "none.toml"], "scenario file: none.toml: cannot be read: "),
        (["sim", DEMO, "--for", "1h", "--scenario", DEMO], "reservoir: no such setting"),
        (["sim", "none.toml", "--for", "1h"], "therapy file: none.toml: cannot be read: "),
        (["sim", "a\0b", "--for", "1h"], "Invalid value for 'THERAPY.toml': "),
        (["sim", "/", "--for", "1h"], "therapy file: /: cannot be read: "),
        (["sim", sys.executable, "--for", "1h"], "therapy file: "),
        (["sim", os.devnull, "--for", "1h"], "reservoir: missing"),
        (["sim", DAY, "--for", "1h"], "start: no such setting"),
        (["sim", DEMO, "--rig"], "--rig: "),
        (["sim", DEMO, "--for"], "Option '--for' requires an argument"),
        (["sim", DEMO, DAY, "--for", "1h"], "Got unexpected extra argument"),
        (["sim", "--nope"], "No such option: --nope"),
        (["simm"], "No such command 'simm'"),
        (["--nope"], "No such option: --nope"),
        (["demo", "--day", "--picture", "/dev/null/x.png"], "--picture: /dev/null/x.png: cannot be written: "),
        (["demo", "--day", "--picture", "/"], "--picture: /: cannot be written: "),
    ],
)
def test_wrong_input_is_one_line_and_status_two(capsys: pytest.CaptureFixture[str], arguments: list[str], line: str):
    assert refused(capsys, *arguments).startswith("pump: " + line)


def test_a_fault_of_the_program_is_one_line_too(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    def broken() -> str:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(cli, "version", broken)
    assert main(["--version"]) == 3
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "RuntimeError" in err and "PUMP_DEBUG" in err
    monkeypatch.setenv("PUMP_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main(["--version"])


def run_module(*arguments: str, stdout: Any = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """From where this test imports it (a mutated copy must test itself), with stdout buffered, as people have it."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": ""}
    command = [sys.executable, "-m", "pump", *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, env=environment)


def test_as_a_module_it_is_the_same_command():
    done = run_module("sim", DEMO, "--for", "1min", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["state"] == "running"


@pytest.mark.parametrize("arguments", [("sim", "--rig"), ("--version",)])
def test_a_reader_that_leaves_early_causes_no_traceback(arguments: tuple[str, ...]):
    """More and less than a buffer of output: found out while printing, and at the end."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as closed:
        done = run_module(*arguments, stdout=closed)
    assert done.returncode == 3
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [("sim", "--rig"), ("--version",)])
def test_a_full_disk_is_one_line(arguments: tuple[str, ...]):
    with Path("/dev/full").open("w") as full:
        done = run_module(*arguments, stdout=full)
    assert done.returncode == 3
    assert done.stderr.startswith("pump: cannot write: ")
    assert done.stderr.count("\n") == 1
