"""A pump's readings in lines for a person."""

from journal.pump_time import shown_day
from pump_link.readings import PumpTime, ShownAlarm, Status
from pump_link.words import duration
from twin.pump_face import ALARM_ROWS

BY_NAME = {name: (cause, action) for name, _, _, cause, action in ALARM_ROWS}


def mL(nl: int | None) -> str:
    return "not known" if nl is None else f"{nl / 1e6:.4f} mL"


def time_in_words(time: PumpTime | None) -> str:
    return "not known" if time is None else shown_day(time.day, time.second) or f"day {time.day}, {time.second} s"


def status_lines(said: Status) -> list[str]:
    """All of it, a line a matter."""
    shown = ", ".join(f"{alarm.name} ({alarm.priority})" for alarm in said.alarms) or "none"
    more = said.alarms_shown - len(said.alarms)
    lines = [
        f"state: {said.state}",
        f"pump time: {time_in_words(said.time)}",
        f"flow now: {said.flow_fl_per_day / 1e12:.6g} mL/day",
        f"left: {mL(said.by_steps_nl)} by steps, {mL(said.by_weight_nl)} by weight",
        f"alarms: {shown}{f' and {more} more' if more else ''}",
        f"therapy: {said.therapy}{', a new one is being put in force' if said.is_changing else ''}",
    ]
    if said.lockout_left_s is not None:
        left = f"lockout {duration(said.lockout_left_s)}" if said.lockout_left_s else "no lockout"
        lines.append(f"patient bolus: {said.boluses_left} left today, {left}")
    if said.bolus is not None:
        bolus = said.bolus
        lines.append(f"bolus under way: {bolus.kind}, {bolus.given_steps} of {bolus.of_steps} microsteps")
    if said.entry_left_s is not None:
        alone = ", left alone" if said.entry == "left-alone" else ""
        lines.append(f"a therapy is being entered{alone}: dropped in {duration(said.entry_left_s)}")
    return lines


def cause_and_action(alarm: ShownAlarm) -> tuple[str, str]:
    """Of this version's alarms; one that is not known here has none."""
    return BY_NAME.get(alarm.name, ("not known to this version", "read the firmware's list"))
