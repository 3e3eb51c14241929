"""Synthetic one-minute means of the load cell: a rig whose noise is not what the detector believes.

White noise, a random walk, flicker, a daily wave that is no sine, a room that keeps no timetable, evaporation and a
calibration that are off, the head's ripple, and outliers. One column a pump; everything in micrograms and minutes.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
DAY_MIN = 1440
STEP_UG = 18.75
REVOLUTION = 3200
LINE_UG = 30_000.0  # what the line stores before it slips: twin.figures, compliance times slip_pressure


@dataclass(frozen=True)
class Noise:
    """The truth. Ranges are drawn evenly for each pump."""

    white_sd_ug: float
    walk_ug_per_sqrt_day: float = 2000.0  # twin.figures: drift
    ug_per_K: float = 7600.0  # twin.figures: zero_temperature x 100 g, and span_temperature x 52 g
    swing_K: tuple[float, float] = (0.5, 1.5)  # twin.figures has 1.5
    second_harmonic: float = 0.3  # of the swing: a heated day and a cold night are no sine
    irregular_K: float = 0.1  # sd of what no timetable explains
    irregular_min: float = 240.0
    flicker_sd_ug: float = 60.0  # in each of four octave-like bands
    evaporation_ug_per_day: tuple[float, float] = (0.0, 3000.0)  # twin.figures has 1000
    calibration: tuple[float, float] = (-0.015, 0.015)  # of the flow: head, span and density together
    ripple: tuple[float, float] = (0.0, 0.3)  # twin.figures has 0.3
    outliers: float = 1e-4  # of all minutes
    outlier_ug: float = 30_000.0


class Minutes:
    """`minute(steps, factor, extra_ug)` gives the next mean of every pump in whole ug."""

    def __init__(self, noise: Noise, pumps: int, seed: int) -> None:
        self.noise, self.pumps = noise, pumps
        self.rng = np.random.default_rng(seed)
        draw = self.rng.uniform
        self.swing_ug = draw(*noise.swing_K, pumps) * noise.ug_per_K
        self.phase = draw(0, 2 * np.pi, (2, pumps))
        self.air_ug = draw(*noise.evaporation_ug_per_day, pumps) / DAY_MIN
        self.true_part = 1.0 + draw(*noise.calibration, pumps)
        self.ripple = draw(*noise.ripple, pumps)
        self.angle = draw(0, REVOLUTION, pumps)
        self.band = np.exp(-1.0 / np.array([[3.0], [20.0], [150.0], [1000.0], [noise.irregular_min]]))
        self.band_sd = np.array([[noise.flicker_sd_ug]] * 4 + [[noise.irregular_K * noise.ug_per_K]])
        self.bands = self.rng.standard_normal((5, pumps)) * self.band_sd
        self.kick = self.band_sd * np.sqrt(1 - self.band**2)
        self.walk = np.zeros(pumps)
        self.lost_ug = np.zeros(pumps)
        self.stored_ug = np.zeros(pumps)
        self.t = 0

    def _swing(self, steps: Floats) -> Floats:
        theta = 2 * np.pi * steps / REVOLUTION
        scale = REVOLUTION * STEP_UG / (2 * np.pi) * self.ripple
        return scale * (0.3 * np.sin(3 * theta) + 0.1 * np.sin(theta) + 0.02 * np.sin(6 * theta))

    def minute(
        self, steps: Ints, factor: Floats | float = 1.0, extra_ug: Floats | float = 0.0, closed: Bools | None = None
    ) -> Ints:
        """factor: part of what is commanded that leaves the reservoir. closed: it leaves until the line is full."""
        noise, rng = self.noise, self.rng
        pumped = steps * STEP_UG - (self._swing(self.angle + steps) - self._swing(self.angle))
        pumped *= self.true_part * factor
        self.angle = (self.angle + steps) % REVOLUTION
        if closed is not None and closed.any():
            pumped = np.where(closed, np.minimum(pumped, np.maximum(LINE_UG - self.stored_ug, 0.0)), pumped)
            self.stored_ug += pumped * closed
        self.lost_ug += pumped + self.air_ug + extra_ug
        normal = rng.standard_normal((7, self.pumps))
        self.bands = self.bands * self.band + self.kick * normal[:5]
        self.walk += noise.walk_ug_per_sqrt_day / DAY_MIN**0.5 * normal[5]
        day = 2 * np.pi * self.t / DAY_MIN
        wave = np.cos(day + self.phase[0]) + noise.second_harmonic * np.cos(2 * day + self.phase[1])
        self.t += 1
        value = self.walk - self.lost_ug + self.swing_ug * wave + self.bands.sum(axis=0) + noise.white_sd_ug * normal[6]
        if noise.outliers:
            hit = rng.random(self.pumps) < noise.outliers
            if hit.any():
                value += hit * rng.uniform(-1, 1, self.pumps) * noise.outlier_ug
        return np.rint(value).astype(np.int64)


def steps_of_minute(t: int, uL_per_day: Floats) -> Ints:
    """Whole steps that fall into minute t at these flows."""
    per_minute = uL_per_day * 1000.0 / 18.75 / DAY_MIN
    return (np.floor((t + 1) * per_minute) - np.floor(t * per_minute)).astype(np.int64)
