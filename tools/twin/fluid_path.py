"""The way of the fluid: reservoir, rollers, elastic line, outlet, catheter, tip.

All that enters is somewhere: in the reservoir, in the line, in the catheter, or past the tip.
"""

from collections.abc import Sequence

from twin.catheter import Catheter
from twin.figures import RigFigures
from twin.reservoir import Drug, Reservoir
from twin.tubing import Tubing

_AIR = -1


class FluidPath:
    """Moves what the rollers displace, with what is dissolved in it.

    Species are the reservoir's drugs in ug, then air in uL; a refill may bring more drugs.
    outlet, tip: what passed there, per species.
    """

    def __init__(self, figures: RigFigures, filled_mL: float, catheter_mL: float, drugs: Sequence[Drug]) -> None:
        self.reservoir = Reservoir(figures, filled_mL, drugs)
        names = self.reservoir.names
        species = len(names) + 1
        self.tubing = Tubing(figures, species)
        self.catheter = Catheter(figures, catheter_mL, [*_concentrations(names, drugs), 0.0])
        self.outlet = [0.0] * species
        self.tip = [0.0] * species
        self._out_uL = 0.0
        self._behind_uL = 0.0
        self._air_inside_uL = 0.0
        self._mg_per_uL = figures.density

    @property
    def delivered_uL(self) -> float:
        """Liquid past the outlet, less what the outlet drew in when the rollers went back."""
        return self._out_uL - self._behind_uL

    @property
    def reservoir_uL(self) -> float:
        """What is in the reservoir."""
        return self.reservoir.volume_uL + self._behind_uL

    @property
    def reservoir_mg(self) -> float:
        """Its weight."""
        return self.reservoir_uL * self._mg_per_uL

    @property
    def drug_names(self) -> list[str]:
        """Every drug that ever was."""
        return self.reservoir.names

    @property
    def at_rest(self) -> bool:
        """True when time alone changes nothing but by evaporation."""
        return self.tubing.quiet

    def refill(self, withdrawn_mL: float, filled_mL: float, drugs: Sequence[Drug]) -> float:
        """See Reservoir.refill; line and catheter keep what they hold."""
        known = len(self.reservoir.names)
        withdrawn_mL = self.reservoir.refill(withdrawn_mL, filled_mL, drugs)
        for _ in self.reservoir.names[known:]:
            self.tubing.add_drug()
            self.catheter.add_drug()
            self.outlet.insert(_AIR, 0.0)
            self.tip.insert(_AIR, 0.0)
        return withdrawn_mL

    def move(self, pumped_uL: float, seconds: float) -> None:
        """The rollers displaced pumped_uL (less than 0: backwards) over `seconds`."""
        self.reservoir.evaporate(seconds)
        if pumped_uL < 0.0:
            self._go_back(-pumped_uL)
            pumped_uL = 0.0
        elif self._behind_uL > 0.0:
            caught_up_uL = min(pumped_uL, self._behind_uL)
            self._behind_uL -= caught_up_uL
            pumped_uL -= caught_up_uL
        drawn = self.reservoir.draw(pumped_uL) if pumped_uL > 0.0 else [0.0] * len(self.tip)
        flow = self.tubing.push(pumped_uL, drawn, seconds)
        if flow.back_uL > 0.0:
            self.reservoir.take_back(flow.back_uL, flow.back)
        at_tip = self.catheter.push(flow.out_uL, flow.out, seconds)
        for i, amount in enumerate(flow.out):
            self.outlet[i] += amount
            self.tip[i] += at_tip[i]
        self._out_uL += flow.out_uL - flow.out[_AIR]
        if drawn[_AIR] > 0.0 or self._air_inside_uL > 0.0:
            self._air_inside_uL += drawn[_AIR] - at_tip[_AIR]
            self.tubing.soften(max(0.0, self._air_inside_uL))

    def _go_back(self, volume_uL: float) -> None:
        """What the line stored goes back to the reservoir; the tip draws in the rest.

        That rest is the first to leave again, so it is kept as a debt: nothing else moves.
        """
        taken_uL, amounts = self.tubing.give_back(volume_uL)
        self.reservoir.take_back(taken_uL, amounts)
        self._behind_uL += volume_uL - taken_uL


def _concentrations(names: Sequence[str], drugs: Sequence[Drug]) -> list[float]:
    """ug/uL of each name in a mixture."""
    return [sum(drug.ug_per_uL for drug in drugs if drug.name == name) for name in names]
