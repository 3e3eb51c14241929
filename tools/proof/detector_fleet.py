"""Many second witnesses at once: the arithmetic of firmware/therapy/detection, over arrays with a pump in every column.

Only speed. host_tests/tools/proof/test_detection.py holds it equal to the firmware's own code, update for update.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from proof.detector_profiles import Bools, Ints, Profiles, Ripples
from therapy.detection import second_witness as sw
from therapy.detection import verdicts
from therapy.detection.drift_test import MOST_OF_ALL, DriftTest
from therapy.detection.expected_mass import ExpectedMass
from therapy.detection.noise_rows import ROWS, NoiseRows
from therapy.detection.second_witness import SecondWitness

HELD = 1 << 28


def part_of(values: Ints, part: Ints) -> Ints:
    return (values >> 12) * part + ((values & 4095) * part >> 12)


class Tests:
    """The drift tests: one row a test, one column a pump."""

    def __init__(self, stages: tuple[NoiseRows, ...], tests: tuple[DriftTest, ...], pumps: int) -> None:
        facts: list[dict[str, Any]] = [vars(test) for test in tests]
        self.sign = np.array([[fact["_sign"]] for fact in facts])
        self.part = np.array([[fact["_part"]] for fact in facts])
        self.still_row = np.array([[fact["_still_row"]] for fact in facts])
        self.never = self.still_row < 0
        self.fixed = np.array([[fact["_is_fixed"]] for fact in facts])
        self.tables = {
            name: np.array([list(getattr(rows, name)) for rows in stages]).ravel()
            for name in ("gain", "limit_16", "per_sd", "threshold", "slope_16")
        }
        size = (len(tests), pumps)
        self.level: Ints = np.zeros(size, np.int64)
        self.shape: Ints = np.zeros(size, np.int64)
        self.score: Ints = np.zeros(size, np.int64)
        self.row: Ints = np.full(size, ROWS - 1)
        self.found: Bools = np.zeros(size, np.bool_)

    def restart(self, where: Bools, residual: Ints) -> None:
        self.level = np.where(where, residual, self.level)
        keep = ~where
        self.shape *= keep
        self.score *= keep
        self.found &= keep

    def wait(self, where: Bools, expected: Ints) -> None:
        goes_on = where & (self.score > 0)
        longer = np.minimum(self.shape + part_of(expected, self.part), HELD)
        self.shape = np.where(goes_on, longer, self.shape)

    def update(self, where: Bools, residual: Ints, expected: Ints, flow: Ints, still: Bools, stage: Ints) -> None:
        """where: the pumps that test in this minute."""
        tables, first = self.tables, stage * ROWS
        slope, added = part_of(flow, self.part), part_of(expected, self.part)
        idle = None
        still = still | self.fixed
        if still.any():
            by_row = tables["slope_16"][first + np.maximum(self.still_row, 0)]
            seeks = still & ~self.never
            slope, added = np.where(seeks, by_row, slope), np.where(seeks, by_row, added)
            idle = still & self.never
        slopes = tables["slope_16"]
        next_row = np.minimum(self.row + 1, ROWS - 1)
        up = (self.row < ROWS - 1) & (slopes[first + next_row] >= slope)
        down = ~up & (self.row > 0) & (slopes[first + self.row] < slope)
        row = self.row + up - down
        place = first + row
        gain, limit, per_sd, most = (tables[n][place] for n in ("gain", "limit_16", "per_sd", "threshold"))
        innovation = np.minimum(np.maximum(residual - self.level, -HELD), HELD)
        level = self.level + part_of(np.minimum(np.maximum(innovation, -limit), limit), gain)
        shape = np.minimum(np.maximum(self.shape - part_of(self.shape, gain) + added, -HELD), HELD)
        half = limit >> 1
        more = np.minimum(np.maximum(self.sign * innovation - (shape >> 1), -half), half)
        weight = np.minimum(shape, half)
        gained = (weight * per_sd >> 14) * (more * per_sd >> 14) >> 4
        score = self.score + np.minimum(gained, most // MOST_OF_ALL)
        alive = score > 0
        if idle is not None:
            alive &= ~idle
        score = np.minimum(score * alive, most)
        shape = shape * alive
        if where.all():
            self.row, self.level, self.shape, self.score, self.found = row, level, shape, score, score >= most
        else:
            self.row = np.where(where, row, self.row)
            self.level = np.where(where, level, self.level)
            self.shape = np.where(where, shape, self.shape)
            self.score = np.where(where, score, self.score)
            self.found = np.where(where, score >= most, self.found)


class Fleet:
    """`pumps` SecondWitness objects of one step volume and one set of figures. found: a row a verdict."""

    carry: Ints
    reference: Ints
    book: Ints
    gap: Ints
    last: Ints
    doubted: Ints
    flow_64: Ints
    no_steps: Ints
    blind: Ints
    unseen: Ints

    def __init__(self, step_volume_fl: int, figures: Mapping[str, int], pumps: int) -> None:
        one: Any = SecondWitness(step_volume_fl, figures)
        self.mass: dict[str, int] = vars(ExpectedMass(step_volume_fl, figures["evaporation_ug_per_day"]))
        self.tests = Tests(one.rows, one.under + one.over, pumps)
        self.unders = len(one.under)
        self.profiles = Profiles(figures["daily_swing_ug"], pumps)
        self.ripples = Ripples(figures["steps_per_revolution"], figures["rollers"], pumps)
        self.jump = figures["jump_ug"] * 16
        zero: Ints = np.zeros(pumps, np.int64)
        self.carry, self.reference, self.book, self.gap, self.last = (zero.copy() for _ in range(5))
        self.doubted, self.flow_64, self.no_steps, self.blind, self.unseen = (zero.copy() for _ in range(5))
        self.has_reference = np.zeros(pumps, bool)
        self.found = np.zeros((len(verdicts.NAMES), pumps), bool)

    def change_load(self, where: Bools) -> None:
        self.has_reference &= ~where
        self.profiles.spoiled |= where
        self.ripples.spoiled |= where

    def acknowledge(self, where: Bools) -> None:
        self.found &= ~where
        self.tests.restart(where, self.last)

    def minute(self, mass_ug: Ints, measured: Bools, steps: Ints) -> None:
        mass, fact = mass_ug, self.mass
        rest: Ints = steps * fact["_rest"] + self.carry
        expected: Ints = steps * fact["_whole_16"] + (rest >> 15)
        self._note_flow(steps, expected)
        self.carry = (rest & 32767) + fact["_air_rest"]
        self.book += expected + fact["_air_whole_16"]
        self.gap = np.minimum(self.gap + expected, sw.MOST_FLOW_16 << 4)
        self.profiles.advance()
        self.ripples.advance(steps)
        self.unseen = np.minimum(self.unseen + ~measured, sw.UNSEEN_MIN)
        blind_too_long = ~measured & (self.book > sw.MOST_BOOK_16)
        if blind_too_long.any():
            self.change_load(blind_too_long)
            self.book *= ~blind_too_long
        new = measured & ~self.has_reference
        if new.any():
            self._refer(new, mass)
        full = measured & (self.book > sw.REBOOK_16)
        if full.any():
            self.reference = np.where(full, self.reference - (self.book >> 4), self.reference)
            self.book = np.where(full, self.book & 15, self.book)
        moved: Ints = np.minimum(np.maximum(mass - self.reference, -sw.MOST_MOVED_UG), sw.MOST_MOVED_UG)
        raw = moved * 16 + self.book
        residual = raw - self.profiles.correction - self.ripples.correction
        doubted = self._jumps(measured, residual)
        waits = ~measured | doubted
        goes = ~waits
        self.last = np.where(goes, residual, self.last)
        self.gap = self.gap * waits
        if waits.any():
            self.tests.wait(waits, expected)
        blind = goes & (self.blind > 0)
        if blind.any():
            self.blind -= blind
            self.tests.restart(blind, residual)
            goes = goes & ~blind
        long_unseen = goes & (self.unseen == sw.UNSEEN_MIN)
        if long_unseen.any():
            self.tests.restart(long_unseen, residual)
        self.unseen *= ~goes
        self.profiles.learn(goes, raw - self.ripples.correction)
        known = self.profiles.known
        if known.any():
            self.ripples.learn(goes & known, raw - self.profiles.correction)
        still = self.no_steps >= sw.STILL_MIN
        self.tests.update(
            goes,
            residual,
            expected,
            self.flow_64 >> sw.FLOW_SHIFT,
            still,
            known * (1 + self.ripples.known.astype(np.int64)),
        )
        if self.tests.found.any():
            under = self.tests.found[: self.unders].any(axis=0) & goes
            over = self.tests.found[self.unders :].any(axis=0) & goes
            self.found[verdicts.UNDER_DELIVERY] |= under
            self.found[verdicts.LEAK] |= over & still
            self.found[verdicts.OVER_DELIVERY] |= over & ~still
            self.profiles.spoiled |= under | over
            self.ripples.spoiled |= under | over

    def _note_flow(self, steps: Ints, expected: Ints) -> None:
        self.flow_64 += np.minimum(expected, sw.MOST_FLOW_16) - (self.flow_64 >> sw.FLOW_SHIFT)
        steps_came = steps > 0
        was = self.no_steps
        self.no_steps = np.where(steps_came, 0, np.minimum(was + 1, sw.STILL_MIN))
        again = (was >= sw.STILL_MIN) != (self.no_steps >= sw.STILL_MIN)
        if again.any():
            self.tests.restart(again, self.last)

    def _refer(self, where: Bools, mass: Ints) -> None:
        self.reference = np.where(where, mass, self.reference)
        keep = ~where
        self.book *= keep
        self.doubted *= keep
        self.gap *= keep
        self.has_reference |= where
        self.blind = np.where(where, sw.BLIND_MIN, self.blind)
        self.last = np.where(where, -self.profiles.correction - self.ripples.correction, self.last)

    def _jumps(self, measured: Bools, residual: Ints) -> Bools:
        moved = residual - self.last
        limit = self.jump + self.gap
        doubt = (moved > limit).astype(np.int64) - (moved < -limit)
        second = measured & (doubt != 0) & (doubt == self.doubted)
        self.doubted = np.where(measured, doubt, self.doubted)
        if second.any():
            self.found[verdicts.FILL] |= second & (doubt > 0)
            self.found[verdicts.REMOVAL] |= second & (doubt < 0)
            self.change_load(second)
        return measured & (doubt != 0)
