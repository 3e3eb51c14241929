"""Random numbers that depend on a seed and a place, not on the order of the calls.

So a reading that nobody took changes no later one, and any moment can be asked for directly.
"""

from math import cos, log, pi, sqrt

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_GRID_S = 64.0
_LEVELS = 25  # 64 s * 2**25: 68 years
_DAY_S = 86400.0


def mixed(seed: int, index: int) -> int:
    """A 64-bit hash of (seed, index): the finaliser of SplitMix64, twice."""
    z = (seed * 0xD1342543DE82EF95 + index * _GOLDEN + _GOLDEN) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def uniform(seed: int, index: int) -> float:
    """A number from 0 up to, but not including, 1."""
    return (mixed(seed, index) >> 11) * 2.0**-53


def gaussian(seed: int, index: int) -> float:
    """A standard normal number (Box and Muller, from the two halves of one hash)."""
    bits = mixed(seed, index)
    radius = sqrt(-2.0 * log(((bits >> 32) + 1) * 2.0**-32))
    return radius * cos((bits & 0xFFFFFFFF) * (2.0 * pi * 2.0**-32))


class BrownianPath:
    """A random walk with variance 1 per day, known at any moment without walking there.

    It is refined by midpoints (Levy's construction) down to 64 s, and straight between.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._cell = -1
        self._left = 0.0
        self._right = 0.0

    def at(self, t_s: float) -> float:
        """The walk's value t_s seconds after its start; 0 <= t_s < 68 years."""
        place = t_s / _GRID_S
        cell = int(place)
        if cell != self._cell:
            self._refine(cell)
        return self._left + (self._right - self._left) * (place - cell)

    def _refine(self, cell: int) -> None:
        low, high = 0, 1 << _LEVELS
        if not 0 <= cell < high:
            raise ValueError(f"time = {cell * _GRID_S:g} s: the random walk knows 0 s to 68 years")
        unit = _GRID_S / _DAY_S
        left, right = 0.0, sqrt(high * unit) * gaussian(self._seed, 0)
        while high - low > 1:
            middle = (low + high) >> 1
            spread = sqrt((high - low) * unit / 4.0)
            value = (left + right) / 2.0 + spread * gaussian(self._seed, middle)
            if cell < middle:
                high, right = middle, value
            else:
                low, left = middle, value
        self._cell, self._left, self._right = cell, left, right
