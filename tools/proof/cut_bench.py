"""The firmware's loop over the real littlefs on a modelled flash chip, with a witness of what truly happened.

It is the bench of the tests (host_tests/bench_of_heart.py): an ideal step engine in virtual time, everything else is
the firmware's own. Here a program and an erase take their time too, in which queued steps are made.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from proof.borrowed import bench_of_heart, ideal_engine
from storage.settings import new_pump
from therapy.alarms.alarm_table import NAMES
from therapy.bolus_kinds import BASAL, BRIDGE
from therapy.memory.lockout import NEVER_S
from therapy.states import LOCKED, SERVICE, STOPPED
from twin.flash_chip import FlashChip
from twin.littlefs_files import LittlefsFiles

_HeartBench: Any = bench_of_heart.HeartBench

LEAST_RESERVATION = 25
TEN_MICROLITRES_FL = 10_000_000_000


@dataclass(frozen=True)
class Known:
    """What the pump's memory holds: live, or as it was when everything was last on record.

    left: steps of the open bolus that were not given yet. is_still: it does not deliver, and no step is under way.
    """

    running: bool = False
    latched: frozenset[int] = frozenset()
    grants: frozenset[int] = frozenset()
    order: Any = None
    filled_nl: int = 0
    awaits_therapy: bool = False
    is_calibrated: bool = False
    left: int = 0
    is_still: bool = True


@dataclass(frozen=True)
class Truth:
    """The world at the instant of a cut. made, queued: steps of therapy; the second would follow if only the CPU died.

    pg: of the primary drug in the 24 h, never more than was given. since_fill, tube: steps, service included.
    by_kind: steps, as counted live. limit: steps that one reservation may be.
    """

    made: int = 0
    queued: int = 0
    pg: int = 0
    since_fill: int = 0
    tube: int = 0
    t_s: int = 0
    lockout_s: int = 0
    by_kind: tuple[int, ...] = (0, 0, 0, 0, 0)
    limit: int = LEAST_RESERVATION
    live: Known = Known()
    settled: Known = Known()
    pending: Any = None


def known(bench: Any) -> Known:
    history = bench.history
    rx = bench.heart.prescription
    return Known(
        running=bool(history.running),
        latched=frozenset(alarm for alarm in range(len(NAMES)) if history.latched.has(alarm)),
        grants=frozenset(at_s for at_s in history.lockout.granted_s if at_s != NEVER_S),
        order=None if rx is None else rx.order,
        filled_nl=history.filled_nl,
        awaits_therapy=bool(history.awaits_therapy),
        is_calibrated=bench.programming.step_volume_fl is not None,
        left=history.bolus_steps - history.bolus_given if history.bolus_kind != BASAL else 0,
        is_still=bench.heart.state in (LOCKED, STOPPED, SERVICE),
    )


def rule_of_reservation(rx: Any, bolus_steps: int) -> int:
    """At most 10 uL and 1 % of the present day's dose, never under 25 steps: worked out from the order alone."""
    a_day = 0 if rx is None or rx.infusion is None else max(flow.steps_in(86_400) for flow in flows(rx))
    ten = TEN_MICROLITRES_FL // (rx.step_volume_fl if rx is not None else 18_750_000)
    return max(LEAST_RESERVATION, min(ten, (a_day + bolus_steps) // 100))


@dataclass(frozen=True)
class _Rate:
    steps: int
    us: int

    def steps_in(self, seconds: int) -> int:
        return seconds * 1_000_000 * self.steps // self.us + 1


def flows(rx: Any) -> list[_Rate]:
    return [_Rate(flow.steps, flow.us) for flow in rx.infusion.flows]


@dataclass
class Witness:
    """Counts what is made, by looking often: before every flash operation and whenever the loop sleeps."""

    made: int = 0
    served: int = 0
    pg: int = 0
    fill_mark: int = 0
    tube_mark: int = 0
    limit: int = LEAST_RESERVATION
    settled: Known = field(default_factory=Known)
    pending: Any = None
    _seen: int = 0
    _filled_nl: int = 0
    _drug: int = 0
    _dose_pg: int = 0

    def look(self, bench: Any) -> None:
        """Count the steps made since the last look."""
        history, heart = bench.history, bench.heart
        edges = len(bench.engine.made())
        steps, self._seen = edges - self._seen, edges
        dose_pg = _dose_pg(history)
        if heart.state == SERVICE:
            self.served += steps
        else:
            self.made += steps
            self.pg += steps * min(dose_pg, self._dose_pg)
        self._dose_pg = dose_pg
        if history.drug_mark != self._drug:
            self._drug, self.pg = history.drug_mark, 0
        if history.filled_nl != self._filled_nl:
            self._filled_nl, self.fill_mark = history.filled_nl, self.made + self.served
        bolus = history.bolus_steps if history.bolus_kind not in (BASAL, BRIDGE) else 0
        self.limit = max(self.limit, rule_of_reservation(heart.prescription, bolus))

    def tube_was_changed(self) -> None:
        self.tube_mark = self.made + self.served

    def look_between_turns(self, bench: Any) -> None:
        """The same, and note what is known if all of it is on record."""
        self.look(bench)
        if bench.recorder.is_clear() and not bench.programming.is_committing():
            self.settled = known(bench)

    def truth(self, bench: Any) -> Truth:
        self.look(bench)
        history, rx = bench.history, bench.heart.prescription
        return Truth(
            made=self.made,
            queued=len(bench.engine.planned()) - self._seen if bench.heart.state != SERVICE else 0,
            pg=self.pg,
            since_fill=self.made + self.served - self.fill_mark,
            tube=self.made + self.served - self.tube_mark,
            t_s=history.t_s,
            lockout_s=0 if rx is None or rx.patient_bolus is None else rx.lockout_s,
            by_kind=tuple(kind.value() for kind in history.by_kind),
            limit=self.limit,
            live=known(bench),
            settled=self.settled,
            pending=self.pending,
        )


def _dose_pg(history: Any) -> int:
    """Of a step that leaves now, rounded down."""
    dose = history.line_dose_per_step if history.bolus_kind == BRIDGE else history.next_dose_per_step
    return dose.whole_pg


def _nobody(_bench: Any) -> None: ...


def set_up_new_pump(chip: FlashChip) -> None:
    """What a deploy leaves on the flash."""
    files: Any = LittlefsFiles(chip)
    for name, content in new_pump().items():
        files.replace(name, content)


class CutBench(_HeartBench):
    """A pump booted over a chip. asleep: called with this bench as its loop goes to sleep."""

    def __init__(self, chip: FlashChip, asleep: Callable[[Any], None] = _nobody) -> None:
        self.chip = chip
        self.asleep = asleep
        time = ideal_engine.VirtualTime()
        chip.busy = lambda us: setattr(time, "now_us", time.now_us + us)
        files = LittlefsFiles(chip)
        self.reformatted = files.disk.reformatted
        _HeartBench.__init__(self, files=files, time=time)

    def wait_us(self, us: int) -> None:
        self.asleep(self)
        _HeartBench.wait_us(self, us)

    def _keep_integral(self) -> None:
        """What was prescribed is no question here."""

    def settle(self, turns: int = 400) -> bool:
        """Turn until nothing begins and nothing waits to be written."""
        for _ in range(turns):
            if not (self.heart.is_beginning() or self.programming.is_committing()) and self.recorder.is_clear():
                return True
            self.turn()
        return False
