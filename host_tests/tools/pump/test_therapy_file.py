"""Therapy files: the order they become, and one line for whatever cannot become one."""

from pathlib import Path

import pytest

import pump
from pump.errors import UserError
from pump.therapy_file import parse_therapy, read_therapy
from support import proves
from therapy.prescribing.prescription import FIELDS, Prescription

EXAMPLES = Path(pump.__file__).parent / "examples"
STEP_VOLUME_FL = 18_750_000
GOOD = """
[reservoir]
capacity = "20 mL"
filled = "18 mL"
low_alarm = "2 mL"
[catheter]
volume = "0.22 mL"
[[drug]]
name = "morphine"
concentration = "25 mg/mL"
[[drug]]
name = "bupivacaine"
concentration = "7.5 mg/mL"
[infusion]
mode = "simple"
dose = "2.5 mg/day"
[patient_bolus]
dose = "0.1 mg"
over = "5 min"
lockout = "4 h"
most_per_day = 4
[limits]
max_dose_per_day = "6 mg"
max_rate = "24 mL/day"
"""
GOOD_ORDER = {
    "reservoir_capacity_nl": 20_000_000,
    "reservoir_filled_nl": 18_000_000,
    "reservoir_low_nl": 2_000_000,
    "catheter_volume_nl": 220_000,
    "drugs": [["morphine", 25_000_000_000], ["bupivacaine", 7_500_000_000]],
    "mode": "simple",
    "basal_pg_per_day": 2_500_000_000,
    "basal_fl_per_day": 0,
    "periods": [],
    "clock_lost": "",
    "bolus": {"dose_pg": 100_000_000, "over_s": 300, "lockout_s": 14_400, "most_per_day": 4},
    "max_dose_pg_per_day": 6_000_000_000,
    "max_rate_fl_per_day": 24_000_000_000_000,
}


