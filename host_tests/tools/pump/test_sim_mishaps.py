"""`pump sim` of the rig's mishaps: each action in the one JSON object, by what it must do to volumes and weights."""

import json
from pathlib import Path
from typing import Any

import pytest

from pump.cli import main
from pump.report import as_json
from pump.sim import plan, simulate
from support import proves

THERAPY = """
[reservoir]
capacity = "20 mL"
[catheter]
volume = "0.02 mL"
[[drug]]
name = "morphine"
concentration = "10 mg/mL"
[infusion]
mode = "simple"
dose = "200 mg/day"
[limits]
max_dose_per_day = "400 mg"
max_rate = "24 mL/day"
"""
STILL = """
[rig]
ripple = 0
mixing = 0
rest_offset = 0
evaporation = 0
drift = 0
temperature_swing = 0
creep = 0
density = 1
"""
STEP_UL = 0.01875
BASAL_UL = 20_000 / 24  # an hour of 20 mL/day


@pytest.fixture
def run(tmp_path: Path):
    def run(duration: str, *told: tuple[str, str, str], rig: str = STILL) -> Any:
        events = "".join(f'[[event]]\nat = "{at}"\ndo = "{do}"\n{more}\n' for at, do, more in told)
        (tmp_path / "therapy.toml").write_text(THERAPY)
        (tmp_path / "scenario.toml").write_text(rig + events)
        outcome = simulate(plan(tmp_path / "therapy.toml", tmp_path / "scenario.toml", duration, "0"))
        assert not [note for note in outcome.notes if note.startswith("event ") and "expected" not in note]
        return json.loads(as_json(outcome))

    return run


def names(report: Any) -> list[str]:
    return [alarm["name"] for alarm in report["alarms"]]


def test_a_free_flow_is_delivered_and_weighed_on_top_of_the_steps_and_ends(run: Any):
    report = run("1 h", ("10 min", "free-flow", 'rate = "5 mL/h"\nfor = "6 min"'))
    volume = report["volume_uL"]
    assert volume["commanded"] == pytest.approx(BASAL_UL, abs=0.15)
    assert volume["delivered"] == pytest.approx(report["steps"]["emitted"] * STEP_UL + 500.0, abs=0.7)
    assert volume["weighed"] == pytest.approx(volume["delivered"], abs=20)
    assert report["reservoir_mL"]["true"] == pytest.approx(20 - volume["delivered"] / 1e3)
    (drug,) = report["drugs"]
    assert drug["delivered_ug"] == pytest.approx(10 * volume["delivered"])
    assert drug["believed_ug"] == pytest.approx(10 * volume["commanded"], abs=2)


def test_free_flows_that_overlap_add_up_and_need_no_power(run: Any):
    flow = ("10 min", "free-flow", 'rate = "6 mL/h"\nfor = "10 min"')
    other = ("15 min", "free-flow", 'rate = "60 mL/day"\nfor = "10 min"')
    report = run("30 min", flow, other, ("11 min", "power-cut", 'for = "16 min"'))
    ran_uL = report["volume_uL"]["delivered"] - report["steps"]["emitted"] * STEP_UL
    assert ran_uL == pytest.approx(1000.0 + 60_000 / 144, abs=1.3)


def test_air_is_missing_from_what_is_delivered_and_the_weight_stands_still(run: Any):
    report = run("1 h", ("10 min", "air", 'volume = "200 uL"'))
    volume = report["volume_uL"]
    assert volume["commanded"] == pytest.approx(BASAL_UL, abs=0.15)
    assert volume["delivered"] == pytest.approx(report["steps"]["emitted"] * STEP_UL - 200.0, abs=0.7)
    assert volume["weighed"] == pytest.approx(volume["delivered"], abs=20)
    assert report["reservoir_mL"]["true"] == pytest.approx(20 - volume["delivered"] / 1e3)
    (drug,) = report["drugs"]
    assert drug["at_tip_ug"] == pytest.approx(10 * volume["delivered"], rel=1e-6)


def test_without_the_motors_supply_steps_are_emitted_and_nothing_comes(run: Any):
    report = run("1 h", ("10 min", "motor-supply-cut", 'for = "12 min"'))
    volume = report["volume_uL"]
    assert report["steps"]["emitted"] * STEP_UL == pytest.approx(BASAL_UL, abs=0.1)
    assert report["steps"]["emitted"] * STEP_UL - volume["delivered"] == pytest.approx(BASAL_UL / 5, abs=1.3)
    assert volume["weighed"] == pytest.approx(volume["delivered"], abs=20)


def test_motor_supply_cuts_that_overlap_end_with_the_last(run: Any):
    first = ("10 min", "motor-supply-cut", 'for = "20 min"')
    report = run("1 h", first, ("12 min", "motor-supply-cut", 'for = "1 min"'))
    lost_uL = report["steps"]["emitted"] * STEP_UL - report["volume_uL"]["delivered"]
    assert lost_uL == pytest.approx(BASAL_UL / 3, abs=1.3)


@proves("R7")
@pytest.mark.parametrize("action", ["load-cell-stuck", "load-cell-saturated"])
def test_a_stuck_or_saturated_cell_is_an_alarm_and_the_weight_is_lost(run: Any, action: str):
    report = run("20 min", ("5 min", action, 'for = "5 min"'))
    (alarm,) = report["alarms"]
    assert alarm["name"] == action
    assert 300 < alarm["t_s"] < 500
    assert alarm["cleared_s"] is not None and 600 < alarm["cleared_s"] < 800
    assert (report["volume_uL"]["weighed"], report["reservoir_mL"]["by_weight"]) == (None, None)
    assert report["steps"]["emitted"] * STEP_UL == pytest.approx(BASAL_UL / 3, abs=0.1)


