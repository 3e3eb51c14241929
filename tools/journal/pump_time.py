"""The pump time of each record, where a record of the time being set lets it be known."""

from collections.abc import Iterable

from journal.chain import Entry
from journal.firmware_face import LAST_DAY, RESET, TIME_LOST, TIME_SET, date_of

DAY_S = 86_400


def running(t_s: int) -> str:
    """Running time as "d hh:mm:ss"."""
    days, rest = divmod(t_s, DAY_S)
    return f"{days} {rest // 3_600:02}:{rest // 60 % 60:02}:{rest % 60:02}"


def shown_day(day: int, second: int) -> str | None:
    """As "2026-11-26 14:05:09"; None where it is no time that a pump can have."""
    day, second = day + second // DAY_S, second % DAY_S
    if not 0 <= day <= LAST_DAY:
        return None
    year, month, of_month = date_of(day)
    return f"{year:04}-{month:02}-{of_month:02} {second // 3_600:02}:{second // 60 % 60:02}:{second % 60:02}"


def pump_times(entries: Iterable[Entry]) -> list[str | None]:
    """Of each record. The time is known from where it was set to the next reset, loss, or record that is missing.

    A reset ends it: how long the power was away is not in the running time.
    """
    times: list[str | None] = []
    since: tuple[int, int, int] | None = None
    due: int | None = None
    for entry in entries:
        if entry.kind in (RESET, TIME_LOST) or (due is not None and entry.sequence != due):
            since = None
        due = entry.sequence + 1
        if entry.kind == TIME_SET:
            since = entry.t_s, entry.numbers[0], entry.numbers[1]
        if since is None or entry.t_s < since[0]:
            times.append(None)
        else:
            times.append(shown_day(since[1], since[2] + entry.t_s - since[0]))
    return times
