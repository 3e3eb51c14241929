"""The picture's look, and its axis of time in the unit that fits the run."""

from typing import Any

from matplotlib.ticker import MaxNLocator

INK, BLUE, ORANGE, GREEN, GREY = "#222222", "#1f5fa8", "#e08214", "#2e8b57", "#8a8a8a"
DARK_GREY, RED, YELLOW, PURPLE = "#555555", "#b2182b", "#c9a400", "#6a3d9a"
STYLE = {
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.25,
    "axes.axisbelow": True,
    "legend.frameon": False,
}
_UNITS = (  # name, its length in us, the longest run shown in it, the steps of its ticks
    ("seconds", "s", 10**6, 180 * 10**6, (1, 2, 3, 6, 10)),
    ("minutes", "min", 60 * 10**6, 3 * 3_600 * 10**6, (1, 2, 3, 6, 10)),
    ("hours", "h", 3_600 * 10**6, 72 * 3_600 * 10**6, (1, 2, 3, 6, 10)),
    ("days", "d", 86_400 * 10**6, None, (1, 2, 5, 10)),
)


class TimeAxis:
    """Of a run of for_us."""

    def __init__(self, for_us: int) -> None:
        for row in _UNITS:
            self.unit, self._short, self._us, most_us, self._steps = row
            if most_us is None or for_us <= most_us:
                break
        self.end = for_us / self._us

    def of(self, t_us: int) -> float:
        return t_us / self._us

    def whole(self) -> str:
        """How long the run is, in words."""
        return f"{self.end:g} {self._short}"

    def show(self, lowest: Any) -> None:
        """lowest: the axes that carry the labels of all."""
        lowest.set_xlabel(f"{self.unit} since power-on")
        lowest.set_xlim(0, self.end)
        lowest.xaxis.set_major_locator(MaxNLocator(nbins=9, steps=list(self._steps)))
