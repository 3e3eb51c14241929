"""Errors over observation windows: IEC 60601-2-24:1998 clause 50.102, 2012 clause 201.12.1.102.

With S the sample interval, Q_i the flow in sample i and r the flow that was set:
    flow in a sample        Q_i = (V_i - V_i-1) / S
    windows of length P     m = (T - P) / S + 1, beginning with every sample of the period T
    largest, least error    Ep = max, min over j of  S/P * sum over P/S samples of 100 (Q_i - r) / r
    overall error           A (of T1), B (of T2) = 100 (Q - r) / r, with Q the mean flow of the period
The sum over a window telescopes to the volume that left in it, so Ep = 100 (V_j+P/S - V_j - r P) / (r P).
"""

from collections.abc import Sequence
from itertools import pairwise


def flows_uL_per_h(volumes_uL: Sequence[float], every_s: float) -> list[float]:
    """The mean flow in each sample interval."""
    return [(after - before) * 3600.0 / every_s for before, after in pairwise(volumes_uL)]


def window_errors(volumes_uL: Sequence[float], samples: int, expected_uL: float) -> list[float]:
    """Of each window of so many sample intervals, in percent of expected_uL, the volume due in it."""
    pairs = zip(volumes_uL, volumes_uL[samples:], strict=False)
    return [100.0 * (after - before - expected_uL) / expected_uL for before, after in pairs]


def overall_error(volumes_uL: Sequence[float], expected_uL: float) -> float:
    """From the first to the last sample, in percent of expected_uL."""
    return 100.0 * (volumes_uL[-1] - volumes_uL[0] - expected_uL) / expected_uL
