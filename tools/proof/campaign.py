"""The heavy proofs, one after the other, with a bar.

    python -m proof.campaign [name ...] [--days N]

Exit code: 0 nothing was violated, 1 something was, 2 no such campaign. A small part of each stands in the tests.
"""

import argparse
import sys
from collections.abc import Callable
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from proof import attacks, detection, flex_year, handheld, link_fuzz, power_cuts, wear

Campaign = Callable[[Progress], bool]


def campaigns(days: float) -> dict[str, Campaign]:
    """days: of the campaigns that simulate a stretch of time."""
    return {
        "flex-year": partial(flex_year.run, days=days),
        "power-cuts": power_cuts.run,
        "wear": wear.run,
        "attacks": attacks.run,
        "link-fuzz": link_fuzz.run,
        "handheld": handheld.run,
        "detection": lambda bar: detection.run(("block",), bar=bar),  # how the firmware weighs
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="proof.campaign", description="The heavy proofs.")
    parser.add_argument("names", nargs="*", metavar="name", help="which; all of them without any")
    parser.add_argument("--days", type=float, default=flex_year.DAYS, help="of flex-year (365)")
    given = parser.parse_args(arguments)
    known = campaigns(given.days)
    for name in given.names:
        if name not in known:
            print(f"campaign: {name}: no such campaign; one of {', '.join(known)}", file=sys.stderr)
            return 2
    if not 0 < given.days <= 3_650:
        print(f"campaign: --days: {given.days:g}: more than 0 and at most 3650; choose one of them", file=sys.stderr)
        return 2
    held = True
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console()) as bar:
        for name in given.names or known:
            held = known[name](bar) and held
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
