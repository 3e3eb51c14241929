"""The load cell: true weight in, converter counts out.

indicated = (load - lag) (1 + span_error) (1 + span_temperature dT)
counts = zero + counts_per_mg (indicated + faults' drift) + zero_temperature dT + random walk + white noise
`lag` is what creep still owes of past changes of load: a first-order process, in closed form.
The output at a time depends on the seed and on the load's history, not on who read what before.
"""

from math import cos, exp, hypot, pi, sqrt

from twin.cell_faults import CellFaults
from twin.figures import RigFigures
from twin.seeded import BrownianPath, gaussian

FULL_SCALE_COUNTS = 1 << 23
_GAIN = 128
_DAY_S = 86400.0
_CREEP_TEST_MIN = 30.0


class Room:
    """The temperature around the rig: a mean and a daily wave."""

    def __init__(self, figures: RigFigures) -> None:
        self._mean = figures.temperature
        self._swing = figures.temperature_swing
        self._peak_s = figures.temperature_peak * 3600.0

    def degC(self, t_s: float) -> float:
        """Temperature t_s seconds after power-on."""
        return self._mean + self._swing * cos(2.0 * pi * (t_s - self._peak_s) / _DAY_S)


class LoadCell:
    """Bridge and converter input at gain 128, channel A. faults: what a scenario does to it."""

    def __init__(self, figures: RigFigures, seed: int, load_mg: float) -> None:
        full_scale_mg = figures.cell_capacity * 1000.0
        # Ratiometric: the converter's range is +/- excitation / (2 * gain).
        full_scale_counts = figures.cell_output * 1e-3 * 2.0 * _GAIN * FULL_SCALE_COUNTS
        volts_per_count = figures.excitation / (2.0 * _GAIN * FULL_SCALE_COUNTS)
        self.counts_per_mg = full_scale_counts / full_scale_mg
        self.noise_counts = figures.noise * 1e-9 / volts_per_count
        self._true_per_mg = self.counts_per_mg * (1.0 + figures.span_error)
        self._zero_counts = figures.cell_zero * full_scale_counts
        self._zero_per_K = figures.zero_temperature * full_scale_counts
        self._span_per_K = figures.span_temperature
        self._calibrated_degC = figures.calibration_temperature
        self._drift_counts = figures.drift * self.counts_per_mg
        self._creep_s = figures.creep_time * 60.0
        # The data sheet's creep is what shows within 30 min, not for ever.
        self._creep = figures.creep / (1.0 - exp(-_CREEP_TEST_MIN / figures.creep_time))
        self.room = Room(figures)
        self.faults = CellFaults()
        self._seed = seed
        self._walk = BrownianPath(seed ^ 0x0D21F7)
        self._lag_mg = 0.0
        self._before_s = self._now_s = 0.0
        self._before_mg = self._now_mg = load_mg

    def set_load(self, load_mg: float, t_s: float) -> None:
        """The load has gone evenly from the last one given to load_mg at t_s."""
        seconds = t_s - self._now_s
        owed = self._creep * (load_mg - self._now_mg)
        if seconds > 0.0:
            x = seconds / self._creep_s
            fade = exp(-x)
            # (1 - e^-x) / x loses its digits for small x.
            self._lag_mg = self._lag_mg * fade + owed * ((1.0 - fade) / x if x > 1e-6 else 1.0)
        else:
            self._lag_mg += owed
        self._before_s, self._before_mg = self._now_s, self._now_mg
        self._now_s, self._now_mg = t_s, load_mg

    def counts(self, t_us: int) -> int:
        """The conversion that ends at t_us, within -2**23 .. 2**23 - 1."""
        t_s = t_us * 1e-6
        warmer_K = self.room.degC(t_s) - self._calibrated_degC
        indicated = (self._load_mg(t_s) - self._lag_mg) * (1.0 + self._span_per_K * warmer_K)
        value = (
            self._zero_counts
            + self._true_per_mg * indicated
            + self._zero_per_K * warmer_K
            + self._drift_counts * self._walk.at(t_s)
            + self.counts_per_mg * self.faults.drift_mg(t_s)
            + hypot(self.noise_counts, self.counts_per_mg * self.faults.noise_mg(t_s)) * gaussian(self._seed, t_us)
        )
        return max(-FULL_SCALE_COUNTS, min(FULL_SCALE_COUNTS - 1, round(value)))

    def expected_counts(self, load_mg: float) -> float:
        """What a true and noiseless cell would give: for calibration and for tests."""
        return self._zero_counts + self.counts_per_mg * load_mg

    def drift_mg_after(self, days: float) -> float:
        """Standard deviation of the random walk after `days`, in mg."""
        return self._drift_counts / self.counts_per_mg * sqrt(days)

    def _load_mg(self, t_s: float) -> float:
        if t_s >= self._now_s:
            return self._now_mg
        if t_s <= self._before_s:
            return self._before_mg
        part = (t_s - self._before_s) / (self._now_s - self._before_s)
        return self._before_mg + part * (self._now_mg - self._before_mg)
