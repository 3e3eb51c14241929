"""The forms of a scale's log, and one line for what is none."""

from pathlib import Path

import pytest

from support import proves
from trumpet.log_file import BolusLog, ScaleLog, read_log
from trumpet.unusable import Unusable


def log_of(folder: Path, text: str, counts_per_g: float | None = None) -> ScaleLog | BolusLog:
    path = folder / "log.csv"
    path.write_text(text, encoding="utf-8")
    return read_log(path, counts_per_g)


@pytest.mark.parametrize(
    ("header", "times_s", "masses_mg", "rises", "resolution_mg"),
    [
        ("time_s,mass_g", [0.0, 1.5], [2000.0, 3125.0], True, 1.0),
        ("time_min,mass_mg", [0.0, 90.0], [2.0, 3.125], True, 0.001),
        ("time_h,reservoir_g", [0.0, 5400.0], [2000.0, 3125.0], False, 1.0),
        ("time_s, reservoir_mg", [0.0, 1.5], [2.0, 3.125], False, 0.001),
    ],
)
def test_units_and_direction_come_from_the_header(
    tmp_path: Path, header: str, times_s: list[float], masses_mg: list[float], rises: bool, resolution_mg: float
):
    log = log_of(tmp_path, f"\ufeff{header}\r\n0,2\r\n1.5, 3.125\r\n\r\n")
    assert isinstance(log, ScaleLog)
    assert list(log.times_s) == pytest.approx(times_s)
    assert list(log.masses_mg) == pytest.approx(masses_mg)
    assert log.rises is rises
    assert log.resolution_mg == pytest.approx(resolution_mg)


def test_counts_become_milligrams_by_the_calibration(tmp_path: Path):
    log = log_of(tmp_path, "time_s,reservoir_counts\n0,-5000\n60,-5100\n", 10_000.0)
    assert isinstance(log, ScaleLog)
    assert list(log.masses_mg) == pytest.approx([-500.0, -510.0])
    assert log.resolution_mg == pytest.approx(0.1) and not log.rises


def test_boluses_are_masses_in_their_order(tmp_path: Path):
    log = log_of(tmp_path, "bolus,mass_mg\n1,49.9\n2,50.1\n")
    assert isinstance(log, BolusLog)
    assert list(log.masses_mg) == pytest.approx([49.9, 50.1])


@proves("U2")
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "log: .*: must have a header and two readings or more; "),
        ("time_s,mass_g\n0,1\n", "log: .*: must have a header and two readings or more; "),
        ("time,mass\n0,1\n1,2\n", "header: 'time,mass': must be time_s,mass_g or one of its kind"),
        ("time_s,mass_kg\n0,1\n1,2\n", "header: 'time_s,mass_kg': must be "),
        ("time_s,mass_g,note\n0,1,a\n1,2,b\n", "header: 'time_s,mass_g,note': must be "),
        ("bolus,reservoir_g\n1,1\n2,2\n", "header: 'bolus,reservoir_g': must be "),
        ("time_s,reservoir_counts\n0,1\n1,2\n", "header: time_s,reservoir_counts: counts need .*; add --counts-per-g"),
        ("time_s,mass_g\n0,1\n1,x\n", "line 3: '1,x': must be two plain numbers with a comma between; correct it"),
        ("time_s,mass_g\n0,1\n1,nan\n", "line 3: '1,nan': must be two plain numbers"),
        ("time_s,mass_g\n0,1\n1;2\n", "line 3: '1;2': must be two plain numbers"),
        ("time_s,mass_g\n0,1\n\n1,2\n", "line 3: '': must be two plain numbers"),
        ("time_s,mass_g\n0,1\n1,2\n1,3\n", "line 4: 1 s: must be later than 1 s; put them in order"),
        ("bolus,mass_mg\n1,50\n3,50\n", "line 3: 3: must be bolus 2; number them from 1, none left out"),
    ],
)
def test_what_is_no_log_is_one_line_with_its_place(tmp_path: Path, text: str, line: str):
    with pytest.raises(Unusable, match=line) as refused:
        log_of(tmp_path, text)
    assert "\n" not in str(refused.value)


@proves("U2")
def test_a_file_that_cannot_be_read_or_is_no_text_is_refused(tmp_path: Path):
    with pytest.raises(Unusable, match=r"log: .*: cannot be read: No such file"):
        read_log(tmp_path / "none.csv")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unusable, match=r"log: .*: must be text in UTF-8; "):
        read_log(tmp_path / "bytes.csv")
    with pytest.raises(Unusable, match=r"header: time_s,mass_g: has its unit already; leave --counts-per-g out"):
        log_of(tmp_path, "time_s,mass_g\n0,1\n1,2\n", 1.0)
