"""Flex therapies: the periods they become, and one line for whatever does not make a week."""

from pathlib import Path

import pytest

import pump
from pump.errors import UserError
from pump.therapy_file import parse_therapy, read_therapy
from support import proves

REST = """
[reservoir]
capacity = "20 mL"
[catheter]
volume = "0.22 mL"
[[drug]]
name = "morphine"
concentration = "25 mg/mL"
[limits]
max_dose_per_day = "6 mg"
max_rate = "24 mL/day"
[infusion]
mode = "flex"
clock_lost = "stop"
"""
MG = 1_000_000_000
EVERY_DAY, WORKDAYS, WEEKEND = 0b1111111, 0b0011111, 0b1100000


def period(begin: str = "00:00", days: str | None = None, dose: str = "1 mg/day") -> str:
    named = "" if days is None else f'days = "{days}"\n'
    return f'[[infusion.period]]\n{named}from = "{begin}"\ndose = "{dose}"\n'


def flex(*periods: str) -> str:
    return REST + "".join(periods)


def refused(text: str) -> str:
    with pytest.raises(UserError) as caught:
        parse_therapy(text)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_a_flex_therapy_becomes_periods_in_the_order_of_the_file_and_no_basal():
    order = parse_therapy(
        flex(period("08:00:30", "mon-fri", "3 mg/day"), period("00:00"), period("23:59:59", "sat, sun", "2 mg/day"))
    )
    assert order["mode"] == "flex"
    assert order["periods"] == [[WORKDAYS, 28_830, 3 * MG], [EVERY_DAY, 0, MG], [WEEKEND, 86_399, 2 * MG]]
    assert (order["basal_pg_per_day"], order["basal_fl_per_day"], order["clock_lost"]) == (0, 0, "stop")


def test_the_example_covers_workdays_and_weekend():
    order = read_therapy(Path(pump.__file__).parent / "examples" / "flex.toml")
    assert [(days, from_s) for days, from_s, _ in order["periods"]] == [
        (EVERY_DAY, 0),
        (WORKDAYS, 23_400),
        (WEEKEND, 28_800),
        (EVERY_DAY, 79_200),
    ]
    assert order["clock_lost"] == "lowest period"
    assert order["bolus"] is not None


@pytest.mark.parametrize(
    ("days", "mask"),
    [
        ("mon", 0b0000001),
        ("sun", 0b1000000),
        ("mon-fri, sun", 0b1011111),
        ("sat-mon", 0b1100001),
        ("sun-mon", 0b1000001),
        ("mon-sun", EVERY_DAY),
        ("thu-wed", EVERY_DAY),
        ("sun,wed ,  mon-tue", 0b1000111),
    ],
)
def test_days_are_names_and_ranges_that_may_run_past_sunday(days: str, mask: int):
    assert parse_therapy(flex(period(), period("12:00", days)))["periods"][1][0] == mask


@pytest.mark.parametrize("table", ["", "period = []\n"])
def test_no_period_at_all_is_refused(table: str):
    line = refused(flex(table))
    assert line == 'infusion.period: missing: mode = "flex" needs at least one [[infusion.period]]; add it'


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ('[infusion.period]\nfrom = "00:00"\ndose = "1 mg/day"\n', "infusion.period: a table: needed as [[infusion."),
        ("period = 3\n", "infusion.period: 3: needed as [[infusion.period]], with two brackets"),
        ("period = [3]\n", "infusion.period: 3: a table is needed"),
    ],
)
def test_periods_of_another_form_are_refused(table: str, line: str):
    assert refused(flex(table)).startswith(line)


@pytest.mark.parametrize(
    ("second", "line"),
    [
        ('dose = "1 mg/day"\n', "from: missing"),
        ('from = "08:00"\n', "dose: missing"),
        (
            'from = "08:00"\ndose = "1 mg/day"\nuntil = "09:00"\n',
            "until: no such setting: known here: days, dose, from;",
        ),
        ('from = "08:00"\ndose = "0 mg/day"\n', "dose: '0 mg/day': must be more than zero"),
        ('from = "08:00"\ndose = "-1 mg/day"\n', "dose: '-1 mg/day': must not be negative"),
        ('from = "08:00"\ndose = "1 mg"\n', "dose: '1 mg': a dose per time is needed"),
        ('from = "08:00"\ndose = "1 mL/day"\n', "dose: '1 mL/day': a dose per time is needed"),
        ('from = "08:00"\ndose = 1\n', "dose: 1: a dose per time is needed"),
        ('from = "08:00"\ndose = "1.5 pg/day"\n', "dose: '1.5 pg/day': must be whole in pg/day"),
    ],
)
@proves("U2")
def test_a_wrong_setting_of_a_period_is_refused_naming_the_period(second: str, line: str):
    assert refused(flex(period(), "[[infusion.period]]\n" + second)).startswith("infusion.period 2." + line)


