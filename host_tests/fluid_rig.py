"""A rig for tests of its fluid: two drugs, no ripple and no evaporation, and what is everywhere in it."""

from twin.reservoir import Drug
from twin.rig import Rig

STEP_UL = 0.01875
DRUGS = (Drug("morphine", 25.0), Drug("bupivacaine", 4.0))
IDEAL: dict[str, object] = {"ripple": 0, "evaporation": 0, "rest_offset": 0, "rotor_releases": False}


def turn(it: Rig, count: int, interval_us: int) -> None:
    start_us = it.now_us
    for i in range(1, count + 1):
        it.on_step_edge(start_us + i * interval_us)


def drug_everywhere(it: Rig) -> list[float]:
    """ug of each drug: in the reservoir, the line, the catheter, past the tip."""
    inside = it.fluid.catheter.held()
    return [
        it.fluid.reservoir.amounts[i] + it.fluid.tubing.stored[i] + inside[i] + it.fluid.tip[i]
        for i in range(len(DRUGS))
    ]
