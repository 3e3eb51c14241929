"""`pump plot` as a person uses it: the picture that it makes, and what it refuses without leaving anything behind."""

from pathlib import Path

import pytest

import pump
from pump import picture
from pump.cli import main
from support import proves

EXAMPLES = Path(pump.__file__).parent / "examples"
DEMO = str(EXAMPLES / "demo.toml")
REFILL = """
[[event]]
at = "30 s"
do = "refill"
withdrawn = "5 mL"
filled = "20 mL"
actual_filled = "17 mL"
[[event]]
at = "40 s"
do = "power-cut"
for = "20 s"
"""


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)


def test_it_draws_a_run_says_where_and_tells_what_the_pump_told(capsys: pytest.CaptureFixture[str]):
    Path("visit.toml").write_text(REFILL)
    assert main(["plot", DEMO, "--for", "90s", "--scenario", "visit.toml", "--seed", "3"]) == 0
    out, err = capsys.readouterr()
    assert out == "picture: .build/run.png\n"
    assert err.startswith("note: event 1: refill: withdrawn 5.0000 mL")
    assert Path(".build/run.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_a_refill_and_a_power_cut_are_named_with_what_really_went_in(monkeypatch: pytest.MonkeyPatch):
    from pump import plot_marks

    seen: list[str] = []
    keep = plot_marks.write
    monkeypatch.setattr(
        plot_marks,
        "write",
        lambda axes, labels, time: (seen.extend(words for _, words, _ in labels), keep(axes, labels, time)),
    )
    Path("visit.toml").write_text(REFILL)
    assert main(["plot", DEMO, "--for", "90s", "--scenario", "visit.toml", "--picture", "new/run.svg"]) == 0
    assert seen == ["refill\n20 mL (really 17)", "power\ncut"]
    assert Path("new/run.svg").exists()


def test_the_whole_run_is_drawn_to_its_last_microsecond(monkeypatch: pytest.MonkeyPatch):
    times: list[int] = []
    monkeypatch.setattr(picture, "write", lambda _path, _outcome, looks: times.extend(look.t_us for look in looks))
    assert main(["plot", DEMO, "--for", "2min"]) == 0
    assert (times[0], times[-1]) == (0, 120_000_000)
    assert times == sorted(set(times)) and 1_000 < len(times) < 1_500


@proves("U2")
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "Missing argument 'THERAPY.toml'"),
        ([DEMO], "Missing option '--for'"),
        ([DEMO, "--for", "24"], "--for: '24': a duration is needed"),
        ([DEMO, "--for", "500d"], "--for: '500d': at most 366 days"),
        ([DEMO, "--for", "1h", "--seed", "x"], "--seed: 'x': a whole number"),
        ([DEMO, "--for", "1h", "--scenario", "none.toml"], "scenario file: none.toml: cannot be read: "),
        ([DEMO, "--for", "1h", "--picture", "run.gif"], "--picture: 'run.gif': a name that ends in .png, .svg, .pdf; "),
        ([DEMO, "--for", "1h", "--picture", "new/run"], "--picture: 'new/run': a name that ends in "),
        ([DEMO, "--for", "1h", "--picture", "."], "--picture: .: cannot be written: it is a folder; "),
        ([DEMO, "--for", "1h", "--picture", "/dev/null/run.png"], "--picture: /dev/null/run.png: cannot be written: "),
        ([DEMO, "--for", "1h", "--picture", "new/" + "x" * 300 + ".png"], "--picture: new/xxx"),
    ],
)
def test_wrong_input_is_one_line_and_status_two_before_the_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], line: str
):
    monkeypatch.setattr("pump.progress.simulate", lambda *_: pytest.fail("it ran"))
    assert main(["plot", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("pump: " + line)
    assert err.count("\n") == 1 and err[:-1].isprintable()
    assert list(Path().iterdir()) == []


def test_a_run_that_fails_leaves_no_picture_and_spoils_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pump.progress.simulate", broken)
    assert main(["plot", DEMO, "--for", "1h", "--picture", "new/deep/run.png"]) == 130
    assert list(Path().iterdir()) == []
    Path("old.png").write_bytes(b"old")
    assert main(["plot", DEMO, "--for", "1h", "--picture", "old.png"]) == 130
    assert Path("old.png").read_bytes() == b"old"
    capsys.readouterr()
