"""Sizes of the compiled firmware, on a toy project."""

from pathlib import Path

import pytest
import toy_project

from proof import sizes


def test_every_firmware_file_is_compiled_and_summed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    project = toy_project.make(tmp_path / "toy")
    (project / "firmware" / "room").mkdir()
    (project / "firmware" / "room" / "empty.py").write_text("")
    found = sizes.sizes(project)
    assert sorted(found) == ["room/empty.py", "toy_flow.py"]
    assert 0 < found["room/empty.py"] < found["toy_flow.py"]
    assert sizes.main(project) == 0
    assert f".mpy total: {sum(found.values()):,} B in 2 files, within the goal" in capsys.readouterr().out


def test_a_file_that_micropython_cannot_compile_fails_and_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    project = toy_project.make(tmp_path / "toy")
    (project / "firmware" / "modern.py").write_text("match 1:\n    case 1:\n        pass\n")
    assert sizes.main(project) == 1
    assert "modern.py does not compile" in capsys.readouterr().err


def test_a_missed_goal_is_said_and_is_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sizes, "GOAL_BYTES", 10)
    assert sizes.main(toy_project.make(tmp_path / "toy")) == 0
    assert "OVER the goal of 10 B" in capsys.readouterr().out