@pytest.mark.parametrize(
    "begin",
    ['"24:00"', '"8:00"', '"08:60"', '"08:00:60"', '"08"', '" 08:00"', '"08:00 "', '"8 h"', '""', '"08:00:00.5"',
     '"\\u0660\\u0668:00"', "08:00:00", "8", "true", "[]"],
)  # fmt: skip
def test_a_time_of_another_form_is_refused(begin: str):
    line = refused(flex(period(), f'[[infusion.period]]\nfrom = {begin}\ndose = "1 mg/day"\n'))
    assert line.startswith("infusion.period 2.from: ")
    assert line.endswith(': a time of day from "00:00" to "23:59:59"; write it so')


@pytest.mark.parametrize(
    ("days", "line"),
    [
        (
            '"monday"',
            "'monday': days such as \"mon-fri, sun\" are needed; 'monday' is no day or range of mon, tue, wed,",
        ),
        ('"Mon"', "'Mon': days such as "),
        ('"mon-"', "'mon-': days such as "),
        ('"-mon"', "'-mon': days such as "),
        ('"mon-wed-fri"', "'mon-wed-fri': days such as "),
        ('"mon,,tue"', "'mon,,tue': days such as "),
        ('"mon tue"', "'mon tue': days such as "),
        ('""', "'': days such as "),
        ("3", "3: days such as "),
        ('["mon"]', "a list: days such as "),
        ('"mon-mon"', "'mon-mon': a range runs from one day to another; write mon-sun or mon alone"),
        ('"mon, tue, mon"', "'mon, tue, mon': mon is named twice; name each day once"),
        ('"mon-wed, tue"', "'mon-wed, tue': tue is named twice"),
        ('"sat-mon, sun-tue"', "'sat-mon, sun-tue': sun is named twice"),
    ],
)
def test_days_of_another_form_or_named_twice_are_refused(days: str, line: str):
    text = flex(period(), f'[[infusion.period]]\ndays = {days}\nfrom = "08:00"\ndose = "1 mg/day"\n')
    assert refused(text).startswith("infusion.period 2.days: " + line)


def test_a_day_without_a_period_is_refused_naming_the_day():
    line = refused(flex(period(days="fri-tue"), period(days="thu")))
    assert line == "infusion.period.days: 'wed': every day needs a period from 00:00; name it in one"


def test_a_day_that_does_not_begin_at_midnight_is_refused_naming_its_first_period():
    line = refused(flex(period(days="mon-fri, sun"), period("20:00"), period("08:00", "sat"), period("09:00", "sat")))
    assert line == (
        "infusion.period 3.from: '08:00': the first period of a day begins at 00:00, and on sat this is the first; "
        "begin the day with one"
    )
    assert refused(flex(period("00:00:01"))).startswith("infusion.period 1.from: '00:00:01': the first period of a day")


def test_two_periods_of_a_day_at_one_time_are_refused_naming_both():
    line = refused(flex(period(), period("08:00", "sat-mon"), period("09:00"), period("08:00:00", "mon-fri")))
    assert line == (
        "infusion.period 4.from: '08:00:00': infusion.period 2 begins at that time on mon too; "
        "change or remove one of them"
    )
    assert parse_therapy(flex(period(), period("08:00", "sat-sun"), period("08:00", "mon-fri")))["periods"]


def test_a_day_holds_sixteen_periods_and_no_more():
    tuesday = [period(f"{hour:02}:00", "tue") for hour in range(1, 16)]
    assert len(parse_therapy(flex(period(), *tuesday, period("20:00", "wed")))["periods"]) == 17
    line = refused(flex(period(), *tuesday, period("20:00", "wed"), period("16:00", "mon-fri")))
    assert line == (
        "infusion.period 18.days: 'mon-fri': at most 16 periods on a day, and on tue this is one more; merge some"
    )
    hourly = [period(f"{hour:02}:00") for hour in range(17)]
    assert refused(flex(*hourly)).startswith(
        "infusion.period 17.days: 'mon-sun': at most 16 periods on a day, and on mon"
    )
