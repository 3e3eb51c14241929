"""`pump log` as a person uses it: what it prints, how it leaves, and what it refuses in one line."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import pump
from pump.cli import main
from support import proves

EXAMPLES = Path(pump.__file__).parent / "examples"
DEMO = str(EXAMPLES / "demo.toml")
DAY = str(EXAMPLES / "demo_day.toml")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the demo's pump after nine hours."""
    folder = tmp_path_factory.mktemp("twin") / "files"
    assert main(["sim", DEMO, "--for", "9h", "--scenario", DAY, "--flash", str(folder)]) == 0
    return folder


@pytest.fixture
def copied(saved: Path, tmp_path: Path) -> Path:
    for path in saved.rglob("*"):
        if path.is_file():
            to = tmp_path / "pump" / path.relative_to(saved)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(path.read_bytes())
    return tmp_path / "pump"


def said(capsys: pytest.CaptureFixture[str], status: int, *arguments: str) -> str:
    capsys.readouterr()
    assert main(["log", *arguments]) == status
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("pump: ") and err.count("\n") == 1 and err[:-1].isprintable()
    return err.removeprefix("pump: ")


@proves("P5")
def test_a_clean_journal_is_a_table_a_summary_and_status_zero(capsys: pytest.CaptureFixture[str], saved: Path):
    out = said(capsys, 0, str(saved))
    lines = out.splitlines()
    assert lines[0].split() == ["sequence", "running", "pump", "time", "kind", "what", "it", "says"]
    assert any("0 02:00:00  2026-11-16 10:00:00  granted" in line and "1333 microsteps" in line for line in lines)
    assert any("denied" in line and "patient bolus: lockout" in line for line in lines)
    assert "given microsteps: " in out and "latched alarms: none" in out
    assert lines[-1] == "14 records read and verified: no finding"


@proves("P5")
def test_json_is_one_object_with_all_there_is(capsys: pytest.CaptureFixture[str], saved: Path):
    answer: Any = json.loads(said(capsys, 0, str(saved), "--json"))
    assert set(answer) == {"source", "pump", "first_sequence_kept", "records", "ledger", "notes", "findings"}
    assert [record["sequence"] for record in answer["records"]] == list(range(14))
    assert answer["ledger"]["last_grants_s"] == [28_800, 7_200]
    assert answer["ledger"]["given_steps_by_kind"]["patient"] == 2_666
    assert answer["findings"] == []


def test_kinds_and_last_choose_records_and_all_is_verified(capsys: pytest.CaptureFixture[str], saved: Path):
    answer: Any = json.loads(
        said(capsys, 0, str(saved), "--json", "--kind", "granted", "--kind", "denied", "--last", "2")
    )
    assert [record["kind"] for record in answer["records"]] == ["denied", "granted"]
    out = said(capsys, 0, str(saved), "--verify")
    assert "granted" not in out.replace("boluses granted", "")
    assert out.splitlines()[-1] == "14 records read and verified: no finding"


def test_a_csv_has_a_line_a_record_and_overwrites_nothing(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path
):
    path = tmp_path / "log.csv"
    said(capsys, 0, str(saved), "--csv", str(path))
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["sequence"] for row in rows] == [str(number) for number in range(14)]
    assert rows[9]["kind"] == "granted" and rows[9]["b"] == "1333"
    assert "is there already" in refused(capsys, "log", str(saved), "--csv", str(path))


@proves("P4", "P5")
def test_harm_is_a_finding_a_line_and_status_one(capsys: pytest.CaptureFixture[str], copied: Path):
    log = copied / "log" / "00001"
    content = bytearray(log.read_bytes())
    content[24 + 40 * 10 + 16] ^= 1
    log.write_bytes(content)
    (copied / "held-b" / "reserve").unlink()
    out = said(capsys, 1, str(copied), "--verify")
    found = [line for line in out.splitlines() if line.startswith("finding: ")]
    assert "finding: log/00001, record 10, byte 424: damaged: its CRC does not fit" in found
    assert "finding: held-b/reserve: missing" in found
    assert "nothing: its ledger cannot be trusted" in out
    answer: Any = json.loads(said(capsys, 1, str(copied), "--json"))
    assert 10 not in [record["sequence"] for record in answer["records"]]
    assert answer["ledger"] is None
    assert {"file": "held-b/reserve", "record": None, "byte": None, "what": "missing"} in answer["findings"]


def test_the_twins_files_go_into_a_new_folder_only(capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path):
    assert refused(capsys, "sim", DEMO, "--for", "1min", "--flash", str(saved)).startswith("--flash: ")
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert "cannot be written" in refused(capsys, "sim", DEMO, "--for", "1min", "--flash", str(blocked / "x"))


@proves("U2")
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "SOURCE: missing: a folder, a flash dump or a pump is needed; no pump found"),
        (["none"], "SOURCE: none: no such file or folder"),
        (["."], "SOURCE: .: holds no pump's files"),
        (["a\0b"], "Invalid value for 'SOURCE'"),
        (["/dev/null"], "SOURCE: /dev/null: 0 bytes: "),
        ([DEMO], f"SOURCE: {DEMO}: "),
        ([".", "--last", "0"], "--last: '0': a whole number from 1"),
        ([".", "--last", "-1"], "--last: '-1': "),
        ([".", "--last", "\u0663"], "--last: "),
        ([".", "--kind", "bolus"], "--kind: 'bolus': one of "),
        ([".", "--json", "--csv", "x.csv"], "--csv: x.csv: --json is given too"),
        ([".", "--stop-the-pump"], "--stop-the-pump: only a live pump"),
        ([".", "--port", "p"], "--port: p: SOURCE is given too"),
        (["--port", "p"], "--port: 'p': a serial device such as /dev/ttyACM0 or COM3, or HOST:PORT"),
        ([".", "--since", "x"], "--since: 'x': a duration is needed"),
        ([".", "--since", "1" * 10], "--since: '1111111111': the number of a record"),
        (["--port", "", "--stop-the-pump"], "--port: '': "),
        (["--port"], "Option '--port' requires an argument"),
    ],
)
def test_wrong_input_is_one_line_and_status_two(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    line: str,
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr("pump_link.discovery._boards", list)
    assert refused(capsys, "log", *arguments).startswith(line)
    assert list(tmp_path.iterdir()) == []
