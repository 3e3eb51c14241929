"""Runs of the detector on synthetic minutes: how late each fault is found, and how often one that is not there."""

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np

from proof.detection_faults import Fault
from proof.detector_fleet import Fleet
from proof.minute_means import DAY_MIN, Floats, Minutes, Noise, steps_of_minute
from therapy.detection import verdicts

STEP_VOLUME_FL = 18_750_000
WARM_MIN = 5 * DAY_MIN
FAST_UL_PER_DAY = 20_000.0
REFILL_MIN = 1150  # 20 mL at 24 mL/day, nearly
Say = Callable[[float], None]


def delays_min(
    cells: list[tuple[Fault, float]],
    figures: Mapping[str, int],
    noise: Noise,
    runs: int,
    most_days: float,
    seed: int,
    say: Say,
) -> Floats:
    """A row a cell (fault, uL/day), a column a run: minutes from the fault to its verdict; inf if not within most_days.

    A false alarm before the fault is acknowledged; after a wrong verdict the detector goes on until the right one.
    """
    pumps = len(cells) * runs
    faults = [fault for fault, _ in cells]

    def spread(values: list[float]) -> Floats:
        return np.repeat(np.array(values, dtype=float), runs)

    flows = spread([flow for _, flow in cells])
    factor = spread([fault.factor for fault in faults])
    extra = spread([fault.extra_uL_per_day * 1000.0 / DAY_MIN for fault in faults])
    jump = spread([fault.jump_ug for fault in faults])
    closes = spread([fault.is_closed for fault in faults]) > 0
    stops = spread([fault.is_stopped for fault in faults]) > 0
    wanted = np.zeros((len(verdicts.NAMES), pumps), bool)
    for i, fault in enumerate(faults):
        wanted[list(fault.named), i * runs : (i + 1) * runs] = True
    rng = np.random.default_rng(seed)
    onset = WARM_MIN + 60 + rng.integers(0, REFILL_MIN - 200, pumps)
    minutes, fleet = Minutes(noise, pumps, seed), Fleet(STEP_VOLUME_FL, figures, pumps)
    all_on = np.ones(pumps, bool)
    delay = np.full(pumps, np.inf)
    end = int(WARM_MIN + REFILL_MIN + most_days * DAY_MIN)
    fast = flows > FAST_UL_PER_DAY
    for t in range(end):
        if t % REFILL_MIN == WARM_MIN % REFILL_MIN and t <= WARM_MIN:
            fleet.change_load(fast)
        # A stopped pump was stopped for an hour before it leaks: the leak is all that is new.
        steps = steps_of_minute(t, flows) * ~(stops & (t >= onset - 60))
        on = t >= onset
        means = minutes.minute(
            steps,
            np.where(on, factor, 1.0),
            np.where(on, extra, 0.0) - np.where(t == onset, jump, 0.0),
            closed=closes & on,
        )
        fleet.minute(means, all_on, steps)
        if fleet.found.any():
            right = on & (fleet.found & wanted).any(axis=0) & np.isinf(delay)
            delay[right] = (t + 1 - onset)[right]
            fleet.acknowledge(np.logical_or.reduce(fleet.found))
            if not np.isinf(delay).any():
                break
        if t % DAY_MIN == 0:
            say(t / end)
    return delay.reshape(len(cells), runs)


def false_alarms(
    flows: tuple[float, ...], figures: Mapping[str, int], noise: Noise, each: int, days: float, seed: int, say: Say
) -> Counter[tuple[float, int]]:
    """By (uL/day, verdict), of `each` pumps a flow for so many days; the days before the profile is known count too."""
    pumps = len(flows) * each
    per_pump = np.repeat(np.array(flows), each)
    minutes, fleet = Minutes(noise, pumps, seed), Fleet(STEP_VOLUME_FL, figures, pumps)
    all_on = np.ones(pumps, bool)
    refill_min = np.maximum(1, (20_000.0 / np.maximum(per_pump, 1.0) * DAY_MIN * 0.95).astype(np.int64))
    count: Counter[tuple[float, int]] = Counter()
    end = int(days * DAY_MIN)
    for t in range(end):
        refill = t % refill_min == refill_min - 1
        if refill.any():
            fleet.change_load(refill)
        steps = steps_of_minute(t, per_pump)
        fleet.minute(minutes.minute(steps), all_on, steps)
        if fleet.found.any():
            for verdict, pump in zip(*np.nonzero(fleet.found), strict=True):
                count[float(per_pump[pump]), int(verdict)] += 1
            fleet.acknowledge(np.logical_or.reduce(fleet.found))
        if t % DAY_MIN == 0:
            say(t / end)
    return count
