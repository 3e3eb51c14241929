"""The screen for a person: how long the reservoir lasts, beside all that the JSON object has."""

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pump.report import show_summary
from pump.sim import Outcome, plan, simulate
from support import proves

THERAPY = """
[reservoir]
capacity = "20 mL"
filled = "10 mL"
[catheter]
volume = "0.22 mL"
[[drug]]
name = "morphine"
concentration = "10 mg/mL"
[infusion]
mode = "simple"
dose = "20 mg/day"
[patient_bolus]
dose = "1 mg"
over = "1 h"
lockout = "6 h"
most_per_day = 4
[limits]
max_dose_per_day = "40 mg"
max_rate = "24 mL/day"
"""
CUT = '[[event]]\nat = "60 s"\ndo = "power-cut"\nfor = "{}"\n'


@pytest.fixture
def screen(tmp_path: Path):
    def screen(duration: str, scenario: str = "", therapy: str = THERAPY) -> list[str]:
        (tmp_path / "therapy.toml").write_text(therapy)
        (tmp_path / "scenario.toml").write_text(scenario)
        return shown(simulate(plan(tmp_path / "therapy.toml", tmp_path / "scenario.toml", duration, "0")))

    return screen


def shown(outcome: Outcome) -> list[str]:
    page = io.StringIO()
    show_summary(outcome, Console(file=page, width=100))
    return page.getvalue().splitlines()


def row(lines: list[str], name: str) -> str:
    (line,) = [line for line in lines if f" {name} " in line]
    return " ".join(line.strip("│ ").split())


@proves("R1")
def test_low_and_empty_with_and_without_every_patient_bolus_by_the_pumps_own_week(screen: Any):
    # 8 mL to the low alarm at 2 mL/day are four days; with four boluses of 0.1 mL a day 2.4 mL/day: 3 d 8 h.
    lines = screen("24 h", 'start = "tue 12:00"\n')
    assert row(lines, "reservoir lasts") == "reservoir lasts to the low alarm to empty"
    without, with_all = row(lines, "without a bolus"), row(lines, "with every patient bolus")
    assert without.startswith(("without a bolus 2 d 23 h, sat ", "without a bolus 3 d 0 h, sat "))
    assert "sun 12:0" in without or "sun 11:5" in without
    assert with_all.startswith("with every patient bolus 2 d 12 h, sat 00:0") or " 2 d 11 h, fri 23:5" in with_all


@proves("R1")
def test_without_a_patient_bolus_there_is_one_line(screen: Any):
    therapy = THERAPY[: THERAPY.index("[patient_bolus]")] + THERAPY[THERAPY.index("[limits]") :]
    lines = screen("1 min", "", therapy)
    assert row(lines, "without a bolus").startswith("without a bolus 3 d 23 h, ")
    assert not any("every patient bolus" in line for line in lines)


@proves("R1")
def test_without_the_pump_time_the_time_left_stands_alone(screen: Any):
    line = row(screen("5 min", CUT.format("1 s")), "without a bolus")
    assert line in ("without a bolus 3 d 23 h 4 d 23 h", "without a bolus 4 d 0 h 5 d 0 h")


@proves("R1")
def test_now_and_never_and_not_known(screen: Any):
    low = THERAPY.replace('filled = "10 mL"', 'filled = "1.5 mL"')
    assert row(screen("1 min", "", low), "without a bolus").startswith("without a bolus now 17 h 5")
    head, tail = THERAPY[: THERAPY.index("[infusion]")], THERAPY[THERAPY.index("[limits]") :]
    stopped = head + '[infusion]\nmode = "stopped"\n' + tail
    assert row(screen("1 min", "", stopped), "without a bolus") == "without a bolus never never"
    assert any("how long the reservoir lasts is not known" in line for line in screen("2 min", CUT.format("1 h")))


def test_it_is_one_screen(screen: Any):
    event = '[[event]]\nat = "{} s"\ndo = "patient-bolus"\n'
    assert len(screen("5 min", "".join(event.format(second) for second in range(10, 280, 20)))) <= 36
