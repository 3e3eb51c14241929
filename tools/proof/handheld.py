"""The hand-held's requests over a cable with random faults, by the ten thousand; what is shown must be what was given.

python -m proof.campaign handheld                             10,000 faults in two processes
python -m proof.handheld --faults N --seed N --workers N      so many, from that seed on
python -m proof.handheld --batch SEED                         one batch again, with what was wrong
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
BATCH = 500  # faults of one pump and its hand-held
SEED = 1
WORKERS = 2
MOST_SHOWN = 20


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


def batches(faults: int, seed: int, workers: int) -> Iterator[Batch]:
    """As each ends."""
    seeds = range(seed, seed + -(-faults // BATCH))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from (done.result() for done in as_completed([pool.submit(batch, one) for one in seeds]))


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
    wrong = [f"seed {one.seed}, {complaint}" for one in found for complaint in one.complaints]
    for complaint in wrong[:MOST_SHOWN]:
        console.print(complaint[:1_000], highlight=False, soft_wrap=True, markup=False)
    console.print(f"hand-held: {len(wrong)} violations, {seconds:.0f} s")
    return not wrong


def _table(title: str, names: tuple[str, ...], counted: list[tuple[int, ...]]) -> Table:
    table = Table(title, "tried" if title == "fault" else "requests")
    for name, counts in zip(names, zip(*counted, strict=True), strict=True):
        if sum(counts):
            table.add_row(name, f"{sum(counts):,}")
    return table


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
    if given.faults < 1 or given.workers < 1 or given.seed < 0:
        print("hand-held: --faults, --workers: 1 or more; --seed: 0 or more; choose them so", file=sys.stderr)
        return 2
    if given.batch is not None:
        return 0 if show([batch(given.batch)], 0.0, Console()) else 1
    return 0 if run(faults=given.faults, seed=given.seed, workers=given.workers) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
