"""`pump alarms` and `pump watch`: what shows at a pump, once or live."""

import time
from typing import Annotated

import typer
from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pump.errors import UserError
from pump.link_options import Port, PumpId
from pump.quantities import DURATION, parse
from pump.status_words import cause_and_action, status_lines
from pump_link.readings import ShownAlarm, Status

LOOK_S = 0.5
NARROWEST = 100
STYLES = {"high": "bold red", "medium": "yellow", "low": "yellow"}
ALL = "all"


def add_watching_commands(app: typer.Typer) -> None:
    """Register them."""
    from pump.log_command import log
    from pump.report_command import report

    for command in (alarms, watch, log, report):
        app.command()(command)


def alarms(
    acknowledge: Annotated[
        str | None, typer.Option(metavar="NAME", help="Acknowledge this one, or all, before they are listed.")
    ] = None,
    pause_audio: Annotated[bool, typer.Option("--pause-audio", help="Silence the buzzer for a while.")] = False,
    port: Port = None,
    pump: PumpId = None,
) -> None:
    """List the alarms that show: name, priority, cause, what to do."""
    from pump.pump_access import pump_at

    if acknowledge == "":
        raise UserError(f"--acknowledge: '': the name of an alarm, or {ALL}; see pump lists")
    with pump_at(port, pump) as opened:
        if acknowledge is not None:
            opened.acknowledge(None if acknowledge == ALL else acknowledge)
        paused = opened.pause_audio() if pause_audio else None
        shown = opened.all_alarms()
    if paused is not None:
        print("sound paused" if paused else "no sound to pause")
    if not shown:
        print("no alarm shows")
        return
    console = Console()
    (console if console.is_terminal else Console(width=max(NARROWEST, console.width))).print(alarm_table(shown))


def watch(
    duration: Annotated[
        str | None, typer.Option("--for", metavar="TIME", help="End by itself after that: 10s, 5 min.")
    ] = None,
    role: Annotated[str, typer.Option(metavar="ROLE", help="clinician or patient.")] = "clinician",
    port: Port = None,
    pump: PumpId = None,
) -> None:
    """Look at a pump until Ctrl-C, or for so long. Without a screen: a line whenever more than an amount changes."""
    from pump.pump_access import check_role, pump_at

    check_role(role)
    until_s = None if duration is None else time.monotonic() + float(parse(duration, "--for", DURATION))
    console = Console()
    with pump_at(port, pump, role) as opened:
        try:
            if console.is_terminal:
                with Live(console=console, auto_refresh=False) as live:
                    while _goes_on(until_s):
                        live.update(_screen(opened.status(), opened.pump_id), refresh=True)
                        _wait(until_s)
            else:
                before = ""
                while _goes_on(until_s):
                    before = _print_news(opened.status(), before)
                    _wait(until_s)
        except KeyboardInterrupt:
            return


def alarm_table(shown: tuple[ShownAlarm, ...]) -> Table:
    table = Table("name", "priority", "cause", "what to do")
    table.columns[0].no_wrap = True
    for alarm in shown:
        table.add_row(alarm.name, Text(alarm.priority, STYLES.get(alarm.priority, "")), *cause_and_action(alarm))
    return table


def _goes_on(until_s: float | None) -> bool:
    return until_s is None or time.monotonic() < until_s


def _wait(until_s: float | None) -> None:
    left_s = LOOK_S if until_s is None else until_s - time.monotonic()
    time.sleep(max(0.0, min(LOOK_S, left_s)))


def _screen(status: Status, pump_id: str) -> Panel:
    parts: list[Text | Table] = [Text(line) for line in status_lines(status)]
    if status.alarms:
        parts.append(alarm_table(status.alarms))
    return Panel(Group(*parts), title=f"pump {pump_id}: {status.state}", subtitle="Ctrl-C ends", width=NARROWEST)


def _print_news(status: Status, before: str) -> str:
    """Prints the line unless it is the one before, its amounts aside."""
    shown = ", ".join(alarm.name for alarm in status.alarms) or "none"
    bolus = "none" if status.bolus is None else status.bolus.kind
    news = f"{status.state}; flow {status.flow_fl_per_day / 1e12:.6g} mL/day; bolus {bolus}; alarms {shown}"
    if news != before:
        print(f"{status.t_s} s: {news}", flush=True)
    return news
