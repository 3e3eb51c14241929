"""One line of a board's test."""

from dataclasses import dataclass

PASSED, FAILED, WARNED = "passed", "failed", "warned"


@dataclass(frozen=True, slots=True)
class Item:
    """outcome: passed, failed, or warned where delivery does not depend on it."""

    name: str
    outcome: str
    measured: str
    limit: str
