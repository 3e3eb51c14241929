"""The way of the fluid: reservoir, rollers, elastic line, outlet, catheter, tip.

All that enters is somewhere: in the reservoir, in the line, in the catheter, or past the tip.
Air before the rollers is what they take next, and the reservoir loses nothing meanwhile. What runs through the head
by itself comes on top of what the rollers displace; a closed outlet holds it back, since it has no pressure of its own.
"""

from collections.abc import Sequence
from math import ceil

from twin.catheter import Catheter
from twin.figures import RigFigures
from twin.reservoir import Drug, Reservoir
from twin.tubing import Tubing

_AIR = -1
_PORTION_UL = 5.0  # what runs by itself is moved by so much at a time: a long run would smear fronts and bubbles


class FluidPath:
    """Moves what the rollers displace, with what is dissolved in it.

    Species are the reservoir's drugs in ug, then air in uL; a refill may bring more drugs.
    outlet, tip: what passed there, per species. free_uL_per_s: what runs through the head by itself.
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
        self.free_uL_per_s = 0.0
        self._air_before_uL = 0.0
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
        return self.tubing.quiet and self.free_uL_per_s == 0.0

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

    def add_air(self, volume_uL: float) -> None:
        """So much air is before the rollers now, ahead of what is in the reservoir."""
        self._air_before_uL += volume_uL

    def move(self, pumped_uL: float, seconds: float) -> None:
        """The rollers displaced pumped_uL (less than 0: backwards) over `seconds`."""
        free_uL = 0.0 if self.tubing.occluded else self.free_uL_per_s * seconds
        portions = max(1, ceil(free_uL / _PORTION_UL))
        for _ in range(portions):
            self._move_portion((pumped_uL + free_uL) / portions, seconds / portions)

    def _move_portion(self, pumped_uL: float, seconds: float) -> None:
        self.reservoir.evaporate(seconds)
        if pumped_uL < 0.0:
            self._go_back(-pumped_uL)
            pumped_uL = 0.0
        elif self._behind_uL > 0.0:
            caught_up_uL = min(pumped_uL, self._behind_uL)
            self._behind_uL -= caught_up_uL
            pumped_uL -= caught_up_uL
        drawn = self._draw(pumped_uL)
        self._air_comes_in(drawn[_AIR])
        flow = self.tubing.push(pumped_uL, drawn, seconds)
        if flow.back_uL > 0.0:
            self._take_back(flow.back_uL, flow.back)
        at_tip = self.catheter.push(flow.out_uL, flow.out, seconds)
        for i, amount in enumerate(flow.out):
            self.outlet[i] += amount
            self.tip[i] += at_tip[i]
        self._out_uL += flow.out_uL - flow.out[_AIR]
        self._air_comes_in(-at_tip[_AIR])

    def _go_back(self, volume_uL: float) -> None:
        """What the line stored goes back to the reservoir; the tip draws in the rest.

        That rest is the first to leave again, so it is kept as a debt: nothing else moves.
        """
        taken_uL, amounts = self.tubing.give_back(volume_uL)
        self._take_back(taken_uL, amounts)
        self._behind_uL += volume_uL - taken_uL

    def _draw(self, volume_uL: float) -> list[float]:
        """What the rollers take: first the air before them, then the reservoir's."""
        air_uL = min(volume_uL, self._air_before_uL)
        self._air_before_uL -= air_uL
        if volume_uL <= air_uL:
            return [*[0.0] * (len(self.tip) - 1), air_uL]
        drawn = self.reservoir.draw(volume_uL - air_uL)
        drawn[_AIR] += air_uL
        return drawn

    def _take_back(self, volume_uL: float, amounts: list[float]) -> None:
        self.reservoir.take_back(volume_uL, amounts)
        self._air_comes_in(-amounts[_AIR])

    def _air_comes_in(self, volume_uL: float) -> None:
        if volume_uL:
            self._air_inside_uL = max(0.0, self._air_inside_uL + volume_uL)
            self.tubing.soften(self._air_inside_uL)


def _concentrations(names: Sequence[str], drugs: Sequence[Drug]) -> list[float]:
    """ug/uL of each name in a mixture."""
    return [sum(drug.ug_per_uL for drug in drugs if drug.name == name) for name in names]
