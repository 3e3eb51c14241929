"""What the pages use of the firmware, as types: the pump's own arithmetic, run on this computer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, cast

from therapy import refill
from therapy.alarms.alarm_table import NAMES
from therapy.alarms.alarm_texts import TEXTS
from therapy.memory import record_texts
from therapy.prescribing import bolus_order, bridge, infusion, outlook, prescription, soft_limits, week
from units import calendar, show
from units.refused import Refused as Refused
from units.scale import DAY_US as DAY_US

ALARM_TEXTS: dict[str, tuple[str, str]] = dict(zip(NAMES, TEXTS, strict=True))
KIND_NAMES: tuple[str, ...] = record_texts.NAMES


class Flow(Protocol):
    """`steps` microsteps in `us` microseconds."""

    steps: int
    us: int


class Infusion(Protocol):
    flows: Sequence[Flow]
    doses_pg: Sequence[int]
    which: bytes
    fastest: Flow


class BolusOrder(Protocol):
    steps: int
    over_s: int
    flow: Flow


class Question(Protocol):
    name: str
    field: str
    value: str
    limit: str


class Prescription(Protocol):
    """A therapy for one head, worked out. infusion: None where the mode is stopped."""

    order: Mapping[str, Any]
    step_volume_fl: int
    concentration_pg_per_ml: int
    infusion: Infusion | None
    patient_bolus: BolusOrder | None
    catheter_nl: int
    low_nl: int

    def shown_rate(self) -> str: ...

    def catheter_steps(self) -> int: ...


class BridgeOrder(Protocol):
    steps: int
    over_s: int
    infusion: Infusion


prescription_of = cast("Callable[[Mapping[str, object], int], Prescription]", prescription.Prescription)
PATHS: dict[str, str] = prescription.FIELDS
questions_of = cast("Callable[[Prescription, Prescription | None], list[Question]]", soft_limits.questions)
bolus_of_dose = cast("Callable[[int, int, int, Prescription, str], BolusOrder]", bolus_order.bolus_of_dose)
priming_order = cast("Callable[[Prescription], BolusOrder]", bolus_order.priming_order)
bridge_order = cast("Callable[[object, int, Prescription], BridgeOrder]", bridge.BridgeOrder)
seconds_to = cast("Callable[[int, Infusion | None, int | None, int], int | None]", outlook.seconds_to)
most_boluses_a_day = cast("Callable[[Prescription], int]", outlook.most_boluses_a_day)
# (second of the week, seconds, index of the flow) of each stretch of the week.
segments_of = cast("Callable[[Infusion], list[tuple[int, int, int]]]", week.segments)
rate_shown = cast("Callable[[Flow, int], str]", infusion.rate_shown)
refill_doubt_nl = cast("Callable[[int], int]", refill.doubt_nl)
decimal = cast("Callable[[int, int, str], str]", show.decimal)
dose_shown = cast("Callable[[int], str]", show.dose)
volume_shown = cast("Callable[[int], str]", show.volume)
date_of = cast("Callable[[int], tuple[int, int, int]]", calendar.date_of)
LAST_DAY: int = calendar.LAST_DAY
