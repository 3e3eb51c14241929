"""What was delivered, as a function of time, and its values at even intervals."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from trumpet.unusable import Unusable

_JITTER_S = 1e-6  # a log's clock in decimal text: less than that is no time


@dataclass(frozen=True, slots=True)
class Record:
    """times_s: strictly rising, from 0.0, the start of the infusion. volumes_uL: delivered until then, from 0.0."""

    times_s: Sequence[float]
    volumes_uL: Sequence[float]

    @property
    def lasts_s(self) -> float:
        return self.times_s[-1]

    @property
    def longest_gap_s(self) -> float:
        """Between two readings."""
        return max((after - before for before, after in pairwise(self.times_s)), default=0.0)


def from_masses(
    times_s: Sequence[float],
    masses_mg: Sequence[float],
    *,
    density_mg_per_uL: float,
    evaporated_mg_per_s: float,
    rises: bool,
) -> Record:
    """The record of a scale. rises: it weighs what was collected; else the reservoir, which loses what is delivered.

    What evaporates is missing in what was collected, and is lost from a reservoir without being delivered.
    """
    sign = 1.0 if rises else -1.0
    begins_s, at_first_mg = times_s[0], masses_mg[0]
    since_s = [t_s - begins_s for t_s in times_s]
    volumes = [
        sign * (mass - at_first_mg + evaporated_mg_per_s * t_s) / density_mg_per_uL
        for t_s, mass in zip(since_s, masses_mg, strict=True)
    ]
    return Record(since_s, volumes)


def sampled(record: Record, every_s: float, most_apart_s: float) -> list[float]:
    """Volumes at 0, every_s, 2 every_s, ... to the end, in uL, each on the line between its two neighbours.

    Raises Unusable where two readings that are needed stand further apart than most_apart_s.
    """
    times, volumes = record.times_s, record.volumes_uL
    samples: list[float] = []
    for number in range(int((record.lasts_s + _JITTER_S) / every_s) + 1):
        t_s = number * every_s
        after = min(bisect_left(times, t_s - _JITTER_S), len(times) - 1)
        if after == 0 or abs(times[after] - t_s) <= _JITTER_S:
            samples.append(volumes[after])
            continue
        gap_s = times[after] - times[after - 1]
        if gap_s > most_apart_s + _JITTER_S:
            where = f"{gap_s:g} s between readings at {times[after - 1]:g} s"
            raise Unusable("readings", where, f"at most {most_apart_s:g} s apart", "read the scale more often")
        part = (t_s - times[after - 1]) / gap_s
        samples.append(volumes[after - 1] + part * (volumes[after] - volumes[after - 1]))
    return samples
