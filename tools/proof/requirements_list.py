"""Reads the project's list of safety requirements, host_tests/requirements.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = "host_tests/requirements.toml"
STATUSES = ("due", "later")


class BadList(Exception):
    """A list of the project (requirements, mutants) is wrong; the message is one line for a person."""


@dataclass(frozen=True)
class Requirement:
    """`status`: "due" in what is built now, or "later"; `note` says what is missing or left to whom."""

    id: str
    statement: str
    source: str
    status: str
    note: str = ""


def load(root: Path) -> dict[str, Requirement]:
    """Requirements by id, in the order of the file. Raises BadList."""
    found: dict[str, Requirement] = {}
    for number, entry in enumerate(tomllib.loads((root / FILE).read_text()).get("requirement", []), 1):
        try:
            requirement = Requirement(**entry)
        except TypeError as error:
            raise BadList(f"{FILE}: entry {number}: {error}") from None
        if requirement.id in found:
            raise BadList(f"{FILE}: {requirement.id} is listed twice; ids never change or repeat")
        if requirement.status not in STATUSES:
            raise BadList(
                f"{FILE}: {requirement.id}: status {requirement.status!r} is not one of {', '.join(STATUSES)}"
            )
        found[requirement.id] = requirement
    return found
