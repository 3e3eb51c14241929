"""A bridge gives the old mixture at the flows right for it, until the catheter holds the new one."""

# pyright: reportOptionalMemberAccess=false

import unittest

from chance import Chance
from example_orders import MG, ML_PER_DAY, STEP_FL, therapy
from flex_orders import THREE_A_DAY, flex, random_periods
from support import proves
from therapy.bolus_kinds import BRIDGE
from therapy.prescribing.bridge import BridgeOrder
from therapy.prescribing.prescription import Prescription
from units.refused import Refused

OLD = [["morphine", 25 * MG]]
NEW = [["morphine", 50 * MG]]


def refusal(old, steps, rx):
    try:
        BridgeOrder(old, steps, rx)
    except Refused as refused:
        assert all((refused.value, refused.limit, refused.advice)) and "\n" not in str(refused)
        return refused
    raise AssertionError("not refused")


class WorkedExample(unittest.TestCase):
    """2.5 mg/day. Of 25 mg/mL that was 100 uL/day, one step in 16.2 s; of 50 mg/mL it is 50 uL/day, one in 32.4 s.
    The catheter's 0.22 mL hold 11,733 steps of the old: 11,733 * 16.2 s = 190,074.6 s, 2.2 days."""

    def setUp(self):
        self.rx = Prescription(therapy(drugs=NEW), STEP_FL)
        self.bridge = BridgeOrder(OLD, 11_733, self.rx)

    @proves("B11")
    def test_the_old_drug_runs_at_its_own_rate(self):
        flow, after = self.bridge.infusion.flows[0], self.rx.infusion.flows[0]
        self.assertEqual((flow.steps, flow.us), (1, 16_200_000))
        self.assertEqual((after.steps, after.us), (1, 32_400_000))

    @proves("B11")
    def test_it_takes_2_2_days(self):
        self.assertEqual((self.bridge.kind, self.bridge.steps), (BRIDGE, 11_733))
        # worked out from 37,333 whole steps a week
        self.assertTrue(190_074 <= self.bridge.over_s <= 190_077)

    @proves("B11", "B3")
    def test_it_adds_no_dose_to_that_of_the_schedule(self):
        self.assertEqual(self.bridge.dose.value(), 0)
        self.assertEqual(self.bridge.infusion.doses_pg, self.rx.infusion.doses_pg)
        self.assertEqual(
            [bucket.value() for bucket in self.bridge.infusion.buckets],
            [bucket.value() for bucket in self.rx.infusion.buckets],
        )


class AnySchedule(unittest.TestCase):
    @proves("B11")
    def test_at_every_moment_it_gives_the_prescribed_dose_of_what_leaves_the_tip(self):
        chance = Chance(51)
        for _ in range(15):
            old_pg = chance.choose([25 * MG, 20 * MG, 12_500_000_000])
            periods = random_periods(chance, most_a_day=6, highest_mg=250)
            rx = Prescription(flex(periods, clock_lost=chance.choose(["stop", "lowest period"])), STEP_FL)
            bridge = BridgeOrder([["morphine", old_pg]], 1_000, rx).infusion
            self.assertEqual(list(bridge.starts_s), list(rx.infusion.starts_s))
            self.assertEqual((bridge.which, bridge.when_lost), (rx.infusion.which, rx.infusion.when_lost))
            for index, flow in enumerate(bridge.flows):
                # steps / us * volume * concentration = dose a day, without remainder
                self.assertEqual(
                    flow.steps * STEP_FL * old_pg * 86_400_000_000,
                    rx.infusion.doses_pg[index] * 10**12 * flow.us,
                )

    @proves("B11")
    def test_a_flex_day_takes_as_long_as_its_steps(self):
        # twice 3.4 mg a day, of 25 mg/mL, are 14,506.67 steps: 43,520 take three days
        doubled = [[days, from_s, 2 * pg] for days, from_s, pg in THREE_A_DAY]
        bridge = BridgeOrder(OLD, 43_520, Prescription(flex(doubled, drugs=NEW), STEP_FL))
        self.assertTrue(3 * 86_400 <= bridge.over_s <= 3 * 86_400 + 60, bridge.over_s)


class WhatIsRefused(unittest.TestCase):
    @proves("B11", "B9")
    def test_there_must_be_an_infusion(self):
        stopped = Prescription(therapy(mode="stopped", basal_pg_per_day=0, drugs=NEW), STEP_FL)
        refused = refusal(OLD, 100, stopped)
        self.assertEqual((refused.field, refused.value), ("bridge", "infusion.mode = stopped"))

    @proves("B11", "B9")
    def test_only_another_concentration_of_the_same_primary_drug_can_be_bridged(self):
        rx = Prescription(therapy(drugs=NEW), STEP_FL)
        refused = refusal([["baclofen", 2 * MG]], 100, rx)
        self.assertEqual((refused.field, refused.value), ("bridge", "baclofen to morphine"))
        self.assertTrue("priming" in refused.advice)
        BridgeOrder([["morphine", 25 * MG], ["clonidine", MG]], 100, rx)

    @proves("B11", "D6", "B9")
    def test_a_flow_that_the_old_mixture_would_need_beyond_the_largest_rate_is_refused(self):
        # 50 uL/day of the new are 100 of the old: one more than 99
        rx = Prescription(therapy(drugs=NEW, max_rate_fl_per_day=99 * ML_PER_DAY // 1_000), STEP_FL)
        refused = refusal(OLD, 100, rx)
        self.assertTrue("0.1 mL/day" in refused.value and "limits.max_rate, 0.099 mL/day" in refused.limit)
        # 500 mL/day would be needed of 0.0025 mg/mL: outside the pump's own range
        self.assertTrue("mL/day" in refusal([["morphine", 5_000_000]], 100, rx).limit)


if __name__ == "__main__":
    unittest.main()
