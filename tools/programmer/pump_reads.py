"""What the pages read of the pump beyond its status, each in as many requests as it takes."""

import json
from dataclasses import dataclass
from typing import Any

from journal.chain import Entry
from pump_link.client import Client
from pump_link.readings import LogRecord, records_of, understood


@dataclass(frozen=True)
class InForce:
    """The therapy in force: its order, and the volume of a microstep that it was worked out for."""

    order: dict[str, Any]
    step_volume_fl: int


@dataclass(frozen=True)
class OldMixture:
    """A mixture from before that the catheter holds: so many microsteps of [[name, pg a mL], ...]."""

    steps: int
    drugs: list[list[str | int]]


@dataclass(frozen=True)
class LogPage:
    """entries: the newest first. first: number of the oldest that is shown; oldest: of the oldest that is kept."""

    entries: list[Entry]
    first: int
    oldest: int


def therapy_in_force(client: Client) -> InForce | None:
    """None without one."""
    count: int = client.ask("therapy", line=0, at=0)["lines"]
    settings = dict(_line(client, number).split("=", 1) for number in range(count))
    if not settings:
        return None
    order = {name: json.loads(value) for name, value in settings.items()}
    step_volume_fl: int = order.pop("step_volume_fl")
    if order["bolus"] is not None:
        names = ("dose_pg", "over_s", "lockout_s", "most_per_day")
        order["bolus"] = dict(zip(names, order["bolus"], strict=True))
    return InForce(order, step_volume_fl)


def _line(client: Client, number: int) -> str:
    text, more = "", True
    while more:
        said = client.ask("therapy", line=number, at=len(text))
        text, more = text + said["text"], said["more"]
    return text


def old_mixtures(client: Client) -> list[OldMixture]:
    """What leaves the tip first is first; none where the catheter holds the mixture in force alone."""
    found: list[OldMixture] = []
    while True:
        said = client.ask("line", number=len(found))
        if len(found) >= said["older"]:
            return found
        found.append(OldMixture(said["steps"], said["drugs"]))


def log_page(client: Client, before: int | None, count: int) -> LogPage:
    """So many records before that number; None: the newest. Damaged ones are not there."""
    said = client.ask("log", **{"from": 0})
    oldest: int = said["oldest"] or 0
    end: int = said["next"] if before is None else min(before, said["next"])
    first = at = max(oldest, end - count)
    found: list[Entry] = []
    while at < end:
        said = client.ask("log", **{"from": at})
        records = understood("log", lambda said=said: records_of(said))
        found += [_entry(record) for record in records if at <= record.sequence < end]
        at = records[-1].sequence + 1 if records else at + 1
    return LogPage(found[::-1], first, oldest)


def _entry(record: LogRecord) -> Entry:
    return Entry(record.sequence, record.t_s, record.kind, record.mark, record.numbers, "", 0)
