"""What a pump still delivers after its processor died, at every phase of the loop: measured, with slow erases (rule 3).

The unchanged firmware on the mocked pins. A step that was handed to the state machine at time h and made at time e is
made blindly if the processor dies in between. So one run shows every death in it: the latest step after a death is the
longest e - h, the most steps after one is the most that are handed over and not yet made at any time.
`dies_at` ends the processor in truth and lets the state machine run on; the tests hold the one against the other.
"""

from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass

from fakes.flash_files import TYPICAL_ERASE_US, WORST_ERASE_US, Cycle, FlashFiles
from fakes.stops import Stop
from fakes.virtual_clock import VirtualClock
from proof.borrowed import assembled
from therapy.alarms import alarm_table

MG = 10**9  # pg
LIMIT_US = 500_000
MOST_STEPS = 8
STALLS_US = (TYPICAL_ERASE_US, WORST_ERASE_US)
# name: uL/day of basal, and of a bolus on top
FLOWS: dict[str, tuple[int, int]] = {
    "0.048 mL/day": (48, 0),
    "1 mL/day": (1_000, 0),
    "6 mL/day": (6_000, 0),
    "24 mL/day": (24_000, 0),
    "12 mL/day and a bolus": (12_000, 11_000),
}
EVENT_EVERY_S = 0.7  # something to write, all the time


class Dead(Stop):
    """The processor stopped; everything else goes on."""


@dataclass(frozen=True)
class Blind:
    """last_us: from the worst death to the last step after it. steps: the most after one. made, writes: in the run."""

    last_us: int
    steps: int
    made: int
    writes: int

    @property
    def is_held(self) -> bool:
        return self.last_us <= LIMIT_US and self.steps <= MOST_STEPS


class _Run:
    """A pump that delivers and writes. handed: (time, steps) of every word given to the state machine."""

    def __init__(self, flow: str, stall_us: int) -> None:
        basal, bolus = FLOWS[flow]
        self.clock = VirtualClock()
        self.files = FlashFiles(self.clock, stall=Cycle([stall_us]))
        self.bench = bench = assembled.Bench(assembled.new_board(self.files, self.clock))
        asked = assembled.bolus(dose_pg=bolus * 25 * MG // 1_000 // 1_440, over_s=60, lockout_s=60, most_per_day=48)
        bench.boot()
        bench.prescribe(
            assembled.order(
                basal_pg_per_day=basal * 25 * MG // 1_000,
                max_dose_pg_per_day=1_250 * MG,
                bolus=asked if bolus else None,
            )
        )
        bench.watch_steps()
        self.handed: list[tuple[int, int]] = []
        engine = bench.pump.engine
        queue = engine.queue

        def queued(count: int, first_us: int, gap_us: int, now: int) -> None:
            queue(count, first_us, gap_us, now)
            self.handed.append((self.clock.now_us(), count))

        engine.queue = queued
        bench.start()
        if bolus:
            bench.press()

    def run(self, seconds: float) -> None:
        """With something to write now and then."""
        end_us = self.clock.now_us() + int(seconds * 1e6)
        while self.clock.now_us() < end_us:
            self.bench.pump.alarms.strike(alarm_table.DOSE_MISSED)
            self.bench.pump.desk.acknowledge("dose-missed")
            self.bench.run_for(min(EVENT_EVERY_S, (end_us - self.clock.now_us()) / 1e6))

    def blind(self) -> Blind:
        """Of the words handed over and made in the run, from the start of delivery on."""
        edges = self.bench.edges
        hands = [us for us, count in self.handed for _ in range(count)][: len(edges)]
        last = max((edge - hand for edge, hand in zip(edges, hands, strict=False)), default=0)
        most = max((place + 1 - bisect_right(edges, hand) for place, hand in enumerate(hands)), default=0)
        return Blind(last, most, len(edges), self.files.writes)


def measure(flow: str, stall_us: int, seconds: float) -> Blind:
    """At a flow of FLOWS, with every erase as long as stall_us."""
    run = _Run(flow, stall_us)
    run.run(seconds)
    return run.blind()


def dies_at(flow: str, stall_us: int, after_us: int) -> list[int]:
    """The processor dies so long into the run: the steps after that, in us from the death on."""
    run = _Run(flow, stall_us)

    def die() -> None:
        raise Dead

    run.clock.after(after_us, die)
    with suppress(Dead):
        run.run(after_us / 1e6 + 10)
    died_us = run.clock.now_us()
    run.clock.advance(1_500_000)
    return [edge_us - died_us for edge_us in run.bench.edges if edge_us > died_us]


def lines(seconds: float = 40) -> list[str]:
    """The figures, a line each."""
    made: list[str] = []
    for stall_us in STALLS_US:
        for flow in FLOWS:
            blind = measure(flow, stall_us, max(seconds, 100 if flow.startswith("0.048") else 0))
            made.append(
                f"{flow:>22}, erases of {stall_us // 1000:>3} ms: last step {blind.last_us / 1000:5.1f} ms after, "
                f"at most {blind.steps} steps ({blind.made} steps, {blind.writes} writes)"
            )
    return made


if __name__ == "__main__":
    print("after the processor died, at the worst phase of the loop:")
    print("\n".join(lines()))
