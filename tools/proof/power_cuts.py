"""The power-cut campaign: the pump's power goes at every flash operation of every scenario, and in the boot after it.

python -m proof.power_cuts                                      all of it
python -m proof.power_cuts --scenario patient-bolus --pace low --cut 17:torn2 --seed 1
python -m proof.power_cuts --fault commit-in-two-steps          the campaign must find this
"""

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from proof.cut_faults import FAULTS
from proof.cut_points import CutPoints, Violation
from proof.cut_scenarios import SCENARIOS
from proof.cut_scene import PACES

SEED = 1
MOST_SHOWN = 20


@dataclass(frozen=True)
class Job:
    """The cut points of one scenario at one pace, or `sample` of them. rots: changed bits of the chip besides."""

    scenario: str
    pace: str
    seed: int
    sample: int | None = None
    fault: str | None = None
    rots: int = 0


@dataclass(frozen=True)
class Report:
    """What a job found. operations: of the scenario without a cut."""

    job: Job
    operations: int
    tried: int
    violations: tuple[Violation, ...]
    seconds: float


def work(job: Job) -> Report:
    """Try every cut point of a job, in this process."""
    if job.fault is not None:
        FAULTS[job.fault]()
    began = time.monotonic()
    try:
        points = CutPoints(job.scenario, job.pace, job.seed)
    except Exception as error:
        raise RuntimeError(f"{job.scenario} at {job.pace} cannot be played: {error!r}") from None
    names = list(points.names(job.rots))
    if job.sample is not None and job.sample < len(names):
        names = random.Random(f"{job.seed} {job.scenario} {job.pace}").sample(names, job.sample)
    found = [
        Violation(job.scenario, job.pace, cut, job.seed, complaint)
        for cut in names
        for complaint in points.complaints(cut)
    ]
    return Report(job, points.operations, len(names), tuple(found), time.monotonic() - began)


def jobs(seed: int = SEED, sample: int | None = None, fault: str | None = None, rots: int = 0) -> list[Job]:
    """The whole campaign, or about `sample` cut points of each scenario at each pace."""
    return [Job(scenario, pace, seed, sample, fault, rots) for scenario in SCENARIOS for pace in PACES]


def reports(to_do: Iterable[Job], workers: int = 1) -> Iterator[Report]:
    """Jobs run in processes of their own: an assertion of littlefs ends only one of them, and counts as a violation."""
    waiting = list(to_do)
    while waiting:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            running: dict[Future[Report], Job] = {pool.submit(work, job): job for job in waiting}
            for done in as_completed(running):
                try:
                    yield done.result()
                except BrokenProcessPool:
                    break
                waiting.remove(running[done])
            else:
                return
        job = waiting.pop(0)  # the pool broke: the first of them did it, or may have; it is tried no more
        ended = Violation(job.scenario, job.pace, "0:before", job.seed, "P1: littlefs ended the process")
        yield Report(job, 0, 0, (ended,), 0.0)


def run(progress: Progress | None = None, *, seed: int = SEED, workers: int = 1) -> bool:
    """The whole campaign: prints its figures; True if nothing was violated."""
    console = progress.console if progress is not None else Console()
    return campaign(jobs(seed), progress, workers, console)


def campaign(to_do: list[Job], progress: Progress | None, workers: int, console: Console) -> bool:
    """Those jobs, their figures printed; True if nothing was violated."""
    began = time.monotonic()
    task = progress.add_task("power cuts", total=len(to_do)) if progress is not None else None
    found: list[Report] = []
    for report in reports(to_do, workers):
        found.append(report)
        if progress is not None and task is not None:
            tried = sum(one.tried for one in found)
            progress.update(task, advance=1, description=f"power cuts: {tried:,} tried")
    show(found, time.monotonic() - began, console)
    return not any(report.violations for report in found)


def show(found: list[Report], seconds: float, console: Console) -> None:
    """A line for each scenario, and the first violations with the lines that show them again."""
    table = Table("scenario", "pace", "flash operations", "cut points", "violations", "s")
    order = {name: place for place, name in enumerate(SCENARIOS)}
    for report in sorted(found, key=lambda one: (order[one.job.scenario], one.job.pace)):
        job, bad = report.job, len(report.violations)
        figures = (str(report.operations), str(report.tried), str(bad), f"{report.seconds:.1f}")
        table.add_row(job.scenario, job.pace, *figures, style="red" if bad else None)
    console.print(table)
    violations = [violation for report in found for violation in report.violations]
    for violation in violations[:MOST_SHOWN]:
        console.print(violation.line(), highlight=False, soft_wrap=True, markup=False)
    tried = sum(report.tried for report in found)
    console.print(f"power cuts: {tried:,} cut points tried, {len(violations)} violations, {seconds:.0f} s")


def bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal)


def one_cut(scenario: str, pace: str, cut: str, seed: int, console: Console) -> bool:
    """Try one cut point in this process and say what is wrong."""
    wrong = CutPoints(scenario, pace, seed).complaints(cut)
    for complaint in wrong:
        console.print(complaint, highlight=False, soft_wrap=True, markup=False)
    console.print(f"{scenario} {pace} {cut}: {'violated' if wrong else 'sound'}")
    return not wrong


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="proof.power_cuts")
    parser.add_argument("--scenario", choices=list(SCENARIOS))
    parser.add_argument("--pace", choices=list(PACES))
    parser.add_argument("--cut", help="17:before, 17:torn2, i5, 17:before/3:torn1, 17:before/flip9")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--sample", type=int, help="cut points of each scenario at each pace")
    parser.add_argument("--fault", choices=list(FAULTS), help="plant it: the campaign must find it")
    parser.add_argument("--rots", type=int, default=0, help="bits of the chip to change, of each scenario at each pace")
    parser.add_argument("--workers", type=int, default=1)
    chosen = parser.parse_args(arguments)
    console = Console()
    if chosen.cut is not None:
        if chosen.scenario is None:
            parser.error("--cut needs --scenario")
        if chosen.fault is not None:
            FAULTS[chosen.fault]()
        return 0 if one_cut(chosen.scenario, chosen.pace or "low", chosen.cut, chosen.seed, console) else 1
    to_do = [
        job
        for job in jobs(chosen.seed, chosen.sample, chosen.fault, chosen.rots)
        if chosen.scenario in (None, job.scenario) and chosen.pace in (None, job.pace)
    ]
    with bar(console) as progress:
        return 0 if campaign(to_do, progress, chosen.workers, console) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
