"""A campaign of many batches, one seed each, in processes of their own: the link's fuzz, the hand-held's cable."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Generic, Protocol, TypeVar

from rich.console import Console
from rich.progress import Progress

SEED = 1
WORKERS = 2
MOST_SHOWN = 20


class Batch(Protocol):
    """What came of one seed."""

    @property
    def seed(self) -> int: ...

    @property
    def complaints(self) -> tuple[str, ...]: ...


One = TypeVar("One", bound=Batch)


def complaints_of(found: Sequence[Batch], console: Console) -> int:
    """Show the first of them, each with its seed; how many there are."""
    wrong = [f"seed {one.seed}, {complaint}" for one in found for complaint in one.complaints]
    for complaint in wrong[:MOST_SHOWN]:
        console.print(complaint[:1_000], highlight=False, soft_wrap=True, markup=False)
    return len(wrong)


@dataclass(frozen=True)
class SeededBatches(Generic[One]):
    """name: in words. what: of what a batch has `size`, and all have `total`. batch: of a seed, a module's function.

    show: prints the figures of all of them, given the seconds they took; True if nothing was wrong.
    """

    name: str
    what: str
    total: int
    size: int
    batch: Callable[[int], One]
    show: Callable[[list[One], float, Console], bool]

    def each(self, total: int, seed: int, workers: int) -> Iterator[One]:
        """As it ends."""
        seeds = range(seed, seed + -(-total // self.size))
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            yield from (done.result() for done in as_completed([pool.submit(self.batch, one) for one in seeds]))

    def run(
        self, progress: Progress | None = None, *, total: int | None = None, seed: int = SEED, workers: int = WORKERS
    ) -> bool:
        """All of it, its figures printed; True if nothing was wrong."""
        wanted = self.total if total is None else total
        console = progress.console if progress is not None else Console()
        began = time.monotonic()
        task = progress.add_task(self.name, total=-(-wanted // self.size)) if progress is not None else None
        found: list[One] = []
        for one in self.each(wanted, seed, workers):
            found.append(one)
            if progress is not None and task is not None:
                progress.update(task, advance=1)
        return self.show(found, time.monotonic() - began, console)

    def main(self, program: str, arguments: list[str]) -> int:
        """0: nothing was wrong, 1: something was, 2: bad options."""
        parser = argparse.ArgumentParser(prog=program)
        parser.add_argument(f"--{self.what}", type=int, default=self.total, dest="total")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--workers", type=int, default=WORKERS)
        parser.add_argument("--batch", type=int, metavar="SEED")
        given = parser.parse_args(arguments)
        if given.total < 1 or given.workers < 1 or given.seed < 0:
            limits = f"--{self.what}, --workers: 1 or more; --seed: 0 or more; choose them so"
            print(f"{self.name}: {limits}", file=sys.stderr)
            return 2
        if given.batch is not None:
            return 0 if self.show([self.batch(given.batch)], 0.0, Console()) else 1
        return 0 if self.run(total=given.total, seed=given.seed, workers=given.workers) else 1
