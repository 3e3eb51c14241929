"""What one microstep holds of the primary drug."""

from units.scale import FL_PER_ML

CHUNK_STEPS = 64  # 64 steps of at most 5e6 pg (100 nL at 50 mg/mL) stay inside 2**29


class DosePerStep:
    """Picograms a microstep, rounded up to the thousandth, so that a sum of steps is never under-counted."""

    def __init__(self, whole_pg=0, thousandth_pg=0):
        self.whole_pg = whole_pg
        self.thousandth_pg = thousandth_pg

    def is_known(self):
        return self.whole_pg != 0 or self.thousandth_pg != 0

    def set(self, whole_pg, thousandth_pg):
        self.whole_pg = whole_pg
        self.thousandth_pg = thousandth_pg

    def equals(self, other):
        return self.whole_pg == other.whole_pg and self.thousandth_pg == other.thousandth_pg

    def add_to(self, total, steps):
        """Add the dose of `steps` microsteps (0 to 2**20) to the TwoWords `total`, in pg."""
        while steps > 0:
            part = steps if steps < CHUNK_STEPS else CHUNK_STEPS
            total.add(part * self.whole_pg + (part * self.thousandth_pg + 999) // 1000)
            steps -= part

    def of(self, steps):
        """The dose of `steps` microsteps in pg, as one integer which may be big: for set-up only."""
        thousandths = steps * (self.whole_pg * 1000 + self.thousandth_pg)
        return -(-thousandths // 1000)


def dose_per_step(step_volume_fl, concentration_pg_per_ml):
    """The DosePerStep of a head and a concentration. For set-up."""
    thousandths = -(-step_volume_fl * concentration_pg_per_ml * 1000 // FL_PER_ML)
    return DosePerStep(thousandths // 1000, thousandths % 1000)
