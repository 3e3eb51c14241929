"""`pump sim`: from files to the one JSON object, and what it says in each situation."""

import json
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Any

import pytest

from pump.report import as_dict, as_json
from pump.sim import Outcome, plan, simulate
from support import proves

THERAPY = """
[reservoir]
capacity = "20 mL"
[catheter]
volume = "0.22 mL"
[[drug]]
name = "morphine"
concentration = "10 mg/mL"
[[drug]]
name = "clonidine"
concentration = "50 mcg/mL"
[infusion]
mode = "simple"
dose = "20 mg/day"
[patient_bolus]
dose = "0.1 mg"
over = "1 min"
lockout = "10 min"
most_per_day = 4
[limits]
max_dose_per_day = "40 mg"
max_rate = "24 mL/day"
"""
SCENARIO = """
[[event]]
at = "60 s"
do = "patient-bolus"
[[event]]
at = "150 s"
do = "patient-bolus"
[[event]]
at = "200 s"
do = "clinician-bolus"
dose = "0.1 mg"
over = "2 min"
[[event]]
at = "220 s"
do = "power-cut"
for = "10 s"
[[event]]
at = "290 s"
do = "clinician-bolus"
dose = "0.1 mg"
over = "2 min"
"""
KEYS = {
    "": ["duration_s", "volume_uL", "steps", "drugs", "boluses", "alarms", "reservoir_mL", "state"],
    "volume_uL": ["prescribed", "commanded", "delivered", "weighed"],
    "steps": ["commanded", "emitted"],
    "drugs": ["name", "believed_ug", "delivered_ug", "at_tip_ug"],
    "boluses": ["t_s", "kind", "requested_uL", "outcome", "reason", "delivered_uL"],
    "alarms": ["t_s", "name", "priority", "cleared_s"],
    "reservoir_mL": ["true", "by_steps", "by_weight"],
}
STEP_UL = 0.01875


@pytest.fixture
def run(tmp_path: Path):
    def run(duration: str, scenario: str = "", therapy: str = THERAPY, seed: str = "0") -> Outcome:
        (tmp_path / "therapy.toml").write_text(therapy)
        (tmp_path / "scenario.toml").write_text(scenario)
        return simulate(plan(tmp_path / "therapy.toml", tmp_path / "scenario.toml", duration, seed))

    return run


def numbers_in(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for part in value.values() for number in numbers_in(part)]
    if isinstance(value, list):
        return [number for part in value for number in numbers_in(part)]
    return [value] if isinstance(value, float | int) else []


def test_the_object_has_the_keys_of_the_contract_and_finite_numbers(run: Any):
    report = json.loads(as_json(run("5 min", SCENARIO)))
    assert list(report) == KEYS[""]
    for key, expected in KEYS.items():
        for part in report[key] if isinstance(report.get(key), list) else [report.get(key, report)]:
            assert list(part) == expected
    assert len(report["boluses"]) == 4
    assert len(report["alarms"]) == 1
    assert all(isfinite(number) for number in numbers_in(report))
    assert isinstance(report["steps"]["emitted"], int)
    assert report["duration_s"] == 300.0


@proves("B2")
def test_every_bolus_is_told_with_its_request_and_what_came_of_it(run: Any):
    boluses: Any = as_dict(run("5 min", SCENARIO))["boluses"]
    told = [(b["t_s"], b["kind"], b["outcome"], b["reason"]) for b in boluses]
    assert told == [
        (60.0, "patient", "delivered", None),
        (150.0, "patient", "denied", "lockout"),
        (200.0, "clinician", "cut", None),
        (290.0, "clinician", "running", None),
    ]
    assert [b["requested_uL"] for b in boluses] == [10.0] * 4
    assert boluses[0]["delivered_uL"] == pytest.approx(533 * STEP_UL)
    assert boluses[1]["delivered_uL"] == 0
    assert 0.5 < boluses[2]["delivered_uL"] < 20 / 120 * 10
    assert 0.3 < boluses[3]["delivered_uL"] < 10 / 120 * 10


def test_prescribed_goes_on_over_the_cut_and_counts_each_granted_bolus_as_far_as_it_ran(run: Any):
    report: Any = as_dict(run("5 min", SCENARIO))
    bolus = Fraction(533) * Fraction(18_750, 10**6)
    # The one that the power cut: the therapy asks for it all the same, 100 of its 120 s.
    asked = Fraction(2000 * 300, 86_400) + bolus + bolus * 100 / 120 + bolus * 10 / 120
    assert report["volume_uL"]["prescribed"] == pytest.approx(float(asked), rel=1e-12)