@pytest.mark.parametrize("action", ["load-cell-stuck", "load-cell-saturated"])
def test_without_a_time_it_lasts_until_the_cell_is_plugged(run: Any, action: str):
    (for_ever,) = run("20 min", ("5 min", action, ""))["alarms"]
    (plugged,) = run("20 min", ("5 min", action, ""), ("10 min", "load-cell-plug", ""))["alarms"]
    assert (for_ever["name"], for_ever["cleared_s"]) == (action, None)
    assert plugged["cleared_s"] is not None and 600 < plugged["cleared_s"] < 800


def test_a_cell_stuck_for_a_moment_that_the_pump_never_saw_is_lost_all_the_same(run: Any):
    report = run("10 min", ("5 min", "load-cell-stuck", 'for = "0.2 s"'))
    assert names(report) == []
    assert report["volume_uL"]["weighed"] is None


def test_the_end_of_one_fault_does_not_heal_the_next(run: Any):
    report = run(
        "20 min",
        ("5 min", "load-cell-stuck", 'for = "5 min"'),
        ("8 min", "load-cell-saturated", ""),
    )
    assert names(report)[-1] == "load-cell-saturated"
    assert report["alarms"][-1]["cleared_s"] is None


def test_an_unplugged_cell_stays_so_whatever_else_befalls_it(run: Any):
    report = run(
        "20 min",
        ("5 min", "load-cell-unplug", ""),
        ("8 min", "load-cell-stuck", 'for = "1 min"'),
    )
    assert names(report) == ["load-cell-lost"]
    assert report["alarms"][0]["cleared_s"] is None


def test_a_drift_moves_the_weight_for_its_time_and_loses_no_witness(run: Any):
    still = run("20 min")["volume_uL"]
    drifted = run("20 min", ("5 min", "load-cell-drift", 'rate = "600 mg/h"\nfor = "5 min"'))["volume_uL"]
    fell = run("20 min", ("5 min", "load-cell-drift", 'rate = "-600 mg/h"\nfor = "5 min"'))["volume_uL"]
    shifted = run("20 min", ("5 min", "load-cell-drift", 'by = "50 mg"'))["volume_uL"]
    # What seems heavier has lost less.
    for volume, more_mg in ((drifted, 50.0), (fell, -50.0), (shifted, 50.0)):
        assert volume["weighed"] == pytest.approx(still["weighed"] - more_mg, abs=0.2)
        assert volume["delivered"] == still["delivered"]


def test_noise_moves_the_weight_by_its_block_and_goes_with_its_time_or_the_plug(run: Any):
    still = run("20 min")["volume_uL"]["weighed"]
    noisy = run("20 min", ("5 min", "load-cell-noisy", 'noise = "2 g"'))["volume_uL"]["weighed"]
    over = run("20 min", ("5 min", "load-cell-noisy", 'noise = "2 g"\nfor = "10 min"'))["volume_uL"]["weighed"]
    plugged = run(
        "20 min", ("5 min", "load-cell-noisy", 'noise = "2 g"'), ("15 min", "load-cell-plug", "")
    )["volume_uL"]["weighed"]  # fmt: skip
    assert 5.0 < abs(noisy - still) < 2_000.0
    assert over == still
    assert plugged == pytest.approx(still, abs=15)


def test_a_refill_that_is_not_what_was_told_is_in_the_reservoir_and_on_the_scale(run: Any):
    visit = ("30 min", "refill", 'withdrawn = "19 mL"\nfilled = "20 mL"\nactual_filled = "15 mL"')
    report = run("1 h", visit)
    reservoir = report["reservoir_mL"]
    delivered_mL = report["volume_uL"]["delivered"] / 1e3
    assert reservoir["true"] == pytest.approx(20 - delivered_mL - 19 + 15)
    assert reservoir["by_weight"] == pytest.approx(reservoir["true"], abs=0.03)
    assert reservoir["by_steps"] == pytest.approx(20 - BASAL_UL / 2e3, abs=0.002)


def test_rig_options_change_nothing_that_is_delivered(run: Any):
    fitted = run("10 min", rig=STILL + "encoder = true\nmotor_supply_sense = true\n")
    plain = run("10 min")
    assert fitted["volume_uL"]["commanded"] == plain["volume_uL"]["commanded"]
    assert fitted["volume_uL"]["delivered"] == pytest.approx(plain["volume_uL"]["delivered"], rel=1e-12)


def test_the_same_mishaps_twice_are_the_same_object(run: Any):
    told = (
        ("1 min", "air", 'volume = "20 uL"'),
        ("2 min", "free-flow", 'rate = "100 mL/day"\nfor = "1 min"'),
        ("3 min", "load-cell-noisy", 'noise = "50 mg"'),
        ("4 min", "motor-supply-cut", 'for = "1 min"'),
    )
    assert run("10 min", *told, rig="") == run("10 min", *told, rig="")


@proves("U2")
def test_a_wrong_amount_is_one_line_and_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "therapy.toml").write_text(THERAPY)
    (tmp_path / "scenario.toml").write_text('[[event]]\nat = "1 h"\ndo = "air"\nvolume = "20 mL"\n')
    arguments = ["sim", str(tmp_path / "therapy.toml"), "--for", "1h", "--scenario", str(tmp_path / "scenario.toml")]
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert "event 1.volume: '20 mL': at most 10 mL; check the number" in shown.err
