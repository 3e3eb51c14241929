"""The pictures: grey where the sensor supports nothing, the same file each time, a panel more for the last hour."""

from pathlib import Path

from trumpet.analysis import Analysis, analyse
from trumpet.boluses import bolus_accuracy
from trumpet.picture import draw_analysis, draw_boluses
from trumpet.record import Record
from trumpet.regimes import BENCH
from trumpet.resolution import Sensor

GREY = "#8a8a8a"


def steady(noise_mg: float, hours: int = 2) -> Analysis:
    """3 % too much at 1000 uL/h."""
    times = [30.0 * number for number in range(hours * 120 + 1)]
    return analyse(Record(times, [1030.0 * t / 3600.0 for t in times]), 1000.0, BENCH, 1.0, Sensor(noise_mg, ""))


def drawn(path: Path, noise_mg: float) -> str:
    draw_analysis(steady(noise_mg), "title", [path])
    return path.read_text(encoding="utf-8")


def test_a_window_that_is_not_supported_is_grey_and_no_other(tmp_path: Path):
    # 1 mg hides 3 % over 2 and 5 min (15 and 6 %), and no longer over 11 (2.7 %).
    greys = [drawn(tmp_path / "run.svg", noise_mg).count(GREY) for noise_mg in (0.001, 1.0, 50.0)]
    assert greys[0] == 0 < greys[1] < greys[2]


def test_boluses_that_are_not_supported_are_grey(tmp_path: Path):
    for noise_mg, is_grey in ((0.001, False), (5.0, True)):
        path = tmp_path / "boluses.svg"
        draw_boluses(bolus_accuracy([51.0] * 25, 50.0, 600.0, 1.0, Sensor(noise_mg, "")), "title", [path])
        assert (GREY in path.read_text(encoding="utf-8")) is is_grey


def test_every_path_gets_the_form_of_its_ending_and_a_pdf_is_the_same_each_time(tmp_path: Path):
    paths = [tmp_path / "a.png", tmp_path / "a.pdf", tmp_path / "b.pdf"]
    draw_analysis(steady(0.1), "title", paths)
    png, first, second = (path.read_bytes() for path in paths)
    assert png.startswith(b"\x89PNG") and first.startswith(b"%PDF-")
    assert first == second and b"CreationDate" not in first


def test_the_last_hour_has_a_trumpet_of_its_own(tmp_path: Path):
    heights: list[int] = []
    for hours in (2, 96):
        path = tmp_path / f"{hours}.png"
        draw_analysis(steady(0.1, hours), "title", [path])
        heights.append(int.from_bytes(path.read_bytes()[20:24]))
    assert heights[1] > heights[0] * 1.5
