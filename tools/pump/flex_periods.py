"""The [[infusion.period]] tables of a flex therapy to the periods of the order, once they cover the week."""

from collections.abc import Mapping

from pump.errors import UserError, refusal, shown
from pump.quantities import DOSE_PER_DAY, whole_units
from pump.toml_tables import dotted, known_keys, tables
from pump.week_time import DAYS, second_of_day

FIELD = "infusion.period"
EVERY_DAY = "mon-sun"
MOST_A_DAY = 16


def read_periods(value: object) -> list[list[int]]:
    """[days_mask, from_s, dose_pg_per_day] of each period, as they stand in the file. days_mask: bit 0 is Monday."""
    entries = tables(value, FIELD)
    if not entries:
        raise UserError(f'{FIELD}: missing: mode = "flex" needs at least one [[{FIELD}]]; add it')
    periods = [_period(entry, _place(number)) for number, entry in enumerate(entries, 1)]
    _check_week(periods, entries)
    return periods


def _place(number: int) -> str:
    return f"{FIELD} {number}"


def _period(entry: Mapping[str, object], place: str) -> list[int]:
    known_keys(entry, place, ("days", "from", "dose"), ("from", "dose"))
    return [
        _days_mask(entry.get("days", EVERY_DAY), dotted(place, "days")),
        second_of_day(entry["from"], dotted(place, "from")),
        whole_units(entry["dose"], dotted(place, "dose"), DOSE_PER_DAY),
    ]


def _days_mask(value: object, where: str) -> int:
    """The days of a text such as "mon-fri, sun"; a range may run past Sunday: "sat-mon"."""
    wanted = 'days such as "mon-fri, sun" are needed'
    if not isinstance(value, str):
        raise refusal(where, value, wanted, "write it as text or leave it out for every day")
    mask = 0
    for part in value.split(","):
        first, dash, last = part.strip().partition("-")
        if first not in DAYS or (dash and last not in DAYS):
            raise refusal(where, value, wanted, f"{shown(part.strip())} is no day or range of {', '.join(DAYS)}")
        if first == last:
            raise refusal(where, value, "a range runs from one day to another", f"write {EVERY_DAY} or {first} alone")
        begin, length = DAYS.index(first), (DAYS.index(last or first) - DAYS.index(first)) % len(DAYS) + 1
        for day in range(begin, begin + length):
            bit = 1 << day % len(DAYS)
            if mask & bit:
                raise refusal(where, value, f"{DAYS[day % len(DAYS)]} is named twice", "name each day once")
            mask |= bit
    return mask


def _check_week(periods: list[list[int]], entries: list[dict[str, object]]) -> None:
    """Each day begins with a period at 00:00, has at most MOST_A_DAY, and no two at one time."""
    week: list[dict[int, int]] = [{} for _ in DAYS]  # of each day: the `from` of a period -> its number
    for number, ((mask, from_s, _), entry) in enumerate(zip(periods, entries, strict=True), 1):
        place = _place(number)
        for name, numbers in (pair for day, pair in enumerate(zip(DAYS, week, strict=True)) if mask >> day & 1):
            if from_s in numbers:
                twice = f"{_place(numbers[from_s])} begins at that time on {name} too"
                raise refusal(dotted(place, "from"), entry["from"], twice, "change or remove one of them")
            if len(numbers) == MOST_A_DAY:
                limit = f"at most {MOST_A_DAY} periods on a day, and on {name} this is one more"
                raise refusal(dotted(place, "days"), entry.get("days", EVERY_DAY), limit, "merge some")
            numbers[from_s] = number
    for name, numbers in zip(DAYS, week, strict=True):
        if not numbers:
            raise refusal(dotted(FIELD, "days"), name, "every day needs a period from 00:00", "name it in one")
        first = numbers[min(numbers)]
        if 0 not in numbers:
            limit = f"the first period of a day begins at 00:00, and on {name} this is the first"
            raise refusal(dotted(_place(first), "from"), entries[first - 1]["from"], limit, "begin the day with one")
