"""Hundreds of changes of a flow at random moments: beyond the heap of a board, so apart from the worked examples."""

import unittest

from chance import Chance
from changing_flow import UNIT, ChangingFlow
from support import proves
from units.flow import Flow, flow_of_volume

ML_PER_DAY = 1_000_000_000_000
SLOW = Flow(1, 16_200_000, "x")  # 0.1 mL/day of 18.75 nL steps
FAST = Flow(1, 67_500, "x")  # 24 mL/day


class OverManyChanges(unittest.TestCase):
    @proves("D1")
    def test_hundreds_of_changes_at_any_moment_move_no_step_from_the_integral(self):
        uneven = [flow_of_volume(ul * ML_PER_DAY // 1_000, 18_746_300, "x") for ul in (48, 1_000, 23_999)]
        for flows in ([SLOW, FAST], [FAST, Flow(1, 70_000, "x"), Flow(1, 81_000, "x")], [SLOW, FAST] + uneven):
            steps = ChangingFlow(flows, Chance(len(flows)))
            steps.run(400)
            self.assertTrue(len(steps.due_us) > 400)
            # a change rounds the phase down by a unit at most; a due time is whole microseconds: 2 of 67,500
            whole_us = 2 * UNIT // 67_500
            self.assertTrue(min(steps.errors()) >= -whole_us, min(steps.errors()))
            self.assertTrue(max(steps.errors()) <= steps.told + whole_us, max(steps.errors()))


if __name__ == "__main__":
    unittest.main()
