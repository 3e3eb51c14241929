"""From the tube's outlet to the tip: plug flow, blurred as a thin tube blurs a front.

The line is 200 cells of equal volume. Fluid moves by whole cells (exact, no numerical blur); the
first fills and the last drains in between, so the tip's account is smooth. When a cell has passed
in a time T, neighbours exchange as diffusion with D_eff = D (1 + Pe^2 / 48), Pe = r U / D (Taylor
and Aris), does in T. The exchange moves amounts between cells, so nothing is lost or made.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, pi, sqrt

from twin.figures import RigFigures

CELLS = 200
# Faster than radial diffusion (r^2 / D, about 100 s) a front is the paraboloid of laminar flow.
# It does not blur without end as Taylor's formula would: no more than this part of the volume.
_MOST_BLUR = 0.25
_STABLE = 0.5
_SAME = 1e-6


class Catheter:
    """Amounts per species on their way to the tip; species are drugs in ug, then air in uL."""

    def __init__(self, figures: RigFigures, volume_mL: float, per_uL: Sequence[float]) -> None:
        self.volume_uL = volume_mL * 1000.0
        self._cell_uL = self.volume_uL / CELLS
        full = [concentration * self._cell_uL for concentration in per_uL]
        self._inner = [[amount] * (CELLS - 1) for amount in full]
        self._leaving = list(full)
        self._entering = [0.0] * len(full)
        self._entered_uL = 0.0
        self._since_shift_s = 0.0
        self._alike = [CELLS] * len(full)
        radius_mm = figures.catheter_bore / 2.0
        cell_mm = self._cell_uL / (pi * radius_mm**2)
        diffusion_mm2_s = figures.diffusion * 1e-3
        self._still_per_s = figures.mixing * diffusion_mm2_s / cell_mm**2
        self._flow_times_s = figures.mixing * radius_mm**2 / (48.0 * diffusion_mm2_s)
        self._most_per_shift = _MOST_BLUR**2 * CELLS / 2.0 if figures.mixing else 0.0

    def add_drug(self) -> None:
        """One more species, the last before air; there is none of it yet."""
        self._inner.insert(-1, [0.0] * (CELLS - 1))
        self._leaving.insert(-1, 0.0)
        self._entering.insert(-1, 0.0)
        self._alike.insert(-1, CELLS)

    def push(self, volume_uL: float, amounts: list[float], seconds: float) -> list[float]:
        """Takes volume_uL >= 0 in at the outlet over `seconds`; returns what the tip gave."""
        tip = [0.0] * len(amounts)
        left_uL = volume_uL
        room_uL = self._cell_uL - self._entered_uL
        while left_uL >= room_uL and left_uL > 0.0:
            share = room_uL / volume_uL
            self._since_shift_s += share * seconds
            for i, amount in enumerate(amounts):
                self._entering[i] += amount * share
                tip[i] += self._leaving[i]
            self._shift()
            left_uL -= room_uL
            room_uL = self._cell_uL
        if left_uL > 0.0:
            share = left_uL / volume_uL
            drained = left_uL / room_uL
            self._since_shift_s += share * seconds
            self._entered_uL += left_uL
            for i, amount in enumerate(amounts):
                self._entering[i] += amount * share
                gone = self._leaving[i] * drained
                self._leaving[i] -= gone
                tip[i] += gone
        elif volume_uL <= 0.0:
            self._since_shift_s += seconds
        return tip

    def held(self) -> list[float]:
        """What is inside, per species."""
        inside = zip(self._inner, self._leaving, self._entering, strict=True)
        return [sum(inner) + leaving + entering for inner, leaving, entering in inside]

    def per_uL(self) -> list[list[float]]:
        """Along the way, from the outlet to the tip: what a uL of each cell holds, per species."""
        cells: list[list[float]] = []
        for inner, leaving in zip(self._inner, self._leaving, strict=True):
            drained_uL = self._cell_uL - self._entered_uL
            last = leaving / drained_uL if drained_uL > 0.0 else 0.0
            cells.append([*(amount / self._cell_uL for amount in inner), last])
        return cells

    def front_blur(self, uL_per_s: float) -> float:
        """Standard deviation of a front at the tip, as part of the volume, at a steady flow."""
        return sqrt(2.0 * self._blur(self._cell_uL / uL_per_s) / CELLS)

    def _blur(self, shift_s: float) -> float:
        """Diffusion number of one shift that took shift_s."""
        flow = self._flow_times_s / shift_s if shift_s > 0.0 else self._most_per_shift
        return self._still_per_s * shift_s + min(flow, self._most_per_shift)

    def _shift(self) -> None:
        blur = self._blur(self._since_shift_s)
        self._since_shift_s = 0.0
        self._entered_uL = 0.0
        for i, inner in enumerate(self._inner):
            arrived = self._entering[i]
            self._entering[i] = 0.0
            alike = abs(arrived - inner[0]) <= _SAME * abs(arrived)
            self._alike[i] = self._alike[i] + 1 if alike else 0
            inner.insert(0, arrived)
            last = inner.pop()
            # A level or an even slope stays as it is under diffusion: nothing to compute.
            self._leaving[i] = last
            if self._alike[i] < CELLS and blur > 0.0:
                inner.append(last)
                self._inner[i] = _exchange(inner, blur)
                self._leaving[i] = self._inner[i].pop()


def _exchange(cells: list[float], blur: float) -> list[float]:
    """Explicit diffusion with closed ends, in as many sweeps as keep it stable."""
    sweeps = ceil(blur / _STABLE)
    part = blur / sweeps
    for _ in range(sweeps):
        flux = [part * (a - b) for a, b in pairwise(cells)]
        cells = [cell + gained - lost for cell, gained, lost in zip(cells, [0.0, *flux], [*flux, 0.0], strict=True)]
    return cells
