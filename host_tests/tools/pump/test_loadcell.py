"""`pump loadcell`: the same diagnostics on a twin and on a board behind a fake mpremote, and what is refused."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from boards.RPI_PICO import board as data
from fakes.board import FakeBoard
from fakes.hx711_port import EvenConversions, Hx711Port
from fakes.virtual_clock import VirtualClock
from pump import loadcell
from pump.cli import main
from pump.errors import Failure
from pump.loadcell import on_board
from pump.loadcell_report import STATES, VERDICTS, as_json, as_text
from support import proves

UNPLUG = """
[[event]]
at = "1 h"
do = "load-cell-unplug"
"""
PLUG = (
    UNPLUG
    + """
[[event]]
at = "2 h"
do = "load-cell-plug"
[[event]]
at = "3 h"
do = "occlude"
"""
)


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str], status: int, *arguments: str) -> tuple[str, str]:
    capsys.readouterr()
    assert main(["loadcell", *arguments]) == status
    out, err = capsys.readouterr()
    return out, err


@proves("R7")
def test_the_twins_sound_cell_is_ok_with_the_figures_of_its_rig(capsys: pytest.CaptureFixture[str]):
    out, err = said(capsys, 0, "--json", "--for", "60s")
    assert err == ""
    found: Any = json.loads(out)
    assert (found["source"], found["state"], found["saturated"]) == ("the twin", "ok", 0)
    assert 9_000 <= found["rate_mhz"] <= 11_000
    assert found["samples"] == pytest.approx(60 * found["rate_mhz"] / 1e3, abs=2)
    assert found["noise_ug"] == pytest.approx(found["noise_expected_ug"], rel=0.15)
    assert found["mass_ug"] == pytest.approx(20e6, rel=0.005)
    assert found["blocks"] == {"ok": found["samples"] // 8} | dict.fromkeys(STATES[1:-1], 0)
    assert found["calibration"]["counts_per_g"] == 10_737


def test_for_a_person_it_is_a_line_a_figure_with_its_unit_and_a_verdict(capsys: pytest.CaptureFixture[str]):
    out, _ = said(capsys, 0)
    lines = out.splitlines()
    assert lines[0] == "load cell of the twin"
    labels = [line[2:18].strip() for line in lines[1:]]
    assert labels == [
        *("measured", "sample rate", "longest gap", "saturated", "unique", "range", "mean", "noise", "drift"),
        *("blocks of eight", "calibration", "temperature", "the pump says"),
    ]
    assert "conversions in 10.0 s" in out and "mg rms (expected 3.07 mg)" in out and "g above zero" in out
    assert "doubt 0.030 %" in out and "doubt 2.0 mg" in out
    assert lines[-1].endswith("ok: sound: the pump can weigh with it")


@proves("R7")
def test_what_the_scenario_does_to_the_cell_is_found_and_named(capsys: pytest.CaptureFixture[str]):
    Path("unplug.toml").write_text(UNPLUG)
    out, _ = said(capsys, 1, "--scenario", "unplug.toml")
    assert "absent: too few conversions, or none: check the cable" in out
    assert "0 conversions" in out and out.count("not known") == 5
    found: Any = json.loads(said(capsys, 1, "--scenario", "unplug.toml", "--json")[0])
    assert (found["state"], found["mean_raw"], found["noise_ug"]) == ("absent", None, None)
    Path("plug.toml").write_text(PLUG)
    out, err = said(capsys, 0, "--scenario", "plug.toml")
    assert err == "note: event 3: occlude: left out: only the load cell is looked at\n"


@proves("R7")
@pytest.mark.parametrize(
    ("rig", "state"),
    [
        ("noise = 50", "ok"),
        ("cell_capacity = 20\ncell_output = 5", "saturated"),
        ("sample_rate = 80\nsettling = 50", "desynchronised"),
    ],
)
def test_the_scenarios_rig_is_the_one_that_is_measured(capsys: pytest.CaptureFixture[str], rig: str, state: str):
    Path("rig.toml").write_text(f"[rig]\n{rig}\n")
    found: Any = json.loads(said(capsys, 0 if state == "ok" else 1, "--scenario", "rig.toml", "--json")[0])
    assert found["state"] == state and found["verdict"] == VERDICTS[state]


def test_every_state_has_a_verdict():
    assert set(VERDICTS) == set(STATES)


class Board:
    """What mpremote would do to a board, in this process. fails: which of its next calls do. said: what was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fails: Sequence[bool] = (), noise: int = 64) -> None:
        self._monkeypatch = monkeypatch
        self._fails = list(fails)
        self.said: list[list[str]] = []
        clock = VirtualClock()
        self.fake = FakeBoard(clock)
        raw_at = EvenConversions(lambda us: 400_000 + us // 100_000 * 37 % noise)
        self.fake.attach_hx711(data.PINS["hx711_data"], Hx711Port(clock, raw_at))

    def __call__(self, arguments: Sequence[str]) -> tuple[int, str]:
        self.said.append(list(arguments))
        if self._fails and self._fails.pop(0):
            return 1, "mpremote: no device found"
        code = next((words for words in arguments if "load_cell_check" in words), None)
        return 0, "" if code is None else self._execute(code)

    def _execute(self, code: str) -> str:
        """As MicroPython would, with its own modules."""
        fake, lines = self.fake, list[str]()
        with self._monkeypatch.context() as patch:
            patch.setattr("storage.flash_files.FlashFiles", lambda _os, _open, _folder: fake.files)
            for name, module in (("machine", fake.machine), ("rp2", fake.rp2), ("time", fake.time), ("board", data)):
                patch.setitem(sys.modules, name, SimpleNamespace(**vars(data)) if module is data else module)
            exec(code, {"print": lines.append})
        return lines[-1]


@proves("R7", "S5")
def test_a_board_runs_the_same_module_with_its_motor_off_and_is_reset_after_that(monkeypatch: pytest.MonkeyPatch):
    board = Board(monkeypatch)
    found, notes = on_board("/dev/ttyACM0", 5, board)
    assert (STATES[found["state"]], found["samples"], notes) == ("ok", 50, [])
    assert found["calibration"] is None and found["mass_ug"] is None
    assert "second witness does not work until" in as_text(found, "p") and json.loads(as_json(found, "p"))
    assert board.fake.wire(data.PINS["enable"]).level() == 1
    assert len(board.said) == 2
    assert all(arguments[:3] == ["connect", "/dev/ttyACM0", "exec"] for arguments in board.said)
    assert "0x40058000" in board.said[0][3] and board.said[0][4:6] == ["+", "exec"]
    assert "ResetMarker" in board.said[1][3] and board.said[1][-1] == "reset"


def test_a_stuck_cell_on_a_board_is_status_one(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(loadcell, "run_mpremote", Board(monkeypatch, noise=1))
    out, err = said(capsys, 1, "--port", "p", "--stop-the-pump", "--for", "4s")
    assert err == ""
    assert "load cell of p" in out and "stuck: always the same to the last bit" in out


def test_a_board_that_fails_is_reset_all_the_same_and_status_three(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    board = Board(monkeypatch, [True])
    monkeypatch.setattr(loadcell, "run_mpremote", board)
    out, err = said(capsys, 3, "--port", "p", "--stop-the-pump")
    assert out == ""
    assert err == "pump: --port: p: cannot be measured: mpremote: no device found; the board was reset\n"
    assert sum(arguments[-1] == "reset" for arguments in board.said) == 1
    with pytest.raises(Failure, match=r"no device found; the board was not reset and does not deliver"):
        on_board("p", 4, Board(monkeypatch, [True, True, True]))
    _, notes = on_board("p", 4, Board(monkeypatch, [False, True, True]))
    assert notes == ["--port: p: the board was not reset and does not deliver: power it anew"]


@pytest.mark.parametrize("line", ["", "OSError: 5", "[]", "{}", '{"state": 9}', '{"state": "ok"}'])
def test_an_answer_that_is_none_is_a_failure(line: str):
    with pytest.raises(Failure, match="cannot be measured: "):
        on_board("p", 4, lambda _: (0, line))


@proves("U2")
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--for", "10"], "--for: '10': a duration is needed"),
        (["--for", "1s"], "--for: '1s': whole seconds from 2 s to 60 s"),
        (["--for", "2 min"], "--for: '2 min': whole seconds from 2 s to 60 s"),
        (["--for", "2.5s"], "--for: '2.5s': whole seconds"),
        (["--for", "-5s"], "--for: '-5s': must not be negative"),
        (["--scenario", "none.toml"], "scenario file: none.toml: cannot be read: "),
        (["--stop-the-pump"], "--stop-the-pump: only a live pump"),
        (["--port", "p"], "--port: p: measuring on a live pump interrupts its firmware, so delivery stops; "),
        (["--port", "", "--stop-the-pump"], "--port: '': "),
        (["--port", "p", "--stop-the-pump", "--scenario", "x.toml"], "--scenario: x.toml: a live pump has its own rig"),
        (["extra"], "Got unexpected extra argument"),
    ],
)
def test_wrong_input_is_one_line_and_status_two(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], line: str
):
    monkeypatch.setattr(loadcell, "run_mpremote", lambda _: pytest.fail("it asked the board"))
    out, err = said(capsys, 2, *arguments)
    assert out == "" and err.startswith("pump: " + line)
    assert err.count("\n") == 1 and err[:-1].isprintable()
    assert list(Path().iterdir()) == []
