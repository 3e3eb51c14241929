"""What a scenario does to the load cell's signal: more noise, a zero that moves.

Both are functions of time, so that a conversion which is read late is as it was when it ended.
"""

from math import inf, sqrt


class CellFaults:
    """Times in seconds from power-on, none of them before one given already."""

    def __init__(self) -> None:
        self._noises: list[tuple[float, float, float]] = []
        self._drifts: list[tuple[float, float, float]] = []
        self._shifts: list[tuple[float, float]] = []

    def add_noise(self, rms_mg: float, from_s: float, to_s: float = inf) -> None:
        """White noise on top of the cell's own, from from_s until to_s."""
        self._noises.append((from_s, to_s, rms_mg))

    def end_noise(self, t_s: float) -> None:
        """All added noise ends."""
        self._noises = [(from_s, min(to_s, t_s), rms_mg) for from_s, to_s, rms_mg in self._noises]

    def add_drift(self, mg_per_s: float, from_s: float, to_s: float = inf) -> None:
        """The zero moves evenly from from_s until to_s, and stays where it came to."""
        self._drifts.append((from_s, to_s, mg_per_s))

    def shift(self, mg: float, at_s: float) -> None:
        """The zero moves at once."""
        self._shifts.append((at_s, mg))

    def noise_mg(self, t_s: float) -> float:
        """Rms of what is added at t_s: independent noises add as squares."""
        return sqrt(sum(rms_mg**2 for from_s, to_s, rms_mg in self._noises if from_s <= t_s < to_s))

    def drift_mg(self, t_s: float) -> float:
        """How far the zero has moved by t_s."""
        drifts = sum(mg_per_s * (min(t_s, to_s) - from_s) for from_s, to_s, mg_per_s in self._drifts if t_s > from_s)
        return drifts + sum(mg for at_s, mg in self._shifts if t_s >= at_s)
