"""The fuzz of the link by the million: bytes, frames and signed requests, in batches, each against a pump left alone.

python -m proof.campaign link-fuzz                            1,000,000 inputs in two processes
python -m proof.link_fuzz --inputs N --seed N --workers N     so many, from that seed on
python -m proof.link_fuzz --batch SEED                        one batch again, with what was wrong
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

from proof.borrowed import fuzzed_lines, fuzzed_link

INPUTS = 1_000_000
BATCH = 10_000  # inputs of one pump
SEED = 1
WORKERS = 2
MOST_SHOWN = 20


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


def batches(inputs: int, seed: int, workers: int) -> Iterator[Batch]:
    """As each ends."""
    seeds = range(seed, seed + -(-inputs // BATCH))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from (done.result() for done in as_completed([pool.submit(batch, one) for one in seeds]))


def show(found: list[Batch], seconds: float, console: Console) -> bool:
    """The figures; True if nothing was wrong."""
    table = Table("input", "tried")
    for name, tried in zip(fuzzed_lines.KINDS, zip(*(one.tried for one in found), strict=True), strict=True):
        table.add_row(name, f"{sum(tried):,}")
    console.print(table)
    wrong = [f"seed {one.seed}, {complaint}" for one in found for complaint in one.complaints]
    for complaint in wrong[:MOST_SHOWN]:
        console.print(complaint[:1_000], highlight=False, soft_wrap=True, markup=False)
    tried = sum(sum(one.tried) for one in found)
    served, done, steps = (sum(figures) for figures in zip(*((b.served, b.done, b.steps) for b in found), strict=True))
    console.print(
        f"link fuzz: {tried:,} inputs, {served:,} requests let in, {done:,} carried out, {steps:,} microsteps "
        f"as of the pump left alone; {len(wrong)} violations, {seconds:.0f} s"
    )
    return not wrong


def run(progress: Progress | None = None, *, inputs: int = INPUTS, seed: int = SEED, workers: int = WORKERS) -> bool:
    """All of it, its figures printed; True if nothing was wrong."""
    console = progress.console if progress is not None else Console()
    began = time.monotonic()
    task = progress.add_task("link fuzz", total=-(-inputs // BATCH)) if progress is not None else None
    found: list[Batch] = []
    for one in batches(inputs, seed, workers):
        found.append(one)
        if progress is not None and task is not None:
            progress.update(task, advance=1)
    return show(found, time.monotonic() - began, console)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="proof.link_fuzz")
    parser.add_argument("--inputs", type=int, default=INPUTS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--batch", type=int, metavar="SEED")
    given = parser.parse_args(arguments)
    if given.inputs < 1 or given.workers < 1:
        print("link fuzz: --inputs, --workers: 1 or more; choose them so", file=sys.stderr)
        return 2
    if given.batch is not None:
        return 0 if show([batch(given.batch)], 0.0, Console()) else 1
    return 0 if run(inputs=given.inputs, seed=given.seed, workers=given.workers) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
