"""Days of the week and times of day, as people write them, to seconds."""

import re

from pump.errors import refusal

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_S = 86_400
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")


def second_of_day(value: object, field: str) -> int:
    """Seconds from midnight of "HH:MM" or "HH:MM:SS"; UserError names `field` and the form wanted."""
    second = _second(value) if isinstance(value, str) else None
    if second is None:
        raise refusal(field, value, 'a time of day from "00:00" to "23:59:59"', "write it so")
    return second


def second_of_week(value: object, field: str) -> int:
    """Seconds from Monday 00:00 of a day and a time: "tue 09:00" or "tue 09:00:30"."""
    day, _, time = value.partition(" ") if isinstance(value, str) else ("", "", "")
    second = _second(time)
    if day not in DAYS or second is None:
        raise refusal(field, value, 'a day and a time from "mon 00:00" to "sun 23:59:59"', "write it so")
    return DAYS.index(day) * DAY_S + second


def _second(text: str) -> int | None:
    form = _TIME.fullmatch(text)
    return int(form[1]) * 3_600 + int(form[2]) * 60 + int(form[3] or 0) if form else None
