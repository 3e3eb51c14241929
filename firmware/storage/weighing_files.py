"""What the load cell must remember: its calibration, and the head's volume a step as each refill showed it."""

from storage.sealed import seal, unseal
from storage.settings import Settings

LOAD_CELL = "load-cell"
HEAD = "head"
MOST_COUNTS_PER_G = 1_000_000  # so that a remainder of counts, in thousandths, stays inside 2**30


class WeighingFiles:
    """files: read, replace. Readers return None for what is missing or damaged."""

    def __init__(self, files):
        self._files = files

    def calibration(self):
        """{"zero_raw", "counts_per_g", "doubt_ppm", "zero_doubt_ug", "mdegc", "when", "pump"}, or None.

        when: Heart.moment. pump: the chip's unique id.
        """
        return unseal(self._files.read(LOAD_CELL))

    def is_damaged(self):
        """A calibration was stored, and it cannot be read."""
        return self.calibration() is None and self._files.read(LOAD_CELL) is not None

    def save_calibration(self, calibration):
        """calibration: all but "pump", which comes from the identity beside it."""
        stored = dict(calibration)
        stored["pump"] = Settings(self._files).identity()
        self._files.replace(LOAD_CELL, seal(stored))

    def head(self):
        """{"start", "found", "weighed_with"}, or None.

        start: [ug, steps since the fill, t_s] or None, weighed with that zero and span. found: [[fL, doubt], ...].
        """
        return unseal(self._files.read(HEAD))

    def save_head(self, head):
        self._files.replace(HEAD, seal(head))
