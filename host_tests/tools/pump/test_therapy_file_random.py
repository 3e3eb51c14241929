"""Therapy files made at random: whatever stands in one, it is an order or a refusal of one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.errors import UserError
from pump.therapy_file import Order, PatientBolus, parse_therapy
from pump.week_time import DAYS

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

FLEX = GOOD.replace(
    'mode = "simple"\ndose = "2.5 mg/day"\n',
    'mode = "flex"\nclock_lost = "stop"\n[[infusion.period]]\nfrom = "00:00"\ndose = "2.5 mg/day"\n'
    '[[infusion.period]]\ndays = "mon-fri, sun"\nfrom = "08:00:30"\ndose = "3 mg/day"\n',
)


def as_toml(order: Order) -> str:
    """An order written out as a therapy file, in base units."""
    drugs = "".join(f'[[drug]]\nname = "{name}"\nconcentration = "{amount} pg/mL"\n' for name, amount in order["drugs"])
    bolus = order["bolus"]
    asks = "" if bolus is None else (
        f'[patient_bolus]\ndose = "{bolus["dose_pg"]} pg"\nover = "{bolus["over_s"]} s"\n'
        f'lockout = "{bolus["lockout_s"]} s"\nmost_per_day = {bolus["most_per_day"]}\n'
    )  # fmt: skip
    return (
        f'[reservoir]\ncapacity = "{order["reservoir_capacity_nl"]} nL"\nfilled = "{order["reservoir_filled_nl"]} nL"\n'
        f'low_alarm = "{order["reservoir_low_nl"]} nL"\n'
        f'[catheter]\nvolume = "{order["catheter_volume_nl"]} nL"\n{drugs}'
        f'[infusion]\nmode = "{order["mode"]}"\n{_infusion(order)}\n{asks}'
        f'[limits]\nmax_dose_per_day = "{order["max_dose_pg_per_day"]} pg"\n'
        f'max_rate = "{order["max_rate_fl_per_day"]} fL/day"\n'
    )


def _infusion(order: Order) -> str:
    """What stands beside the mode."""
    lines = {
        "simple": [f'dose = "{order["basal_pg_per_day"]} pg/day"'],
        "minimum": [f'rate = "{order["basal_fl_per_day"]} fL/day"'],
    }.get(order["mode"], [])
    if order["clock_lost"]:
        lines.append(f'clock_lost = "{order["clock_lost"]}"')
    for days, from_s, dose_pg in order["periods"]:
        named = ", ".join(name for day, name in enumerate(DAYS) if days >> day & 1)
        clock = f"{from_s // 3600:02}:{from_s // 60 % 60:02}:{from_s % 60:02}"
        lines.append(f'[[infusion.period]]\ndays = "{named}"\nfrom = "{clock}"\ndose = "{dose_pg} pg/day"')
    return "\n".join(lines)


amounts = st.integers(1, 10**14)
names = st.text("abcdefghijklmnopqrstuvwxyz0123456789-+.", min_size=1, max_size=16)
boluses = st.builds(
    PatientBolus, dose_pg=amounts, over_s=amounts, lockout_s=amounts, most_per_day=st.integers(1, 1_000_000)
)


@st.composite
def weeks(draw: st.DrawFn) -> list[list[int]]:
    """Periods, in any order, that cover the week: the days in groups, each group with its own times."""
    group_of = draw(st.lists(st.integers(0, 6), min_size=7, max_size=7))
    periods: list[list[int]] = []
    for group in sorted(set(group_of)):
        days = sum(1 << day for day in range(7) if group_of[day] == group)
        starts = {0} | draw(st.sets(st.integers(1, 86_399), max_size=15))
        periods += [[days, from_s, draw(amounts)] for from_s in starts]
    return draw(st.permutations(periods))


@st.composite
def orders(draw: st.DrawFn) -> Order:
    mode = draw(st.sampled_from(["simple", "flex", "minimum", "stopped"]))
    policies = {"simple": ["", "minimum", "stop"], "flex": ["minimum", "stop", "lowest period"]}.get(mode, [""])
    return {
        "reservoir_capacity_nl": draw(amounts),
        "reservoir_filled_nl": draw(amounts),
        "reservoir_low_nl": draw(amounts),
        "catheter_volume_nl": draw(amounts),
        "drugs": [[name, draw(amounts)] for name in draw(st.lists(names, min_size=1, max_size=4, unique=True))],
        "mode": mode,
        "basal_pg_per_day": draw(amounts) if mode == "simple" else 0,
        "basal_fl_per_day": draw(amounts) if mode == "minimum" else 0,
        "periods": draw(weeks()) if mode == "flex" else [],
        "clock_lost": draw(st.sampled_from(policies)),
        "bolus": draw(st.none() | boluses),
        "max_dose_pg_per_day": draw(amounts),
        "max_rate_fl_per_day": draw(amounts),
    }


@given(orders())
def test_any_order_written_out_and_read_back_is_the_same(order: Order):
    assert parse_therapy(as_toml(order)) == order


@given(st.text())
def test_arbitrary_text_is_refused_in_one_line(text: str):
    with pytest.raises(UserError) as caught:
        parse_therapy(text)
    assert str(caught.value).isprintable()


BAD = ['"-1 mL"', '"nan mg"', '"3"', "nan", "inf", '"1e999999 mg"', "1979-05-27", "0x" + "f" * 4000]
scalars = (
    st.none().map(lambda _: '""')
    | st.integers().map(str)
    | st.floats().map(str)
    | st.booleans().map(lambda b: str(b).lower())
)
quoted = st.text(st.characters(codec="ascii", exclude_characters='"\\', exclude_categories=["Cc"])).map(
    lambda text: f'"{text}"'
)
values = st.one_of(scalars, quoted, st.sampled_from(BAD), st.just("[[1], {a = 1}]"))


@given(
    st.sampled_from([(text, line) for text in (GOOD, FLEX) for line in text.splitlines() if line]),
    values,
    st.sampled_from(["value", "gone", "twice", "junk"]),
)
def test_a_damaged_therapy_is_refused_in_one_line_or_still_an_order_of_integers(
    place: tuple[str, str], value: str, damage: str
):
    text, line = place
    key = line.partition(" = ")[0]
    new = {"value": f"{key} = {value}", "gone": "", "twice": f"{line}\n{line}", "junk": line + value}[damage]
    try:
        order = parse_therapy(text.replace(line, new, 1))
    except UserError as error:
        assert str(error).isprintable()
    else:
        assert set(order) == set(Order.__annotations__)
        others = ("drugs", "mode", "bolus", "periods", "clock_lost")
        assert all(type(number) is int for key, number in order.items() if key not in others)
        assert all(type(number) is int for period in order["periods"] for number in period)
