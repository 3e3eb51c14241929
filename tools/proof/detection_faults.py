"""The hypotheses of the detection table as what they do to the mass."""

from dataclasses import dataclass

import numpy as np

from proof.minute_means import DAY_MIN, LINE_UG, Floats
from therapy.detection import verdicts

UNDER = (verdicts.UNDER_DELIVERY,)
OVER = (verdicts.OVER_DELIVERY,)


@dataclass(frozen=True)
class Fault:
    """factor: part of the commanded volume that goes. extra_uL_per_day: what goes besides. jump_ug: at once.

    is_closed: the outlet is shut; the line fills first. is_stopped: no step is commanded. named: what counts as found.
    """

    name: str
    named: tuple[int, ...]
    factor: float = 1.0
    extra_uL_per_day: float = 0.0
    jump_ug: float = 0.0
    is_closed: bool = False
    is_stopped: bool = False

    def change_ug(self, uL_per_day: float, minutes: int) -> Floats:
        """Of the mass against the book, at the end of each minute."""
        time = np.arange(1, minutes + 1)
        commanded = uL_per_day * 1000.0 / DAY_MIN * time
        if self.is_closed:
            return np.maximum(commanded - LINE_UG, 0.0)
        return (1.0 - self.factor) * commanded - self.extra_uL_per_day * 1000.0 / DAY_MIN * time + self.jump_ug

    def missed_uL(self, uL_per_day: float, minutes: float) -> float:
        """Of the outlet: not delivered, or delivered (or lost) beyond what was commanded."""
        if self.is_closed:
            return uL_per_day * minutes / DAY_MIN
        return (abs(1.0 - self.factor) * uL_per_day + self.extra_uL_per_day) * minutes / DAY_MIN + abs(
            self.jump_ug
        ) / 1000


FAULTS = (
    Fault("stall, 0 %", UNDER, factor=0.0),
    Fault("outlet occluded", UNDER, is_closed=True),
    Fault("delivers 50 %", UNDER, factor=0.5),
    Fault("delivers 80 %", UNDER, factor=0.8),
    Fault("delivers 90 %", UNDER, factor=0.9),
    Fault("delivers 110 %", OVER, factor=1.1),
    Fault("delivers 120 %", OVER, factor=1.2),
    Fault("delivers 200 %", OVER, factor=2.0),
    Fault("free flow, 24 mL/day", OVER, extra_uL_per_day=24_000.0),
    Fault("leak, stopped, 1 mL/day", (verdicts.LEAK,), extra_uL_per_day=1_000.0, is_stopped=True),
    Fault("1 mL withdrawn", (verdicts.REMOVAL,), jump_ug=-1e6),
    Fault("1 mL filled", (verdicts.FILL,), jump_ug=1e6),
)
FLOWS_UL_PER_DAY = (48.0, 200.0, 1_000.0, 5_000.0, 24_000.0)
