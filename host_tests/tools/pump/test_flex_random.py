"""Flex therapies made at random: every spelling of the days, and a week is taken exactly if it is covered."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.errors import UserError
from pump.flex_periods import read_periods
from pump.week_time import DAYS, second_of_day, second_of_week
from support import proves
from therapy.prescribing.periods import week_of
from units.refused import Refused


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, int]:
    """A text of days and its mask: the days cut into names and ranges, in any order."""
    first = draw(st.integers(0, 6))
    left = [(first + step) % 7 for step in range(draw(st.integers(1, 7)))]
    mask = 0
    parts: list[str] = []
    while left:
        run = [left.pop(0) for _ in range(draw(st.integers(1, len(left))))]
        if draw(st.booleans()) and left:
            left.pop(0)
        mask |= sum(1 << day for day in run)
        parts.append(DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}")
    return draw(st.sampled_from([",", ", ", " , "])).join(draw(st.permutations(parts))), mask


def period(days: object, begin: str, dose: str = "1 mg/day") -> dict[str, object]:
    return {"days": days, "from": begin, "dose": dose}


def refused(periods: list[dict[str, object]]) -> str:
    with pytest.raises(UserError) as caught:
        read_periods(periods)
    assert str(caught.value).isprintable()
    return str(caught.value)


@given(spellings())
def test_every_spelling_of_the_days_is_the_same_set_of_days(spelling: tuple[str, int]):
    text, mask = spelling
    assert read_periods([period("mon-sun", "00:00"), period(text, "12:00")])[1][0] == mask


@given(spellings(), spellings())
def test_days_are_refused_as_named_twice_exactly_if_they_are(one: tuple[str, int], other: tuple[str, int]):
    written = [period("mon-sun", "00:00"), period(f"{one[0]}, {other[0]}", "12:00")]
    if one[1] & other[1]:
        assert "is named twice" in refused(written)
    else:
        assert read_periods(written)[1][0] == one[1] | other[1]


@given(st.integers(0, 6), st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))
def test_every_second_of_the_week_can_be_written(day: int, hour: int, minute: int, second: int):
    text = f"{hour:02}:{minute:02}:{second:02}"
    assert second_of_day(text, "x") == hour * 3600 + minute * 60 + second
    assert second_of_week(f"{DAYS[day]} {text}", "x") == day * 86_400 + second_of_day(text, "x")
    assert second_of_day(text[:5], "x") == hour * 3600 + minute * 60


masks = st.integers(1, 127)
few_times = st.sampled_from([0, 0, 0, 28_800, 28_801])


few_periods = st.lists(st.tuples(masks | st.just(127), few_times), min_size=1, max_size=5)


def as_written(periods: list[tuple[int, int]]) -> list[dict[str, object]]:
    """Periods of (days, second of the day) as a file has them."""
    return [
        period(
            ",".join(DAYS[day] for day in range(7) if mask >> day & 1), f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}"
        )
        for mask, s in periods
    ]


@given(few_periods | st.integers(15, 18).map(lambda most: [(127, s) for s in range(most)]))
def test_the_pump_takes_exactly_the_weeks_that_are_taken_here(written: list[tuple[int, int]]):
    try:
        week_of([[mask, s, 1_000_000_000] for mask, s in written])
    except Refused:
        assert refused(as_written(written)).startswith("infusion.period")
    else:
        assert len(read_periods(as_written(written))) == len(written)


@given(few_periods)
@proves("U2")
def test_a_week_is_taken_exactly_if_every_day_begins_at_midnight_and_no_time_is_taken_twice(
    written: list[tuple[int, int]],
):
    periods = as_written(written)
    taken = Counter((day, s) for mask, s in written for day in range(7) if mask >> day & 1)
    if any(count > 1 for count in taken.values()):
        assert " begins at that time on " in refused(periods)
    elif all((day, 0) in taken for day in range(7)):
        assert [[mask, s] for mask, s, _ in read_periods(periods)] == [list(pair) for pair in written]
    else:
        day = next(day for day in range(7) if (day, 0) not in taken)
        first_s = min((s for taken_day, s in taken if taken_day == day), default=None)
        line = refused(periods)
        if first_s is None:
            assert line.startswith(f"infusion.period.days: '{DAYS[day]}': ")
        else:
            number = next(i for i, (mask, s) in enumerate(written, 1) if mask >> day & 1 and s == first_s)
            assert line.startswith(f"infusion.period {number}.from: '08:00:0{first_s - 28_800}': ")
            assert f"on {DAYS[day]} this is the first" in line


@given(st.sets(st.integers(1, 86_399), min_size=14, max_size=18), masks)
def test_the_seventeenth_period_of_a_day_is_the_first_refused(seconds: set[int], mask: int):
    periods = as_written([(127, 0), *((mask, s) for s in sorted(seconds))])
    if len(periods) <= 16:
        assert len(read_periods(periods)) == len(periods)
    else:
        assert refused(periods).startswith("infusion.period 17.days: ")


junk = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers(), max_size=2)
times = st.sampled_from(["00:00", "08:00", "24:00"]) | junk


@given(junk | st.lists(junk | st.fixed_dictionaries({"from": times}, optional={"days": junk, "dose": junk, "x": junk})))
def test_arbitrary_periods_are_refused_in_one_line(value: object):
    with pytest.raises(UserError) as caught:
        read_periods(value)
    assert str(caught.value).startswith("infusion.period")
    assert str(caught.value).isprintable()
