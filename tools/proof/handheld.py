"""The hand-held's requests over a cable with random faults, by the ten thousand; what is shown must be what was given.

python -m proof.campaign handheld                             10,000 faults in two processes
python -m proof.handheld --faults N --seed N --workers N      so many, from that seed on
python -m proof.handheld --batch SEED                         one batch again, with what was wrong
"""

import sys
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from proof.borrowed import handheld_faults
from proof.seeded_batches import SeededBatches, complaints_of

FAULTS = 10_000
BATCH = 500  # faults of one pump and its hand-held


@dataclass(frozen=True)
class Batch:
    """What one hand-held went through. tried: by kind. ends: requests by what was shown at last; see FaultyCable."""

    seed: int
    tried: tuple[int, ...]
    ends: tuple[int, ...]
    requests: int
    granted: int
    denied: int
    repeated: int
    untrue: int
    taken_back: int
    complaints: tuple[str, ...]


def batch(seed: int, faults: int = BATCH) -> Batch:
    """One hand-held, one seed; what is raised is a complaint."""
    cable: Any = handheld_faults.FaultyCable(seed)
    try:
        complaints = list(cable.run(faults))
    except Exception as error:
        complaints = [*cable.complaints, f"request {cable.requests}: raised {error!r}"]
    counts = (cable.requests, cable.granted, cable.denied, cable.repeated, cable.untrue, cable.taken_back)
    return Batch(seed, tuple(cable.tried), tuple(cable.ends), *counts, tuple(complaints))


def show(found: list[Batch], seconds: float, console: Console) -> bool:
    """The figures; True if nothing was wrong."""
    console.print(_table("fault", handheld_faults.KINDS, [one.tried for one in found]))
    console.print(_table("shown at last", handheld_faults.WORDS, [one.ends for one in found]))
    results = Table("over the cable", "")
    for name, number in (
        ("faults", sum(sum(one.tried) for one in found)),
        ("requests confirmed", sum(one.requests for one in found)),
        ("granted by the pump", sum(one.granted for one in found)),
        ("denied by the pump", sum(one.denied for one in found)),
        ("grants that the pump said and lost with its power", sum(one.taken_back for one in found)),
        ("doses given, more than one a request", sum(one.repeated for one in found)),
        ("grants shown that were not given", sum(one.untrue for one in found)),
    ):
        results.add_row(name, f"{number:,}")
    console.print(results)
    wrong = complaints_of(found, console)
    console.print(f"hand-held: {wrong} violations, {seconds:.0f} s")
    return wrong == 0


def _table(title: str, names: tuple[str, ...], counted: list[tuple[int, ...]]) -> Table:
    table = Table(title, "tried" if title == "fault" else "requests")
    for name, counts in zip(names, zip(*counted, strict=True), strict=True):
        if sum(counts):
            table.add_row(name, f"{sum(counts):,}")
    return table


CAMPAIGN = SeededBatches("hand-held", "faults", FAULTS, BATCH, batch, show)
run = CAMPAIGN.run


if __name__ == "__main__":
    sys.exit(CAMPAIGN.main("proof.handheld", sys.argv[1:]))
