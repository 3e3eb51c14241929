"""The line between the rollers and the outlet: it stretches behind an occlusion.

Stored volume S = C P. Occluded: dS = what is pumped; above the slip pressure the rollers let the
surplus back to the reservoir, with the air in it. Open: S leaves as S exp(-t / tau), and all that is pumped passes.
(The pressure that ordinary flow needs is neglected: at 24 mL/day it is 0.14 kPa, 0.04 uL.)
"""

from dataclasses import dataclass
from math import exp

from twin.figures import RigFigures

_ATMOSPHERE_KPA = 101.3
_NOTHING_UL = 1e-9


@dataclass(slots=True)
class LineFlow:
    """What left the line in one stretch of time: volumes in uL, amounts per species."""

    out_uL: float
    out: list[float]
    back_uL: float
    back: list[float]


class Tubing:
    """Stored volume with what is dissolved in it; species are the drugs in ug, then air in uL."""

    def __init__(self, figures: RigFigures, species: int) -> None:
        self.occluded = False
        self.stored_uL = 0.0
        self.stored = [0.0] * species
        self._wall_uL_per_kPa = figures.compliance
        self._air_uL = figures.air
        self._slip_kPa = figures.slip_pressure
        self._release_s = figures.release_time
        self._set_compliance(self._air_uL)

    @property
    def pressure_kPa(self) -> float:
        """Above the outlet's; 0 or more."""
        return self.stored_uL / self._compliance

    @property
    def quiet(self) -> bool:
        """True when time alone changes nothing here."""
        return self.occluded or self.stored_uL == 0.0

    def soften(self, drawn_air_uL: float) -> None:
        """Air that the pump drew in is as soft as what was trapped at the start."""
        self._set_compliance(self._air_uL + drawn_air_uL)

    def add_drug(self) -> None:
        """One more species, the last before air; there is none of it yet."""
        self.stored.insert(-1, 0.0)

    def push(self, in_uL: float, amounts: list[float], seconds: float) -> LineFlow:
        """Takes in_uL >= 0 from the rollers over `seconds` >= 0."""
        if not self.occluded and self.stored_uL == 0.0:
            return LineFlow(in_uL, amounts, 0.0, [])
        if self.occluded:
            self.stored_uL += in_uL
            self._add(amounts)
            surplus = self._surplus_uL()
            return LineFlow(0.0, [0.0] * len(amounts), surplus, self._take(surplus))
        left = self.stored_uL * exp(-seconds / self._release_s)
        released_uL = self.stored_uL - left if left > _NOTHING_UL else self.stored_uL
        out = [a + b for a, b in zip(amounts, self._take(released_uL), strict=True)]
        return LineFlow(in_uL + released_uL, out, 0.0, [])

    def give_back(self, volume_uL: float) -> tuple[float, list[float]]:
        """The rollers go back by volume_uL: what of it the stored volume supplies."""
        taken_uL = min(volume_uL, self.stored_uL)
        return taken_uL, self._take(taken_uL)

    def _surplus_uL(self) -> float:
        """What the rollers let back: air among it leaves a stiffer line, whose slip pressure comes with less stored."""
        over_uL = self.stored_uL - self._slip_kPa * self._compliance
        if over_uL <= 0.0:
            return 0.0
        air_part = self.stored[-1] / self.stored_uL
        return over_uL / max(1.0 - air_part * self._slip_kPa / _ATMOSPHERE_KPA, over_uL / self.stored_uL)

    def _set_compliance(self, air_uL: float) -> None:
        self._compliance = self._wall_uL_per_kPa + air_uL / _ATMOSPHERE_KPA

    def _add(self, amounts: list[float]) -> None:
        for i, amount in enumerate(amounts):
            self.stored[i] += amount

    def _take(self, volume_uL: float) -> list[float]:
        if volume_uL <= 0.0:
            return [0.0] * len(self.stored)
        if volume_uL >= self.stored_uL:
            taken = self.stored
            self.stored = [0.0] * len(taken)
            self.stored_uL = 0.0
            return taken
        share = volume_uL / self.stored_uL
        taken = [amount * share for amount in self.stored]
        self.stored = [a - b for a, b in zip(self.stored, taken, strict=True)]
        self.stored_uL -= volume_uL
        return taken