def with_line(old: str, new: str) -> str:
    """The good therapy with one line (or part of it) replaced; the line must be there."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def without(table: str) -> str:
    """The good therapy without one table."""
    head, tail = GOOD.split(table, 1)
    end = tail.find("\n[")
    return head + (tail[end:] if end >= 0 else "")


def refused(text: str) -> str:
    with pytest.raises(UserError) as caught:
        parse_therapy(text)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_the_contracts_therapy_becomes_the_order_in_pump_units():
    assert parse_therapy(GOOD) == GOOD_ORDER


def test_the_order_has_exactly_the_keys_that_the_pump_asks_for():
    assert set(parse_therapy(GOOD)) == set(FIELDS)
    assert Prescription(parse_therapy(GOOD), STEP_VOLUME_FL).shown_rate() == "0.1 mL/day"


@pytest.mark.parametrize("name", ["demo.toml", "flex.toml", "minimum.toml", "max_flow.toml"])
def test_every_example_is_a_therapy_that_the_pump_accepts(name: str):
    Prescription(read_therapy(EXAMPLES / name), STEP_VOLUME_FL)


def test_a_reservoir_is_full_and_alarms_at_two_millilitres_unless_it_is_said_otherwise():
    order = parse_therapy(with_line('filled = "18 mL"\nlow_alarm = "2 mL"\n', ""))
    assert order["reservoir_filled_nl"] == order["reservoir_capacity_nl"] == 20_000_000
    assert order["reservoir_low_nl"] == 2_000_000


def test_without_the_table_the_patient_may_ask_for_nothing():
    assert parse_therapy(without("[patient_bolus]"))["bolus"] is None


def test_minimum_mode_takes_a_rate_and_no_dose():
    order = parse_therapy(with_line('mode = "simple"\ndose = "2.5 mg/day"', 'mode = "minimum"\nrate = "0.006 mL/day"'))
    assert (order["mode"], order["basal_fl_per_day"], order["basal_pg_per_day"]) == ("minimum", 6_000_000_000, 0)


def test_stopped_mode_takes_neither_dose_nor_rate():
    order = parse_therapy(with_line('mode = "simple"\ndose = "2.5 mg/day"', 'mode = "stopped"'))
    assert (order["mode"], order["basal_fl_per_day"], order["basal_pg_per_day"]) == ("stopped", 0, 0)


@pytest.mark.parametrize(
    ("mode", "field"),
    [
        ('mode = "minimum"\ndose = "1 mg/day"\nrate = "1 mL/day"', "infusion.dose"),
        ('mode = "simple"\ndose = "1 mg/day"\nrate = "1 mL/day"', "infusion.rate"),
        ('mode = "stopped"\ndose = "1 mg/day"', "infusion.dose"),
        ('mode = "simple"', "infusion.dose"),
        ('mode = "minimum"', "infusion.rate"),
        ('dose = "1 mg/day"', "infusion.mode"),
        ('mode = "fast"', "infusion.mode"),
        ("mode = 3", "infusion.mode"),
        ('mode = "stopped"\nspeed = "1 mL/day"', "infusion.speed"),
    ],
)
def test_a_mode_with_the_wrong_settings_is_refused_naming_the_setting(mode: str, field: str):
    assert refused(with_line('mode = "simple"\ndose = "2.5 mg/day"', mode)).startswith(field + ": ")


@pytest.mark.parametrize("table", ["[reservoir]", "[catheter]", "[infusion]", "[limits]"])
def test_a_missing_table_is_refused_naming_it(table: str):
    assert refused(without(table)).startswith(table.strip("[]") + ": missing")


def test_limits_are_required_even_when_the_pump_is_stopped():
    text = without("[patient_bolus]").replace('mode = "simple"\ndose = "2.5 mg/day"', 'mode = "stopped"')
    assert refused(text[: text.index("[limits]")]).startswith("limits: missing")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('capacity = "20 mL"\n', "reservoir.capacity"),
        ('volume = "0.22 mL"\n', "catheter.volume"),
        ('name = "morphine"\n', "drug.name"),
        ('concentration = "25 mg/mL"\n', "drug.concentration"),
        ('dose = "0.1 mg"\n', "patient_bolus.dose"),
        ('over = "5 min"\n', "patient_bolus.over"),
        ('lockout = "4 h"\n', "patient_bolus.lockout"),
        ("most_per_day = 4\n", "patient_bolus.most_per_day"),
        ('max_dose_per_day = "6 mg"\n', "limits.max_dose_per_day"),
        ('max_rate = "24 mL/day"\n', "limits.max_rate"),
    ],
)
def test_a_missing_setting_is_refused_naming_it(line: str, field: str):
    assert refused(with_line(line, "")).startswith(field + ": missing")


VALUES = [
    ('"20 mL"', "reservoir.capacity"),
    ('"18 mL"', "reservoir.filled"),
    ('"2 mL"', "reservoir.low_alarm"),
    ('"0.22 mL"', "catheter.volume"),
    ('"25 mg/mL"', "drug.concentration"),
    ('"2.5 mg/day"', "infusion.dose"),
    ('"0.1 mg"', "patient_bolus.dose"),
    ('"5 min"', "patient_bolus.over"),
    ('"4 h"', "patient_bolus.lockout"),
    ("= 4\n", "patient_bolus.most_per_day"),
    ('"6 mg"', "limits.max_dose_per_day"),
    ('"24 mL/day"', "limits.max_rate"),
]
BAD = [
    '"-1 mL"',
    '"nan mg"',
    '"3"',
    "3.5",
    "true",
    "nan",
    "inf",
    "[]",
    "{}",
    '"1e999999 mg"',
    '"1 parsec"',
    "1979-05-27",
]


@proves("U2")
@pytest.mark.parametrize(("old", "field"), VALUES)
@pytest.mark.parametrize("bad", BAD)
def test_a_bad_value_in_any_setting_is_refused_naming_it(old: str, field: str, bad: str):
    assert refused(with_line(old, f"= {bad}\n" if old.startswith("=") else bad)).startswith(field + ": ")


@pytest.mark.parametrize(
    ("old", "field"), [row for row in VALUES if row[1].startswith(("limits", "infusion", "patient"))]
)
def test_zero_is_refused_where_it_means_nothing(old: str, field: str):
    number, _, rest = old.strip('"= \n').partition(" ")
    assert number
    zero = f'"0 {rest}"' if rest else "= 0\n"
    assert refused(with_line(old, zero)).startswith(field + ": ")


@pytest.mark.parametrize("value", ["0", "-1", "4.0", "true", '"4"', "1000001", "0x" + "f" * 5000])
def test_most_per_day_is_a_whole_number_without_quotes(value: str):
    assert refused(with_line("most_per_day = 4", "most_per_day = " + value)).startswith("patient_bolus.most_per_day: ")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("[reservoir]", 'color = "red"\n[reservoir]', "color"),
        ("[limits]", "[limit]\n[limits]", "limit"),
        ('filled = "18 mL"', 'filed = "18 mL"', "reservoir.filed"),
        ('volume = "0.22 mL"', 'volume = "0.22 mL"\nlength = "1 m"', "catheter.length"),
        ('name = "morphine"', 'name = "morphine"\nbrand = "x"', "drug.brand"),
        ("most_per_day = 4", "most_per_day = 4\nmost_per_hour = 1", "patient_bolus.most_per_hour"),
        ('max_rate = "24 mL/day"', 'max_rate = "24 mL/day"\nmax_bolus = "1 mg"', "limits.max_bolus"),
    ],
)
def test_an_unknown_key_or_table_is_refused_naming_it(old: str, new: str, field: str):
    assert refused(with_line(old, new)).startswith(field + ": no such setting")


@pytest.mark.parametrize("name", ["", " ", "x" * 17, "morphi\u00f1e", " morphine", "a\\tb", "a\\nb"])
def test_a_drug_name_that_the_pump_cannot_show_is_refused(name: str):
    assert refused(with_line('"morphine"', f'"{name}"')).startswith("drug.name: ")


def test_a_drug_named_twice_is_refused_whatever_its_capitals():
    assert refused(with_line('"bupivacaine"', '"Morphine"')).startswith("drug.name: 'Morphine'")


def test_a_dose_that_is_not_whole_in_picograms_is_refused_not_rounded_away():
    assert refused(with_line('"0.1 mg"', '"0.00000000001 mg"')).startswith("patient_bolus.dose: ")


def test_a_rate_that_is_whole_to_one_part_in_ten_thousand_is_rounded_to_the_nearest():
    assert parse_therapy(with_line('"2.5 mg/day"', '"10 mg/week"'))["basal_pg_per_day"] == 1_428_571_429


@pytest.mark.parametrize("old", ["[reservoir]", "[catheter]", "[infusion]", "[limits]", "[patient_bolus]"])
def test_a_table_with_two_brackets_is_refused(old: str):
    assert refused(with_line(old, f"[{old}]")).startswith(old.strip("[]") + ": a list")


def test_a_drug_table_with_one_bracket_is_refused():
    text = with_line('[[drug]]\nname = "bupivacaine"\nconcentration = "7.5 mg/mL"\n', "").replace("[[drug]]", "[drug]")
    assert "two brackets" in refused(text)


def test_a_therapy_without_a_drug_is_refused():
    two = GOOD[GOOD.index("[[drug]]") : GOOD.index("[infusion]")]
    assert refused(with_line(two, "")).startswith("drug: missing")
    assert refused("drug = []\n" + with_line(two, "")).startswith("drug: an empty list")


@pytest.mark.parametrize(
    "text", ["[", "a = ", "\x00", "a = 1\na = 2", "x = " + "[" * 20_000, "x = 1" + "0" * 5000, "x=1979-99-99"]
)
def test_malformed_toml_is_refused_in_one_line(text: str):
    assert refused(text).startswith("therapy file: not valid TOML: ")


def test_a_file_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path):
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 70_000)
    for path in (tmp_path / "none.toml", tmp_path, binary, large, Path("a\x00b")):
        with pytest.raises(UserError) as caught:
            read_therapy(path)
        assert str(caught.value).startswith("therapy file: ")
        assert str(caught.value).isprintable()
