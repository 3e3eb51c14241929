"""The detection table: how late the second witness finds each fault at each flow, and how often it cries wolf.

    python -m proof.detection [--setting mean|block] [--runs 60] [--pumps 80] [--days 185]

The arithmetic is the firmware's (proof.detector_fleet, held equal update for update by its test); the minutes are
synthetic, with noise that is not what the detector was told (proof.minute_means). `late` is the median delay from fault
to verdict, `95 %` that of nineteen runs in twenty; `missed` the volume at the outlet by then (median); `bound` the
asymptotic bound on the mean delay (proof.detection_bound), up to a whole minute; `in time`: 95 % within the
longer of 15 min and a turn (D3, D4).
"""

import argparse
import math
import sys
import time
from collections.abc import Sequence
from contextlib import nullcontext

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from proof.detection_bound import Information
from proof.detection_faults import FAULTS, FLOWS_UL_PER_DAY, Fault
from proof.detection_figures import SETTINGS, Setting
from proof.detection_runs import Say, delays_min, false_alarms
from proof.minute_means import DAY_MIN, Floats
from therapy.detection import verdicts

TURN_UL = 60.0
MOST_BOUND_MIN = 30_000
OCCLUSION_GOAL_MIN = 1440.0


def shown(minutes: float) -> str:
    if math.isinf(minutes):
        return "not found"
    if minutes < 120:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.1f} h" if minutes < 3 * DAY_MIN else f"{minutes / DAY_MIN:.1f} d"


def quantile(delays: Floats, part: float) -> float:
    """The smallest of them that so many of a hundred do not exceed."""
    return float(np.sort(delays)[math.ceil(part * len(delays)) - 1])


def row(fault: Fault, flow: float, delays: Floats, information: Information) -> list[str]:
    median, late = quantile(delays, 0.5), quantile(delays, 0.95)
    bound = max(1.0, math.ceil(information.bound_min(fault.change_ug(flow, MOST_BOUND_MIN))))
    missed = fault.missed_uL(flow, median) if math.isfinite(median) else math.nan
    goal = max(15.0, TURN_UL / flow * DAY_MIN)
    cells = [shown(median), shown(late), f"{missed:.1f}", shown(bound), f"{median / bound:.2f}"]
    return [fault.name, f"{flow / 1000:g}", *cells, "yes" if late <= goal else "no"]


def delay_table(setting: Setting, runs: int, most_days: float, seed: int, say: Say) -> tuple[Table, bool]:
    """The table, and whether total occlusion is found within 24 h at every flow, nineteen times in twenty."""
    cells = [(fault, flow) for fault in FAULTS for flow in FLOWS_UL_PER_DAY]
    delays = delays_min(cells, setting.figures, setting.noise, runs, most_days, seed, say)
    information = Information(setting.noise)
    table = Table("fault", "mL/day", "late", "95 %", "missed uL", "bound", "ratio", "in time", title=setting.name)
    is_met = True
    for (fault, flow), of_cell in zip(cells, delays, strict=True):
        table.add_row(*row(fault, flow, of_cell, information))
        if fault.factor == 0.0 or fault.is_closed:
            is_met = is_met and quantile(of_cell, 0.95) <= OCCLUSION_GOAL_MIN
    return table, is_met


def wolf_table(setting: Setting, each: int, days: float, seed: int, say: Say) -> tuple[Table, bool]:
    """False alarms a pump-year by flow, and whether none has more than one."""
    count = false_alarms(FLOWS_UL_PER_DAY, setting.figures, setting.noise, each, days, seed, say)
    years = each * days / 365.25
    table = Table("mL/day", *verdicts.NAMES, "a pump-year", title=f"false alarms in {years:.1f} pump-years a flow")
    is_met = True
    for flow in FLOWS_UL_PER_DAY:
        by_verdict = [count[flow, verdict] for verdict in range(len(verdicts.NAMES))]
        table.add_row(f"{flow / 1000:g}", *map(str, by_verdict), f"{sum(by_verdict) / years:.2f}")
        is_met = is_met and sum(by_verdict) <= years
    return table, is_met


def teller(progress: Progress, text: str) -> Say:
    task = progress.add_task(text, total=1.0)
    return lambda at: progress.update(task, completed=at)


def run(
    names: Sequence[str] = tuple(SETTINGS),
    *,
    runs: int = 60,
    most_days: float = 25.0,
    pumps: int = 80,
    days: float = 185.0,
    seed: int = 1,
    console: Console | None = None,
    bar: Progress | None = None,
) -> bool:
    """Print the tables; True if occlusion is found within 24 h and no flow cries wolf more than once a pump-year.

    bar: where the progress is shown; without it on a bar of its own.
    """
    console = console or (Console(width=120) if bar is None else bar.console)
    began, is_met = time.monotonic(), True
    with Progress(console=console, transient=True) if bar is None else nullcontext(bar) as progress:
        for name in names:
            setting = SETTINGS[name]
            delays, is_early = delay_table(setting, runs, most_days, seed, teller(progress, f"{name}: delays"))
            console.print(delays)
            wolf, is_rare = wolf_table(setting, pumps, days, seed + 1, teller(progress, f"{name}: false alarms"))
            console.print(wolf)
            is_met = is_met and is_early and is_rare
    console.print(f"detection: {runs} runs a fault and flow; seed {seed}; {time.monotonic() - began:.0f} s")
    return is_met


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m proof.detection", description="how late faults are found")
    parser.add_argument("--setting", choices=tuple(SETTINGS), help="how a minute is weighed; default: both")
    parser.add_argument("--runs", type=int, default=60, help="of each fault at each flow")
    parser.add_argument("--pumps", type=int, default=80, help="a flow, for false alarms")
    parser.add_argument("--days", type=float, default=185.0, help="of each of those pumps")
    options = parser.parse_args()
    if options.runs < 1 or options.pumps < 1 or not options.days > 0:
        parser.error("runs, pumps and days: give more than 0")
    names = (options.setting,) if options.setting else tuple(SETTINGS)
    return 0 if run(names, runs=options.runs, pumps=options.pumps, days=options.days) else 1


if __name__ == "__main__":
    sys.exit(main())
