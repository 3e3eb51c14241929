"""What a pump says of itself, typed: whole numbers with their unit in the name; None: the pump knows none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

_T = TypeVar("_T")
_FIRST_HOURS = 24  # of the requests by hour; the one after them: pump time not known


class NotUnderstood(Exception):
    """An authentic answer that is not of this version of the protocol. The text is one line for a person."""


@dataclass(frozen=True, slots=True)
class ShownAlarm:
    """priority: high, medium or low, as the pump words it."""

    name: str
    priority: str


@dataclass(frozen=True, slots=True)
class OpenBolus:
    """The bolus under way, in microsteps."""

    kind: str
    given_steps: int
    of_steps: int


@dataclass(frozen=True, slots=True)
class PumpTime:
    """day: whole days since Monday 2001-01-01. second: of that day."""

    day: int
    second: int


@dataclass(frozen=True, slots=True)
class Status:
    """What both roles may see.

    t_s: running time. alarms: the two highest of alarms_shown. lockout_left_s, boluses_left: None where no patient
    bolus is prescribed. boluses_used: granted in the last 24 h. granted_t_s: running time of the last such grant, which
    outlives every reset; None before the first. therapy: mark of the one in force. entry: open or left-alone; "" where
    none is being entered.
    """

    state: str
    t_s: int
    time: PumpTime | None
    flow_fl_per_day: int
    by_steps_nl: int | None
    by_weight_nl: int | None
    alarms: tuple[ShownAlarm, ...]
    alarms_shown: int
    lockout_left_s: int | None
    boluses_left: int | None
    boluses_used: int
    granted_t_s: int | None
    therapy: str
    is_changing: bool
    bolus: OpenBolus | None
    entry: str
    entry_left_s: int | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Seconds until the low alarm and until empty, without and with every patient bolus; None: never."""

    remaining_nl: int
    low_s: int | None
    low_with_boluses_s: int | None
    empty_s: int | None
    empty_with_boluses_s: int | None


@dataclass(frozen=True, slots=True)
class LogRecord:
    """One event. kind: the place in the firmware's closed list; numbers: the four of its kind; t_s: running time.

    mark: where it stands in the dose ledger, as the log has it; 0: nowhere.
    """

    sequence: int
    kind: int
    t_s: int
    numbers: tuple[int, int, int, int]
    mark: int = 0


@dataclass(frozen=True, slots=True)
class LogPart:
    """Records from a number on. oldest: of those kept, None without any. missing: numbers that could not be read.

    linked: how many were held to the chain of links. broken: numbers at which the chain does not hold.
    """

    records: tuple[LogRecord, ...]
    oldest: int | None
    next: int
    missing: tuple[int, ...]
    linked: int = 0
    broken: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """Of one kind, since the last report."""

    steps: int
    nl: int


@dataclass(frozen=True, slots=True)
class DrugGiven:
    """Of one drug since the first therapy: out of the pump, and out of the catheter's tip."""

    delivered_pg: int
    at_tip_pg: int


@dataclass(frozen=True, slots=True)
class Report:
    """since_s, now_s: running times. given: by kind. granted, denied: patient boluses by hour of the day, 25 numbers,
    the last for an unknown hour. drugs: by name."""

    since_s: int
    now_s: int
    supply_is_sensed: bool
    given: Mapping[str, Given]
    granted: tuple[int, ...]
    denied: tuple[int, ...]
    drugs: Mapping[str, DrugGiven]


@dataclass(frozen=True, slots=True)
class Recalibration:
    """The volume of a microstep that the last refill showed, and its doubt, in fL."""

    step_volume_fl: int
    doubt_fl: int


@dataclass(frozen=True, slots=True)
class StagedRate:
    """A rounded flow that would run, exactly: so many microsteps in so many microseconds (U5)."""

    steps: int
    us: int
    fl_per_day: int


def understood(what: str, read: Callable[[], _T]) -> _T:
    """What `read` makes of an answer. Raises NotUnderstood where a field is missing or of another form."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise NotUnderstood(
            f"{what}: the pump's answer is not of this version ({error!r}); use one version of both"
        ) from error


def status_of(said: dict[str, Any]) -> Status:
    time, bolus = said["time"], said.get("bolus")
    return Status(
        state=said["state"],
        t_s=said["t_s"],
        time=None if time is None else PumpTime(*time),
        flow_fl_per_day=said["flow_fl_per_day"],
        by_steps_nl=said["by_steps_nl"],
        by_weight_nl=said["by_weight_nl"],
        alarms=alarms_of(said),
        alarms_shown=said["alarms_shown"],
        lockout_left_s=said["lockout_left_s"],
        boluses_left=said["boluses_left"],
        boluses_used=said["boluses_used"],
        granted_t_s=said["granted_t_s"],
        therapy=said["therapy"],
        is_changing=bool(said["changing"]),
        bolus=None if bolus is None else OpenBolus(*bolus),
        entry=said.get("entry", ""),
        entry_left_s=said.get("entry_left_s"),
    )


def alarms_of(said: dict[str, Any]) -> tuple[ShownAlarm, ...]:
    return tuple(ShownAlarm(name, priority) for name, priority in said["alarms"])


def outlook_of(said: dict[str, Any]) -> Outlook:
    return Outlook(**said)


def records_of(said: dict[str, Any]) -> tuple[LogRecord, ...]:
    return tuple(
        LogRecord(sequence, kind, t_s, (a, b, c, d), mark) for sequence, kind, t_s, a, b, c, d, mark in said["records"]
    )


def report_of(times: dict[str, Any], given: dict[str, Any], asked: dict[str, Any], drugs: dict[str, Any]) -> Report:
    """asked: the parts granted and denied, in one."""
    granted, denied = tuple(asked["granted"]), tuple(asked["denied"])
    if len(granted) != _FIRST_HOURS + 1 or len(denied) != _FIRST_HOURS + 1:
        raise ValueError(f"{len(granted)} and {len(denied)} hours")
    return Report(
        since_s=times["since_s"],
        now_s=times["now_s"],
        supply_is_sensed=bool(times["supply_is_sensed"]),
        given={kind: Given(*amounts) for kind, amounts in given.items()},
        granted=granted,
        denied=denied,
        drugs={name: DrugGiven(*amounts) for name, amounts in drugs.items()},
    )


def recalibration_of(said: dict[str, Any]) -> Recalibration | None:
    return None if said["step_volume_fl"] is None else Recalibration(said["step_volume_fl"], said["doubt_fl"])
