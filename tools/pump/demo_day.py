"""`pump demo --day`: one day of the example therapy, live in the terminal, with a picture at the end."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.table import Table
from rich.text import Text

from pump.news import Item, News
from pump.picture import place_for, sample_us, write
from pump.report import BENCH_ONLY, clock_time, priority, show_summary
from pump.sim import Outcome, Plan, plan, simulate
from twin.accounts import Look
from twin.pump_face import ALARM_NAMES
from twin.session import Session

EXAMPLES = Path(__file__).parent / "examples"
DURATION = "24h"
SEED = "1"
SAMPLE_US = sample_us(24 * 3_600 * 10**6)
LINE_EVERY_US = 2 * 3_600 * 10**6
LIVE_S = 12.0  # wall time to watch a day in; a slow machine takes what it needs
SHOWN_NEWS = 8
_COLOURS = {"high": "bold red", "medium": "yellow", "low": "yellow"}


def run_demo(picture: Path) -> None:
    """Plays it, draws `picture` and prints the summary. UserError if the picture cannot be written."""
    console = Console()
    run = plan(EXAMPLES / "demo.toml", EXAMPLES / "demo_day.toml", DURATION, SEED)
    with place_for(picture):
        day = Day(run)
        outcome = _play_live(day, console) if console.is_terminal else _play_plain(day)
        write(picture, outcome, day.looks)
    show_summary(outcome, console)
    console.print(f"picture: {picture}", soft_wrap=True, highlight=False)


@dataclass
class Day:
    """What was seen so far: all looks, and the news in words."""

    run: Plan
    looks: list[Look] = field(default_factory=list[Look])
    news: list[Item] = field(default_factory=list[Item])
    _news: News = field(default_factory=News)
    _done: int = 0

    def see(self, session: Session, look: Look) -> list[Item]:
        """Takes a look in; returns its news as (time, words, style)."""
        before = len(self.news)
        self.looks.append(look)
        self._rig_news(look)
        self.news += self._news.since(session, look)
        return self.news[before:]

    def mL_per_day(self) -> float:
        """The flow out of the tube, over the last sample."""
        if len(self.looks) < 2:
            return 0.0
        a, b = self.looks[-2:]
        return (b.delivered_uL - a.delivered_uL) / (b.t_us - a.t_us) * 86_400 * 1e3

    def _rig_news(self, look: Look) -> None:
        events = self.run.scenario.events
        while self._done < len(events) and events[self._done].at_us <= look.t_us:
            event = events[self._done]
            self._done += 1
            self.news.append((event.at_us, event.action, "cyan"))


def _play_plain(day: Day) -> Outcome:
    """A line every two hours and for all news, for a log."""
    print(f"pump demo --day: {DURATION} of pump time. {BENCH_ONLY}", flush=True)

    def show(session: Session, look: Look) -> None:
        for t_us, words, _ in day.see(session, look):
            print(f"  {clock_time(t_us)}  {words}")
        if look.t_us % LINE_EVERY_US < SAMPLE_US:
            print(
                f"{clock_time(look.t_us, to_seconds=False)}  prescribed {look.prescribed_uL:8.2f} uL"
                f"  delivered {look.delivered_uL:8.2f} uL  {look.emitted_steps:6} microsteps"
                f"  flow {day.mL_per_day():5.2f} mL/day  reservoir {look.true_mL:.3f} mL  {look.state}",
                flush=True,
            )

    return simulate(day.run, show, SAMPLE_US)


def _play_live(day: Day, console: Console) -> Outcome:
    bar = Progress(
        TextColumn("pump time {task.fields[clock]}"), BarColumn(bar_width=40), TaskProgressColumn(), console=console
    )
    task = bar.add_task("", total=day.run.for_us, clock=clock_time(0, to_seconds=False))
    began_s = time.monotonic()
    with Live(console=console, refresh_per_second=12, transient=True) as live:

        def show(session: Session, look: Look) -> None:
            day.see(session, look)
            bar.update(task, completed=look.t_us, clock=clock_time(look.t_us, to_seconds=False))
            live.update(_screen(day, look, bar))
            ahead_s = look.t_us / day.run.for_us * LIVE_S - (time.monotonic() - began_s)
            if ahead_s > 0:
                time.sleep(ahead_s)

        return simulate(day.run, show, SAMPLE_US)


def _screen(day: Day, look: Look, bar: Progress) -> Panel:
    figures = Table.grid(padding=(0, 4, 0, 0))
    error_uL = look.delivered_uL - look.prescribed_uL
    rows = (
        ("prescribed", f"{look.prescribed_uL:9.2f} uL", "flow prescribed", f"{look.uL_per_day / 1e3:6.2f} mL/day"),
        ("delivered", f"{look.delivered_uL:9.2f} uL", "flow at the outlet", f"{day.mL_per_day():6.2f} mL/day"),
        ("difference", f"{error_uL:+9.2f} uL", "line pressure", f"{look.pressure_kPa:6.1f} kPa"),
        ("microsteps", f"{look.emitted_steps:9}", "reservoir", f"{look.true_mL:6.3f} mL"),
    )
    for row in rows:
        figures.add_row(*row)
    alarms = Text("alarms: ")
    for alarm in look.alarms:
        alarms.append(ALARM_NAMES[alarm] + " ", style=_COLOURS[priority(alarm)])
    if not look.alarms:
        alarms.append("none", style="green")
    news = [Text(f"{clock_time(t_us)}  {words}", style=style) for t_us, words, style in day.news[-SHOWN_NEWS:]]
    news += [Text("") for _ in range(SHOWN_NEWS - len(news))]
    body = Group(bar, Text(""), figures, Text(""), alarms, Text(""), *news)
    return Panel(body, title=f"the pump on its twin: {look.state}", subtitle=BENCH_ONLY, width=84)
