"""A therapy at the least daily maximum that is taken runs on through a full window: basal alone is never stopped."""

# pyright: reportAttributeAccessIssue=false

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, ML, therapy
from support import proves
from therapy.memory.dose_window import BUCKET_S, BUCKETS
from therapy.prescribing.prescription import Prescription
from units.refused import Refused


def least_limit(order, step_volume_fl):
    """The order with the smallest daily maximum that is taken."""
    refused, taken = 1_000, 1_250 * MG
    while taken - refused > 1:
        middle = (refused + taken) // 2
        try:
            Prescription(dict(order, max_dose_pg_per_day=middle), step_volume_fl)
            taken = middle
        except Refused:
            refused = middle
    return dict(order, max_dose_pg_per_day=taken)


def day_before(bench):
    """Fill the 24 h before power-on as the basal would have, half a second of steps counted late into the oldest."""
    window, per_step = bench.history.window, bench.prescription().dose_per_step
    flow = bench.prescription().infusion.flows[0]
    late = 500_000 * flow.steps // flow.us
    counted_pg = 0
    for bucket in range(1, BUCKETS):
        due = bucket * BUCKET_S * 1_000_000 * flow.steps // flow.us
        pg = per_step.of(due + late) - counted_pg
        counted_pg += pg
        window.micrograms[bucket], window.picograms[bucket] = pg // 1_000_000, pg % 1_000_000
    window.sum_up()


class AtTheLeastLimit(unittest.TestCase):
    def run_full(self, pg_per_ml, step_volume_fl):
        """The last ten minutes of a window that is full of basal at 24 mL/day."""
        order = therapy(
            drugs=[["x", pg_per_ml]],
            basal_pg_per_day=24 * pg_per_ml,
            reservoir_capacity_nl=100 * ML,
            reservoir_filled_nl=100 * ML,
        )
        bench = HeartBench(least_limit(order, step_volume_fl), step_volume_fl)
        bench.start()
        day_before(bench)
        rx, history = bench.prescription(), bench.history
        least_pg = rx.max_dose.value()
        while bench.time.now_us < BUCKET_S * 1_000_000 + 500_000:
            bench.turn()
            least_pg = min(least_pg, rx.max_dose.value() - history.window.total.value())
        self.assertEqual(bench.state(), "running")
        return least_pg, rx.dose_per_step.of(1)

    @proves("B3")
    def test_at_24_ml_a_day_less_than_a_second_of_steps_is_left_and_the_pump_runs(self):
        least_pg, step_pg = self.run_full(25 * MG, 18_750_000)
        self.assertTrue(0 <= least_pg < 15 * step_pg, least_pg // step_pg)

    @proves("B3")
    def test_of_a_weak_drug_each_step_counts_as_the_next_thousandth_of_a_pg(self):
        least_pg, step_pg = self.run_full(100_001, 15_000_000)
        self.assertTrue(0 <= least_pg < 20 * step_pg, least_pg // step_pg)


if __name__ == "__main__":
    unittest.main()
