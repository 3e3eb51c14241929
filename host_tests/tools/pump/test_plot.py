"""The picture: its panels hold the figures of the run."""

from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

import pump
from pump.plot import draw
from pump.sim import Outcome, plan, simulate
from twin.accounts import Look

DEMO = Path(pump.__file__).parent / "examples" / "demo.toml"
SCENARIO = """
[[event]]
at = "60 s"
do = "patient-bolus"
[[event]]
at = "120 s"
do = "patient-bolus"
[[event]]
at = "180 s"
do = "occlude"
[[event]]
at = "240 s"
do = "load-cell-unplug"
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, list[Look]]:
    scenario = tmp_path_factory.mktemp("plot") / "scenario.toml"
    scenario.write_text(SCENARIO)
    looks: list[Look] = []
    outcome = simulate(plan(DEMO, scenario, "6 min", "0"), lambda _, look: looks.append(look), 10_000_000)
    return outcome, looks


def drawn(run: tuple[Outcome, list[Look]], path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The figure as it was when it was saved."""
    saved: list[Figure] = []
    save: Any = Figure.savefig

    def keep(figure: Figure, *args: Any, **kwargs: Any) -> None:
        saved.append(figure)
        save(figure, *args, **kwargs)

    monkeypatch.setattr(Figure, "savefig", keep)
    outcome, looks = run
    draw(outcome, looks, path)
    return saved[0]


def test_it_is_a_png_with_the_curves_of_the_run(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    outcome, looks = run
    figure = drawn(run, tmp_path / "run.png", monkeypatch)
    assert (tmp_path / "run.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    volumes, errors, steps, alarms = figure.axes
    lines = {line.get_label(): line for line in volumes.get_lines()}
    assert list(lines["prescribed"].get_ydata()) == [float(outcome.prescribed_uL_by(look.t_us)) for look in looks]
    assert list(lines["delivered at the outlet (twin's truth)"].get_ydata()) == [look.delivered_uL for look in looks]
    assert volumes.get_ylim()[0] == 0
    assert "µL" in volumes.get_ylabel() and "µL" in errors.get_ylabel() and "microsteps" in steps.get_ylabel()
    assert "hours" in alarms.get_xlabel()


def test_boluses_alarms_and_occlusion_are_named_and_no_label_covers_another(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    figure = drawn(run, tmp_path / "run.png", monkeypatch)
    texts = {text.get_text(): text for text in figure.axes[0].texts}
    assert set(texts) == {
        "patient bolus\nrunning",
        "patient bolus\ndenied: bolus-running",
        "outlet\noccluded",
    }
    assert [text.get_text().strip() for text in figure.axes[3].texts] == ["load-cell-lost"]
    boxes = [text.get_window_extent() for text in texts.values()]
    for number, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[number + 1 :])


def test_the_bench_only_warning_is_on_the_picture(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    figure = drawn(run, tmp_path / "run.png", monkeypatch)
    assert "Never for human or animal use" in figure.get_suptitle()


def test_a_place_that_cannot_be_written_is_an_os_error(run: tuple[Outcome, list[Look]], tmp_path: Path):
    outcome, looks = run
    with pytest.raises(OSError, match="none"):
        draw(outcome, looks, tmp_path / "none" / "run.png")
