"""The fuzz of the link by the million: bytes, frames and signed requests, in batches, each against a pump left alone.

python -m proof.campaign link-fuzz                            1,000,000 inputs in two processes
python -m proof.link_fuzz --inputs N --seed N --workers N     so many, from that seed on
python -m proof.link_fuzz --batch SEED                        one batch again, with what was wrong
"""

import sys
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from proof.borrowed import fuzzed_lines, fuzzed_link
from proof.seeded_batches import SeededBatches, complaints_of

INPUTS = 1_000_000
BATCH = 10_000  # inputs of one pump


@dataclass(frozen=True)
class Batch:
    """What one pump was sent. tried: by kind of fuzzed_lines. served: came to the desk. done: answered with ok."""

    seed: int
    tried: tuple[int, ...]
    served: int
    done: int
    steps: int
    complaints: tuple[str, ...]


def batch(seed: int, inputs: int = BATCH) -> Batch:
    """One pump, one seed; what is raised is a complaint."""
    fuzz: Any = fuzzed_link.Fuzz(seed)
    try:
        complaints = list(fuzz.run(inputs))
    except Exception as error:
        complaints = [*fuzz.complaints, f"after input {sum(fuzz.tried)}: raised {error!r}"]
    return Batch(seed, tuple(fuzz.tried), fuzz.served, fuzz.done, len(fuzz.bench.edges), tuple(complaints))


def show(found: list[Batch], seconds: float, console: Console) -> bool:
    """The figures; True if nothing was wrong."""
    table = Table("input", "tried")
    for name, tried in zip(fuzzed_lines.KINDS, zip(*(one.tried for one in found), strict=True), strict=True):
        table.add_row(name, f"{sum(tried):,}")
    console.print(table)
    wrong = complaints_of(found, console)
    tried = sum(sum(one.tried) for one in found)
    served, done, steps = (sum(figures) for figures in zip(*((b.served, b.done, b.steps) for b in found), strict=True))
    console.print(
        f"link fuzz: {tried:,} inputs, {served:,} requests let in, {done:,} carried out, {steps:,} microsteps "
        f"as of the pump left alone; {wrong} violations, {seconds:.0f} s"
    )
    return wrong == 0


FUZZ = SeededBatches("link fuzz", "inputs", INPUTS, BATCH, batch, show)
run = FUZZ.run


if __name__ == "__main__":
    sys.exit(FUZZ.main("proof.link_fuzz", sys.argv[1:]))
