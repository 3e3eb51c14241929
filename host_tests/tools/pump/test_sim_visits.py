"""`pump sim` of a clinician's visits: each action in the one JSON object, and notes of what did not happen as asked."""

import json
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
volume = "0.02 mL"
[[drug]]
name = "morphine"
concentration = "10 mg/mL"
[infusion]
mode = "simple"
dose = "10 mg/day"
[limits]
max_dose_per_day = "40 mg"
max_rate = "24 mL/day"
"""
STRONG = THERAPY.replace("10 mg/mL", "20 mg/mL")
OTHER = THERAPY.replace("morphine", "hydromorphone")
FLEX = THERAPY.replace(
    'mode = "simple"\ndose = "10 mg/day"',
    'mode = "flex"\nclock_lost = "minimum"\n[[infusion.period]]\nfrom = "00:00"\ndose = "1 mg/day"\n'
    '[[infusion.period]]\ndays = "mon-fri"\nfrom = "08:00"\ndose = "30 mg/day"',
)
STEADY = (
    "[rig]\nripple = 0\nmixing = 0\nrest_offset = 0\nevaporation = 0\ndrift = 0\ntemperature_swing = 0\ncreep = 0\n"
)
STEP_UL = 0.01875


def events(*told: tuple[str, str, str]) -> str:
    return "".join(f'[[event]]\nat = "{at}"\ndo = "{do}"\n{more}\n' for at, do, more in told)


VISIT = events(
    ("10 min", "refill", 'withdrawn = "19.98 mL"\nfilled = "20 mL"'),
    ("10 min", "program", 'file = "strong.toml"'),
    ("10 min", "bridge", ""),
)


@pytest.fixture
def run(tmp_path: Path):
    def run(duration: str, scenario: str, therapy: str = THERAPY, seed: str = "0") -> Outcome:
        for name, text in (("therapy", therapy), ("strong", STRONG), ("other", OTHER), ("scenario", scenario)):
            (tmp_path / f"{name}.toml").write_text(text)
        return simulate(plan(tmp_path / "therapy.toml", tmp_path / "scenario.toml", duration, seed))

    return run


def told(outcome: Outcome) -> Any:
    return json.loads(as_json(outcome))


def event_notes(outcome: Outcome) -> list[str]:
    return [note for note in outcome.notes if note.startswith("event ")]


@proves("B11", "R8")
def test_a_refill_a_new_concentration_and_its_bridge(run: Any):
    report = told(run("2 h", STEADY + VISIT))
    (bridge,) = report["boluses"]
    assert (bridge["t_s"], bridge["kind"], bridge["outcome"], bridge["reason"]) == (600.0, "bridge", "delivered", None)
    # The catheter holds 1,066 steps; one of the new mixture may be in it before the bridge is asked for.
    assert bridge["requested_uL"] == 20
    assert round(bridge["delivered_uL"] / STEP_UL) in (1_065, 1_066)
    (drug,) = report["drugs"]
    # 10 mg/day for 2 h are 833.33 ug at the tip, whatever was in the line.
    assert drug["at_tip_ug"] == pytest.approx(10_000 / 12, abs=1.5)
    # 10 min of the old drug at 1 mL/day, 20 uL of the old flow with the new, and the rest of 2 h at 0.5 mL/day.
    assert drug["believed_ug"] == pytest.approx(10_000 / 144 + 400 + (110 - 28.8) * 10_000 / 1440, abs=3)
    assert drug["delivered_ug"] == pytest.approx(drug["believed_ug"], abs=3)
    assert report["volume_uL"]["prescribed"] == pytest.approx(report["steps"]["emitted"] * STEP_UL, abs=0.1)
    assert report["volume_uL"]["weighed"] == pytest.approx(report["volume_uL"]["delivered"], abs=10)
    # Of 20 mL 6.944 uL were given and 19.98 withdrawn: 13.06 uL stayed, which the pump does not count on.
    assert report["reservoir_mL"]["true"] - report["reservoir_mL"]["by_steps"] == pytest.approx(0.01306, abs=0.0005)
    assert [alarm["name"] for alarm in report["alarms"]] == ["therapy-needed"]
    assert report["state"] == "running"


@proves("R5")
def test_notes_tell_what_was_withdrawn_against_what_was_expected(run: Any):
    scenario = events(
        ("1 h", "refill", 'withdrawn = "18 mL"\nfilled = "20 mL"\nactual_filled = "16 mL"'),
        ("2 h", "stop-bolus", ""),
        ("2 h", "bridge", ""),
        ("3 h", "clock-lost", ""),
    )
    outcome = run("2.5 h", STEADY + scenario)
    assert [note.split("; ")[0] for note in event_notes(outcome)] == [
        "event 4: clock-lost: after the end of the run",
        "event 1: refill: withdrawn 18.0000 mL, expected 19.9583 mL by steps",
        "event 2: stop-bolus: refused by the pump: bolus: none: one must be under way",
        "event 3: bridge: refused by the pump: bridge: nothing to bridge: the catheter holds the new mixture",
    ]
    report = told(outcome)
    assert [alarm["name"] for alarm in report["alarms"]] == [
        "refill-discrepancy",
        "misplaced-fill",
        "witnesses-disagree",
    ]
    # 1.958 mL stayed and 16 came: 17.896 after an hour and a half more. The pump takes a clear shortfall for a top-up.
    assert report["reservoir_mL"]["true"] == pytest.approx(17.958 - 1.5 / 24, abs=0.002)
    assert report["reservoir_mL"]["by_steps"] == pytest.approx(20 - 1.5 / 24, abs=0.002)
    assert report["reservoir_mL"]["by_weight"] == pytest.approx(report["reservoir_mL"]["true"], abs=0.02)
    assert report["boluses"][0]["reason"] == "cannot-be-met"


@proves("B10")
def test_a_priming_bolus(run: Any):
    report = told(run("10 min", STEADY + events(("60 s", "prime", ""))))
    (prime,) = report["boluses"]
    assert (prime["kind"], prime["outcome"], prime["requested_uL"]) == ("priming", "delivered", 20.0)
    assert prime["delivered_uL"] == pytest.approx(1_066 * STEP_UL)
    assert report["volume_uL"]["prescribed"] == pytest.approx(1_000 / 144 + 1_066 * STEP_UL)


@proves("B7")
def test_a_bolus_that_is_stopped_is_cut_and_counts_as_far_as_it_ran(run: Any):
    bolus = ("60 s", "clinician-bolus", 'dose = "0.1 mg"\nover = "100 s"')
    report = told(run("5 min", STEADY + events(bolus, ("110 s", "stop-bolus", ""))))
    (cut,) = report["boluses"]
    assert cut["outcome"] == "cut"
    assert cut["delivered_uL"] == pytest.approx(5, abs=0.3)
    assert report["volume_uL"]["prescribed"] == pytest.approx(1_000 * 300 / 86_400 + 533 * STEP_UL / 2)


@proves("D1", "P2")
def test_a_flex_therapy_from_a_start_with_the_clock_lost_and_set(run: Any):
    scenario = (
        'start = "fri 07:50"\n'
        + STEADY
        + events(
            ("20 min", "clock-lost", ""),
            ("30 min", "set-time", 'to = "fri 08:30"'),
            ("40 min", "set-time", 'to = "sat 08:00"'),
        )
    )
    report = told(run("60 min", scenario, FLEX))
    # 10 min at 0.1 mL/day, 10 at 3, 10 at the minimum rate, 10 at 3, 20 at a Saturday's 0.1; a day is 144 of these.
    asked = (100 + 3_000 + 6 + 3_000 + 2 * 100) / 144
    assert report["volume_uL"]["prescribed"] == pytest.approx(asked, rel=1e-3)
    assert report["steps"]["emitted"] == pytest.approx(asked / STEP_UL, abs=3)
    (alarm,) = report["alarms"]
    assert (alarm["name"], alarm["t_s"], alarm["cleared_s"]) == (
        "clock-lost",
        pytest.approx(1200, abs=2),
        pytest.approx(1800, abs=2),
    )


@proves("P2")
def test_a_rig_with_a_clock_chip_keeps_the_time_over_a_power_cut(run: Any):
    cut = 'start = "fri 08:00"\n[rig]\nclock_chip = {}\n' + events(("10 min", "power-cut", 'for = "10 s"'))
    with_it, without = (told(run("20 min", cut.format(flag), FLEX)) for flag in ("true", "false"))
    assert [alarm["name"] for alarm in with_it["alarms"]] == ["restarted"]
    assert [alarm["name"] for alarm in without["alarms"]] == ["restarted", "clock-lost"]
    assert with_it["steps"]["emitted"] > 1.8 * without["steps"]["emitted"]
    assert with_it["volume_uL"]["prescribed"] == pytest.approx(3_000 / 72)


@proves("R8")
def test_what_the_pump_will_not_take_is_a_note_and_changes_nothing(run: Any):
    scenario = events(
        ("60 s", "program", 'file = "other.toml"'),
        ("2 min", "power-cut", 'for = "10 s"'),
        ("125 s", "program", 'file = "strong.toml"'),
        ("126 s", "prime", ""),
        ("127 s", "set-time", 'to = "mon 12:00"'),
    )
    outcome = run("5 min", scenario)
    notes = event_notes(outcome)
    assert notes[0].startswith("event 1: program: refused by the pump: drug.name: hydromorphone: ")
    assert notes[1:] == [
        "event 3: program: no event: the power is cut",
        "event 4: prime: no event: the power is cut",
        "event 5: set-time: no event: the power is cut",
    ]
    assert told(outcome)["volume_uL"]["prescribed"] == pytest.approx(1_000 * 300 / 86_400)
    assert outcome.boluses == ()


@proves("R8")
def test_another_drug_is_accounted_beside_the_first_one(run: Any):
    scenario = events(
        ("10 min", "refill", 'withdrawn = "19.98 mL"\nfilled = "20 mL"'),
        ("10 min", "program", 'file = "other.toml"'),
        ("12 min", "prime", ""),
    )
    report = told(run("30 min", STEADY + scenario))
    morphine, hydromorphone = report["drugs"]
    assert (morphine["name"], hydromorphone["name"]) == ("morphine", "hydromorphone")
    # All of the morphine that was in the line has left the tip: what was delivered before, and the line's 200 ug.
    assert morphine["believed_ug"] == pytest.approx(10_000 / 144, abs=3)
    assert morphine["at_tip_ug"] == pytest.approx(morphine["delivered_ug"] + 200, abs=0.5)
    assert hydromorphone["at_tip_ug"] == pytest.approx(hydromorphone["delivered_ug"] - 200, abs=0.5)
    assert hydromorphone["believed_ug"] == pytest.approx(hydromorphone["delivered_ug"], abs=3)


def test_the_same_visit_twice_is_the_same_object(run: Any):
    assert as_dict(run("20 min", VISIT)) == as_dict(run("20 min", VISIT))
