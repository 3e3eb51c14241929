"""The detection table: its fleet is the firmware's arithmetic, its bound is right, and a small part of it, seeded."""

import io
import math

import numpy as np
import pytest
from rich.console import Console

from proof import detection
from proof.detection_bound import NATS, Information
from proof.detection_faults import FAULTS, Fault
from proof.detection_figures import SETTINGS
from proof.detection_runs import STEP_VOLUME_FL, delays_min, false_alarms
from proof.detector_fleet import Fleet
from proof.minute_means import DAY_MIN, Floats, Ints, Minutes, Noise, steps_of_minute
from support import proves
from therapy.detection import verdicts
from therapy.detection.second_witness import SecondWitness

MEAN = SETTINGS["mean"]
QUIET = lambda at: None  # noqa: E731


def state_of(one: SecondWitness) -> list[int]:
    tests = one.under + one.over
    names = ("_level_16", "_shape_16", "score", "_row", "is_found")
    own = ("_reference_ug", "_book_16", "_gap_16", "_last_16", "_doubted", "_flow_64", "_no_steps_min", "_blind_min")
    profile, ripple = vars(one._profile), vars(one._ripple)
    found = [int(vars(test)[name]) for test in tests for name in names]
    found += [int(vars(one)[name]) for name in own] + [int(one._has_reference), *one.found]
    found += [*profile["_rises"], profile["_total"], profile["_learned"], profile["correction_16"]]
    return [*found, *ripple["_waves"], *ripple["_sums"], ripple["_learned"], ripple["correction_16"]]


def state_of_column(fleet: Fleet, pump: int) -> list[int]:
    tests = fleet.tests
    arrays = (tests.level, tests.shape, tests.score, tests.row, tests.found)
    found = [int(array[test, pump]) for test in range(len(tests.sign)) for array in arrays]
    own = (
        fleet.reference,
        fleet.book,
        fleet.gap,
        fleet.last,
        fleet.doubted,
        fleet.flow_64,
        fleet.no_steps,
        fleet.blind,
    )
    found += [int(array[pump]) for array in own] + [int(fleet.has_reference[pump]), *map(int, fleet.found[:, pump])]
    profile, ripple = fleet.profiles, fleet.ripples
    found += [*map(int, profile.rises[:, pump])]
    found += [int(array[pump]) for array in (profile.total, profile.learned, profile.correction)]
    found += [*map(int, ripple.waves[:, pump]), *map(int, ripple.sums[:, pump])]
    return [*found, int(ripple.learned[pump]), int(ripple.correction[pump])]


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_fleet_is_the_firmware_update_for_update(setting: str):
    """Five flows, faults of every kind, lost minutes, outliers, stops, refills and acknowledgements."""
    figures, noise = SETTINGS[setting].figures, SETTINGS[setting].noise
    pumps = 10
    flows: Floats = np.array([48.0, 200.0, 1_000.0, 5_000.0, 24_000.0] * 2)
    minutes, fleet = Minutes(noise, pumps, 7), Fleet(STEP_VOLUME_FL, figures, pumps)
    ones = [SecondWitness(STEP_VOLUME_FL, figures) for _ in range(pumps)]
    chance = np.random.default_rng(11)
    place: Ints = np.arange(pumps)
    met: set[int] = set()
    for t in range(6_000):
        steps: Ints = steps_of_minute(t, flows)
        if 4_200 < t < 4_300:
            steps = steps * (place < 5)
        factor = np.where(place < 4, 0.3, np.where(place < 7, 1.5, 1.0)) if t > 5_500 else 1.0
        extra = (
            (place == 3) * (t == 3_000) * 1e6
            - (place == 4) * (t == 3_100) * 1e6
            + (place == 6) * (4_240 < t < 4_300) * 700
        )
        mass = minutes.minute(steps, factor, extra)
        measured = (chance.random(pumps) > 0.01) | (t < 4_000)
        if t == 3_500:
            fleet.change_load(place == 1)
            ones[1].change_load()
        fleet.minute(mass, measured, steps)
        for pump, one in enumerate(ones):
            one.minute(int(mass[pump]), bool(measured[pump]), int(steps[pump]))
        met.update(np.flatnonzero(fleet.found.any(axis=1)).tolist())
        for pump, one in enumerate(ones) if t % 10 == 0 or t > 5_490 else ():
            assert state_of(one) == state_of_column(fleet, pump), (t, pump)
        if t % 500 == 0:
            fleet.acknowledge(place < 6)
            for one in ones[:6]:
                one.acknowledge()
    assert met == set(range(len(verdicts.NAMES)))


def test_the_bound_in_white_noise_and_walk_against_the_closed_forms():
    slope: Floats = np.linspace(10.0, 200_000.0, 20_000)
    white = Information(Noise(1_000.0, walk_ug_per_sqrt_day=1e-3, irregular_K=0.0, flicker_sd_ug=0.0)).bound_min(slope)
    # 1/2 sum (slope i)**2 / sd**2 = slope**2 n**3 / (6 sd**2)
    assert white == pytest.approx((6 * NATS * (1_000.0 / 10.0) ** 2) ** (1 / 3), rel=0.02)
    walk = Information(Noise(0.1, walk_ug_per_sqrt_day=2_000.0, irregular_K=0.0, flicker_sd_ug=0.0)).bound_min(slope)
    assert walk == pytest.approx(2 * NATS * 2_000.0**2 / DAY_MIN / 10.0**2, rel=0.01)


def test_no_change_has_no_bound():
    assert math.isnan(Information(MEAN.noise).bound_min(np.zeros(100)))


@proves("A8", "D3", "D4")
def test_delays_of_a_small_seeded_part():
    by_name = {fault.name: fault for fault in FAULTS}
    most: dict[tuple[str, float], float] = {
        ("stall, 0 %", 1_000.0): 15,
        ("stall, 0 %", 24_000.0): 15,
        ("outlet occluded", 5_000.0): 17,
        ("delivers 90 %", 5_000.0): 24,
        ("delivers 110 %", 24_000.0): 15,
        ("free flow, 24 mL/day", 200.0): 15,
        ("leak, stopped, 1 mL/day", 1_000.0): 15,
        ("1 mL filled", 48.0): 2,
        ("1 mL withdrawn", 48.0): 2,
    }
    cells: list[tuple[Fault, float]] = [(by_name[name], flow) for name, flow in most]
    delays = delays_min(cells, MEAN.figures, MEAN.noise, 8, 1.0, 3, QUIET)
    for limit, of_cell, cell in zip(most.values(), delays, cells, strict=True):
        assert of_cell.max() <= limit, (cell[0].name, cell[1], of_cell)


@proves("A8")
def test_hardly_a_false_alarm_in_a_small_seeded_part():
    count = false_alarms((48.0, 1_000.0, 24_000.0), MEAN.figures, MEAN.noise, 20, 8.0, 5, QUIET)
    assert sum(count.values()) <= 1, count


def test_the_table_prints_its_rows():
    console = Console(file=io.StringIO(), width=120)
    fault = Fault("x", (verdicts.FILL,), jump_ug=1e6)
    cells = detection.row(fault, 48.0, np.array([2.0, 2.0, np.inf]), Information(MEAN.noise))
    assert cells == ["x", "0.048", "2 min", "not found", "1000.0", "1 min", "2.00", "no"]
    console.print(*cells)
