"""Daily and ripple profiles of many second witnesses at once: the arithmetic of therapy.detection, a pump a column."""

from typing import Any

import numpy as np

from therapy.detection import daily_profile as dp
from therapy.detection import ripple_profile as rp

Ints = np.ndarray[Any, np.dtype[np.int64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]


class Profiles:
    """The daily profiles."""

    def __init__(self, daily_swing_ug: int, pumps: int) -> None:
        self.limit = daily_swing_ug * 16 // 4 + 1
        self.rises = np.zeros((dp.SLOTS, pumps), int)
        zero: Ints = np.zeros(pumps, np.int64)
        self.total, self.base, self.sum, self.samples, self.mean = (zero.copy() for _ in range(5))
        self.learned, self.boundary, self.rise, self.correction = (zero.copy() for _ in range(4))
        self.has_mean, self.spoiled, self.known = (np.zeros(pumps, bool) for _ in range(3))
        self.slot = self.minute = 0

    def advance(self) -> None:
        self.minute += 1
        if self.minute == dp.SLOT_MIN:
            self.minute = 0
            self._end_slot()
        if self.minute == dp.SLOT_MIN // 2:
            self.boundary += self.rise
            self.rise = self.rises[(self.slot + 1) % dp.SLOTS] - self.total // dp.SLOTS
        since = (self.minute - dp.SLOT_MIN // 2) % dp.SLOT_MIN
        self.correction = self.boundary + self.rise * since // dp.SLOT_MIN

    def learn(self, where: Bools, residual: Ints) -> None:
        self.base = np.where(where & (self.samples == 0), residual, self.base)
        self.sum += where * np.clip(residual - self.base, -(1 << 24), 1 << 24)
        self.samples += where

    def _end_slot(self) -> None:
        self.slot = (self.slot + 1) % dp.SLOTS
        good = (self.samples >= dp.LEAST_SAMPLES) & ~self.spoiled
        mean = np.where(good, self.base + self.sum // np.maximum(self.samples, 1), 0)
        teaches = good & self.has_mean
        place = (self.slot - 1) % dp.SLOTS
        weight = np.minimum(1 + self.learned // dp.SLOTS, dp.SLOWEST)
        news = (np.clip(mean - self.mean, -self.limit, self.limit) - self.rises[place]) // weight * teaches
        self.rises[place] += news
        self.total += news
        self.learned += teaches & (self.learned < dp.SLOWEST * dp.SLOTS)
        self.known = self.learned >= dp.KNOWN_AFTER
        self.mean, self.has_mean = mean, good
        self.samples, self.sum = self.samples * 0, self.sum * 0
        self.spoiled = self.spoiled & False


class Ripples:
    """The ripple profiles."""

    def __init__(self, steps_per_revolution: int, rollers: int, pumps: int) -> None:
        self.steps = steps_per_revolution
        self.sine = np.array(rp.sine_table(), int)
        self.harmonics = (1, rollers)
        self.waves, self.sums = np.zeros((4, pumps), int), np.zeros((4, pumps), int)
        zero: Ints = np.zeros(pumps, np.int64)
        self.at, self.angle, self.before, self.turned, self.samples = (zero.copy() for _ in range(5))
        self.start, self.learned, self.correction = (zero.copy() for _ in range(3))
        self.spoiled, self.known = np.ones(pumps, bool), np.zeros(pumps, bool)

    def advance(self, steps: Ints) -> None:
        at = self.at + steps
        self.turned = self.turned + at // self.steps
        self.at = at % self.steps
        self.angle = self.at * rp.TURN // self.steps
        self.known = (self.learned >= rp.KNOWN_AFTER) & (steps * rp.LEAST_SAMPLES <= self.steps)
        self.basis: list[Ints] = []
        for harmonic in self.harmonics:
            turn = (harmonic * self.angle >> 4) & 255
            self.basis += [self.sine[turn], self.sine[(turn + 64) & 255]]
        total: Ints = self.waves[0] * self.basis[0]
        for place in range(1, 4):
            total = total + self.waves[place] * self.basis[place]
        self.correction = total >> 10

    def learn(self, where: Bools, residual: Ints) -> None:
        ends = where & (self.turned > 0)
        if ends.any():
            self._end_turn(ends, residual)
        share = np.where(where, self.angle - self.before, 0)
        self.before = np.where(where, self.angle, self.before)
        off = np.clip(residual - self.start, -((1 << 18) - 1), (1 << 18) - 1)
        self.samples += where
        for place, part in enumerate(self.basis):
            self.sums[place] += (off * part >> 10) * share

    def _end_turn(self, ends: Bools, residual: Ints) -> None:
        rise = np.clip(residual - self.start, -((1 << 18) - 1), (1 << 18) - 1)
        good = ends & (self.turned == 1) & (self.samples >= rp.LEAST_SAMPLES) & ~self.spoiled
        self.learned += good & (self.learned < rp.SLOWEST)
        for place in range(4):
            found = self.sums[place] >> 11
            if not place & 1:
                found = found + rise * 113 // (355 * self.harmonics[place >> 1])
            self.waves[place] += (found - self.waves[place]) // np.maximum(self.learned, 1) * good
        keep = ~ends
        self.sums *= keep
        self.turned, self.samples, self.before = self.turned * keep, self.samples * keep, self.before * keep
        self.start = np.where(ends, residual, self.start)
        self.spoiled &= keep
