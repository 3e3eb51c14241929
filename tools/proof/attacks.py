"""The attack table: each kind of attack over the link, against the firmware on its mocked pins.

python -m proof.campaign attacks              all of it
python -m proof.attacks [kind ...] [--seed N]  those kinds whose name has the word in it
"""

import argparse
import sys

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from proof import attack_floods, attack_kinds
from proof.attack_scene import Kind, Outcome, tried

SEED = 6
KINDS: tuple[Kind, ...] = attack_kinds.KINDS + attack_floods.KINDS


def outcomes(
    kinds: tuple[Kind, ...] = KINDS, seed: int = SEED, progress: Progress | None = None, every: int = 1
) -> list[Outcome]:
    """One of each kind. every: only each such try."""
    task = progress.add_task("attacks", total=len(kinds)) if progress is not None else None
    found: list[Outcome] = []
    for kind in kinds:
        found.append(tried(kind, seed, every))
        if progress is not None and task is not None:
            progress.update(task, advance=1, description=f"attacks: {kind.name}")
    return found


def show(found: list[Outcome], console: Console) -> bool:
    """The table; True if every attack was held off."""
    table = Table("attack", "tried", "accepted", "answered", "crashes", "microsteps", "of difference", "moved by, us")
    for one in found:
        figures = (one.tried, one.accepted, one.answered, one.crashes, one.steps, one.apart, one.moved_us)
        table.add_row(one.name, *(f"{figure:,}" for figure in figures), style=None if one.is_held() else "red")
    console.print(table)
    for one in found:
        for complaint in one.complaints:
            console.print(f"{one.name}: {complaint}", highlight=False, soft_wrap=True, markup=False)
    held = sum(one.is_held() for one in found)
    console.print(f"attacks: {sum(one.tried for one in found):,} tries, {held} of {len(found)} kinds held off")
    return held == len(found)


def run(progress: Progress | None = None, *, seed: int = SEED) -> bool:
    """The whole table, printed; True if every attack was held off."""
    console = progress.console if progress is not None else Console()
    return show(outcomes(seed=seed, progress=progress), console)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="proof.attacks")
    parser.add_argument("words", nargs="*", metavar="kind", help="in the name; all of them without any")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args(arguments)
    kinds = tuple(kind for kind in KINDS if not given.words or any(word in kind.name for word in given.words))
    if not kinds:
        print(f"attacks: {' '.join(given.words)}: no such kind; see the table", file=sys.stderr)
        return 2
    return 0 if show(outcomes(kinds, given.seed), Console()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