def test_each_drug_is_believed_by_steps_and_concentration(run: Any):
    outcome = run("2 min")
    report: Any = as_dict(outcome)
    steps = report["drugs"][0]["believed_ug"] / 10 / STEP_UL
    assert steps == pytest.approx(round(steps))
    assert 0 <= report["steps"]["emitted"] - round(steps) <= 8
    assert report["drugs"][1]["believed_ug"] == pytest.approx(report["drugs"][0]["believed_ug"] / 200)
    assert report["reservoir_mL"]["by_steps"] == pytest.approx(20 - round(steps) * STEP_UL / 1e3)


def test_a_rig_figure_in_its_own_or_another_unit_is_used(run: Any):
    truth = [run("2 min", f"[rig]\nevaporation = {text}\n").look.true_mL for text in ("0", '"20 mL/day"', "20000")]
    assert truth[0] - truth[1] == pytest.approx(20 / 720, rel=0.05)
    assert truth[1] == truth[2]


def test_events_beyond_the_end_do_not_happen_and_are_named(run: Any):
    outcome = run("1 min", SCENARIO)
    assert outcome.boluses == ()
    assert [note.split(": after")[0] for note in outcome.notes if note.startswith("event ")] == [
        "event 1: patient-bolus",
        "event 2: patient-bolus",
        "event 3: clinician-bolus",
        "event 4: power-cut",
        "event 5: clinician-bolus",
    ]


def test_every_action_of_the_scenario_reaches_the_run(run: Any):
    outcome = run(
        "3 min",
        "".join(
            f'[[event]]\nat = "{at} s"\ndo = "{do}"\n{more}'
            for at, do, more in (
                (10, "occlude", ""),
                (20, "clear-occlusion", ""),
                (30, "stall", 'for = "1 s"\n'),
                (40, "load-cell-unplug", ""),
                (90, "load-cell-plug", ""),
                (100, "stop", ""),
                (110, "start", ""),
                (120, "power-cut", 'for = "1 s"\n'),
                (130, "acknowledge", 'name = "restarted"\n'),
                (140, "patient-bolus", ""),
            )
        ),
    )
    report: Any = as_dict(outcome)
    assert [note for note in outcome.notes if note.startswith("event ")] == []
    assert [alarm["name"] for alarm in report["alarms"]] == ["load-cell-lost", "restarted"]
    assert report["alarms"][1]["cleared_s"] == 130.0
    assert report["volume_uL"]["weighed"] is None
    assert report["reservoir_mL"]["by_weight"] is None
    assert report["volume_uL"]["prescribed"] == pytest.approx(2000 * 170 / 86_400 + 533 * STEP_UL * 40 / 60)
    assert report["boluses"][0]["outcome"] == "running"


def test_a_press_without_a_prescribed_bolus_is_denied_and_asked_for_nothing(run: Any):
    therapy = THERAPY[: THERAPY.index("[patient_bolus]")] + THERAPY[THERAPY.index("[limits]") :]
    (bolus,) = as_dict(run("70 s", '[[event]]\nat = "10 s"\ndo = "patient-bolus"\n', therapy))["boluses"]  # type: ignore[misc]
    assert bolus == {
        "t_s": 10.0,
        "kind": "patient",
        "requested_uL": 0.0,
        "outcome": "denied",
        "reason": "not-prescribed",
        "delivered_uL": 0.0,
    }


def test_the_minimum_rate_and_the_stopped_pump_are_runs_too(run: Any):
    head, tail = THERAPY[: THERAPY.index("[infusion]")], THERAPY[THERAPY.index("[limits]") :]
    minimum: Any = as_dict(run("1 h", "", head + '[infusion]\nmode = "minimum"\nrate = "0.006 mL/day"\n' + tail))
    assert minimum["volume_uL"]["prescribed"] == pytest.approx(0.25)
    assert abs(minimum["steps"]["emitted"] - 0.25 / STEP_UL) <= 1
    stopped: Any = as_dict(run("20 min", "", head + '[infusion]\nmode = "stopped"\n' + tail))
    assert (stopped["steps"]["emitted"], stopped["volume_uL"]["prescribed"], stopped["state"]) == (0, 0, "stopped")
    (alarm,) = stopped["alarms"]
    assert (alarm["name"], alarm["priority"], alarm["cleared_s"]) == ("stopped", "low", None)
    assert 895 < alarm["t_s"] < 905


def test_the_same_seed_gives_the_same_object_to_the_last_digit(run: Any):
    first, again, other = (as_json(run("5 min", SCENARIO, seed=seed)) for seed in ("3", "3", "4"))
    assert first == again
    assert first != other
