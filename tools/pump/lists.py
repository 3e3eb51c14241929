"""`pump lists`: the closed lists of names that reports use, read from the firmware, where they are defined."""

from rich.console import Console
from rich.table import Table

from twin.bolus_watch import CUT, DELIVERED, DENIED, RUNNING
from twin.figures import RigFigures
from twin.pump_face import ALARM_ROWS, BOLUS_KINDS, DENIAL_REASONS, PRIORITIES, states


def show_lists(console: Console) -> None:
    """Alarms with cause and action; then denial reasons, states, kinds and outcomes of a bolus."""
    table = Table(title="alarms (firmware/therapy/alarm_table.py)")
    for heading in ("name", "priority", "stays until acknowledged", "cause", "what to do"):
        table.add_column(heading)
    for name, priority, latches, cause, action in ALARM_ROWS:
        table.add_row(name, PRIORITIES[priority], "yes" if latches else "no", cause, action)
    console.print(table)
    console.print("reasons of a denied bolus (firmware/therapy/denials.py): " + ", ".join(DENIAL_REASONS[1:]))
    console.print("states (firmware/therapy/heart.py, and off while the power is cut): " + ", ".join(states()))
    console.print("kinds of a bolus (firmware/therapy/bolus.py): " + ", ".join(BOLUS_KINDS[1:]))
    console.print("outcomes of a bolus: " + ", ".join((DELIVERED, RUNNING, CUT, DENIED)))


def show_rig(figures: RigFigures, console: Console) -> None:
    """`pump sim --rig`: every figure of the rig's physics with unit, limits and source."""
    table = Table(title="figures of the rig, by the names that [rig] takes")
    for heading in ("figure", "value", "unit", "from", "to", "what it is", "source"):
        table.add_column(heading, justify="right" if heading in ("value", "from", "to") else "left")
    for row in figures.rows():
        is_flag = isinstance(row.value, bool)
        value = str(row.value).lower() if is_flag else f"{row.value:g}"
        low, high = ("", "") if is_flag else (f"{row.note.low:g}", f"{row.note.high:g}")
        table.add_row(row.name, value, row.note.unit, low, high, row.note.why, row.note.source)
    console.print(table)
