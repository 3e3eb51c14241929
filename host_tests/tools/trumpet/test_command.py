"""`pump trumpet` as a person uses it: on the twin, on a log, and what it refuses without leaving anything behind."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

import pump
from pump.cli import main
from support import proves

EXAMPLES = Path(pump.__file__).parent / "examples"
FASTEST, DEMO = str(EXAMPLES / "max_flow.toml"), str(EXAMPLES / "demo.toml")
ROOM = Path(pump.__file__).parents[1] / "trumpet"


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["trumpet", *arguments, "--json", "--picture", "out.svg"]) == 0
    return json.loads(capsys.readouterr().out)


def balance(path: str, *, share: float = 0.0, every_s: int = 30, header: str = "time_s,mass_mg", sign: int = 1) -> str:
    """Two hours of 1000 uL/h and a share more, in water of 20 degC."""
    mg_per_s = sign * 1000.0 * 0.9982067 * (1 + share) / 3600
    Path(path).write_text(f"{header}\n" + "".join(f"{t},{5000 + mg_per_s * t:.4f}\n" for t in range(0, 7201, every_s)))
    return path


def test_a_run_on_the_twin_is_drawn_as_png_and_pdf_with_the_rigs_own_errors(capsys: pytest.CaptureFixture[str]):
    Path("worn.toml").write_text("[rig]\ntube_error = 0.04\n")
    assert main(["trumpet", FASTEST, "--for", "2h", "--scenario", "worn.toml"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "the twin's outlet: 1000 uL/h for 2 h, bench windows" in out
    assert "T2, B: none: the record ends before the 96 h of the tube's life" in out
    # 19 pulses of 20 uL an hour: the hour's own error is a part of one of them, under 0.1 %.
    overall = next(line for line in out.splitlines() if line.startswith("overall error A: "))
    assert abs(float(overall.split()[3]) - 4.0) < 0.1
    rows = [line for line in out.splitlines() if " min │" in line]
    assert ["not supported" in row for row in rows] == [True, True, False, False, False]
    assert Path(".build/trumpet.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert Path(".build/trumpet.pdf").read_bytes().startswith(b"%PDF-")


def test_the_twins_load_cell_finds_the_overall_error_within_what_it_can_see(capsys: pytest.CaptureFixture[str]):
    Path("worn.toml").write_text("[rig]\ntube_error = 0.04\nevaporation = 2000\n")
    told = found(capsys, FASTEST, "--for", "2h", "--scenario", "worn.toml", "--by", "load-cell")
    # 2000 uL/day would be 83 uL/h or 8.3 %, were it not put right.
    assert abs(told["T1"]["overall"] - 4.0) < told["T1"]["overall_least_seen"] < 1.0
    assert told["source"] == "the twin's load cell"


def test_25_boluses_on_the_twin_are_weighed_above_its_basal_flow(capsys: pytest.CaptureFixture[str]):
    Path("even.toml").write_text("[rig]\nripple = 0\ntube_error = -0.1\n")
    told = found(
        capsys, DEMO, "--scenario", "even.toml", "--bolus", "0.05mg", "--over", "5min", "--every", "10min"
    )  # fmt: skip
    assert told["asked_uL"] == 5.0 and len(told["errors"]) == 25
    # The basal gives 3.47 uL in the same span, 10 % of it too little: -0.35 uL more, and a step of 0.02 uL either way.
    assert told["mean"] == pytest.approx(-10.0 - 6.94, abs=0.4)
    assert told["highest"] - told["lowest"] < 2.0


def test_a_balances_log_gives_its_error_and_says_what_it_supports(capsys: pytest.CaptureFixture[str]):
    told = found(capsys, "--log", balance("log.csv", share=0.03), "--rate", "1mL/h")
    assert told["T1"]["overall"] == pytest.approx(3.0, abs=1e-3)
    assert all(window["supported"] for window in told["T1"]["windows"])
    told = found(capsys, "--log", "log.csv", "--rate", "24mL/day", "--noise", "1mg")
    assert [window["supported"] for window in told["T1"]["windows"]] == [False, False, True, True, True]
    # 2 min weigh 33.27 mg: 3.5232 sqrt(2) 1 mg of them is 15 %.
    assert told["T1"]["windows"][0]["least_seen"] == pytest.approx(14.97, abs=0.02)


def test_evaporation_and_temperature_correct_the_log(capsys: pytest.CaptureFixture[str]):
    balance("log.csv")
    # 10 mg in an hour of 998.2 mg: +1.0018 %.
    told = found(capsys, "--log", "log.csv", "--rate", "1mL/h", "--evaporation", "10mg/h")
    assert told["T1"]["overall"] == pytest.approx(1000.0 / 998.2067, abs=1e-3)
    # Water of 30 degC is 0.9956488: 0.9982067 / 0.9956488 = 1.002569.
    told = found(capsys, "--log", "log.csv", "--rate", "1mL/h", "--temperature", "30")
    assert told["T1"]["overall"] == pytest.approx(0.2569, abs=1e-3)


def test_the_pumps_own_load_cell_falls_and_is_read_once_a_minute(capsys: pytest.CaptureFixture[str]):
    balance("cell.csv", share=0.03, every_s=60, header="time_s,reservoir_counts", sign=-10)
    arguments = ["trumpet", "--log", "cell.csv", "--rate", "1mL/h", "--counts-per-g", "10000", "--json"]
    assert main([*arguments, "--picture", "cell.pdf"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["T1"]["overall"] == pytest.approx(3.0, abs=1e-3)
    assert err.startswith("note: readings: 60 s apart at most, the standard samples every 30 s: ")
    assert err.count("\n") == 1


def test_weighed_boluses_are_reported(capsys: pytest.CaptureFixture[str]):
    Path("b.csv").write_text("bolus,mass_mg\n" + "".join(f"{n},{49.910335 + (n == 7)}\n" for n in range(1, 26)))
    told = found(capsys, "--log", "b.csv", "--bolus", "50uL")
    assert told["mean"] == pytest.approx(2.0036 / 25, abs=1e-3) and told["lowest"] == pytest.approx(0.0, abs=1e-4)
    told = found(capsys, "--log", "b.csv", "--bolus", "50uL", "--evaporation", "6mg/h", "--every", "10min")
    # 1 mg evaporates from one bolus to the next: 2.0036 % more of each.
    assert told["lowest"] == pytest.approx(2.0036, abs=1e-3)
    assert main(["trumpet", "--log", "b.csv", "--bolus", "50uL", "--picture", "b.png"]) == 0
    assert "25 boluses of 50 uL" in capsys.readouterr().out
    assert Path("b.png").read_bytes().startswith(b"\x89PNG")


@proves("U2")
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "THERAPY.toml: missing: a therapy for the twin is needed, or a log; "),
        ([DEMO, "--log", "log.csv"], "--log: log.csv: with a therapy: the twin or a log, not both; "),
        ([DEMO], "--for: missing: how long to run is needed"),
        ([DEMO, "--for", "2h", "--rate", "1mL/h"], "--rate: 1mL/h: does not belong here: the twin knows it"),
        ([DEMO, "--for", "2h", "--by", "eye"], "--by: 'eye': outlet or load-cell; "),
        ([DEMO, "--for", "2min"], "record: 0.03333 h: the therapy windows need 49 h; run it for longer"),
        ([DEMO, "--for", "1min", "--windows", "all"], "--windows: 'all': one of bench, therapy; "),
        ([str(EXAMPLES / "flex.toml"), "--for", "7h"], "THERAPY.toml: its rate changes in the run, or is zero"),
        ([DEMO, "--for", "2h", "--over", "5min"], "--over: 5min: does not belong here: it goes with --bolus; "),
        ([DEMO, "--bolus", "1mg", "--every", "5min"], "--over: missing: boluses on the twin need it"),
        ([DEMO, "--bolus", "1mg", "--every", "5min", "--over", "5min"], "--over: '5min': must be shorter than --every"),
        (
            [DEMO, "--bolus", "0.25mg", "--every", "10min", "--over", "5min"],
            "--bolus: number 8 of 25 was denied: max-dose-per-day; ",
        ),
        (["--log", "log.csv"], "--rate: missing: a log needs the flow that was set"),
        (["--log", "log.csv", "--rate", "1mL"], "--rate: '1mL': a volume per time is needed"),
        (["--log", "log.csv", "--rate", "1mL/h", "--for", "2h"], "--for: 2h: does not belong here: it is the twin's"),
        (["--log", "log.csv", "--rate", "1mL/h", "--bolus", "5uL"], "--bolus: belongs to a log of boluses"),
        (["--log", "log.csv", "--rate", "1mL/h", "--temperature", "60"], "temperature: 60 degC: must be from 0 to 40"),
        (["--log", "log.csv", "--rate", "1mL/h", "--temperature", "warm"], "--temperature: 'warm': a plain number"),
        (["--log", "log.csv", "--rate", "1mL/h", "--counts-per-g", "9"], "header: time_s,mass_mg: has its unit"),
        (["--log", "none.csv", "--rate", "1mL/h"], "log: none.csv: cannot be read: "),
        (["--log", "log.csv", "--rate", "1mL/day"], "record: 2 h: the therapy windows need 49 h; "),
        (["--log", "log.csv", "--rate", "1mL/h", "--picture", "a.gif"], "--picture: 'a.gif': a name that ends in "),
    ],
)
def test_wrong_input_is_one_line_and_status_two(
    capsys: pytest.CaptureFixture[str], arguments: list[str], line: str
):  # fmt: skip
    balance("log.csv")
    assert main(["trumpet", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("pump: " + line)
    assert err.count("\n") == 1 and err[:-1].isprintable()
    assert [path.name for path in Path().iterdir()] == ["log.csv"]


def test_the_room_knows_nothing_of_pump_twin_or_firmware():
    names: set[str] = set()
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                names.add((node.module or "").partition(".")[0])
    assert not names & {"pump", "twin", "journal", "pump_link", "programmer", "bench", "therapy", "units"}
    assert "trumpet" in names
