"""What came out of a run: as the one JSON object of the contract, and as one screen for a person."""

import json

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pump.sim import Outcome
from pump.week_time import DAY_S, DAYS
from twin.bolus_watch import DENIED, SeenBolus
from twin.pump_face import ALARM_NAMES, ALARM_ROWS, BOLUS_KINDS, DENIAL_REASONS, PRIORITIES

MOST_LINES = 8
BENCH_ONLY = "Bench and demonstration only, with water. Never for human or animal use."


def as_json(outcome: Outcome) -> str:
    """Raises ValueError if a number is not finite."""
    return json.dumps(as_dict(outcome), indent=2, allow_nan=False)


def as_dict(outcome: Outcome) -> dict[str, object]:
    look = outcome.look
    return {
        "duration_s": outcome.plan.for_us / 1e6,
        "volume_uL": {
            "prescribed": look.prescribed_uL,
            "commanded": look.commanded_uL,
            "delivered": look.delivered_uL,
            "weighed": look.weighed_uL,
        },
        "steps": {"commanded": look.commanded_steps, "emitted": look.emitted_steps},
        "drugs": [
            {
                "name": drug.name,
                "believed_ug": drug.believed_ug,
                "delivered_ug": drug.delivered_ug,
                "at_tip_ug": drug.at_tip_ug,
            }
            for drug in look.drugs
        ],
        "boluses": [
            {
                "t_s": bolus.request.t_us / 1e6,
                "kind": BOLUS_KINDS[bolus.request.kind],
                "requested_uL": float(bolus.request.volume_uL),
                "outcome": bolus.outcome,
                "reason": reason(bolus),
                "delivered_uL": bolus.given * outcome.step_uL,
            }
            for bolus in outcome.boluses
        ],
        "alarms": [
            {
                "t_s": alarm.since_us / 1e6,
                "name": ALARM_NAMES[alarm.alarm],
                "priority": priority(alarm.alarm),
                "cleared_s": None if alarm.cleared_us is None else alarm.cleared_us / 1e6,
            }
            for alarm in outcome.alarms
        ],
        "reservoir_mL": {"true": look.true_mL, "by_steps": look.by_steps_mL, "by_weight": look.by_weight_mL},
        "state": look.state,
    }


def reason(bolus: SeenBolus) -> str | None:
    """Why it was denied."""
    return DENIAL_REASONS[bolus.reason] if bolus.outcome == DENIED else None


def priority(alarm: int) -> str:
    return PRIORITIES[ALARM_ROWS[alarm][1]]


def clock_time(t_us: int, to_seconds: bool = True) -> str:
    """Time from power-on as "1 d 02:03:04"."""
    seconds = t_us // 1_000_000
    days, rest = divmod(seconds, 86_400)
    text = f"{rest // 3600:02}:{rest // 60 % 60:02}" + (f":{rest % 60:02}" if to_seconds else "")
    return f"{days} d {text}" if days else text


def show_summary(outcome: Outcome, console: Console) -> None:
    """One screen: at most MOST_LINES boluses and alarms, and how many more there were."""
    parts = [_volumes(outcome), _outlook(outcome), _drugs(outcome), _boluses(outcome), _alarms(outcome)]
    title = f"{clock_time(outcome.plan.for_us)} of pump time, state: {outcome.look.state}"
    console.print(Panel(Group(*parts), title=title, subtitle=BENCH_ONLY, width=min(100, console.width)))


def _volumes(outcome: Outcome) -> Table:
    look = outcome.look
    grid = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for heading in ("volume", "uL", "", "reservoir", "mL"):
        grid.add_column(heading, justify="right" if heading in ("uL", "mL") else "left", header_style="bold")
    error_uL = look.delivered_uL - look.prescribed_uL
    grid.add_row("prescribed", f"{look.prescribed_uL:.3f}", "", "true", f"{look.true_mL:.4f}")
    steps = f"{look.commanded_steps} microsteps"
    grid.add_row("commanded", f"{look.commanded_uL:.3f}", steps, "by steps", f"{look.by_steps_mL:.4f}")
    grid.add_row(
        "emitted",
        f"{look.emitted_steps * outcome.step_uL:.3f}",
        f"{look.emitted_steps} microsteps",
        "by weight",
        _or_lost(look.by_weight_mL, 4),
    )
    grid.add_row("delivered", f"{look.delivered_uL:.3f}", f"{error_uL:+.3f} against prescribed", "", "")
    grid.add_row("weighed", _or_lost(look.weighed_uL, 3), "", "", "")
    return grid


