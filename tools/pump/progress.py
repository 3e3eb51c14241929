"""A bar on stderr while a person waits for a run; nothing where nobody looks."""

import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from pump.sim import Outcome, Plan, Watch, simulate
from twin.accounts import Look
from twin.session import Session

_PARTS = 200


def simulate_with_bar(run: Plan, watch: Watch | None = None, every_us: int = 0) -> Outcome:
    """`simulate`, and how far it is."""
    if not sys.stderr.isatty():
        return simulate(run, watch, every_us)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("running", total=run.for_us)

        def show(session: Session, look: Look) -> None:
            bar.update(task, completed=look.t_us)
            if watch is not None:
                watch(session, look)

        return simulate(run, show, every_us or max(run.for_us // _PARTS, 1))
