"""`pump demo --day`: live or as lines, with a picture and a summary at the end."""

from pathlib import Path

import pytest

from pump import demo_day
from pump.demo_day import run_demo
from pump.errors import UserError

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(demo_day, "DURATION", "130 min")
    monkeypatch.setattr(demo_day, "LIVE_S", 0.0)


def test_without_a_terminal_it_prints_lines_a_picture_and_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    picture = tmp_path / "new" / "demo.png"
    run_demo(picture)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert picture.read_bytes().startswith(PNG)
    assert f"picture: {picture}" in out
    assert "water" in out
    assert "\n02:00  prescribed " in out
    assert "02:00:00  patient bolus granted" in out
    assert "delivered" in out and "microsteps" in out


def test_in_a_terminal_it_shows_progress_flow_reservoir_steps_and_alarms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(demo_day, "DURATION", "20 min")
    run_demo(tmp_path / "demo.png")
    out = capsys.readouterr().out
    assert "\x1b" in out
    for word in ("pump time", "flow prescribed", "flow at the outlet", "reservoir", "microsteps", "alarms: "):
        assert word in out


def test_a_picture_that_cannot_be_written_is_refused_before_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(demo_day, "simulate", lambda *_: pytest.fail("it ran"))
    (tmp_path / "file").write_text("")
    for place in (tmp_path, tmp_path / "file" / "demo.png"):
        with pytest.raises(UserError, match=r"^--picture: .*: cannot be written: "):
            run_demo(place)
