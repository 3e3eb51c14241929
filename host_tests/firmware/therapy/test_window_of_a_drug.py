"""The rolling day belongs to a drug: only a refill with another one begins it anew (B3, R8)."""

import unittest

from bench_of_heart import HeartBench
from example_orders import MG, fast_therapy
from support import proves
from therapy.alarms import alarm_table
from units.refused import Refused
from visits import mixture, put_in_force, refill


class TheWindow(unittest.TestCase):
    def bench(self):
        """0.1 mg and more in its window, stopped."""
        bench = HeartBench(fast_therapy(24))
        bench.start()
        bench.run_to(20)
        bench.desk.stop()
        bench.run_for(2)
        self.assertTrue(bench.history.window.total.value() > MG // 10)
        return bench

    def window_pg(self, bench):
        return bench.history.window.total.value()

    @proves("R8", "B3")
    def test_a_refill_with_another_drug_begins_it_anew_when_its_therapy_is_in_force(self):
        bench = self.bench()
        before_pg = self.window_pg(bench)
        refill(bench, True)
        bench.run_for(2)
        self.assertEqual(self.window_pg(bench), before_pg)
        put_in_force(bench, fast_therapy(24, drugs=mixture(25, "baclofen")))
        self.assertEqual(self.window_pg(bench), 0)

    @proves("R8", "B3", "B4")
    def test_another_concentration_another_dose_and_a_refill_of_the_same_leave_it(self):
        bench = self.bench()
        before_pg = self.window_pg(bench)
        refill(bench, False)
        put_in_force(bench, fast_therapy(12))
        refill(bench, True)
        put_in_force(bench, fast_therapy(12, drugs=mixture(50)))
        self.assertEqual(self.window_pg(bench), before_pg)

    @proves("R8", "B3", "P4")
    def test_where_the_therapy_cannot_be_read_no_other_drug_takes_its_place(self):
        bench = self.bench()
        before_pg = self.window_pg(bench)
        bench.files.stored["therapy"] = b"damaged"
        again = bench.reset()
        again.run_for(2)
        self.assertTrue(again.shown(alarm_table.THERAPY_UNKNOWN))
        self.assertRaises(Refused, again.confirm, fast_therapy(24, drugs=mixture(25, "baclofen")))
        put_in_force(again, fast_therapy(12, drugs=mixture(50)))
        self.assertTrue(self.window_pg(again) >= before_pg)
        self.assertEqual(again.state(), "stopped")

    @proves("B3", "B4")
    def test_after_a_power_cut_it_is_as_full_as_before(self):
        bench = self.bench()
        again = bench.reset(after_us=3_600_000_000)
        self.assertTrue(self.window_pg(again) >= self.window_pg(bench))


if __name__ == "__main__":
    unittest.main()
