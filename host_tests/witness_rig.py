"""A bench for the second witness that runs on both VMs: whole numbers only, the same minutes for the same seed."""

from therapy.detection.second_witness import SecondWitness

STEP_VOLUME_FL = 18_750_000
STEP_NG = 18_750
FIGURES = {
    "white_sd_ug": 200,
    "walk_ug_per_sqrt_hour": 450,
    "ripple_span_ug": 2_300,
    "ripple_left_ug": 500,
    "daily_swing_ug": 15_000,
    "irregular_sd_ug": 1_000,
    "irregular_min": 240,
    "evaporation_ug_per_day": 1_000,
    "evaporation_doubt_ug_per_day": 1_500,
    "jump_ug": 100_000,
    "steps_per_revolution": 3_200,
    "rollers": 3,
}


class WitnessRig:
    """A load that steps lighten by `percent` of what they should, under white noise of 150 ug sd."""

    def __init__(self, steps_per_minute, figures=FIGURES):
        self.witness = SecondWitness(STEP_VOLUME_FL, figures)
        self.steps = steps_per_minute
        self.percent = 100
        self.leak_ug = 0
        self.is_measured = True
        self.mass_ng = 30_000_000_000
        self.off_ug = 0
        self._chance = 12_345

    def noise_ug(self):
        """Sum of four even numbers: variance 4 x 260**2 / 12, 150 ug sd."""
        total = 0
        for _ in range(4):
            self._chance = (self._chance * 1_103 + 12_347) & 0xFFFFF
            total += (self._chance >> 4) % 260
        return total - 518

    def next_mass_ug(self):
        self.mass_ng -= self.steps * STEP_NG * self.percent // 100 + self.leak_ug * 1_000 + 694
        return self.mass_ng // 1_000 + self.noise_ug() + self.off_ug

    def minute(self):
        self.witness.minute(self.next_mass_ug(), self.is_measured, self.steps)

    def run(self, minutes):
        for _ in range(minutes):
            self.minute()

    def minutes_to(self, verdict, most):
        """Minutes until it is found; None if it is not."""
        for minute in range(1, most + 1):
            self.minute()
            if self.witness.found[verdict]:
                return minute
        return None

    def found(self):
        return [verdict for verdict in range(5) if self.witness.found[verdict]]
