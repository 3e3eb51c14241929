"""Flash wear of a pump at its largest flow with a bolus every hour, on the real littlefs: how far ten years would go.

    python -m proof.wear [--days 30]

The firmware's own recorder writes; steps are counted in the history without the loop, as fast as the machine can. The
cadence of writes is printed beside that of the whole loop. Half of the days, then all of them: if the worst block wears
no faster in the second half, ten years are at most its rate times 3,652.5 days. No reset is in it, and no second drug.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from proof.borrowed import bench_of_heart, example_orders, memory_files
from proof.cut_bench import CutBench, set_up_new_pump
from proof.sizes import of_the_pump
from storage import event_log
from therapy.bolus_kinds import BASAL, PATIENT
from therapy.memory import record_kinds
from therapy.memory.book import EVENT_ROOM
from twin.flash_chip import BLOCKS, ERASE, FlashChip, Operation
from twin.littlefs_files import Disk

TEN_YEARS_DAYS = 3652.5
LIMIT = 100_000
DAY_S, HOUR_S = 86_400, 3_600
STEPS_A_DAY = 1_280_000  # 24 mL
AT_ONCE = 8  # steps that the loop queues at a time
BOLUS_STEPS, BOLUS_S = 213, 300


@dataclass
class Meter:
    """Erases by what the block was used for: metadata is programmed again and again, data in one call of the files."""

    metadata: int = 0
    data: int = 0
    call: int = 0
    _calls_of: dict[int, set[int]] = field(default_factory=dict[int, set[int]])

    def watch(self, operation: Operation) -> None:
        calls = self._calls_of.setdefault(operation.block, set())
        if operation.kind != ERASE:
            calls.add(self.call)
            return
        if len(calls) > 1:
            self.metadata += 1
        elif calls:
            self.data += 1
        calls.clear()


@dataclass(frozen=True)
class Stretch:
    """What `days` of writing did. free: blocks that held nothing at the beginning. writes: appends and replacements."""

    days: float
    writes: int
    erases: int
    metadata_erases: int
    data_erases: int
    worst: int
    worn_blocks: int
    free: int
    bytes_programmed: int

    def a_day(self, figure: int) -> float:
        return figure / self.days

    def ten_years(self) -> float:
        """Of the worst block: an upper bound, since wear evens out as metadata moves on (after 100 erases or so)."""
        return self.a_day(self.worst) * TEN_YEARS_DAYS

    def ten_years_level(self) -> float:
        """Of any block if all free ones wore alike: a lower bound."""
        return self.a_day(self.erases) / self.free * TEN_YEARS_DAYS


def lay_static_files(chip: FlashChip) -> None:
    """The firmware as it is deployed, in .mpy, and half as much again for what is to come: never moved by wear."""
    disk = Disk(chip)
    disk.mkdir("/firmware")
    for place, length in enumerate(of_the_pump().values()):
        with disk.open(f"/firmware/{place}", "wb") as file:
            file.write(bytes(length * 3 // 2))


def fill_log(bench: Any) -> None:
    """As many files as are kept: from then on one goes for each that comes."""
    book, recorder = bench.book, bench.recorder
    while bench.log.sequence < event_log.MOST_FILES * event_log.MOST_RECORDS:
        for _ in range(EVENT_ROOM):
            book.record(record_kinds.SOFT_LIMITS)
        while recorder.work(False):
            pass


class Pump:
    """A pump at 24 mL/day whose steps are counted without a loop; a bolus every hour on top, as far as records go."""

    def __init__(self) -> None:
        self.chip = FlashChip()
        lay_static_files(self.chip)
        set_up_new_pump(self.chip)
        self.bench: Any = CutBench(self.chip)
        self.bench.program(example_orders.fast_therapy(24))
        self.bench.start()
        fill_log(self.bench)
        self.meter = Meter()
        self.chip.watch = self.meter.watch
        self.chip.erases = [0] * BLOCKS
        self.chip.bytes_programmed = 0
        self._began_s = self.bench.history.t_s
        self._steps = 0
        self._free = len(self.chip.blocks) - Disk(FlashChip.holding(self.chip.image())).used_blocks()

    def run_to(self, days: float) -> Stretch:
        history, governor = self.bench.history, self.bench.heart.governor
        end = int(days * STEPS_A_DAY)
        next_bolus = (self._steps * 24 // STEPS_A_DAY + 1) * STEPS_A_DAY // 24
        while self._steps < end:
            self._steps += AT_ONCE
            history.advance(self._began_s + self._steps * DAY_S // STEPS_A_DAY)
            history.count(BASAL, AT_ONCE)
            if self._steps >= next_bolus:
                next_bolus += STEPS_A_DAY // 24
                self._bolus()
            if governor.wants_reservation():
                self._write(True)
            if self.bench.recorder.failed:
                raise RuntimeError("the flash refused a write")
        chip, meter = self.chip, self.meter
        worn = sum(1 for erases in chip.erases if erases)
        totals = (sum(chip.erases), meter.metadata, meter.data, max(chip.erases), worn, self._free)
        return Stretch(self._steps / STEPS_A_DAY, meter.call, *totals, chip.bytes_programmed)

    def _bolus(self) -> None:
        book, history = self.bench.book, self.bench.history
        book.record(record_kinds.GRANTED, PATIENT, BOLUS_STEPS, BOLUS_S, 12)
        self._write(True)
        history.count(PATIENT, BOLUS_STEPS)
        self._write(True)
        book.record(record_kinds.BOLUS_ENDED, PATIENT, BOLUS_STEPS, 0)
        self._write(False)

    def _write(self, may_reserve: bool) -> None:
        self.meter.call += 1
        while self.bench.recorder.work(may_reserve):
            self.meter.call += 1
            may_reserve = False
        self.meter.call -= 1


def writes_an_hour_of_the_loop(seconds: int = 900) -> float:
    """Of the whole loop in virtual time, without a bolus."""
    files = memory_files.MemoryFiles()
    bench = bench_of_heart.HeartBench(example_orders.fast_therapy(24), files=files)
    bench.start()
    bench.run_for(60)
    before = files.writes
    bench.run_for(seconds)
    return (files.writes - before) * HOUR_S / seconds


def measure(days: float) -> tuple[Stretch, Stretch]:
    """Half of the days, and all of them, of one pump."""
    pump = Pump()
    return pump.run_to(days / 2), pump.run_to(days)


def does_not_quicken(half: Stretch, whole: Stretch) -> bool:
    """The worst block wears no faster in the second half, and as many erases fall in it."""
    even = abs(whole.erases - half.erases * whole.days / half.days) <= 0.02 * whole.erases
    return even and whole.worst <= half.worst * whole.days / half.days * 1.1 + 2


def run(progress: Progress | None = None, *, days: float = 30.0, console: Console | None = None) -> bool:
    """Print the figures; True if the worst block keeps within the limit for ten years and wear is in proportion."""
    began = time.monotonic()
    half, whole = measure(days)
    table = Table("wear at 24 mL/day, a bolus every hour", f"{half.days:.1f} days", f"{whole.days:.1f} days")
    for name, of in FIGURES.items():
        table.add_row(name, *(of(stretch) for stretch in (half, whole)))
    console = console or (progress.console if progress is not None else Console())
    console.print(table)
    steady, within = does_not_quicken(half, whole), whole.ten_years() < LIMIT
    text = (
        f"wear: worst block at most {whole.ten_years():,.0f} erases in ten years (limit {LIMIT:,}), from "
        f"{whole.days:.1f} days in which wear {'did not quicken' if steady else 'QUICKENED'}; the loop alone writes "
        f"{writes_an_hour_of_the_loop():.0f} times an hour; {time.monotonic() - began:.0f} s"
    )
    console.print(text, highlight=False, soft_wrap=True)
    return steady and within


FIGURES: dict[str, Callable[[Stretch], str]] = {
    "writes an hour": lambda s: f"{s.a_day(s.writes) / 24:.1f}",
    "erases a write": lambda s: f"{s.erases / s.writes:.2f}",
    "erases a day": lambda s: f"{s.a_day(s.erases):,.0f}",
    "  of data blocks": lambda s: f"{s.a_day(s.data_erases):,.0f}",
    "  of metadata blocks": lambda s: f"{s.a_day(s.metadata_erases):,.0f}",
    "bytes programmed a day": lambda s: f"{s.a_day(s.bytes_programmed):,.0f}",
    "blocks free / worn": lambda s: f"{s.free} / {s.worn_blocks}",
    "erases of the worst block": lambda s: f"{s.worst}",
    "  in ten years": lambda s: f"{s.ten_years():,.0f}",
    "  in ten years, if all wore alike": lambda s: f"{s.ten_years_level():,.0f}",
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="proof.wear")
    parser.add_argument("--days", type=float, default=30.0)
    return 0 if run(days=parser.parse_args(arguments).days) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
