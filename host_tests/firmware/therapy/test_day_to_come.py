"""B3 with a flex basal: any 24 h that holds a part of the bolus counts, up to a day after it has ended."""

import unittest

from bench_of_heart import DAY_S, HOUR_S, HeartBench
from example_orders import EVERY_DAY, MG, patient_bolus, therapy
from support import proves
from therapy import denials
from units.refused import Refused

TUESDAY = 2
QUIET_PG = 5 * MG // 2


def order(**changes):
    """2.5 mg a day, and on Tuesday from 8:00 to 9:00 10 mg more; 13 mg are the most."""
    periods = [
        [EVERY_DAY, 0, QUIET_PG],
        [TUESDAY, 8 * HOUR_S, QUIET_PG + 240 * MG],
        [TUESDAY, 9 * HOUR_S, QUIET_PG],
    ]
    return therapy(
        mode="flex", basal_pg_per_day=0, periods=periods, clock_lost="stop", max_dose_pg_per_day=13 * MG, **changes
    )


class ComingUpToThePeak(unittest.TestCase):
    def asked(self, hour_of_monday, dose_pg, over_s):
        bench = HeartBench(order())
        bench.set_time(int(hour_of_monday * HOUR_S) % (7 * DAY_S))
        bench.start()
        bench.run_for(2)
        return bench.desk.clinician_bolus(dose_pg, over_s)

    @proves("B3")
    def test_a_short_bolus_a_day_and_more_before_it_is_granted(self):
        self.assertEqual(self.asked(7, 9 * MG // 10, 300), 0)

    @proves("B3")
    def test_a_short_bolus_within_a_day_of_its_end_is_denied(self):
        # 10 mg, 2.4 of the quiet basal and 0.9 are 13.3 mg
        self.assertEqual(self.asked(9.5, 9 * MG // 10, 300), denials.DAILY_DOSE)

    @proves("B3")
    def test_a_day_that_holds_a_part_of_the_peak_counts_that_part(self):
        self.assertEqual(self.asked(8.5, 9 * MG // 10, 300), 0)

    @proves("B3")
    def test_a_long_bolus_counts_in_the_day_that_begins_while_it_runs(self):
        # from 9:00 to 9:00: 10 mg, 2.5 of the quiet basal, and 0.8 that the bolus has still to give
        self.assertEqual(self.asked(7.9, 9 * MG // 10, DAY_S), denials.DAILY_DOSE)
        self.assertEqual(self.asked(7.9, 4 * MG // 10, DAY_S), 0)

    @proves("B3")
    def test_what_a_long_bolus_has_given_by_then_does_not_count(self):
        # begun at 20:00 on Sunday, 13 h of it are over at 9:00 on Monday: 0.41 mg are left of 0.9
        self.assertEqual(self.asked(-4, 9 * MG // 10, DAY_S), 0)

    @proves("B3", "D1")
    def test_what_was_granted_is_given_and_the_day_stays_within_the_maximum(self):
        bench = HeartBench(order())
        bench.set_time(8 * HOUR_S - 60)
        bench.start()
        self.assertEqual(bench.desk.clinician_bolus(MG // 5, 60), 0)
        bench.run_to(90)
        self.assertFalse(bench.heart.governor.day_is_full())


class ASchedule(unittest.TestCase):
    @proves("B3")
    def test_whose_worst_24_h_with_one_bucket_exceeds_the_maximum_is_refused(self):
        for max_dose_pg, taken in ((12_510_000_000, False), (12_530_000_000, True)):
            asked = order()
            asked["max_dose_pg_per_day"] = max_dose_pg
            # 10 mg and 2.5 * 145 / 144 = 2.517 mg
            if taken:
                HeartBench(asked)
            else:
                self.assertRaises(Refused, HeartBench, asked)

    @proves("B3")
    def test_a_patient_bolus_must_fit_beside_the_worst_day_of_the_week(self):
        HeartBench(order(bolus=patient_bolus(dose_pg=45 * MG // 100)))
        self.assertRaises(Refused, HeartBench, order(bolus=patient_bolus(dose_pg=5 * MG // 10)))


if __name__ == "__main__":
    unittest.main()
