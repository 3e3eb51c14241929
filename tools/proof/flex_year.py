"""A year of a weekly flex therapy with patient boluses, on the twin: every step edge held to the exact integral (D1).

The integral is worked out from the order alone (`twin.prescribed`); of the pump only the moment is taken at which a
granted bolus begins, the end of what is queued then. The reservoir is refilled every 60 days.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any, cast

from rich.console import Console
from rich.progress import Progress

from twin.clinic import Clinic
from twin.figures import load_figures
from twin.people import People
from twin.prescribed import Prescribed
from twin.session import Session

DAYS = 365
DAY_US = 86_400 * 10**6
MG = 10**9  # pg
WORKDAYS, WEEKEND = 0b0011111, 0b1100000
# From hour to tenths of a milligram a day, at 10 mg/mL: thirteen periods, 0.05 to 0.6 mL/day.
WORKDAY = (
    (0, 10),
    (2, 8),
    (5, 15),
    (6, 40),
    (7, 60),
    (9, 30),
    (11, 35),
    (13, 25),
    (15, 45),
    (17, 20),
    (19, 30),
    (21, 12),
    (23, 5),
)
REST_DAY = (
    (0, 10),
    (3, 5),
    (6, 8),
    (8, 20),
    (9, 30),
    (10, 45),
    (12, 30),
    (14, 25),
    (16, 40),
    (18, 20),
    (20, 15),
    (22, 12),
    (23, 9),
)
PRESSES_A_DAY = 6
REFILL_DAYS = 60
MOST_LEAD = MOST_LAG = 1.0
ORDER: dict[str, Any] = {
    "reservoir_capacity_nl": 40_000_000,
    "reservoir_filled_nl": 40_000_000,
    "reservoir_low_nl": 2_000_000,
    "catheter_volume_nl": 220_000,
    "drugs": [["morphine", 10 * MG]],
    "mode": "flex",
    "basal_pg_per_day": 0,
    "basal_fl_per_day": 0,
    "periods": [
        [days, hour * 3_600, tenths * MG // 10]
        for days, periods in ((WORKDAYS, WORKDAY), (WEEKEND, REST_DAY))
        for hour, tenths in periods
    ],
    "clock_lost": "lowest period",
    "bolus": {"dose_pg": MG // 10, "over_s": 600, "lockout_s": 14_400, "most_per_day": 4},
    "max_dose_pg_per_day": 8 * MG,
    "max_rate_fl_per_day": 24 * 10**12,
}


@dataclass
class Held:
    """lead, lag: the worst of any edge, in steps. stalls: that the pump counted; not_given: steps lost in them."""

    steps: int = 0
    lead: float = 0.0
    lag: float = 0.0
    boluses: int = 0
    denied: int = 0
    stalls: int = 0
    not_given: int = 0

    @property
    def is_held(self) -> bool:
        return self.lead <= MOST_LEAD and self.lag <= MOST_LAG and self.not_given == 0


class Watcher:
    """Counts the edges of a session from power-on, and asks the integral at each of them."""

    def __init__(self, session: Session) -> None:
        self.held = Held()
        self._session = session
        self._step_uL = Fraction(session.bench.step_volume_fl, 10**9)
        self._due = Prescribed(session.bench.step_volume_fl)
        self._due.set_clock(0, session.wall_clock.second_of_week(0))
        self._due.therapy(0, ORDER)
        self._order: object = None
        self._edges_us: list[int] = []
        wire = session.bench.hardware.wire(session.bench.board.PINS["step"])
        counted = cast("Callable[[int], None]", wire.on_rising)
        absolute = session.clock.absolute

        def rose(us: int) -> None:
            counted(us)
            self._edges_us.append(absolute(us))

        wire.on_rising = rose
        session.turn_taken = self._turned

    def _turned(self, began_us: int) -> None:
        """After a turn that began at began_us: has a bolus begun in it?"""
        session = self._session
        pump: Any = session.pump
        order = pump.heart.bolus.order
        if order is not None and order is not self._order:
            tail_us = max(0, pump.loop.readings.tail_us)
            self._due.grant(began_us - self._t0_us() + tail_us, order.steps, order.over_s)
            self.held.boluses += 1
        self._order = order

    def _t0_us(self) -> int:
        return self._session.clock.now_us() - self._session.t_us

    def look(self) -> None:
        """Hold the edges since the last look to the integral. Those before power-on were the self-test's."""
        held, t0_us = self.held, self._t0_us()
        for edge_us in self._edges_us:
            if edge_us < t0_us:
                continue
            due = float(self._due.by(edge_us - t0_us) / self._step_uL)
            held.lag = max(held.lag, due - held.steps)
            held.steps += 1
            held.lead = max(held.lead, held.steps - due)
        self._edges_us.clear()

    def close(self) -> Held:
        self.look()
        pump: Any = self._session.pump
        self.held.stalls = pump.heart.lateness.stalls
        self.held.not_given = pump.history.not_given.value()
        self.held.denied = sum(bolus.outcome == "denied" for bolus in self._session.boluses.seen)
        return self.held


def held_for(days: float, seed: int, progress: Progress | None = None) -> Held:
    """The therapy on the twin for so many days, from a Monday."""
    session = Session(ORDER, load_figures({}), seed=seed)
    people = People(session)
    clinic = Clinic(session, people)
    for_us = round(days * DAY_US)
    chance = Random(seed)
    for _ in range(round(days * PRESSES_A_DAY)):
        session.at(chance.randrange(for_us), partial(people.press_button, "press"))
    for day in range(REFILL_DAYS, int(days), REFILL_DAYS):
        session.at(day * DAY_US, partial(_refill, session, clinic))
    watcher = Watcher(session)
    task = progress.add_task("a year of flex", total=days) if progress is not None else None

    def look() -> None:
        watcher.look()
        if progress is not None and task is not None:
            progress.update(task, completed=session.t_us / DAY_US)
        if session.t_us + DAY_US // 4 < for_us:
            session.at(session.t_us + DAY_US // 4, look)

    session.at(0, look)
    session.run(for_us)
    return watcher.close()


def _refill(session: Session, clinic: Clinic) -> None:
    left_nl = round(session.rig.reservoir_true_mL * 1e6)
    clinic.refill("refill", left_nl, 40_000_000, 40_000_000, None)


def run(progress: Progress | None = None, *, days: float = DAYS, seed: int = 1) -> bool:
    """Prints the figures; True if no edge left the integral."""
    began, began_cpu = time.monotonic(), time.process_time()
    held = held_for(days, seed, progress)
    console = progress.console if progress is not None else Console()
    console.print(
        f"flex, {days:g} days, seed {seed}: {held.steps:,} steps, {held.boluses} boluses, {held.denied} denied; "
        f"worst lead {held.lead:.4f}, worst lag {held.lag:.4f} of a step (limit 1), {held.stalls} counted stalls, "
        f"{held.not_given} steps not given; {time.monotonic() - began:.0f} s, "
        f"CPU {time.process_time() - began_cpu:.0f} s",
        highlight=False,
        soft_wrap=True,
    )
    return held.is_held