def _or_lost(value: float | None, digits: int) -> str:
    return "lost" if value is None else f"{value:.{digits}f}"


def _outlook(outcome: Outcome) -> Table | Text:
    """When the reservoir will be low and empty, from the end of the run on (R1)."""
    outlook = outcome.outlook
    if outlook is None:
        return Text("how long the reservoir lasts is not known", style="dim")
    grid = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for heading in ("reservoir lasts", "to the low alarm", "to empty"):
        grid.add_column(heading, header_style="bold")
    without = (outlook.low_s, outlook.empty_s)
    with_all = (outlook.low_with_boluses_s, outlook.empty_with_boluses_s)
    rows = [("without a bolus", without)]
    if with_all != without:
        rows.append(("with every patient bolus", with_all))
    for name, due_s in rows:
        grid.add_row(name, *(_how_long(seconds, outcome.week_s) for seconds in due_s))
    return grid


def _how_long(seconds: int | None, week_s: int | None) -> str:
    """As "12 d 3 h, mon 14:05": the pump's day of the week and time then, if it knows its own."""
    if seconds is None:
        return "never"
    if seconds == 0:
        return "now"
    hours = seconds // 3_600
    text = f"{hours // 24} d {hours % 24} h" if hours >= 24 else f"{hours} h {seconds // 60 % 60} min"
    if week_s is None:
        return text
    day, second = divmod((week_s + seconds) % (7 * DAY_S), DAY_S)
    return f"{text}, {DAYS[day]} {second // 3_600:02}:{second // 60 % 60:02}"


def _drugs(outcome: Outcome) -> Table:
    grid = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    grid.add_column("drug (ug)", header_style="bold")
    for heading in ("believed", "delivered", "at the tip"):
        grid.add_column(heading, justify="right", header_style="bold")
    for drug in outcome.look.drugs:
        grid.add_row(Text(drug.name), f"{drug.believed_ug:.3f}", f"{drug.delivered_ug:.3f}", f"{drug.at_tip_ug:.3f}")
    return grid


def _boluses(outcome: Outcome) -> Table | Text:
    if not outcome.boluses:
        return Text("no bolus was asked for", style="dim")
    grid = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for heading in ("bolus", "at", "asked uL", "given uL", "outcome"):
        grid.add_column(heading, justify="right" if "uL" in heading else "left", header_style="bold")
    for bolus in outcome.boluses[:MOST_LINES]:
        why = f": {reason(bolus)}" if bolus.outcome == DENIED else ""
        grid.add_row(
            BOLUS_KINDS[bolus.request.kind],
            clock_time(bolus.request.t_us),
            f"{float(bolus.request.volume_uL):.3f}",
            f"{bolus.given * outcome.step_uL:.3f}",
            bolus.outcome + why,
        )
    _say_how_many_more(grid, len(outcome.boluses))
    return grid


def _alarms(outcome: Outcome) -> Table | Text:
    if not outcome.alarms:
        return Text("no alarm", style="dim")
    grid = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for heading in ("alarm", "priority", "from", "to"):
        grid.add_column(heading, header_style="bold")
    for alarm in outcome.alarms[:MOST_LINES]:
        cleared = "shows" if alarm.cleared_us is None else clock_time(alarm.cleared_us)
        grid.add_row(ALARM_NAMES[alarm.alarm], priority(alarm.alarm), clock_time(alarm.since_us), cleared)
    _say_how_many_more(grid, len(outcome.alarms))
    return grid


def _say_how_many_more(grid: Table, count: int) -> None:
    if count > MOST_LINES:
        grid.add_row(f"and {count - MOST_LINES} more: see --json")
