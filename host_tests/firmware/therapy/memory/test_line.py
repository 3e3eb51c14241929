"""Which mixture is where: the line's few numbers beside a list of every step that ever entered it."""

import unittest

from chance import Chance
from example_orders import MG, STEP_FL
from support import proves
from therapy.memory.line import MOST_FRONTS, Line, are_the_same

A, B, C = [["morphine", 25 * MG]], [["morphine", 50 * MG]], [["morphine", 20 * MG], ["clonidine", MG]]
PG_A, PG_B = 468_750, 937_500  # 18.75 nL of 25 and of 50 mg/mL
CATHETER = 11_733


class EveryStep:
    """A list of the mixture of each step; before the first the line is full of the first mixture. Plug flow."""

    def __init__(self, drugs):
        self.first = self.drugs = drugs
        self.steps = []

    def give(self, count):
        self.steps += [self.drugs] * count

    def _between(self, begin, end):
        found = {}
        for step in range(begin, end):
            for name, pg_per_ml in self.first if step < 0 else self.steps[step]:
                found[name] = found.get(name, 0) + STEP_FL * pg_per_ml
        return {name: fl_pg // 10**12 for name, fl_pg in found.items()}

    def delivered_pg(self):
        return self._between(0, len(self.steps))

    def at_tip_pg(self, catheter):
        return self._between(-catheter, len(self.steps) - catheter)

    def older(self, catheter):
        """[(steps, drugs), ...] inside the catheter, from the tip on, without what is entering now."""
        found = []
        for step in range(len(self.steps) - catheter, len(self.steps)):
            drugs = self.first if step < 0 else self.steps[step]
            if found and found[-1][1] == drugs:
                found[-1][0] += 1
            else:
                found.append([1, drugs])
        if found and found[-1][1] == self.drugs:
            found.pop()
        return [(steps, drugs) for steps, drugs in found]


class Compared(unittest.TestCase):
    @proves("R8")
    def test_another_concentration_another_drug_or_another_order_is_another_mixture(self):
        mixture = [["a", MG], ["b", 2 * MG]]
        self.assertTrue(are_the_same(mixture, (("a", MG), ("b", 2 * MG))))
        for other in ([["a", MG]], [["a", MG], ["b", MG]], [["b", 2 * MG], ["a", MG]], [["a", MG], ["c", 2 * MG]], []):
            self.assertFalse(are_the_same(mixture, other))
            self.assertFalse(are_the_same(other, mixture))


class WorkedExample(unittest.TestCase):
    """0.22 mL of 18.75 nL are 11,733 steps. 25 mg/mL first; after 100,000 steps 50 mg/mL enters."""

    def setUp(self):
        self.line = Line().with_mixture(0, A, STEP_FL).with_mixture(100_000, B, STEP_FL)

    @proves("B10", "B11")
    def test_the_old_drug_leaves_the_tip_until_the_catheter_s_volume_has_passed(self):
        self.assertEqual(self.line.older(100_000, CATHETER), [(11_733, A)])
        self.assertEqual(self.line.older(101_733, CATHETER), [(10_000, A)])
        self.assertEqual(self.line.older(111_732, CATHETER), [(1, A)])
        self.assertEqual(self.line.older(111_733, CATHETER), [])

    @proves("B10")
    def test_what_left_the_pump_is_not_yet_at_the_tip(self):
        # 1,733 steps of the new have left; at the tip 101,733 steps have come, all of them of the old
        self.assertEqual(self.line.delivered_pg(101_733, STEP_FL), {"morphine": 100_000 * PG_A + 1_733 * PG_B})
        self.assertEqual(self.line.at_tip_pg(101_733, CATHETER, STEP_FL)["morphine"], 101_733 * PG_A)
        # a thousand of the new have come: 112,733 - 11,733 - 100,000
        self.assertEqual(self.line.at_tip_pg(112_733, CATHETER, STEP_FL)["morphine"], 111_733 * PG_A + 1_000 * PG_B)

    def test_the_line_that_was_stays_as_it_is(self):
        changed = self.line.with_mixture(200_000, C, STEP_FL)
        self.assertEqual(len(self.line.fronts), 2)
        self.assertEqual(changed.delivered_pg(200_001, STEP_FL)["clonidine"], 18_750)

    def test_the_same_mixture_again_is_no_new_front(self):
        same = self.line.with_mixture(150_000, [list(drug) for drug in B], STEP_FL)
        self.assertEqual(same.fronts, self.line.fronts)

    def test_a_mixture_of_which_no_step_came_was_never_in_the_line(self):
        corrected = self.line.with_mixture(100_000, C, STEP_FL)
        self.assertEqual(corrected.fronts, Line([[0, A], [100_000, C]]).fronts)
        self.assertEqual(corrected.with_mixture(100_000, A, STEP_FL).fronts, [[0, A]])

    def test_an_empty_line_holds_nothing(self):
        empty = Line()
        self.assertEqual((empty.older(100, 50), empty.delivered_pg(100, STEP_FL)), ([], {}))


class BesideEveryStep(unittest.TestCase):
    def expect_same(self, line, steps, catheter):
        given = len(steps.steps)
        self.assertEqual(line.older(given, catheter), steps.older(catheter))
        parts = ((line.delivered_pg(given, STEP_FL), steps.delivered_pg()),)
        parts += ((line.at_tip_pg(given, catheter, STEP_FL), steps.at_tip_pg(catheter)),)
        for found, exact in parts:
            for name in exact:
                # each stretch is rounded down by itself
                self.assertTrue(exact[name] - 40 <= found[name] <= exact[name], (name, found, exact))
            self.assertTrue(all(found[name] == 0 for name in found if name not in exact))

    def mixtures(self, chance):
        return [["morphine", chance.between(100_000, 50 * MG)], ["clonidine", chance.between(100_000, MG)]]

    @proves("B10", "B11")
    def test_up_to_six_mixtures_wherever_they_are(self):
        chance = Chance(71)
        for _ in range(6):
            line, steps = Line().with_mixture(0, A, STEP_FL), EveryStep(A)
            catheter = chance.below(150)
            for _ in range(MOST_FRONTS - 1):
                steps.give(chance.below(80))
                self.expect_same(line, steps, catheter)
                drugs = chance.choose([A, B, C, self.mixtures(chance)])
                line = line.with_mixture(len(steps.steps), drugs, STEP_FL)
                steps.drugs = drugs
                self.expect_same(line, steps, catheter)
            for count in (1, 50, 200):
                steps.give(count)
                self.expect_same(line, steps, catheter)

    @proves("B10")
    def test_more_than_six_are_added_up_and_nothing_is_lost_once_they_have_left_the_tip(self):
        chance = Chance(72)
        for _ in range(4):
            line, steps = Line().with_mixture(0, C, STEP_FL), EveryStep(C)
            catheter = chance.between(1, 60)
            for _ in range(2 * MOST_FRONTS + 3):
                steps.give(chance.between(catheter, catheter + 40))
                self.expect_same(line, steps, catheter)
                drugs = self.mixtures(chance)
                line = line.with_mixture(len(steps.steps), drugs, STEP_FL)
                steps.drugs = drugs
                self.assertTrue(len(line.fronts) <= MOST_FRONTS)
                self.expect_same(line, steps, catheter)

    @proves("B10")
    def test_it_comes_back_from_flash_as_it_was(self):
        line, steps = Line().with_mixture(0, A, STEP_FL), EveryStep(A)
        for number in range(MOST_FRONTS + 3):
            steps.give(100)
            drugs = (B, C, A)[number % 3]
            line = line.with_mixture(len(steps.steps), drugs, STEP_FL)
            steps.drugs = drugs
            line = Line(line.fronts, line.before)
            self.expect_same(line, steps, 90)

    def test_six_mixtures_inside_the_catheter_are_more_than_one_to_bridge_from(self):
        line, steps = Line().with_mixture(0, A, STEP_FL), EveryStep(A)
        for number in range(MOST_FRONTS + 2):
            steps.give(5)
            line = line.with_mixture(len(steps.steps), (B, C, A)[number % 3], STEP_FL)
            steps.drugs = (B, C, A)[number % 3]
        self.assertTrue(len(line.older(len(steps.steps), CATHETER)) >= MOST_FRONTS - 1)
        # what was added up counts as gone: what left the pump is exact, the tip is at most that far ahead
        given = len(steps.steps)
        self.assertTrue(line.delivered_pg(given, STEP_FL)["morphine"] <= steps.delivered_pg()["morphine"])


if __name__ == "__main__":
    unittest.main()
