"""The pump's own time, as a date that people read."""

from datetime import UTC, datetime
from typing import Any

from programmer.firmware_face import LAST_DAY, date_of

DAY_S = 86_400
FIRST = datetime(2001, 1, 1)
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def shown(day: int, second: int) -> str:
    """As "Thu 2026-11-26 14:05"."""
    day, second = day + second // DAY_S, second % DAY_S
    if not 0 <= day <= LAST_DAY:
        return "beyond 2099"
    year, month, of_month = date_of(day)
    return f"{WEEK[day % 7]} {year:04}-{month:02}-{of_month:02} {second // 3_600:02}:{second // 60 % 60:02}"


def now_in_words(status: dict[str, Any]) -> str:
    time = status.get("time")
    return "not known" if time is None else shown(time[0], time[1])


def when_in_words(status: dict[str, Any], in_s: int | None) -> str:
    """The date that is so many seconds ahead, and how far that is; None: never."""
    if in_s is None:
        return "never, as things are"
    if in_s == 0:
        return "now"
    far = f"in {in_s / DAY_S:.1f} days" if in_s >= 2 * DAY_S else f"in {in_s // 3_600} h {in_s // 60 % 60} min"
    time = status.get("time")
    return far if time is None else f"{shown(time[0], time[1] + in_s)}, {far}"


def of_this_computer() -> tuple[int, int, int]:
    """(day, second, us) of the computer's local time, as the pump counts them."""
    local = datetime.now(UTC).astimezone().replace(tzinfo=None)
    since = local - FIRST
    return since.days, since.seconds, since.microseconds
