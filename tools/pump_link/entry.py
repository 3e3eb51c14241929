"""A therapy in two steps: entered and read back in full, then confirmed by the digest of what was read back (U1)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pump_link.client import Client, RefusedByPump
from pump_link.frames import LONGEST_REQUEST

PIECE = 80  # characters of a line that one answer holds
OF_WHAT_IS_STAGED = "the digest of what is staged"  # firmware/therapy_entry.py: why a confirm is refused
ROOM = LONGEST_REQUEST - 60  # for the value of a setting, beside the rest of the request


class NotAsEntered(Exception):
    """What the pump holds is not what was sent: nothing may be confirmed."""


class AnothersEntry(RefusedByPump):
    """Another page or program entered a therapy after this one was shown; that one stays with the pump."""

    def __init__(self) -> None:
        super().__init__(
            {
                "field": "therapy",
                "value": "another entry",
                "limit": "the one that was shown",
                "action": "another page or program entered it meanwhile: review yours again",
            }
        )


@dataclass(frozen=True)
class Question:
    """A soft limit that the therapy passes, to be accepted by name."""

    name: str
    field: str
    value: str
    limit: str


@dataclass(frozen=True)
class Review:
    """What is shown before it is confirmed: (setting, old, new) in the pump's own order, as JSON texts; old "" without.

    digest: of the new lines as they are here, worked out on this side.
    """

    rows: list[tuple[str, str, str]]
    questions: list[Question]
    digest: str

    def changed(self) -> list[tuple[str, str, str]]:
        return [row for row in self.rows if row[1] != row[2]]


def review(client: Client, order: Mapping[str, Any]) -> Review:
    """Enter the order, stage it, read it back. Raises RefusedByPump, and NotAsEntered where the two differ."""
    for setting, value in order.items():
        _enter(client, setting, value)
    said = client.ask("stage")
    lines = [_line(client, number) for number in range(said["lines"])]
    digest = hashlib.sha256("\n".join(new for _, new in lines).encode()).hexdigest()
    if digest != said["digest"]:
        raise NotAsEntered("the digest of what was read back is not the pump's own")
    rows = [_row(old, new) for old, new in lines]
    held = {setting: new for setting, _, new in rows}
    for setting, value in order.items():
        if json.loads(held[setting]) != _as_held(value):
            raise NotAsEntered(f"{setting}: the pump holds {held[setting][:60]}")
    asked = [Question(**client.ask("question", number=number)) for number in range(said["questions"])]
    return Review(rows, asked, digest)


def confirm(client: Client, shown: Review, accepted: list[str]) -> None:
    """Put in force what was shown. accepted: names of the questions that a person answered.

    Raises RefusedByPump; AnothersEntry where the pump holds something else by now.
    """
    try:
        client.ask("confirm", digest=shown.digest, accept=accepted)
    except RefusedByPump as refused:
        if refused.limit == OF_WHAT_IS_STAGED:
            raise AnothersEntry from None
        raise


def _enter(client: Client, setting: str, value: Any) -> None:
    """A list goes in as many parts as it needs."""
    if not isinstance(value, list) or not value:
        client.ask("enter", setting=setting, value=value, at=0)
        return
    at = 0
    items: list[Any] = value
    while at < len(items):
        count = len(items) - at
        while count > 1 and len(json.dumps(items[at : at + count])) > ROOM:
            count -= 1
        client.ask("enter", setting=setting, value=items[at : at + count], at=at)
        at += count


def _line(client: Client, number: int) -> tuple[str, str]:
    old = new = ""
    at, more = 0, True
    while more:
        said = client.ask("staged", line=number, at=at)
        old, new, more = old + said["old"], new + said["new"], said["more"]
        at += PIECE
    return old, new


def _row(old: str, new: str) -> tuple[str, str, str]:
    setting, _, value = new.partition("=")
    return setting, old.partition("=")[2], value


def _as_held(value: Any) -> Any:
    """The pump's text of the patient's bolus is its numbers in a row."""
    if isinstance(value, dict):
        bolus: dict[str, int] = value
        return [bolus[name] for name in ("dose_pg", "over_s", "lockout_s", "most_per_day")]
    return value
