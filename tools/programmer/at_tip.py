"""What reaches the tip over time: plug flow through the catheter, from volume, concentration and flow alone.

Nothing mixes here; in the tube the fronts do, the more the faster the flow, and the page says so (B10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

DAY_S = 86_400
NOTHING_NL = 1e-6  # what rounding leaves of a plug


@dataclass(frozen=True)
class Stretch:
    """So many seconds of one flow, in nL a day."""

    seconds: float
    nl_per_day: float


@dataclass(frozen=True)
class Plug:
    """So much of one mixture in the catheter, in nL, with pg a mL of the primary drug."""

    volume_nl: float
    pg_per_ml: int


def dose_at_tip(flow: Sequence[Stretch], held: Sequence[Plug], entering_pg_per_ml: int) -> list[tuple[float, float]]:
    """[(seconds from now, mg a day at the tip), ...]: each holds until the next; the last ends the last stretch.

    held: what the catheter holds now, what is at the tip first. entering: what follows from the reservoir.
    """
    plugs = [plug for plug in held if plug.volume_nl > 0]
    points: list[tuple[float, float]] = []
    now_s, left_nl = 0.0, plugs[0].volume_nl if plugs else 0.0
    for stretch in flow:
        end_s = now_s + stretch.seconds
        while now_s < end_s:
            concentration = plugs[0].pg_per_ml if plugs else entering_pg_per_ml
            points.append((now_s, stretch.nl_per_day * concentration / 1e15))
            lasts_s = left_nl / stretch.nl_per_day * DAY_S if plugs and stretch.nl_per_day else float("inf")
            if now_s + lasts_s < end_s:
                now_s, left_nl = now_s + lasts_s, 0.0
            else:
                left_nl -= (end_s - now_s) * stretch.nl_per_day / DAY_S
                now_s = end_s
            if plugs and left_nl < NOTHING_NL:
                plugs.pop(0)
                left_nl = plugs[0].volume_nl if plugs else 0.0
    if points:
        points.append((now_s, points[-1][1]))
    return points


def dose_until(points: Sequence[tuple[float, float]], until_s: float) -> float:
    """mg that reach the tip from now until then."""
    total = 0.0
    for (begin, rate), (end, _) in pairwise(points):
        total += max(0.0, min(end, until_s) - begin) * rate / DAY_S
    return total
