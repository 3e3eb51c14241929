"""`pump lists`: the closed lists of names that reports use, read from the firmware, where they are defined."""

from rich.console import Console
from rich.table import Table

from twin.bolus_watch import CUT, DELIVERED, DENIED, RUNNING
from twin.figures import RigFigures
from twin.pump_face import ALARM_ROWS, BOLUS_KINDS, DENIAL_REASONS, PRIORITIES, states


def show_lists(console: Console) -> None:
    """Alarms with cause and action (latches: stays until acknowledged); then the other lists."""
    table = Table(title="alarms (firmware/therapy/alarms/alarm_table.py); one that latches stays until acknowledged")
    for heading in ("name", "priority", "latches", "cause", "what to do"):
        table.add_column(heading, no_wrap=heading == "name")
    for name, priority, latches, cause, action in ALARM_ROWS:
        table.add_row(name, PRIORITIES[priority], "yes" if latches else "no", cause, action)
    console.print(table)
    console.print("reasons of a denied bolus (firmware/therapy/denials.py): " + ", ".join(DENIAL_REASONS[1:]))
    console.print("states (firmware/therapy/states.py, and off while the power is cut): " + ", ".join(states()))
    console.print("kinds of a bolus (firmware/therapy/bolus_kinds.py): " + ", ".join(BOLUS_KINDS[1:]))
    console.print("outcomes of a bolus: " + ", ".join((DELIVERED, RUNNING, CUT, DENIED)))


def rig_as_toml(figures: RigFigures) -> str:
    """`pump sim --rig`: every figure of the rig's physics, in the form that a scenario's [rig] table takes."""
    lines = ["[rig]"]
    for row in figures.rows():
        is_flag = isinstance(row.value, bool)
        setting = f"{row.name} = {str(row.value).lower() if is_flag else f'{row.value:g}'}"
        limits = "" if is_flag else f", {row.note.low:g} to {row.note.high:g}"
        lines.append(f"{setting:32} # {row.note.unit}{limits}: {row.note.why}; source: {row.note.source}")
    return "\n".join(lines)
