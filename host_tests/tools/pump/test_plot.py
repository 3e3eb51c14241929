"""The picture: its panels hold the figures of the run."""

from dataclasses import replace
from math import isnan
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

import pump
from pump.picture import sample_us
from pump.plot import draw
from pump.plot_axis import ORANGE, TimeAxis
from pump.sim import Outcome, plan, read_duration, simulate
from support import proves
from twin.accounts import Look
from twin.alarm_watch import SeenAlarm
from twin.pump_face import ALARM_NAMES

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
    volumes, errors, steps, reservoir, alarms = figure.axes
    lines = {line.get_label(): line for line in volumes.get_lines()}
    assert list(lines["commanded (steps handed to the motor)"].get_ydata()) == [look.commanded_uL for look in looks]
    assert list(lines["prescribed"].get_ydata()) == [float(outcome.prescribed_uL_by(look.t_us)) for look in looks]
    assert list(lines["delivered at the outlet (twin's truth)"].get_ydata()) == [look.delivered_uL for look in looks]
    assert volumes.get_ylim()[0] == 0
    assert "µL" in volumes.get_ylabel() and "µL" in errors.get_ylabel() and "microsteps" in steps.get_ylabel()
    assert "mL" in reservoir.get_ylabel() and "minutes" in alarms.get_xlabel()


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
    assert [text.get_text().strip() for text in figure.axes[4].texts] == ["load-cell-lost"]
    boxes = [text.get_window_extent() for text in texts.values()]
    for number, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[number + 1 :])


@proves("R3", "R4")
def test_the_reservoir_is_drawn_by_both_witnesses_with_the_doubt_that_the_pump_itself_states(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    _, looks = run
    reservoir = drawn(run, tmp_path / "run.png", monkeypatch).axes[3]
    lines = {line.get_label(): list(line.get_ydata()) for line in reservoir.get_lines()}
    assert lines["by steps"] == [look.by_steps_mL for look in looks]
    assert lines["true (the twin's)"] == [look.true_mL for look in looks]
    known = [look for look in looks if look.doubt_mL is not None]
    # R5's 1 mL at a fill of 20, and what the load cell may be wrong by.
    assert known and all(1.0 < look.doubt_mL < 1.2 for look in known)
    assert [mL for mL in lines["by weight"] if not isnan(mL)] == [look.pump_by_weight_mL for look in known]
    edges = {round(y, 9) for path in reservoir.collections[0].get_paths() for _, y in path.vertices}
    for look in known:
        assert (
            round(look.by_steps_mL - look.doubt_mL, 9) in edges and round(look.by_steps_mL + look.doubt_mL, 9) in edges
        )


@proves("R7")
def test_a_lost_load_cell_leaves_a_gap_and_never_zero(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _, looks = run
    volumes, errors, _, reservoir, _ = drawn(run, tmp_path / "run.png", monkeypatch).axes
    lost = [place for place, look in enumerate(looks) if look.weighed_uL is None]
    unknown = [place for place, look in enumerate(looks) if look.pump_by_weight_mL is None]
    assert lost and unknown and max(unknown) == max(lost) == len(looks) - 1
    for axes, name, places in (
        (volumes, "weighed (with the load cell's drift, 1.000 g/mL)", lost),
        (errors, "weighed - prescribed", lost),
        (reservoir, "by weight", unknown),
    ):
        values = next(list(line.get_ydata()) for line in axes.get_lines() if line.get_label() == name)
        assert [place for place, value in enumerate(values) if isnan(value)] == places
    assert all(y > 15 for path in reservoir.collections[0].get_paths() for _, y in path.vertices)


def test_without_power_nobody_weighs(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    outcome, looks = run
    off = [replace(look, state="off") if 5 <= place < 9 else look for place, look in enumerate(looks)]
    volumes = drawn((outcome, off), tmp_path / "run.png", monkeypatch).axes[0]
    weighed = next(list(line.get_ydata()) for line in volumes.get_lines() if line.get_label().startswith("weighed"))
    assert [isnan(value) for value in weighed[:12]] == [5 <= place < 9 for place in range(12)]


@proves("A1")
def test_alarms_lie_in_their_time_and_in_the_colour_of_their_priority(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    outcome, _ = run
    strip = drawn(run, tmp_path / "run.png", monkeypatch).axes[4]
    bar = next(line for line in strip.get_lines() if line.get_linewidth() == 5)
    assert list(bar.get_xdata()) == [outcome.alarms[0].since_us / 60e6, 6.0]
    assert (bar.get_color(), strip.get_lines()[-1].get_label()) == (ORANGE, "medium priority")


def test_many_kinds_of_alarm_are_one_row_each_and_the_rest_are_counted(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    outcome, looks = run
    twice = [SeenAlarm(alarm, t_us * 10**6, (t_us + 1) * 10**6) for t_us in (10, 20) for alarm in range(10)]
    strip = drawn((replace(outcome, alarms=tuple(twice)), looks), tmp_path / "run.png", monkeypatch).axes[4]
    words = [text.get_text().strip() for text in strip.texts]
    assert words[:8] == [f"{name} (2 times)" for name in ALARM_NAMES[:8]]
    assert words[8:] == ["and 2 more kinds of alarm: see pump sim --json"]


@pytest.mark.parametrize(
    ("duration", "unit"), [("90s", "seconds"), ("1h", "minutes"), ("24h", "hours"), ("30d", "days"), ("366d", "days")]
)
def test_time_is_shown_in_the_unit_that_fits_and_a_run_of_any_length_is_looked_at_as_often(duration: str, unit: str):
    for_us = read_duration(duration)
    assert TimeAxis(for_us).unit == unit
    assert 1_000 <= for_us / sample_us(for_us) <= 1_500


@pytest.mark.parametrize(("name", "begins"), [("run.svg", b"<?xml"), ("run.PDF", b"%PDF")])
def test_the_ending_names_the_form(run: Any, tmp_path: Path, name: str, begins: bytes):
    draw(run[0], run[1], tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_the_bench_only_warning_is_on_the_picture(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    figure = drawn(run, tmp_path / "run.png", monkeypatch)
    assert "Never for human or animal use" in figure.get_suptitle()


def test_a_place_that_cannot_be_written_is_an_os_error(run: tuple[Outcome, list[Look]], tmp_path: Path):
    outcome, looks = run
    with pytest.raises(OSError, match="none"):
        draw(outcome, looks, tmp_path / "none" / "run.png")
