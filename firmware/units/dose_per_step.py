"""What one microstep holds of the primary drug."""

from units.scale import FL_PER_ML

CHUNK_STEPS = 64  # 64 steps of at most 5e6 pg (100 nL at 50 mg/mL) stay inside 2**29


class DosePerStep:
    """Picograms a microstep, rounded up to the thousandth, so that a sum of steps is never under-counted."""

    def __init__(self, whole_pg=0, thousandth_pg=0):
        self.whole_pg = whole_pg
        self.thousandth_pg = thousandth_pg

    def set(self, whole_pg, thousandth_pg):
        self.whole_pg = whole_pg
        self.thousandth_pg = thousandth_pg

    def copy(self, other):
        self.set(other.whole_pg, other.thousandth_pg)

    def exceeds(self, other):
        if self.whole_pg != other.whole_pg:
            return self.whole_pg > other.whole_pg
        return self.thousandth_pg > other.thousandth_pg

    def equals(self, other):
        return self.whole_pg == other.whole_pg and self.thousandth_pg == other.thousandth_pg

    def add_to(self, total, steps, ahead=0):
        """Add the dose of `steps` microsteps (0 to 2**20) to the TwoWords `total`, in pg, rounded up.

        ahead: thousandths of a pg (0 to 999) that `total` already holds too much. Returns what it is now, for the
        next call: so one step at a time adds up to the same as all at once.
        """
        while steps > 0:
            part = steps if steps < CHUNK_STEPS else CHUNK_STEPS
            thousandths = part * self.thousandth_pg - ahead
            pg = (thousandths + 999) // 1000
            ahead = pg * 1000 - thousandths
            total.add(part * self.whole_pg + pg)
            steps -= part
        return ahead

    def of(self, steps):
        """The dose of `steps` microsteps in pg, as one integer which may be big: for set-up only."""
        thousandths = steps * (self.whole_pg * 1000 + self.thousandth_pg)
        return -(-thousandths // 1000)


def dose_per_step(step_volume_fl, concentration_pg_per_ml):
    """The DosePerStep of a head and a concentration. For set-up."""
    thousandths = -(-step_volume_fl * concentration_pg_per_ml * 1000 // FL_PER_ML)
    return DosePerStep(thousandths // 1000, thousandths % 1000)
