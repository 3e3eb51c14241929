"""What `pump sim` refuses before anything runs: one line with field, value and limit."""

from pathlib import Path

import pytest

from pump.errors import UserError
from pump.sim import LARGEST_SEED, plan, read_duration, read_seed
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


@pytest.mark.parametrize(
    ("text", "us"),
    [("24h", 86_400_000_000), ("90 s", 90_000_000), ("1.5 min", 90_000_000), ("366 days", 366 * 86_400 * 10**6)],
)
def test_a_duration_is_a_number_with_its_unit(text: str, us: int):
    assert read_duration(text) == us


@pytest.mark.parametrize(
    "text",
    [
        "24",
        "-1h",
        "nan h",
        "inf h",
        "1e99h",
        "0",
        "0 h",
        "",
        "h",
        "367 d",
        "1 mL",
        "1e-30 s",
        "1h30min",
        "0x1h",
        "\0h",
    ],
)
def test_another_duration_is_refused_in_one_line(text: str):
    with pytest.raises(UserError, match=r"^--for: ") as caught:
        read_duration(text)
    assert str(caught.value).isprintable()


def test_a_seed_is_a_whole_number_of_32_bits():
    assert (read_seed("0"), read_seed(str(LARGEST_SEED))) == (0, LARGEST_SEED)
    for text in ("-1", "1.0", "x", "", str(LARGEST_SEED + 1), "9" * 5000, "\u0663", "1_000"):
        with pytest.raises(UserError, match=r"^--seed: ") as caught:
            read_seed(text)
        assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('dose = "20 mg/day"', 'dose = "300 mg/day"', "infusion.dose: 30 mL/day: at most 24 mL/day "),
        ('over = "1 min"', 'over = "9 s"', "patient_bolus.over: 9 s: at least 10 s "),
        ('max_dose_per_day = "40 mg"', 'max_dose_per_day = "20 mg"', "limits.max_dose_per_day: 20 mg: at least "),
        ("", '[rig]\nspeed = 1\n', "[rig] speed: no such figure; "),
        ("", "[rig]\ntube_error = 2\n", "[rig] tube_error = 2: must be from -0.5 to 0.5 "),
        ("", '[rig]\nevaporation = "1 parsec"\n', "[rig] evaporation = '1 parsec': cannot be read; "),
        ("", '[rig]\nripple = "30 mL"\n', "[rig] ripple = '30 mL': cannot be read; "),
        ("", "[rig]\nstep_volume = 10\n", "[rig] step_volume: 10 nL: at least 15 nL "),
        (
            "",
            '[[event]]\nat = "1 h"\ndo = "clinician-bolus"\ndose = "10 mg"\nover = "10 min"\n',
            "event 1.over: 600 s (143.9991 mL/day over the basal): with the basal it exceeds limits.max_rate; ",
        ),
        (
            "",
            '[[event]]\nat = "1 h"\ndo = "clinician-bolus"\ndose = "0.001 mg"\nover = "10 min"\n',
            "event 1.dose: 5 microsteps: at least 50 microsteps ",
        ),
        ("", '[[event]]\nat = "1 h"\ndo = "program"\nfile = "none.toml"\n', "event 1.file: 'none.toml': therapy file"),
        (
            "",
            '[[event]]\nat = "1 h"\ndo = "program"\nfile = "scenario.toml"\n',
            "event 1.file: 'scenario.toml': event: no such setting: ",
        ),
        (
            'mode = "simple"\ndose = "20 mg/day"',
            'mode = "flex"\nclock_lost = "stop"\n[[infusion.period]]\nfrom = "06:00"\ndose = "20 mg/day"',
            "infusion.period 1.from: '06:00': the first period of a day begins at 00:00, ",
        ),
        ("", '[[event]]\nat = "1 h"\ndo = "acknowledge"\nname = "no-such"\n', "event 1.name: 'no-such': one of "),
    ],
)  # fmt: skip
@proves("U2")
def test_what_pump_or_rig_cannot_take_is_refused_before_the_run(tmp_path: Path, old: str, new: str, line: str):
    """old: replaced by `new` in the therapy; where it is empty, `new` is the scenario."""
    files = tmp_path / "therapy.toml", tmp_path / "scenario.toml"
    files[0].write_text(THERAPY.replace(old, new) if old else THERAPY)
    files[1].write_text("" if old else new)
    with pytest.raises(UserError) as caught:
        plan(*files, "1 min", "0")
    assert str(caught.value).startswith(line)
    assert str(caught.value).isprintable()
