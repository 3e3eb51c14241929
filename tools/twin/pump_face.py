"""What the session uses of the firmware, as types: the firmware itself carries none.

The firmware stays unchanged; every name here is a public one of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any, Protocol, cast

import assembly
from drivers import hx711
from storage.ledger import Ledger
from storage.settings import Settings
from therapy import bolus_kinds, denials
from therapy.alarms import alarm_table, alarm_texts
from therapy.memory import record_kinds
from therapy.memory.history import History

STATES_OFF = "off"
PRIORITIES: tuple[str, ...] = alarm_table.PRIORITIES
_ALARMS = cast("tuple[tuple[str, int, bool], ...]", alarm_table.ALARMS)
ALARM_ROWS = tuple((*row, *texts) for row, texts in zip(_ALARMS, alarm_texts.TEXTS, strict=True))
ALARM_NAMES: tuple[str, ...] = tuple(row[0] for row in ALARM_ROWS)
LOAD_CELL_ALARMS = (
    alarm_table.LOAD_CELL_LOST,
    alarm_table.LOAD_CELL_SATURATED,
    alarm_table.LOAD_CELL_STUCK,
    alarm_table.LOAD_CELL_DESYNCHRONISED,
)
BOLUS_KINDS: tuple[str, ...] = bolus_kinds.KINDS
DENIAL_REASONS: tuple[str, ...] = denials.REASONS
PATIENT: int = bolus_kinds.PATIENT
CLINICIAN: int = bolus_kinds.CLINICIAN
PRIMING: int = bolus_kinds.PRIMING
BRIDGE: int = bolus_kinds.BRIDGE
GRANTED: int = record_kinds.GRANTED
DENIED: int = record_kinds.DENIED
BOLUS_ENDED: int = record_kinds.BOLUS_ENDED
STARTED: int = record_kinds.STARTED
STOPPED: int = record_kinds.STOPPED
BY_COMMAND: int = record_kinds.BY_COMMAND
LOAD_CELL_OK: int = hx711.OK

Observer = Callable[[int, int, int, int, int, int], None]


class Amount(Protocol):
    def value(self) -> int: ...


class HistoryFace(Protocol):
    given: Amount
    ceiling: Amount
    since_fill: Amount
    filled_nl: int
    bolus_kind: int
    bolus_given: int


class AttributionFace(Protocol):
    queued: int

    def kind_of(self, nth: int) -> int: ...


class GovernorFace(Protocol):
    queue: AttributionFace


class TimeFace(Protocol):
    is_known: bool

    def second_of_week(self) -> int: ...


class PrescriptionFace(Protocol):
    order: Mapping[str, object]


class HeartFace(Protocol):
    governor: GovernorFace
    time: TimeFace
    prescription: PrescriptionFace | None

    def is_beginning(self) -> bool: ...


class AlarmsFace(Protocol):
    shown: bytearray


class QuestionFace(Protocol):
    name: str


class LineFace(Protocol):
    def delivered_pg(self, given: int, step_volume_fl: int) -> dict[str, int]: ...


class ProgrammingFace(Protocol):
    line: LineFace

    def calibrate(self, step_volume_fl: int) -> None: ...
    def recalibrate(self, step_volume_fl: int) -> None: ...
    def stage(self, order: Mapping[str, object]) -> str: ...
    def questions(self) -> list[QuestionFace]: ...
    def confirm(self, shown_digest: str, accepted: Sequence[str] = ()) -> None: ...
    def is_committing(self) -> bool: ...


class DeskFace(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...
    def clinician_bolus(self, dose_pg: int, over_s: int) -> int: ...
    def prime(self) -> int: ...
    def primed_at_tip_pg(self) -> dict[str, int]: ...
    def bridge(self) -> int: ...
    def stop_bolus(self) -> None: ...
    def acknowledge(self, name: str | None = None) -> None: ...


class OutlookFace(Protocol):
    remaining_nl: int
    low_s: int | None
    low_with_boluses_s: int | None
    empty_s: int | None
    empty_with_boluses_s: int | None


class ReservoirDeskFace(Protocol):
    def refill(self, withdrawn_nl: int, filled_nl: int, is_other_mixture: bool) -> int: ...
    def outlook(self) -> OutlookFace: ...


class ClockDeskFace(Protocol):
    def set_time(self, day: int, second: int, us: int = 0) -> None: ...
    def forget_time(self) -> None: ...


class ReportingFace(Protocol):
    def report(self) -> dict[str, Any]: ...


class SensorFace(Protocol):
    state: int
    mean_raw: int


class RecorderFace(Protocol):
    observer: Observer | None


class LoadCellDeskFace(Protocol):
    def set(self, zero_raw: int, counts_per_g: int, doubt_ppm: int, zero_doubt_ug: int) -> None: ...


class HeadFace(Protocol):
    def offer(self) -> tuple[int, int] | None: ...


class WeighedFace(Protocol):
    volume_nl: int | None

    def doubt_nl(self) -> int | None: ...


class WakeupFace(Protocol):
    def set(self) -> None: ...


class WaitingFace(Protocol):
    wakeup: WakeupFace


class PumpFace(Protocol):
    """The assembled firmware."""

    history: HistoryFace
    heart: HeartFace
    alarms: AlarmsFace
    desk: DeskFace
    programming: ProgrammingFace
    reservoir_desk: ReservoirDeskFace
    clock_desk: ClockDeskFace
    reporting: ReportingFace
    sensor: SensorFace
    recorder: RecorderFace
    load_cell_desk: LoadCellDeskFace
    head: HeadFace
    weighed: WeighedFace
    service: Any
    waiting: WaitingFace

    def boot(self) -> str: ...
    def state(self) -> str: ...
    def turn(self) -> None: ...
    def check_load_cell(self, for_s: int) -> dict[str, Any]: ...


Board = ModuleType | SimpleNamespace
LinkLine = tuple[object | None, Callable[[int], bytes], None]


def build(hardware: Any, board: Board, line: LinkLine | None = None) -> PumpFace:
    """The firmware on a FakeBoard's hardware of this boot. line: of its link, as assembly.Pump takes it."""
    make = cast("Callable[..., PumpFace]", assembly.Pump)
    return make(hardware.machine, hardware.rp2, hardware.time, hardware.select, hardware.files, board, line=line)


class StoredContents:
    """The flash as it lies there, for a reader that needs no power."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents

    def read(self, name: str) -> bytes | None:
        return self._contents.get(name)

    def replace(self, name: str, content: bytes) -> None:
        """A reader mends nothing."""


def line_on_flash(contents: Mapping[str, bytes]) -> LineFace:
    """Which mixture is where, as a pump without power will believe."""
    make = cast("Callable[[StoredContents], Any]", Settings)
    return cast("LineFace", make(StoredContents(contents)).line())


def history_on_flash(contents: Mapping[str, bytes]) -> HistoryFace:
    """What a pump without power will believe when it has power again."""
    make_ledger = cast("Callable[[StoredContents, int], Any]", Ledger)
    history = cast("Callable[[], HistoryFace]", History)()
    make_ledger(StoredContents(contents), 1).load(history)
    return history


def states() -> Sequence[str]:
    from therapy.states import STATES

    return (*cast("tuple[str, ...]", STATES), STATES_OFF)
