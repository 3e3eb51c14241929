"""The reservoir's thresholds by weight: the lower witness counts, one knock does not, and they end well above."""

import unittest

from support import proves
from therapy.memory.history import History
from therapy.reservoir import REFILLED_NL, Reservoir

ML = 1_000_000
STEP_FL = 18_750_000


def filled(ml=20, low_ml=2):
    history = History()
    history.filled_nl = ml * ML
    reservoir = Reservoir(history)
    reservoir.set_up(low_ml * ML, STEP_FL)
    return history, reservoir


def weigh(reservoir, *volumes_nl):
    for volume_nl in volumes_nl:
        reservoir.weigh(volume_nl)


class LowerOfTwo(unittest.TestCase):
    @proves("R3", "R2")
    def test_low_and_empty_come_by_whichever_witness_is_lower(self):
        for by_steps_ml, by_weight_ml, is_low, is_empty in (
            (10, 10, False, False),
            (1, 10, True, False),
            (10, 1, True, False),
            (0, 10, True, True),
            (10, 0, True, True),
        ):
            history, reservoir = filled()
            history.since_fill.set(0, 0)
            history.since_fill.add((20 - by_steps_ml) * ML * 1_000_000 // STEP_FL)
            if by_steps_ml == 0:
                history.since_fill.add(1)
            weigh(reservoir, by_weight_ml * ML, by_weight_ml * ML)
            self.assertEqual(
                (reservoir.is_low(), reservoir.is_empty()), (is_low, is_empty), (by_steps_ml, by_weight_ml)
            )

    @proves("R3")
    def test_one_reading_is_a_knock_and_two_are_not(self):
        _, reservoir = filled()
        weigh(reservoir, 10 * ML, -5 * ML, 10 * ML, -5 * ML, 10 * ML)
        self.assertFalse(reservoir.is_low() or reservoir.is_empty())
        weigh(reservoir, -1, -1)
        self.assertTrue(reservoir.is_empty())

    @proves("R3", "A5")
    def test_around_the_threshold_noise_does_not_end_it_and_a_refill_does(self):
        _, reservoir = filled()
        weigh(reservoir, 2 * ML, 2 * ML)
        self.assertTrue(reservoir.is_low())
        weigh(reservoir, 2 * ML + REFILLED_NL, 2 * ML + 2 * REFILLED_NL, 2 * ML + REFILLED_NL)
        self.assertTrue(reservoir.is_low())
        weigh(reservoir, 2 * ML + REFILLED_NL + 1, 2 * ML + REFILLED_NL + 1)
        self.assertFalse(reservoir.is_low())

    @proves("R3", "R7")
    def test_without_weight_the_steps_count_alone(self):
        _, reservoir = filled()
        weigh(reservoir, 0, 0)
        reservoir.forget_weight()
        self.assertFalse(reservoir.is_low() or reservoir.is_empty())


if __name__ == "__main__":
    unittest.main()
