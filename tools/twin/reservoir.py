"""The reservoir: true volume, what is dissolved in it, and the water that evaporates."""

from collections.abc import Sequence
from dataclasses import dataclass

from twin.figures import RigFigures

_DAY_S = 86400.0


@dataclass(frozen=True, slots=True)
class Drug:
    """One drug of the mixture; ug/uL is the same as mg/mL."""

    name: str
    ug_per_uL: float


class Reservoir:
    """Volume in uL and amounts in ug, well mixed. Drawing beyond its content draws air.

    names: every drug that ever was in it, in the order of coming; `amounts` has the same order.
    """

    def __init__(self, figures: RigFigures, filled_mL: float, drugs: Sequence[Drug]) -> None:
        self.volume_uL = 0.0
        self.names: list[str] = []
        self.amounts: list[float] = []
        self.evaporated_uL = 0.0
        self._evaporation_uL_per_s = figures.evaporation / _DAY_S
        self._mg_per_uL = figures.density
        self.refill(0.0, filled_mL, drugs)

    @property
    def mass_mg(self) -> float:
        """Weight of the content."""
        return self.volume_uL * self._mg_per_uL

    def draw(self, volume_uL: float) -> list[float]:
        """Takes volume_uL > 0 out; returns ug per drug, then the uL of air in it."""
        had_uL = self.volume_uL
        if volume_uL < had_uL:
            share = volume_uL / had_uL
            taken = [amount * share for amount in self.amounts]
            self.amounts = [a - b for a, b in zip(self.amounts, taken, strict=True)]
            self.volume_uL = had_uL - volume_uL
            taken.append(0.0)
            return taken
        taken = self.amounts
        self.amounts = [0.0] * len(taken)
        self.volume_uL = 0.0
        return [*taken, volume_uL - had_uL]

    def take_back(self, volume_uL: float, amounts: list[float]) -> None:
        """What the rollers let back; its air leaves by the vent."""
        self.volume_uL += volume_uL - amounts[-1]
        for i in range(len(self.amounts)):
            self.amounts[i] += amounts[i]

    def evaporate(self, seconds: float) -> None:
        """Water leaves, drugs stay."""
        lost_uL = min(self.volume_uL, self._evaporation_uL_per_s * seconds)
        self.volume_uL -= lost_uL
        self.evaporated_uL += lost_uL

    def refill(self, withdrawn_mL: float, filled_mL: float, drugs: Sequence[Drug]) -> float:
        """Withdraws as much as there is of withdrawn_mL, then fills with this mixture; returns mL withdrawn.

        Drugs are told apart by name; any may be new.
        """
        if withdrawn_mL < 0.0 or filled_mL < 0.0:
            raise ValueError(f"withdrawn_mL = {withdrawn_mL}, filled_mL = {filled_mL}: give 0 or more")
        out_uL = min(self.volume_uL, withdrawn_mL * 1000.0)
        if out_uL > 0.0:
            self.draw(out_uL)
        filled_uL = filled_mL * 1000.0
        self.volume_uL += filled_uL
        for drug in drugs:
            if drug.name not in self.names:
                self.names.append(drug.name)
                self.amounts.append(0.0)
            self.amounts[self.names.index(drug.name)] += filled_uL * drug.ug_per_uL
        return out_uL / 1000.0
