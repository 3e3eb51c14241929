"""The hand-held over a cable with every kind of fault, by the ten thousand, on the real firmware of both boards.

python -m proof.campaign handheld                            10,000 faults in two processes
python -m proof.handheld --faults N --seed N --workers N     so many, from that seed on
python -m proof.handheld --batch SEED                        one batch again, with what was wrong
"""

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from proof.borrowed import handheld_faults

FAULTS = 10_000
BATCH = 500  # faults of one pair of boards
SEED = 1
WORKERS = 2
MOST_SHOWN = 20


@dataclass(frozen=True)
class Batch:
    """One run of handheld_faults.FaultyCable: its figures, and what was wrong."""

    seed: int
    tried: tuple[int, ...]
    ends: tuple[int, ...]
    requests: int
    granted: int
    taken_back: int
    complaints: tuple[str, ...]


def batch(seed: int, faults: int = BATCH) -> Batch:
    """One seed; what is raised is a complaint."""
    cable: Any = handheld_faults.FaultyCable(seed)
    try:
        complaints = list(cable.run(faults))
    except Exception as error:
        complaints = [*cable.complaints, f"after fault {sum(cable.tried)}: raised {error!r}"]
    figures = (cable.requests, cable.granted, cable.taken_back)
    return Batch(seed, tuple(cable.tried), tuple(cable.ends), *figures, tuple(complaints))


def batches(faults: int, seed: int, workers: int) -> Iterator[Batch]:
    """As each ends."""
    seeds = range(seed, seed + -(-faults // BATCH))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from (done.result() for done in as_completed([pool.submit(batch, one) for one in seeds]))


def show(found: list[Batch], seconds: float, console: Console) -> bool:
    """The figures; True if nothing was wrong."""
    table = Table("fault", "tried")
    for name, tried in zip(handheld_faults.KINDS, zip(*(one.tried for one in found), strict=True), strict=True):
        table.add_row(name, f"{sum(tried):,}")
    console.print(table)
    ends = Table("shown at the end of a request", "requests")
    for name, count in zip(handheld_faults.WORDS, zip(*(one.ends for one in found), strict=True), strict=True):
        ends.add_row(name, f"{sum(count):,}")
    console.print(ends)
    wrong = [f"seed {one.seed}, {complaint}" for one in found for complaint in one.complaints]
    for complaint in wrong[:MOST_SHOWN]:
        console.print(complaint[:1_000], highlight=False, soft_wrap=True, markup=False)
    faults = sum(sum(one.tried) for one in found)
    requests, granted = sum(one.requests for one in found), sum(one.granted for one in found)
    back = sum(one.taken_back for one in found)
    console.print(
        f"hand-held: {faults:,} faults, {requests:,} requests, {granted:,} doses given, {back:,} grants lost with the "
        f"pump's power and taken back; {len(wrong)} violations, {seconds:.0f} s"
    )
    return not wrong


def run(progress: Progress | None = None, *, faults: int = FAULTS, seed: int = SEED, workers: int = WORKERS) -> bool:
    """All of it, its figures printed; True if nothing was wrong."""
    console = progress.console if progress is not None else Console()
    began = time.monotonic()
    task = progress.add_task("hand-held", total=-(-faults // BATCH)) if progress is not None else None
    found: list[Batch] = []
    for one in batches(faults, seed, workers):
        found.append(one)
        if progress is not None and task is not None:
            progress.update(task, advance=1)
    return show(found, time.monotonic() - began, console)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="proof.handheld")
    parser.add_argument("--faults", type=int, default=FAULTS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--batch", type=int, metavar="SEED")
    given = parser.parse_args(arguments)
    if given.faults < 1 or given.workers < 1:
        print("hand-held: --faults, --workers: 1 or more; choose them so", file=sys.stderr)
        return 2
    if given.batch is not None:
        return 0 if show([batch(given.batch)], 0.0, Console()) else 1
    return 0 if run(faults=given.faults, seed=given.seed, workers=given.workers) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
