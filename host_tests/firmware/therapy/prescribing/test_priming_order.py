"""Priming moves what the catheter holds and no more, as fast as the largest rate allows beside the basal."""

# pyright: reportOptionalOperand=false, reportArgumentType=false

import unittest

from chance import Chance
from example_orders import MG, ML_PER_DAY, STEP_FL, fast_therapy, therapy
from support import proves
from therapy.bolus_kinds import PRIMING
from therapy.prescribing.bolus_order import priming_order, shortest_over_s
from therapy.prescribing.prescription import Prescription
from units.refused import Refused


def refusal(rx):
    try:
        priming_order(rx)
    except Refused as refused:
        assert all((refused.value, refused.limit, refused.advice)) and "\n" not in str(refused)
        return refused
    raise AssertionError("not refused")


class WorkedExample(unittest.TestCase):
    """0.22 mL of 18.75 nL are 11,733.33 steps. 24 mL/day are one in 67.5 ms, 14.814815 a second; the basal of
    0.1 mL/day takes one in 16.2 s of them, 0.061728. 11,733 / 14.753086 = 795.29 s: 13 minutes."""

    @proves("B10", "D6")
    def test_a_catheter_of_0_22_ml_at_24_ml_a_day_beside_0_1(self):
        order = priming_order(Prescription(therapy(), STEP_FL))
        self.assertEqual((order.kind, order.steps, order.over_s), (PRIMING, 11_733, 796))
        # 11,733 steps of 0.46875 ug: 5.5 mg of it
        self.assertEqual(order.dose.value(), 5_499_843_750)

    @proves("B10")
    def test_alone_it_takes_792_s(self):
        # 11,733 * 67.5 ms = 791.98 s
        order = priming_order(Prescription(therapy(mode="stopped", basal_pg_per_day=0), STEP_FL))
        self.assertEqual((order.steps, order.over_s), (11_733, 792))


class Always(unittest.TestCase):
    @proves("B10", "D6")
    def test_it_is_the_catheter_s_volume_rounded_down_and_no_second_longer_than_it_must_be(self):
        chance, made = Chance(41), 0
        for _ in range(60):
            ml_most = chance.between(1, 24)
            order = therapy(
                catheter_volume_nl=chance.between(20_000, 5_000_000),
                basal_pg_per_day=chance.between(48, 500 * ml_most) * 25 * MG // 1_000,
                max_rate_fl_per_day=ml_most * ML_PER_DAY,
                max_dose_pg_per_day=1_250 * MG,
            )
            step_fl = chance.choose([15_000_000, STEP_FL, 18_746_300, 100_000_000])
            rx = Prescription(order, step_fl)
            shortest_s = shortest_over_s(order["catheter_volume_nl"] * 1_000_000 // step_fl, rx)
            if shortest_s > 86_400:
                self.assertEqual(refusal(rx).field, "prime")
                continue
            made += 1
            prime = priming_order(rx)
            held_fl = order["catheter_volume_nl"] * 1_000_000
            self.assertTrue(prime.steps * step_fl <= held_fl < (prime.steps + 1) * step_fl)
            self.assertEqual(prime.over_s, max(10, shortest_s))
        self.assertTrue(made > 40)

    @proves("B10", "U2")
    def test_it_takes_no_less_than_ten_seconds(self):
        # 1.2 uL are 64 steps, which would fit in 4.3 s
        order = priming_order(Prescription(therapy(catheter_volume_nl=1_200), STEP_FL))
        self.assertEqual((order.steps, order.over_s), (64, 10))


class WhatIsRefused(unittest.TestCase):
    @proves("B10", "U2", "B9")
    def test_without_a_catheter_there_is_nothing_to_prime(self):
        for volume_nl in (0, 18):
            rx = Prescription(therapy(catheter_volume_nl=volume_nl), STEP_FL)
            self.assertEqual(refusal(rx).field, "catheter.volume")
        # 49 steps are too few for any bolus
        self.assertTrue(refusal(Prescription(therapy(catheter_volume_nl=937), STEP_FL)).field.startswith("prime"))

    @proves("B10", "D6", "B9")
    def test_beside_a_basal_that_leaves_too_little_room_it_says_so(self):
        full = Prescription(fast_therapy(24), STEP_FL)
        # of 0.2 mL/day 0.1 are left: 0.22 mL take 2.2 days
        slow = Prescription(therapy(max_rate_fl_per_day=ML_PER_DAY // 5), STEP_FL)
        for rx in (full, slow):
            refused = refusal(rx)
            self.assertEqual((refused.field, refused.value), ("prime", "no room"))
            self.assertTrue("limits.max_rate" in refused.limit)


if __name__ == "__main__":
    unittest.main()
